// Retrieval of a block of states at once, and their local fields h_i = Σ_j w_ij S_j − t_i with integer weights and thresholds.
//
// A block is 64 bytes a neuron: 32 states in lanes of i16 while max_i (Σ_j |w_ij| + |t_i|) ≤ 32767, 16 in lanes of i32 beyond.
//   plus    mask[N][lanes]   all bits set where S = +1
//   fields  T[N][lanes]      h
//   flips   mask[N][lanes]   who flipped in the last synchronous sweep
// A dense pass sums h = 2·Σ_{S_j = +1} w_ij − (Σ_j w_ij + t_i) over the inputs. Once the fields are there, only neurons that flip
// propagate, along their out-lists. Either way the numbers are exact integers, so the way taken never shows.

import { at32 } from "./address";
import { DOMAIN_ORDER, Stream } from "./stream";

export const LINE: i32 = 64; // bytes a neuron
const SEQUENTIAL: i32 = 0;
const RANDOM: i32 = 1;
const SYNCHRONOUS: i32 = 2;

const RUNNING: i32 = 0;
const CONVERGED: i32 = 1;
const TWO_CYCLE: i32 = 2;

/** A weighted graph both ways: inputs of each neuron, and the neurons that read it. Lives in memory of the caller. */
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
}

/** What one block works on. */
@unmanaged
export class Block {
  plus: usize; // 64 bytes a neuron, as the next two
  fields: usize;
  flips: usize;
  order: usize; // i32[N]
  marks: usize; // three lines: lanes that changed in a sweep, whose flips differ from the last sweep's, that are done
  stream: usize; // Stream
  running: i32; // states that still change
  dense: i32; // the next sweep sums every field anew
  fresh: i32; // the fields belong to the present states
  single: i32; // one state alone: all lanes hold it
}

/**
 * Makes sweeps `first` … `last` of one block of states, in place, until a sweep changes nothing, a synchronous 2-cycle
 * closes, or `maxSweeps` are made. The first sweep takes the states up, later ones go on where the block stands: where a
 * relaxation is cut never shows.
 *
 * @param graphPtr   Graph
 * @param blockPtr   Block, the caller's; left alone between the calls of one relaxation
 * @param statesPtr  i8[count × N], ±1, row-major
 * @param statusPtr  i32[count], written: 0 still running, 1 fixed point, 2 two-cycle
 * @param sweepsPtr  i32[count], written: sweeps made, the one that found nothing to change among them
 * @param count      states, 1 … lanes
 * @param order      0 neurons in increasing order, 1 a fresh random order each sweep (the same for every state of the
 *                   seed, whatever the block), 2 all at once
 * @returns          states still running
 */
export function relaxBlock(
  graphPtr: usize,
  blockPtr: usize,
  statesPtr: usize,
  statusPtr: usize,
  sweepsPtr: usize,
  count: i32,
  order: i32,
  first: i32,
  last: i32,
  maxSweeps: i32,
  key0: u32,
  key1: u32,
): i32 {
  const graph = changetype<Graph>(graphPtr);
  const block = changetype<Block>(blockPtr);
  if (first == 1) {
    for (let s = 0; s < count; s++) {
      store<i32>(at32(statusPtr, s), RUNNING);
      store<i32>(at32(sweepsPtr, s), maxSweeps);
    }
    block.running = count;
  }
  return graph.wide
    ? relaxLanes<i32>(graph, block, statesPtr, statusPtr, sweepsPtr, count, order, first, last, key0, key1)
    : relaxLanes<i16>(graph, block, statesPtr, statusPtr, sweepsPtr, count, order, first, last, key0, key1);
}

/**
 * Local fields of one block of states.
 *
 * @param fieldsPtr  i32[count × N], written: h_i = Σ_j w_ij S_j
 */
export function fieldsBlock(graphPtr: usize, blockPtr: usize, statesPtr: usize, fieldsPtr: usize, count: i32): void {
  const graph = changetype<Graph>(graphPtr);
  const block = changetype<Block>(blockPtr);
  if (graph.wide) {
    loadStates<i32>(block, statesPtr, graph.N, count);
    denseFields<i32>(graph, block);
    storeFields<i32>(block, fieldsPtr, graph.N, count);
  } else {
    loadStates<i16>(block, statesPtr, graph.N, count);
    denseFields<i16>(graph, block);
    storeFields<i16>(block, fieldsPtr, graph.N, count);
  }
}

function relaxLanes<T>(
  graph: Graph,
  block: Block,
  statesPtr: usize,
  statusPtr: usize,
  sweepsPtr: usize,
  count: i32,
  order: i32,
  first: i32,
  last: i32,
  key0: u32,
  key1: u32,
): i32 {
  const N = graph.N;
  if (first == 1) {
    loadStates<T>(block, statesPtr, N, count);
    for (let i = 0; i < N; i++) store<i32>(at32(block.order, i), i);
    memory.fill(block.flips, 0, <usize>N * LINE);
    memory.fill(block.marks, 0, 3 * LINE);
    // Events cost about 1.3 of a dense row each, but need the fields, which a dense sweep leaves to be summed anew.
    block.dense = order == SEQUENTIAL ? 0 : <i32>(denseFields<T>(graph, block) > N - (N >> 2));
    block.fresh = 1;
  }
  for (let sweep = first; sweep <= last && block.running > 0; sweep++) {
    if (order == RANDOM) shuffle(block, N, sweep, key0, key1);
    if (order == SYNCHRONOUS) {
      synchronousSweep<T>(graph, block);
    } else if (order == SEQUENTIAL && sweep == 1) {
      firstSweep<T>(graph, block);
    } else if (block.dense) {
      block.dense = <i32>(denseSweep<T>(graph, block) > N >> 1);
      block.fresh = 0;
    } else {
      if (!block.fresh) denseFields<T>(graph, block);
      block.fresh = 1;
      eventSweep<T>(graph, block);
    }
    block.running = settle<T>(block, statusPtr, sweepsPtr, count, sweep, order == SYNCHRONOUS);
  }
  storeStates<T>(block, statesPtr, N, count);
  return block.running;
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

function storeFields<T>(block: Block, fieldsPtr: usize, N: i32, count: i32): void {
  for (let lane = 0; lane < count; lane++) {
    const target = fieldsPtr + ((<usize>lane * <usize>N) << 2);
    const source = block.fields + <usize>lane * sizeof<T>();
    for (let i = 0; i < N; i++) store<i32>(at32(target, i), <i32>load<T>(source + <usize>(i * LINE)));
  }
}

/** Sums the fields of every neuron; returns how many neurons are out of line with their field in some state. */
export function denseFields<T>(graph: Graph, block: Block): i32 {
  const zero = i32x4.splat(0);
  let busy = 0;
  for (let i = 0; i < graph.N; i++) {
    const line = <usize>(i * LINE);
    const h = block.fields + line;
    const plus = block.plus + line;
    if (block.single) sumInputsOnce<T>(graph, block.plus, i, h);
    else sumInputs<T>(graph, block.plus, i, h);
    let wrong = v128.xor(v128.ge<T>(v128.load(h, 0), zero), v128.load(plus, 0));
    wrong = v128.or(wrong, v128.xor(v128.ge<T>(v128.load(h, 16), zero), v128.load(plus, 16)));
    wrong = v128.or(wrong, v128.xor(v128.ge<T>(v128.load(h, 32), zero), v128.load(plus, 32)));
    wrong = v128.or(wrong, v128.xor(v128.ge<T>(v128.load(h, 48), zero), v128.load(plus, 48)));
    busy += <i32>v128.any_true(wrong);
  }
  return busy;
}

/** One asynchronous sweep that sums every field anew; returns how many neurons flipped in some state. */
function denseSweep<T>(graph: Graph, block: Block): i32 {
  const zero = i32x4.splat(0);
  let changed0 = zero;
  let changed1 = zero;
  let changed2 = zero;
  let changed3 = zero;
  let busy = 0;
  for (let n = 0; n < graph.N; n++) {
    const i = load<i32>(at32(block.order, n));
    const line = <usize>(i * LINE);
    const h = block.fields + line;
    const plus = block.plus + line;
    if (block.single) sumInputsOnce<T>(graph, block.plus, i, h);
    else sumInputs<T>(graph, block.plus, i, h);
    const new0 = v128.ge<T>(v128.load(h, 0), zero);
    const new1 = v128.ge<T>(v128.load(h, 16), zero);
    const new2 = v128.ge<T>(v128.load(h, 32), zero);
    const new3 = v128.ge<T>(v128.load(h, 48), zero);
    const flip0 = v128.xor(new0, v128.load(plus, 0));
    const flip1 = v128.xor(new1, v128.load(plus, 16));
    const flip2 = v128.xor(new2, v128.load(plus, 32));
    const flip3 = v128.xor(new3, v128.load(plus, 48));
    if (!v128.any_true(v128.or(v128.or(flip0, flip1), v128.or(flip2, flip3)))) continue;
    v128.store(plus, new0, 0);
    v128.store(plus, new1, 16);
    v128.store(plus, new2, 32);
    v128.store(plus, new3, 48);
    changed0 = v128.or(changed0, flip0);
    changed1 = v128.or(changed1, flip1);
    changed2 = v128.or(changed2, flip2);
    changed3 = v128.or(changed3, flip3);
    busy++;
  }
  storeLine(block.marks, changed0, changed1, changed2, changed3);
  return busy;
}

/** One asynchronous sweep over present fields: who flips tells its targets at once. */
function eventSweep<T>(graph: Graph, block: Block): void {
  const zero = i32x4.splat(0);
  let changed0 = zero;
  let changed1 = zero;
  let changed2 = zero;
  let changed3 = zero;
  for (let n = 0; n < graph.N; n++) {
    const i = load<i32>(at32(block.order, n));
    const line = <usize>(i * LINE);
    const h = block.fields + line;
    const plus = block.plus + line;
    const new0 = v128.ge<T>(v128.load(h, 0), zero);
    const new1 = v128.ge<T>(v128.load(h, 16), zero);
    const new2 = v128.ge<T>(v128.load(h, 32), zero);
    const new3 = v128.ge<T>(v128.load(h, 48), zero);
    const flip0 = v128.xor(new0, v128.load(plus, 0));
    const flip1 = v128.xor(new1, v128.load(plus, 16));
    const flip2 = v128.xor(new2, v128.load(plus, 32));
    const flip3 = v128.xor(new3, v128.load(plus, 48));
    if (!v128.any_true(v128.or(v128.or(flip0, flip1), v128.or(flip2, flip3)))) continue;
    v128.store(plus, new0, 0);
    v128.store(plus, new1, 16);
    v128.store(plus, new2, 32);
    v128.store(plus, new3, 48);
    changed0 = v128.or(changed0, flip0);
    changed1 = v128.or(changed1, flip1);
    changed2 = v128.or(changed2, flip2);
    changed3 = v128.or(changed3, flip3);
    propagate<T>(graph, block.fields, i, graph.N, new0, new1, new2, new3, flip0, flip1, flip2, flip3);
  }
  storeLine(block.marks, changed0, changed1, changed2, changed3);
}

/**
 * The first sequential sweep: sums each field when its turn comes, and who flips tells only those whose turn has passed;
 * so that all fields belong to the present states at the end.
 */
function firstSweep<T>(graph: Graph, block: Block): void {
  const zero = i32x4.splat(0);
  let changed0 = zero;
  let changed1 = zero;
  let changed2 = zero;
  let changed3 = zero;
  for (let i = 0; i < graph.N; i++) {
    const line = <usize>(i * LINE);
    const h = block.fields + line;
    const plus = block.plus + line;
    if (block.single) sumInputsOnce<T>(graph, block.plus, i, h);
    else sumInputs<T>(graph, block.plus, i, h);
    const new0 = v128.ge<T>(v128.load(h, 0), zero);
    const new1 = v128.ge<T>(v128.load(h, 16), zero);
    const new2 = v128.ge<T>(v128.load(h, 32), zero);
    const new3 = v128.ge<T>(v128.load(h, 48), zero);
    const flip0 = v128.xor(new0, v128.load(plus, 0));
    const flip1 = v128.xor(new1, v128.load(plus, 16));
    const flip2 = v128.xor(new2, v128.load(plus, 32));
    const flip3 = v128.xor(new3, v128.load(plus, 48));
    if (!v128.any_true(v128.or(v128.or(flip0, flip1), v128.or(flip2, flip3)))) continue;
    v128.store(plus, new0, 0);
    v128.store(plus, new1, 16);
    v128.store(plus, new2, 32);
    v128.store(plus, new3, 48);
    changed0 = v128.or(changed0, flip0);
    changed1 = v128.or(changed1, flip1);
    changed2 = v128.or(changed2, flip2);
    changed3 = v128.or(changed3, flip3);
    propagate<T>(graph, block.fields, i, i, new0, new1, new2, new3, flip0, flip1, flip2, flip3);
  }
  storeLine(block.marks, changed0, changed1, changed2, changed3);
}

/** All neurons at once: decide on present fields, then let the flips of lanes that are not done take effect. */
function synchronousSweep<T>(graph: Graph, block: Block): void {
  const marks = block.marks;
  const zero = i32x4.splat(0);
  let changed0 = zero;
  let changed1 = zero;
  let changed2 = zero;
  let changed3 = zero;
  let differ0 = zero;
  let differ1 = zero;
  let differ2 = zero;
  let differ3 = zero;
  const done0 = v128.load(marks, 128);
  const done1 = v128.load(marks, 144);
  const done2 = v128.load(marks, 160);
  const done3 = v128.load(marks, 176);
  for (let i = 0; i < graph.N; i++) {
    const line = <usize>(i * LINE);
    const h = block.fields + line;
    const plus = block.plus + line;
    const flips = block.flips + line;
    const flip0 = v128.andnot(v128.xor(v128.ge<T>(v128.load(h, 0), zero), v128.load(plus, 0)), done0);
    const flip1 = v128.andnot(v128.xor(v128.ge<T>(v128.load(h, 16), zero), v128.load(plus, 16)), done1);
    const flip2 = v128.andnot(v128.xor(v128.ge<T>(v128.load(h, 32), zero), v128.load(plus, 32)), done2);
    const flip3 = v128.andnot(v128.xor(v128.ge<T>(v128.load(h, 48), zero), v128.load(plus, 48)), done3);
    changed0 = v128.or(changed0, flip0);
    changed1 = v128.or(changed1, flip1);
    changed2 = v128.or(changed2, flip2);
    changed3 = v128.or(changed3, flip3);
    differ0 = v128.or(differ0, v128.xor(flip0, v128.load(flips, 0)));
    differ1 = v128.or(differ1, v128.xor(flip1, v128.load(flips, 16)));
    differ2 = v128.or(differ2, v128.xor(flip2, v128.load(flips, 32)));
    differ3 = v128.or(differ3, v128.xor(flip3, v128.load(flips, 48)));
    storeLine(flips, flip0, flip1, flip2, flip3);
  }
  for (let i = 0; i < graph.N; i++) {
    const line = <usize>(i * LINE);
    const plus = block.plus + line;
    const flips = block.flips + line;
    const flip0 = v128.load(flips, 0);
    const flip1 = v128.load(flips, 16);
    const flip2 = v128.load(flips, 32);
    const flip3 = v128.load(flips, 48);
    if (!v128.any_true(v128.or(v128.or(flip0, flip1), v128.or(flip2, flip3)))) continue;
    const new0 = v128.xor(v128.load(plus, 0), flip0);
    const new1 = v128.xor(v128.load(plus, 16), flip1);
    const new2 = v128.xor(v128.load(plus, 32), flip2);
    const new3 = v128.xor(v128.load(plus, 48), flip3);
    storeLine(plus, new0, new1, new2, new3);
    propagate<T>(graph, block.fields, i, graph.N, new0, new1, new2, new3, flip0, flip1, flip2, flip3);
  }
  storeLine(marks, changed0, changed1, changed2, changed3);
  storeLine(marks + LINE, differ0, differ1, differ2, differ3);
}

/**
 * Notes which states a sweep left unchanged, and which synchronous ones came back to where they were two sweeps before:
 * those whose flips were the same neurons twice running. (Before the first sweep nobody flipped, so a state that
 * changes cannot seem to have come back then.) Returns how many states still run.
 */
function settle<T>(block: Block, statusPtr: usize, sweepsPtr: usize, count: i32, sweep: i32, synchronous: bool): i32 {
  let running = 0;
  for (let s = 0; s < count; s++) {
    if (load<i32>(at32(statusPtr, s)) != RUNNING) continue;
    const lane = block.marks + <usize>s * sizeof<T>();
    let status = RUNNING;
    if (!load<T>(lane)) status = CONVERGED;
    else if (synchronous && !load<T>(lane, 64)) status = TWO_CYCLE;
    if (status == RUNNING) {
      running++;
      continue;
    }
    store<i32>(at32(statusPtr, s), status);
    store<i32>(at32(sweepsPtr, s), sweep);
    store<T>(lane, <T>-1, 128);
  }
  return running;
}

/** The same as `sumInputs` where all lanes hold one state: a quarter of the line tells. */
// @ts-ignore: decorator
@inline
function sumInputsOnce<T>(graph: Graph, plus: usize, i: i32, outPtr: usize): void {
  const start = load<i32>(at32(graph.rowStart, i));
  let inputs = at32(graph.inputs, start);
  let weights = graph.weights + <usize>start * sizeof<T>();
  const stop = at32(graph.inputs, load<i32>(at32(graph.rowStart, i + 1)));
  let sum = i32x4.splat(0);
  let other = sum;
  for (; inputs + 4 < stop; inputs += 8, weights += 2 * sizeof<T>()) {
    const w0 = v128.load_splat<T>(weights, 0 * sizeof<T>());
    const w1 = v128.load_splat<T>(weights, 1 * sizeof<T>());
    sum = v128.add<T>(sum, v128.and(v128.load(plus + <usize>(load<i32>(inputs, 0) * LINE)), w0));
    other = v128.add<T>(other, v128.and(v128.load(plus + <usize>(load<i32>(inputs, 4) * LINE)), w1));
  }
  if (inputs < stop) {
    const w0 = v128.load_splat<T>(weights);
    sum = v128.add<T>(sum, v128.and(v128.load(plus + <usize>(load<i32>(inputs) * LINE)), w0));
  }
  sum = v128.add<T>(sum, other);
  const h = v128.sub<T>(v128.add<T>(sum, sum), v128.splat<T>(<T>load<i32>(at32(graph.sums, i))));
  storeLine(outPtr, h, h, h, h);
}

/** Writes h_i of all lanes: 2·Σ_{S_j = +1} w_ij − (Σ_j w_ij + t_i); sums may wrap on the way, the result fits. */
// @ts-ignore: decorator
@inline
function sumInputs<T>(graph: Graph, plus: usize, i: i32, outPtr: usize): void {
  const end = load<i32>(at32(graph.rowStart, i + 1));
  let sum0 = i32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  const start = load<i32>(at32(graph.rowStart, i));
  let inputs = at32(graph.inputs, start);
  let weights = graph.weights + <usize>start * sizeof<T>();
  const stop = at32(graph.inputs, end);
  if ((end - start) & 1) {
    const w0 = v128.load_splat<T>(weights, 0 * sizeof<T>());
    const line0 = plus + <usize>(load<i32>(inputs, 0) * LINE);
    sum0 = v128.add<T>(sum0, v128.and(v128.load(line0, 0), w0));
    sum1 = v128.add<T>(sum1, v128.and(v128.load(line0, 16), w0));
    sum2 = v128.add<T>(sum2, v128.and(v128.load(line0, 32), w0));
    sum3 = v128.add<T>(sum3, v128.and(v128.load(line0, 48), w0));
    inputs += 4;
    weights += sizeof<T>();
  }
  for (; inputs < stop; inputs += 8, weights += 2 * sizeof<T>()) {
    const w0 = v128.load_splat<T>(weights, 0 * sizeof<T>());
    const line0 = plus + <usize>(load<i32>(inputs, 0) * LINE);
    sum0 = v128.add<T>(sum0, v128.and(v128.load(line0, 0), w0));
    sum1 = v128.add<T>(sum1, v128.and(v128.load(line0, 16), w0));
    sum2 = v128.add<T>(sum2, v128.and(v128.load(line0, 32), w0));
    sum3 = v128.add<T>(sum3, v128.and(v128.load(line0, 48), w0));
    const w1 = v128.load_splat<T>(weights, 1 * sizeof<T>());
    const line1 = plus + <usize>(load<i32>(inputs, 4) * LINE);
    sum0 = v128.add<T>(sum0, v128.and(v128.load(line1, 0), w1));
    sum1 = v128.add<T>(sum1, v128.and(v128.load(line1, 16), w1));
    sum2 = v128.add<T>(sum2, v128.and(v128.load(line1, 32), w1));
    sum3 = v128.add<T>(sum3, v128.and(v128.load(line1, 48), w1));
  }
  const total = v128.splat<T>(<T>load<i32>(at32(graph.sums, i)));
  v128.store(outPtr, v128.sub<T>(v128.add<T>(sum0, sum0), total), 0);
  v128.store(outPtr, v128.sub<T>(v128.add<T>(sum1, sum1), total), 16);
  v128.store(outPtr, v128.sub<T>(v128.add<T>(sum2, sum2), total), 32);
  v128.store(outPtr, v128.sub<T>(v128.add<T>(sum3, sum3), total), 48);
}

/** Adds 2w to the fields of i's targets below `end` in lanes where i flipped up, −2w where it flipped down. */
function propagate<T>(
  graph: Graph,
  fields: usize,
  i: i32,
  end: i32,
  new0: v128,
  new1: v128,
  new2: v128,
  new3: v128,
  flip0: v128,
  flip1: v128,
  flip2: v128,
  flip3: v128,
): void {
  const last = load<i32>(at32(graph.columnStart, i + 1));
  const minus = v128.splat<T>(<T>-1);
  // new is −1 where now up and 0 where down: −1 − 2·new is +1 or −1
  const step0 = v128.and(flip0, v128.sub<T>(minus, v128.add<T>(new0, new0)));
  const step1 = v128.and(flip1, v128.sub<T>(minus, v128.add<T>(new1, new1)));
  const step2 = v128.and(flip2, v128.sub<T>(minus, v128.add<T>(new2, new2)));
  const step3 = v128.and(flip3, v128.sub<T>(minus, v128.add<T>(new3, new3)));
  for (let s = load<i32>(at32(graph.columnStart, i)); s < last; s++) {
    const w = v128.load_splat<T>(graph.outWeights + <usize>s * sizeof<T>());
    const twice = v128.add<T>(w, w);
    const t = load<i32>(at32(graph.targets, s));
    if (t >= end) break; // targets increase
    const h = fields + <usize>(t * LINE);
    v128.store(h, v128.add<T>(v128.load(h, 0), v128.mul<T>(twice, step0)), 0);
    v128.store(h, v128.add<T>(v128.load(h, 16), v128.mul<T>(twice, step1)), 16);
    v128.store(h, v128.add<T>(v128.load(h, 32), v128.mul<T>(twice, step2)), 32);
    v128.store(h, v128.add<T>(v128.load(h, 48), v128.mul<T>(twice, step3)), 48);
  }
}

/**
 * Gives neuron i new values and tells its targets: all fields are there, and stay so.
 *
 * @param masksPtr  a line of masks: the new values
 */
export function setNeuron<T>(graph: Graph, block: Block, i: i32, masksPtr: usize): void {
  const plus = block.plus + <usize>(i * LINE);
  const new0 = v128.load(masksPtr, 0);
  const new1 = v128.load(masksPtr, 16);
  const new2 = v128.load(masksPtr, 32);
  const new3 = v128.load(masksPtr, 48);
  const flip0 = v128.xor(new0, v128.load(plus, 0));
  const flip1 = v128.xor(new1, v128.load(plus, 16));
  const flip2 = v128.xor(new2, v128.load(plus, 32));
  const flip3 = v128.xor(new3, v128.load(plus, 48));
  storeLine(plus, new0, new1, new2, new3);
  propagate<T>(graph, block.fields, i, graph.N, new0, new1, new2, new3, flip0, flip1, flip2, flip3);
}

/** A fresh random order of the neurons, from the stream of this sweep alone. */
export function shuffle(block: Block, N: i32, sweep: i32, key0: u32, key1: u32): void {
  const stream = changetype<Stream>(block.stream);
  stream.open(DOMAIN_ORDER, sweep, 0, key0, key1);
  const order = block.order;
  for (let n = 0; n < N; n++) store<i32>(at32(order, n), n);
  for (let n = N - 1; n > 0; n--) {
    const t = <i32>stream.below(n + 1);
    const other = load<i32>(at32(order, t));
    store<i32>(at32(order, t), load<i32>(at32(order, n)));
    store<i32>(at32(order, n), other);
  }
}

// @ts-ignore: decorator
@inline
function storeLine(ptr: usize, x0: v128, x1: v128, x2: v128, x3: v128): void {
  v128.store(ptr, x0, 0);
  v128.store(ptr, x1, 16);
  v128.store(ptr, x2, 32);
  v128.store(ptr, x3, 48);
}
