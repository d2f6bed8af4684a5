/** Patterns as bits, and pools of candidates, in the module: see assembly/bits.ts and pool.ts. */
import type { PoolKernels } from "../contract/pool.ts";
import { pointer, type WasmArena } from "./arena.ts";
import { StreamLayout } from "./interface.generated.ts";
import type { KernelExports } from "./module.ts";

/** Bytes of 64 words of 64 bits, which are transposed in place. */
const SQUARE_BYTES = 512;

export function poolKernels(exports: KernelExports, arena: WasmArena): PoolKernels {
  /** Runs `body` with that many bytes, then gives them back. */
  const scratch = <T>(bytes: number, body: (ptr: ReturnType<typeof arena.bytes>) => T): T => {
    const position = arena.mark();
    try {
      return body(arena.bytes(bytes));
    } finally {
      arena.release(position);
    }
  };
  return {
    packBits(xi, { bits, words, nNeurons }, count, stride, word) {
      scratch(SQUARE_BYTES, (square) => {
        exports.packBits(pointer(xi), pointer(bits), square, count, nNeurons, stride, word, words);
      });
    },
    bitRow({ bits, words, nNeurons, nPatterns }, row, neuron) {
      exports.bitRow(pointer(bits), pointer(row), nNeurons, words, nPatterns, neuron);
    },
    bitWeights({ bits, words, nNeurons, nPatterns }, rowStart, inputs, weights) {
      exports.bitWeights(
        pointer(bits),
        pointer(rowStart),
        pointer(inputs),
        pointer(weights),
        nNeurons,
        words,
        nPatterns,
      );
    },
    selectPool({ nNeurons, nPatterns }, row, pool, { list, counts }, neuron, taken, least, key) {
      return scratch(StreamLayout.bytes, (stream) =>
        exports.selectPool(
          pointer(row),
          pointer(pool),
          pointer(list),
          pointer(counts),
          stream,
          nNeurons,
          nPatterns,
          pool.length,
          taken,
          neuron,
          least,
          key[0],
          key[1],
        ),
      );
    },
    gatherPool({ bits, words, nPatterns }, pool, xi, stride) {
      scratch(SQUARE_BYTES, (square) => {
        exports.gatherPool(pointer(bits), pointer(pool), pointer(xi), square, pool.length, nPatterns, stride, words);
      });
    },
  };
}
