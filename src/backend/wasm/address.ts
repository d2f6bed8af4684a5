/** Addresses in the linear memory of WebAssembly, told from other numbers by their type. */

declare const isAddress: unique symbol;

/** An address in linear memory: a number that is never taken for a count, nor a count for it. */
export type Address = number & { readonly [isAddress]: true };

/** What a kernel takes for an array that is not there. */
export const NOWHERE = 0 as Address;
