// Retrieval at a temperature: Glauber's heat bath, one neuron after another. P(S_i = +1) = 1 / (1 + exp(−2 h_i / T)).
//
// With a uniform u and L = ln(u / (1 − u)), that is the chance of L < 2 h_i / T: the field is compared with (T/2)·L. u is one
// random word, (word + ½) / 2³², so |L| ≤ ln(2³³ − 1): larger fields decide without one.
//
// The word of neuron i of a state in a sweep is word (state mod 4) of the block (index state / 4, lane i, item sweep): whichever
// states run together, and in whichever order neurons are updated, never shows.

import { LINE } from "../src/backend/wasm/sizes";
import { at32, at64 } from "./address";
import { philoxBuffer } from "./philox";
import { denseFields, setNeuron } from "./fields";
import { Block, Graph, loadStates, storeStates } from "./graph";
import { log } from "./log";
import { shuffle } from "./order";
import { DOMAIN } from "../src/numeric/domains";

/** ln(2³³ − 1), rounded up. */
const MOST_LOGIT: f64 = 22.87386;

/**
 * Makes sweeps `first` … `last` of a block of states, in place.
 *
 * @param graphPtr         Graph
 * @param blockPtr         Block, the caller's
 * @param statesPtr        i8[count × N], ±1
 * @param temperaturesPtr  f64[N]: T/2 in the unit of each neuron's integer weights, ≥ 0
 * @param wordsPtr         u32[32], scratch
 * @param count            states, 1 … lanes
 * @param state            index of the first of them, a multiple of 4
 * @param random           1: a fresh random order each sweep, the same for all states of the seed; 0: in increasing order
 */
export function glauberSweeps(
  graphPtr: usize,
  blockPtr: usize,
  statesPtr: usize,
  temperaturesPtr: usize,
  wordsPtr: usize,
  count: i32,
  state: u32,
  random: i32,
  first: i32,
  last: i32,
  key0: u32,
  key1: u32,
): void {
  const graph = changetype<Graph>(graphPtr);
  const block = changetype<Block>(blockPtr);
  if (graph.wide) {
    sweepLanes<i32>(graph, block, statesPtr, temperaturesPtr, wordsPtr, count, state, random, first, last, key0, key1);
  } else {
    sweepLanes<i16>(graph, block, statesPtr, temperaturesPtr, wordsPtr, count, state, random, first, last, key0, key1);
  }
}

function sweepLanes<T>(
  graph: Graph,
  block: Block,
  statesPtr: usize,
  temperaturesPtr: usize,
  wordsPtr: usize,
  count: i32,
  state: u32,
  random: i32,
  first: i32,
  last: i32,
  key0: u32,
  key1: u32,
): void {
  const N = graph.N;
  loadStates<T>(block, statesPtr, N, count);
  denseFields<T>(graph, block);
  for (let i = 0; i < N; i++) store<i32>(at32(block.order, i), i);
  for (let sweep = first; sweep <= last; sweep++) {
    if (random) shuffle(block, N, sweep, key0, key1);
    for (let n = 0; n < N; n++) {
      const i = load<i32>(at32(block.order, n));
      update<T>(graph, block, i, load<f64>(at64(temperaturesPtr, i)), wordsPtr, count, state, sweep, key0, key1);
    }
  }
  storeStates<T>(block, statesPtr, N, count);
}

/** Draws neuron i anew in every state. Lanes beyond `count` keep what they are: they hold copies that nobody reads. */
function update<T>(
  graph: Graph,
  block: Block,
  i: i32,
  halfTemperature: f64,
  wordsPtr: usize,
  count: i32,
  state: u32,
  sweep: i32,
  key0: u32,
  key1: u32,
): void {
  const line = <usize>(i * LINE);
  const h = block.fields + line;
  const plus = block.plus + line;
  const masks = block.flips; // one line of it
  const certain = MOST_LOGIT * halfTemperature;
  let drawn = 0;
  let changed = false;
  for (let s = 0; s < count; s++) {
    const place = <usize>s * sizeof<T>();
    const field = <f64>load<T>(h + place);
    let up = field >= 0;
    if (Math.abs(field) <= certain && halfTemperature > 0) {
      while (drawn <= s) {
        philoxBuffer(at32(wordsPtr, drawn), (state + drawn) >> 2, i, sweep, DOMAIN.glauber, key0, key1);
        drawn += 16;
      }
      const word = <f64>load<u32>(at32(wordsPtr, s)) + 0.5;
      up = halfTemperature * log(word / (4294967296.0 - word)) < field;
    }
    const before = load<T>(plus + place);
    const after = up ? <T>-1 : <T>0;
    store<T>(masks + place, after);
    if (before != after) changed = true;
  }
  if (!changed) return;
  const lanes = LINE / <i32>sizeof<T>();
  for (let s = count; s < lanes; s++) {
    const place = <usize>s * sizeof<T>();
    store<T>(masks + place, load<T>(plus + place));
  }
  setNeuron<T>(graph, block, i, masks);
}
