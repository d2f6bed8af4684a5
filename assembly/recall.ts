// Retrieval of one state alone where most neurons are connected: every sweep sums every field anew, from a matrix of weights.
//
// The matrix has the least bytes a weight that hold all of them, 1, 2 or 4, zeros where there is no connection, and rows of a multiple
// of 64 bytes. Masks of the state have the same width, so that S₊ = Σ_{S_j = +1} w_ij is a bitwise and, and sums in i32: exact, and the
// same numbers as in relax.ts, so that the way taken never shows.

import { RELAXATION } from "../src/backend/contract/codes";
import { at32 } from "./address";
import { Block, Graph } from "./graph";
import { shuffle } from "./order";

/** Bytes summed in lanes of i16 before they are widened: two weights of at most 128 a lane and step, 127 steps or fewer. */
const CHUNK: i32 = 1984; // 31 · 64
const STEP: i32 = 64;

/**
 * Writes the weights into the graph's matrix, which is zero.
 */
export function packMatrix(graph: Graph): void {
  if (graph.unit == 1) pack<i8>(graph);
  else if (graph.unit == 2) pack<i16>(graph);
  else pack<i32>(graph);
  graph.packed = 1;
}

function pack<U>(graph: Graph): void {
  for (let i = 0; i < graph.N; i++) {
    const rowPtr = graph.matrix + <usize>i * <usize>graph.rowBytes;
    const end = load<i32>(at32(graph.rowStart, i + 1));
    for (let s = load<i32>(at32(graph.rowStart, i)); s < end; s++) {
      const w = graph.wide ? load<i32>(at32(graph.weights, s)) : <i32>load<i16>(graph.weights + ((<usize>s) << 1));
      store<U>(rowPtr + <usize>load<i32>(at32(graph.inputs, s)) * sizeof<U>(), <U>w);
    }
  }
}

/**
 * Makes sweeps `first` … `last` of one state, as relaxBlock does of a block.
 *
 * @param random  1: a fresh random order each sweep; 0: in increasing order
 * @returns       1 while the state still changes
 */
export function recallState(
  graph: Graph,
  block: Block,
  statePtr: usize,
  statusPtr: usize,
  sweepsPtr: usize,
  random: bool,
  first: i32,
  last: i32,
  key0: u32,
  key1: u32,
): i32 {
  if (graph.unit == 1) recall<i8>(graph, block, statePtr, statusPtr, sweepsPtr, random, first, last, key0, key1);
  else if (graph.unit == 2) recall<i16>(graph, block, statePtr, statusPtr, sweepsPtr, random, first, last, key0, key1);
  else recall<i32>(graph, block, statePtr, statusPtr, sweepsPtr, random, first, last, key0, key1);
  return block.running;
}

function recall<U>(
  graph: Graph,
  block: Block,
  statePtr: usize,
  statusPtr: usize,
  sweepsPtr: usize,
  random: bool,
  first: i32,
  last: i32,
  key0: u32,
  key1: u32,
): void {
  const N = graph.N;
  if (first == 1) {
    memory.fill(block.plus, 0, graph.rowBytes);
    for (let i = 0; i < N; i++) {
      store<i32>(at32(block.order, i), i);
      if (load<i8>(statePtr + i) > 0) store<U>(block.plus + <usize>i * sizeof<U>(), <U>-1);
    }
  }
  for (let sweep = first; sweep <= last && block.running; sweep++) {
    if (random) shuffle(block, N, sweep, key0, key1);
    if (sweepOnce<U>(graph, block)) continue;
    store<i32>(statusPtr, RELAXATION.converged);
    store<i32>(sweepsPtr, sweep);
    block.running = 0;
  }
  for (let i = 0; i < N; i++) store<i8>(statePtr + i, load<U>(block.plus + <usize>i * sizeof<U>()) ? 1 : -1);
}

/** One asynchronous sweep; returns how many neurons flipped. */
function sweepOnce<U>(graph: Graph, block: Block): i32 {
  const N = graph.N;
  let flips = 0;
  for (let n = 0; n < N; n++) {
    const i = load<i32>(at32(block.order, n));
    const above = sumAbove<U>(graph.matrix + <usize>i * <usize>graph.rowBytes, block.plus, graph.rowBytes);
    const field = above + above - load<i32>(at32(graph.sums, i)); // may wrap on the way, the result fits
    const up = field >= 0 ? <U>-1 : <U>0;
    const place = block.plus + <usize>i * sizeof<U>();
    if (load<U>(place) == up) continue;
    store<U>(place, up);
    flips++;
  }
  return flips;
}

/** S₊ of one row. */
// @ts-ignore: decorator
@inline
function sumAbove<U>(rowPtr: usize, plusPtr: usize, bytes: i32): i32 {
  let total = i32x4.splat(0);
  let at: usize = 0;
  if (sizeof<U>() == 1) {
    while (at < <usize>bytes) {
      const end = min(<usize>bytes, at + CHUNK);
      let a = i32x4.splat(0);
      let b = a;
      for (; at < end; at += STEP) {
        const row = rowPtr + at;
        const plus = plusPtr + at;
        a = i16x8.add(a, i16x8.extadd_pairwise_i8x16_s(v128.and(v128.load(row, 0), v128.load(plus, 0))));
        b = i16x8.add(b, i16x8.extadd_pairwise_i8x16_s(v128.and(v128.load(row, 16), v128.load(plus, 16))));
        a = i16x8.add(a, i16x8.extadd_pairwise_i8x16_s(v128.and(v128.load(row, 32), v128.load(plus, 32))));
        b = i16x8.add(b, i16x8.extadd_pairwise_i8x16_s(v128.and(v128.load(row, 48), v128.load(plus, 48))));
      }
      total = i32x4.add(total, i32x4.extadd_pairwise_i16x8_s(a));
      total = i32x4.add(total, i32x4.extadd_pairwise_i16x8_s(b));
    }
  } else {
    let other = total;
    for (; at < <usize>bytes; at += STEP) {
      const row = rowPtr + at;
      const plus = plusPtr + at;
      total = i32x4.add(total, widened<U>(v128.and(v128.load(row, 0), v128.load(plus, 0))));
      other = i32x4.add(other, widened<U>(v128.and(v128.load(row, 16), v128.load(plus, 16))));
      total = i32x4.add(total, widened<U>(v128.and(v128.load(row, 32), v128.load(plus, 32))));
      other = i32x4.add(other, widened<U>(v128.and(v128.load(row, 48), v128.load(plus, 48))));
    }
    total = i32x4.add(total, other);
  }
  return (
    i32x4.extract_lane(total, 0) +
    i32x4.extract_lane(total, 1) +
    i32x4.extract_lane(total, 2) +
    i32x4.extract_lane(total, 3)
  );
}

// @ts-ignore: decorator
@inline
function widened<U>(x: v128): v128 {
  return sizeof<U>() == 2 ? i32x4.extadd_pairwise_i16x8_s(x) : x;
}
