/** Compiles and instantiates the kernels. This folder alone names `WebAssembly.*`. */
import { withdrawTextDecoder } from "./text-decoder.ts";

// the loader comes after the stand-in for what it looks for when it is imported

import { instantiate, instantiateSync } from "@assemblyscript/loader";
import type { ControlExports } from "./control.ts";
import type { FlowExports } from "./flow.ts";
import type { GrowthExports } from "./growth.ts";
import { controlBase64, kernelsBase64 } from "./kernels.generated.ts";
import type { LearningExports } from "./learning.ts";

withdrawTextDecoder();

/** What the module exports: addresses are `number`, unsigned after `>>> 0`. */
export interface KernelExports extends Record<string, unknown>, FlowExports, GrowthExports, LearningExports {
  readonly memory: WebAssembly.Memory;
  alloc(bytes: number): number;
  confine(start: number, end: number): void;
  mark(): number;
  release(position: number): void;
  randomWords(
    out: number,
    count: number,
    index: number,
    lane: number,
    item: number,
    domain: number,
    key0: number,
    key1: number,
    scratch: number,
  ): void;
  randomPatterns(
    xi: number,
    scratch: number,
    count: number,
    nNeurons: number,
    stride: number,
    first: number,
    key0: number,
    key1: number,
  ): void;
  packPatterns(xi: number, codes: number, nPatterns: number, stride: number): void;
  overlapScratchBytes(): number;
  overlapBlock(
    xi: number,
    codes: number,
    overlap: number,
    tables: number,
    nPatterns: number,
    nNeurons: number,
    stride: number,
    block: number,
    add: number,
  ): void;
  mirrorOverlap(overlap: number, nNeurons: number, stride: number, block: number): void;
  largestOverlap(overlap: number, nNeurons: number, stride: number): number;
  randomConnectivity(
    inputs: number,
    others: number,
    used: number,
    words: number,
    chosen: number,
    stream: number,
    nNeurons: number,
    nInputs: number,
    first: number,
    count: number,
    key0: number,
    key1: number,
  ): void;
  gatherWeights(
    overlap: number,
    rowStart: number,
    inputs: number,
    weights: number,
    nNeurons: number,
    stride: number,
  ): void;
  annealerBytes(nNeurons: number, nInputs: number): number;
  annealerInit(
    annealer: number,
    overlap: number,
    variates: number,
    nNeurons: number,
    nPatterns: number,
    nInputs: number,
    stride: number,
    largest: number,
    twiceKappa: number,
    wide: number,
  ): void;
  annealerMembers(annealer: number): number;
  annealerEnergy(annealer: number): number;
  annealerSquares(annealer: number): number;
  annealerAccepted(annealer: number): number;
  annealerBegin(annealer: number, neuron: number, warm: number, run: number, key0: number, key1: number): void;
  annealerRestore(annealer: number): void;
  metropolis(annealer: number, levels: number, steps: number, temperature: number, factor: number): number;
  heatBath(annealer: number, levels: number, steps: number, temperature: number, factor: number): number;
  descend(annealer: number, rounds: number): number;
  marginBytes(nNeurons: number, nPatterns: number, nInputs: number): number;
  marginInit(
    search: number,
    xi: number,
    overlap: number,
    exponentials: number,
    nNeurons: number,
    nPatterns: number,
    nInputs: number,
    stride: number,
    target: number,
  ): void;
  marginMembers(search: number): number;
  marginEnergy(search: number): number;
  marginEnergyAt(search: number, scaledMargin: number): number;
  marginSquares(search: number): number;
  marginAccepted(search: number): number;
  marginBegin(search: number, neuron: number, warm: number, run: number, key0: number, key1: number): void;
  marginAnneal(search: number, levels: number, steps: number, temperature: number, factor: number): number;
  marginRestore(search: number): void;
  relaxBlock(
    graph: number,
    block: number,
    states: number,
    status: number,
    sweeps: number,
    count: number,
    order: number,
    first: number,
    last: number,
    maxSweeps: number,
    key0: number,
    key1: number,
  ): number;
  fieldsBlock(graph: number, block: number, states: number, fields: number, count: number): void;
}

/** A compiled `kernels.wasm`. */
export type KernelModule = WebAssembly.Module;
/** Linear memory that several threads' kernels work on. */
export type SharedMemory = WebAssembly.Memory;

const PAGE_BYTES = 65536;
const MOST_PAGES = 65536;

let compiled: Promise<KernelModule> | undefined;
let compiledShared: Promise<KernelModule> | undefined;

/** The module inlined in this package, compiled once. Throws when the engine lacks WebAssembly or its SIMD. */
export function compileKernels(): Promise<KernelModule> {
  compiled ??= compile(decodeBase64(kernelsBase64));
  return compiled;
}

/** The same code for memory that threads share. */
function compileSharedKernels(): Promise<KernelModule> {
  compiledShared ??= compile(importingShared(decodeBase64(kernelsBase64)));
  return compiledShared;
}

/** Whether this engine and page let threads share memory. */
export function canShareMemory(): boolean {
  return typeof SharedArrayBuffer !== "undefined";
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
 * The main thread of a page instantiates asynchronously: Chromium before 115 refuses to do it at once there, above 4 kB. Elsewhere
 * it is done at once, since the loader's asynchronous way looks at `Response`, for which Node loads its whole HTTP client first.
 */
export async function instantiateKernels(
  module: KernelModule,
  memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES }),
): Promise<KernelExports> {
  const isPage = typeof window !== "undefined";
  const imports = { env: { memory } };
  const { exports } = isPage
    ? await instantiate<KernelExports>(module, imports)
    : instantiateSync<KernelExports>(module, imports);
  return { ...(exports as unknown as KernelExports), memory };
}

let compiledControl: KernelModule | undefined;
let compiledSharedControl: KernelModule | undefined;

/**
 * The kernels of optimal control over the memory of other kernels, which has room for their static data. Compiled when first
 * asked for, at once: a module this small takes a fraction of a millisecond.
 */
export function instantiateControl(memory: WebAssembly.Memory): ControlExports {
  const bytes = (): Uint8Array<ArrayBuffer> => decodeBase64(controlBase64);
  let module: KernelModule;
  if (canShareMemory() && memory.buffer instanceof SharedArrayBuffer) {
    compiledSharedControl ??= new WebAssembly.Module(importingShared(bytes()));
    module = compiledSharedControl;
  } else {
    compiledControl ??= new WebAssembly.Module(bytes());
    module = compiledControl;
  }
  const { exports } = instantiateSync<ControlExports & Record<string, unknown>>(module, { env: { memory } });
  return exports as unknown as ControlExports;
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

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
