/** Growth and pruning in the module: see assembly/growing.ts. */
import type { GrowingNetwork, GrowthKernels, StoredStates } from "../contract/growth.ts";
import { pointer, type WasmArena } from "./arena.ts";

/** What the module exports of it; `network` is the address of a `Growing`. */
export interface GrowthExports {
  storeSigns(network: number, first: number, count: number): void;
  growthFields(network: number, first: number, count: number): void;
  growthSums(network: number, first: number, count: number): void;
  growthMargins(network: number, first: number, count: number, margin: number): void;
  grow(
    network: number,
    first: number,
    count: number,
    trials: number,
    repetition: number,
    target: number,
    key0: number,
    key1: number,
  ): void;
  growMargin: GrowthExports["grow"];
  loadStored(network: number, fields: number, states: number, first: number): void;
  settleStored(network: number, fields: number, state: number, sweeps: number): number;
  storedAgreement(network: number, state: number, pattern: number): number;
}

const STREAM_BYTES = 96;
const LANES = 16;

export function growthKernels(exports: GrowthExports, arena: WasmArena): GrowthKernels {
  /** The header of a network, field by field as in assembly/growing.ts, with the scratch it names. */
  const header = (network: GrowingNetwork): number => {
    const { nNeurons, stride, nPatterns, width } = network;
    const { overlap, present, outgoing, counts, sums, changes, xi, signs, aligned } = network;
    const arrays = [overlap, present, outgoing, counts, sums, changes, xi, signs, aligned].map(pointer);
    const weights = pointer(arena.int16(stride));
    const fields = pointer(arena.int16(width));
    const list = pointer(arena.int32(nNeurons));
    const stream = pointer(arena.uint8(STREAM_BYTES));
    const block = arena.int32(17);
    block.view.set([nNeurons, stride, nPatterns, width, ...arrays, weights, fields, list, stream]);
    return pointer(block);
  };
  /** Runs `body` on the header, then gives back what it took. */
  const on = (network: GrowingNetwork, body: (ptr: number) => void): void => {
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
        if ("margin" in rule) exports.growMargin(ptr, first, count, trials, repetition, rule.margin, key0, key1);
        else exports.grow(ptr, first, count, trials, repetition, rule.target, key0, key1);
      });
    },
    storedStates(network): StoredStates {
      const { stride } = network;
      const ptr = header(network);
      const fields = pointer(arena.int32(LANES * stride));
      const states = pointer(arena.int32(LANES * stride));
      const at = (lane: number): number => 4 * lane * stride;
      let begun = 0;
      return {
        load(first) {
          begun = first;
          exports.loadStored(ptr, fields, states, first);
        },
        settle: (lane, sweeps) => exports.settleStored(ptr, fields + at(lane), states + at(lane), sweeps) === 1,
        agreement: (lane) => exports.storedAgreement(ptr, states + at(lane), begun + lane),
      };
    },
  };
}
