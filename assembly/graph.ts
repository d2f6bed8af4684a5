// Weighted graphs, and blocks of states on their way over one.
//
// A block is 64 bytes a neuron: 32 states in lanes of i16 while max_i (Σ_j |w_ij| + |t_i|) ≤ 32767, 16 in lanes of i32 beyond.
//   plus    mask[N][lanes]   all bits set where S = +1
//   fields  T[N][lanes]      h
//   flips   mask[N][lanes]   who flipped in the last synchronous sweep

import { LINE } from "../src/backend/wasm/sizes";
import { at32 } from "./address";

/** A weighted graph both ways: inputs of each neuron, and the neurons that read it. The host makes it, and writes every field by its name. */
@unmanaged
export class Graph {
  N: i32;
  wide: i32; // weights are i32, not i16
  rowStart: usize; // i32[N + 1]
  inputs: usize; // i32[connections]
  weights: usize; // T[connections]
  columnStart: usize; // i32[N + 1]
  targets: usize; // i32[connections]
  outWeights: usize; // T[connections]
  sums: usize; // i32[N]  Σ_j w_ij + t_i
  matrix: usize; // the weights by rows with zeros where there is no connection, see recall.ts; 0: not kept
  unit: i32; // bytes of a weight there: 1, 2 or 4
  rowBytes: i32; // of a row there, a multiple of 64
  packed: i32; // whether the weights stand there yet
}

/** What one block works on. The host makes it; the numbers in it are the kernel's own, and begin with the first sweep. */
@unmanaged
export class Block {
  plus: usize; // 64 bytes a neuron, as the next two; with a matrix one state's masks lie here side by side
  fields: usize;
  flips: usize;
  order: usize; // i32[N]
  marks: usize; // three lines: lanes that changed in a sweep, whose flips differ from the last sweep's, that are done
  stream: usize; // Stream
  running: i32; // states that still change
  dense: i32; // the next sweep sums every field anew
  fresh: i32; // the fields belong to the present states
  single: i32; // one state alone: all lanes hold it, or there is one lane with a matrix
}

/** Masks of the states; lanes beyond `count` repeat the last state, so that they add no events. */
export function loadStates<T>(block: Block, statesPtr: usize, N: i32, count: i32): void {
  block.single = <i32>(count == 1);
  const lanes = LINE / <i32>sizeof<T>();
  for (let lane = 0; lane < lanes; lane++) {
    const statePtr = statesPtr + <usize>min(lane, count - 1) * <usize>N;
    const target = block.plus + <usize>lane * sizeof<T>();
    for (let i = 0; i < N; i++) store<T>(target + <usize>(i * LINE), load<i8>(statePtr + i) > 0 ? <T>-1 : <T>0);
  }
}

export function storeStates<T>(block: Block, statesPtr: usize, N: i32, count: i32): void {
  for (let lane = 0; lane < count; lane++) {
    const statePtr = statesPtr + <usize>lane * <usize>N;
    const source = block.plus + <usize>lane * sizeof<T>();
    for (let i = 0; i < N; i++) store<i8>(statePtr + i, load<T>(source + <usize>(i * LINE)) ? 1 : -1);
  }
}

// @ts-ignore: decorator
@inline
export function storeLine(ptr: usize, x0: v128, x1: v128, x2: v128, x3: v128): void {
  v128.store(ptr, x0, 0);
  v128.store(ptr, x1, 16);
  v128.store(ptr, x2, 32);
  v128.store(ptr, x3, 48);
}
