/** Growth and pruning in the module: see assembly/growing.ts. */
import type { GrowingNetwork, GrowthKernels, StoredStates } from "../contract/growth.ts";
import type { Block } from "../contract/kernels.ts";
import type { Address } from "./address.ts";
import { pointer, type WasmArena } from "./arena.ts";
import { GrowingLayout, StreamLayout } from "./interface.generated.ts";
import type { KernelExports } from "./module.ts";
import { STORED_LANES } from "./sizes.ts";

export function growthKernels(exports: KernelExports, arena: WasmArena): GrowthKernels {
  /** Address of the header of a network, with the scratch it names. */
  const header = (network: GrowingNetwork): Address => {
    const { nNeurons, stride, nPatterns, width } = network;
    return arena.structure(GrowingLayout, {
      N: nNeurons,
      stride,
      P: nPatterns,
      width,
      overlap: pointer(network.overlap),
      present: pointer(network.present),
      outgoing: pointer(network.outgoing),
      counts: pointer(network.counts),
      sums: pointer(network.sums),
      changes: pointer(network.changes),
      xi: pointer(network.xi),
      signs: pointer(network.signs),
      aligned: pointer(network.aligned),
      weights: pointer(arena.int16(stride)),
      fields: pointer(arena.int16(width)),
      list: pointer(arena.int32(2 * nNeurons + 1)),
      stream: arena.bytes(StreamLayout.bytes),
    }).address;
  };
  /** Runs `body` on the header, then gives back what it took. */
  const on = (network: GrowingNetwork, body: (ptr: Address) => void): void => {
    const position = arena.mark();
    try {
      body(header(network));
    } finally {
      arena.release(position);
    }
  };
  return {
    storeSigns: (network, first, count) => on(network, (ptr) => exports.storeSigns(ptr, first, count)),
    growthFields: (network, first, count) => on(network, (ptr) => exports.growthFields(ptr, first, count)),
    growthSums(network, rule, first, count) {
      on(network, (ptr) => {
        if ("margin" in rule) exports.growthMargins(ptr, first, count, rule.margin);
        else exports.growthSums(ptr, first, count);
      });
    },
    grow(network, rule, first, count, trials, repetition, [key0, key1]) {
      on(network, (ptr) => {
        if ("margin" in rule) {
          exports.growMargin(ptr, first, count, trials, repetition, rule.margin, key0, key1);
        } else {
          const [target, isOffset] = "target" in rule ? [rule.target, 0] : [rule.offset, 1];
          exports.grow(ptr, first, count, trials, repetition, target, isOffset, key0, key1);
        }
      });
    },
    storedStates(network): StoredStates {
      const { stride } = network;
      const ptr = header(network);
      const fields = arena.int32(STORED_LANES * stride);
      const states = arena.int32(STORED_LANES * stride);
      const at = (block: Block<Int32Array>, lane: number): Address => pointer(block, 4 * lane * stride);
      let begun = 0;
      return {
        load(first) {
          begun = first;
          exports.loadStored(ptr, pointer(fields), pointer(states), first);
        },
        settle: (lane, sweeps) => exports.settleStored(ptr, at(fields, lane), at(states, lane), sweeps) === 1,
        settleAtOnce: (lane, sweeps, begins) =>
          exports.settleStoredAtOnce(ptr, at(fields, lane), at(states, lane), sweeps, begins ? 1 : 0) === 1,
        agreement: (lane) => exports.storedAgreement(ptr, at(states, lane), begun + lane),
      };
    },
  };
}
