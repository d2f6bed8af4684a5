/** The WebAssembly backend: all of its kernels gathered behind the interface of the contract. */
import type { Kernels } from "../contract/kernels.ts";
import { WasmAnnealer } from "./annealer.ts";
import { pointer, WasmArena } from "./arena.ts";
import { wasmControl } from "./control.ts";
import { wasmFlowKernels } from "./flow.ts";
import { growthKernels } from "./growth.ts";
import { StreamLayout } from "./interface.generated.ts";
import { wasmLearning } from "./learning.ts";
import { WasmMarginSearch } from "./margin.ts";
import { instantiateControl, type KernelExports } from "./module.ts";
import { poolKernels } from "./pool.ts";
import { WasmRelaxer } from "./relax.ts";
import { BUFFER_WORDS } from "./sizes.ts";

const BUFFER_BYTES = 4 * BUFFER_WORDS;

/** The WebAssembly backend over one instance: passes addresses, holds no data of its own. */
export function wasmKernels(exports: KernelExports): Kernels {
  const arena = new WasmArena(exports);
  /** Runs `body`, then gives back what it allocated. */
  const scratch = (body: () => void): void => {
    const position = arena.mark();
    try {
      body();
    } finally {
      arena.release(position);
    }
  };
  return {
    ...wasmControl(() => instantiateControl(exports.memory), arena),
    backend: "wasm",
    arena,
    randomWords(out, { domain, item, lane, index }, key) {
      scratch(() => {
        const buffer = arena.bytes(BUFFER_BYTES);
        exports.randomWords(pointer(out), out.length, index, lane, item, domain, key[0], key[1], buffer);
      });
    },
    randomPatterns(xi, count, nNeurons, stride, first, key) {
      scratch(() => {
        const buffer = arena.bytes(BUFFER_BYTES);
        exports.randomPatterns(pointer(xi), buffer, count, nNeurons, stride, first, key[0], key[1]);
      });
    },
    packPatterns(xi, codes, nPatterns, stride) {
      exports.packPatterns(pointer(xi), pointer(codes), nPatterns, stride);
    },
    overlapBlock(xi, codes, overlap, nPatterns, nNeurons, stride, block, add) {
      scratch(() => {
        const tables = arena.bytes(exports.overlapScratchBytes());
        exports.overlapBlock(
          pointer(xi),
          pointer(codes),
          pointer(overlap),
          tables,
          nPatterns,
          nNeurons,
          stride,
          block,
          add ? 1 : 0,
        );
      });
    },
    mirrorOverlap(overlap, nNeurons, stride, block) {
      exports.mirrorOverlap(pointer(overlap), nNeurons, stride, block);
    },
    largestOverlap: (overlap, nNeurons, stride) => exports.largestOverlap(pointer(overlap), nNeurons, stride),
    randomConnectivity(inputs, nNeurons, nInputs, first, count, key) {
      scratch(() => {
        const others = arena.int32(Math.max(1, nNeurons - 1));
        const used = pointer(arena.float64(Math.ceil(nNeurons / 64)));
        const words = pointer(arena.float64(Math.ceil(nNeurons / 4096)));
        const chosen = pointer(arena.int32(nInputs));
        const stream = arena.bytes(StreamLayout.bytes);
        const list = others.view;
        for (let j = 0; j < list.length; j++) list[j] = j;
        exports.randomConnectivity(
          pointer(inputs),
          pointer(others),
          used,
          words,
          chosen,
          stream,
          nNeurons,
          nInputs,
          first,
          count,
          key[0],
          key[1],
        );
      });
    },
    gatherWeights(overlap, rowStart, inputs, weights, nNeurons, stride) {
      exports.gatherWeights(pointer(overlap), pointer(rowStart), pointer(inputs), pointer(weights), nNeurons, stride);
    },
    ...growthKernels(exports, arena),
    ...poolKernels(exports, arena),
    annealer: (problem) => new WasmAnnealer(exports, arena, problem),
    marginSearch: (problem) => new WasmMarginSearch(exports, arena, problem),
    relaxer: (graph) => new WasmRelaxer(exports, arena, graph),
    ...wasmFlowKernels(exports, arena),
    ...wasmLearning(exports, arena),
  };
}
