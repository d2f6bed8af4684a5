/**
 * A stand-in for `TextDecoder` while the loader of AssemblyScript is imported, on platforms that have none (jsdom before version 27,
 * which is Jest's): the loader makes one at once, for strings, which these kernels do not have. To be imported before it.
 */
const isMissing = typeof TextDecoder === "undefined";
if (isMissing) Object.assign(globalThis, { TextDecoder: class {} });

/** Takes the stand-in away again, so that nobody else mistakes it for a decoder. To be called once the loader is imported. */
export function withdrawTextDecoder(): void {
  if (isMissing) Reflect.deleteProperty(globalThis, "TextDecoder");
}
