// Local fields h_i = Σ_j w_ij S_j − t_i of a block of states, with integer weights and thresholds.
//
// A dense pass sums h = 2·Σ_{S_j = +1} w_ij − (Σ_j w_ij + t_i) over the inputs. Once the fields are there, only neurons that flip
// propagate, along their out-lists. Either way the numbers are exact integers, so the way taken never shows.

import { LINE } from "../src/backend/wasm/sizes";
import { at32 } from "./address";
import { Block, Graph, loadStates, storeLine } from "./graph";

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

/** The same as `sumInputs` where all lanes hold one state: a quarter of the line tells. */
// @ts-ignore: decorator
@inline
export function sumInputsOnce<T>(graph: Graph, plus: usize, i: i32, outPtr: usize): void {
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
export function sumInputs<T>(graph: Graph, plus: usize, i: i32, outPtr: usize): void {
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
export function propagate<T>(
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
