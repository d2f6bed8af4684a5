/** The version of this package, which every result states. */
declare const __VERSION__: string;

/** This package's version; "source" where it runs unbuilt. */
export const VERSION: string = typeof __VERSION__ === "string" ? __VERSION__ : "source";
