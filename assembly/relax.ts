// Retrieval of a block of states at once: each neuron takes the sign of its local field until nothing changes.

import { ORDER, RELAXATION } from "../src/backend/contract/codes";
import { LINE } from "../src/backend/wasm/sizes";
import { at32 } from "./address";
import { denseFields, propagate, sumInputs, sumInputsOnce } from "./fields";
import { Block, Graph, loadStates, storeLine, storeStates } from "./graph";
import { shuffle } from "./order";
import { packMatrix, recallState } from "./recall";

/**
 * Makes sweeps `first` … `last` of one block of states, in place, until a sweep changes nothing, a synchronous 2-cycle
 * closes, or `maxSweeps` are made. The first sweep takes the states up, later ones go on where the block stands: where a
 * relaxation is cut never shows.
 *
 * @param graphPtr   Graph
 * @param blockPtr   Block, the caller's; left alone between the calls of one relaxation
 * @param statesPtr  i8[count × N], ±1, row-major
 * @param statusPtr  i32[count], written, by RELAXATION
 * @param sweepsPtr  i32[count], written: sweeps made, the one that found nothing to change among them
 * @param count      states, 1 … lanes
 * @param order      by ORDER; a random order is the same for every state of the seed, whatever the block
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
      store<i32>(at32(statusPtr, s), RELAXATION.running);
      store<i32>(at32(sweepsPtr, s), maxSweeps);
    }
    block.running = count;
  }
  if (count == 1 && graph.matrix && order != ORDER.synchronous) {
    if (!graph.packed) packMatrix(graph);
    return recallState(graph, block, statesPtr, statusPtr, sweepsPtr, order == ORDER.random, first, last, key0, key1);
  }
  return graph.wide
    ? relaxLanes<i32>(graph, block, statesPtr, statusPtr, sweepsPtr, count, order, first, last, key0, key1)
    : relaxLanes<i16>(graph, block, statesPtr, statusPtr, sweepsPtr, count, order, first, last, key0, key1);
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
    block.dense = order == ORDER.sequential ? 0 : <i32>(denseFields<T>(graph, block) > N - (N >> 2));
    block.fresh = 1;
  }
  for (let sweep = first; sweep <= last && block.running > 0; sweep++) {
    if (order == ORDER.random) shuffle(block, N, sweep, key0, key1);
    if (order == ORDER.synchronous) {
      synchronousSweep<T>(graph, block);
    } else if (order == ORDER.sequential && sweep == 1) {
      firstSweep<T>(graph, block);
    } else if (block.dense) {
      block.dense = <i32>(denseSweep<T>(graph, block) > N >> 1);
      block.fresh = 0;
    } else {
      if (!block.fresh) denseFields<T>(graph, block);
      block.fresh = 1;
      eventSweep<T>(graph, block);
    }
    block.running = settle<T>(block, statusPtr, sweepsPtr, count, sweep, order == ORDER.synchronous);
  }
  storeStates<T>(block, statesPtr, N, count);
  return block.running;
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
    if (load<i32>(at32(statusPtr, s)) != RELAXATION.running) continue;
    const lane = block.marks + <usize>s * sizeof<T>();
    let status = RELAXATION.running;
    if (!load<T>(lane)) status = RELAXATION.converged;
    else if (synchronous && !load<T>(lane, 64)) status = RELAXATION.twoCycle;
    if (status == RELAXATION.running) {
      running++;
      continue;
    }
    store<i32>(at32(statusPtr, s), status);
    store<i32>(at32(sweepsPtr, s), sweep);
    store<T>(lane, <T>-1, 128);
  }
  return running;
}
