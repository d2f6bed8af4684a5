/** Compiles and instantiates the kernels. This folder alone names `WebAssembly.*`. */
import type { ControlExports, KernelsExports } from "./interface.generated.ts";
import { codes, controlText, kernelsText, prefixes } from "./kernels.generated.ts";

/** What an instance of kernels.wasm exports, beside the memory it works on. */
export type KernelExports = KernelsExports & { readonly memory: WebAssembly.Memory };

/** A `kernels.wasm` that is compiled and not yet instantiated; it can be posted to workers. */
export type KernelModule = WebAssembly.Module;
/** Linear memory that several threads' kernels work on. */
export type SharedMemory = WebAssembly.Memory;

const PAGE_BYTES = 65536;
const MOST_PAGES = 65536;

let compiled: Promise<KernelModule> | undefined;
let compiledShared: Promise<KernelModule> | undefined;

/** The module inlined in this package, compiled once. Throws when the engine lacks WebAssembly or its SIMD. */
export function compileKernels(): Promise<KernelModule> {
  compiled ??= compile(bytesOf(kernelsText));
  return compiled;
}

/** Compiles the same code with an import of memory that threads share. */
function compileSharedKernels(): Promise<KernelModule> {
  compiledShared ??= compile(importingShared(bytesOf(kernelsText)));
  return compiledShared;
}

/** Memory of exactly `bytes`, rounded up to pages, for `instantiateShared` in any number of threads. */
export function sharedMemory(bytes: number): SharedMemory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** An instance over shared memory that allocates in [start, end) alone. */
export async function instantiateShared(memory: SharedMemory, start: number, end: number): Promise<KernelExports> {
  const exports = await instantiateKernels(await compileSharedKernels(), memory);
  exports.confine(start, end);
  return exports;
}

/**
 * Compiles the bytes of `kernels.wasm`.
 *
 * @throws Error that names the missing feature on an engine without WebAssembly or without 128-bit SIMD.
 */
export async function compile(bytes: Uint8Array<ArrayBuffer>): Promise<KernelModule> {
  if (typeof WebAssembly === "undefined") {
    throw new Error('loadKernels: this engine has no WebAssembly; use { backend: "js" }');
  }
  if (!WebAssembly.validate(SIMD_PROBE)) {
    throw new Error(
      'loadKernels: this engine has no WebAssembly SIMD (Node 16.4, Chrome 91, Firefox 89, Safari 16.4 or later has); use { backend: "js" }',
    );
  }
  return await WebAssembly.compile(bytes);
}

/**
 * A fresh instance, by default with a memory of its own.
 *
 * The main thread of a page instantiates asynchronously: Chromium before 115 refuses to do it at once there, above 4 kB. The modules
 * import nothing but their memory and export functions of numbers, so that the loader of AssemblyScript has nothing to add.
 */
export async function instantiateKernels(
  module: KernelModule,
  memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES }),
): Promise<KernelExports> {
  const isPage = typeof window !== "undefined";
  const imports = { env: { memory } };
  const { exports } = isPage
    ? await WebAssembly.instantiate(module, imports)
    : new WebAssembly.Instance(module, imports);
  return { ...(exports as unknown as KernelsExports), memory };
}

let compiledControl: KernelModule | undefined;
let compiledSharedControl: KernelModule | undefined;

/**
 * The kernels of optimal control over the memory of other kernels, which has room for their static data. Compiled when first
 * asked for, at once: a module this small takes a fraction of a millisecond.
 */
export function instantiateControl(memory: WebAssembly.Memory): ControlExports {
  const bytes = (): Uint8Array<ArrayBuffer> => bytesOf(controlText);
  let module: KernelModule;
  if (typeof SharedArrayBuffer !== "undefined" && memory.buffer instanceof SharedArrayBuffer) {
    compiledSharedControl ??= new WebAssembly.Module(importingShared(bytes()));
    module = compiledSharedControl;
  } else {
    compiledControl ??= new WebAssembly.Module(bytes());
    module = compiledControl;
  }
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as ControlExports;
}

/**
 * The bytes of the module with its memory import declared shared, which is all that a module for shared memory differs in:
 * "memory", kind 2, then the flags of the limits, 1 (has a maximum) or 3 (shared as well).
 */
function importingShared(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const name = [6, ...Array.from("memory", (letter) => letter.charCodeAt(0)), 2, 1];
  const at = bytes.findIndex((_, k) => name.every((byte, n) => bytes[k + n] === byte));
  if (at < 0) throw new Error("loadKernels: the module does not import a memory with a maximum");
  bytes[at + name.length - 1] = 3;
  return bytes;
}

// A module of one function that returns i32x4.extract_lane 0 (v128.const 0): valid where SIMD is.
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 10, 25, 1, 23, 0, 253, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 253, 27, 0, 11,
]);

/** The bytes that a text of kernels.generated.ts stands for. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const byteOf = new Uint8Array(CODES);
  let known = 0;
  eachCode(codes, (code) => (byteOf[code] = known++));
  const bytes = new Uint8Array(text.length);
  let length = 0;
  eachCode(text, (code) => (bytes[length++] = byteOf[code]));
  return bytes.slice(0, length);
}

/** Goes through the codes of a text: letters of ASCII, or a prefix and a letter. */
function eachCode(text: string, take: (code: number) => void): void {
  for (let k = 0; k < text.length; k++) {
    const prefix = prefixes.indexOf(text[k]) + 1;
    if (prefix > 0) k++;
    take(prefix * LETTERS + text.charCodeAt(k));
  }
}

const LETTERS = 128;
const CODES = (prefixes.length + 1) * LETTERS;
