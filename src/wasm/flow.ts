import type { FlowKernels } from "../kernels/flow.ts";
import { pointer, type WasmArena } from "./arena.ts";

/** What kernels.wasm exports for continuous dynamics. */
export interface FlowExports {
  activate(kind: number, part: number, slope: number, input: number, output: number, count: number): void;
  elementary(what: number, input: number, output: number, count: number): void;
}

/** The kernels of continuous dynamics of the WebAssembly backend. */
export function wasmFlowKernels(exports: FlowExports, _arena: WasmArena): FlowKernels {
  return {
    activate: (kind, part, slope, input, output, count) =>
      exports.activate(kind, part, slope, pointer(input), pointer(output), count),
    elementary: (what, input, output, count) => exports.elementary(what, pointer(input), pointer(output), count),
  };
}
