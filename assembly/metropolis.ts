// Metropolis on swaps of a random present with a random absent connection.
//
// A proposal is accepted iff ΔE ≤ T·X with X exponentially distributed, which is exp(−ΔE/T) without an exp: X comes from a
// table of 4096 quantiles, the last one refined by drawing again beyond it. EK22 anneals √E instead of E: there √(E + ΔE) − √E ≤ T·X,
// which is ΔE ≤ T·X·(2√E + T·X), so that a root is taken only where a swap has changed E.

import { BUFFER_WORDS } from "../src/backend/wasm/sizes";
import { TAIL } from "../src/numeric/quantiles";
import { at16, at32 } from "./address";
import { addRows, Annealer, noteSwap, ownOf, rowOf, swapChange, swapEnergy } from "./annealer";
import { Stream } from "./stream";
import { LAST_QUANTILE } from "./variates";

/**
 * Runs `levels` temperatures of `steps` proposals each.
 *
 * @param temperature  of the first level, in units of c²E, ≥ 0
 * @param factor       ratio of successive temperatures
 * @returns            the temperature after the last level
 */
export function metropolis(ptr: usize, levels: i32, steps: i32, temperature: f64, factor: f64): f64 {
  const a = changetype<Annealer>(ptr);
  const stream = begin(a);
  if (a.N - 1 == a.c) return temperature;
  for (let level = 0; level < levels; level++) {
    for (let left = steps; left > 0;) {
      if (stream.used == BUFFER_WORDS) stream.fill();
      if (!a.wide) left -= passRejected(a, stream, left, temperature, false);
      if (left > 0 && stream.used < BUFFER_WORDS) {
        propose(a, stream, temperature, false);
        left--;
      }
    }
    temperature *= factor;
  }
  return temperature;
}

/**
 * Makes `steps` proposals at one temperature, accepted by the change of √E.
 *
 * @param temperature  in units of c√E, ≥ 0
 */
export function rootMetropolis(ptr: usize, steps: i32, temperature: f64): void {
  const a = changetype<Annealer>(ptr);
  const stream = begin(a);
  if (a.N - 1 == a.c) return;
  for (let left = steps; left > 0;) {
    if (stream.used == BUFFER_WORDS) stream.fill();
    if (!a.wide) left -= passRejected(a, stream, left, temperature, true);
    if (left > 0 && stream.used < BUFFER_WORDS) {
      propose(a, stream, temperature, true);
      left--;
    }
  }
}

/** Lists the candidates unless they are, as swaps keep them from then on; the annealer's stream. */
function begin(a: Annealer): Stream {
  if (!a.listed && a.N - 1 > a.c) listOthers(a);
  a.listed = 1;
  a.costsAt = -1;
  return changetype<Stream>(a.stream);
}

/** The largest ΔE that a threshold T·X lets pass, where √E is annealed. */
// @ts-ignore: decorator
@inline
function passedByRoot(threshold: f64, root: f64): f64 {
  return threshold * (2 * root + threshold);
}

/** √E of the present set. Sums of changes that are no integers may end below 0 by their rounding. */
// @ts-ignore: decorator
@inline
function rootOf(a: Annealer): f64 {
  return Math.sqrt(max<f64>(0, a.energy));
}

/** Makes one proposal, and the swap if it is accepted. */
function propose(a: Annealer, stream: Stream, temperature: f64, isRoot: bool): void {
  // One word chooses both: the fraction left by the first choice makes the second. Either choice is of a position,
  // and a swap exchanges what stands there, so proposals are symmetric whatever the rounding.
  const first = <u64>stream.next() * <u64>a.c;
  const position = <i32>(first >> 32);
  const vacancy = <i32>((<u64>(<u32>first) * <u64>(a.N - 1 - a.c)) >> 32);
  const j = load<i32>(at32(a.members, position));
  const k = load<i32>(at32(a.others, vacancy));
  const change = swapChange(a, j, k);
  let word = stream.next();
  if (change > 0) {
    let threshold: f64 = 0;
    while ((word & LAST_QUANTILE) == LAST_QUANTILE) {
      threshold += TAIL;
      word = stream.next();
    }
    threshold += <f64>load<f32>(at32(a.variates, word & LAST_QUANTILE));
    threshold *= temperature;
    if (!(change <= (isRoot ? passedByRoot(threshold, rootOf(a)) : threshold))) return;
  }
  store<i32>(at32(a.others, vacancy), j);
  noteSwap(a, position, k, change);
  addRows(a, rowOf(a, k), rowOf(a, j), ownOf(a, k), -ownOf(a, j));
}

/**
 * Passes over proposals that `propose` would reject, as far as the buffered words go and at most `most`; the next one is for
 * `propose` to decide. Nearly all proposals end here: the loop calls nothing and writes nothing, so that all it reads
 * stays in registers.
 *
 * @returns  proposals passed over
 */
// @ts-ignore: decorator
@inline
function passRejected(a: Annealer, stream: Stream, most: i32, temperature: f64, isRoot: bool): i32 {
  const words = stream.words();
  const members = a.members;
  const others = a.others;
  const own = a.own;
  const fields = a.fields;
  const overlap = a.overlap;
  const variates = a.variates;
  const stride = a.stride;
  const c = <u64>a.c;
  const candidates = <u64>(a.N - 1 - a.c);
  const plus = <f64>a.P + a.twiceKappa;
  const minus = <f64>a.P - a.twiceKappa;
  const from = at32(words, stream.used);
  const end = min(at32(words, BUFFER_WORDS - 1), from + ((<usize>most) << 3));
  const root = isRoot ? rootOf(a) : 0;
  let at = from;
  for (; at < end; at += 8) {
    const first = <u64>load<u32>(at) * c;
    const word = load<u32>(at, 4) & LAST_QUANTILE;
    const j = load<i32>(at32(members, <i32>(first >> 32)));
    const k = load<i32>(at32(others, <i32>((<u64>(<u32>first) * candidates) >> 32)));
    const mj = <f64>load<i16>(at16(own, j));
    const mk = <f64>load<i16>(at16(own, k));
    const mjk = <f64>load<i16>(at16(overlap, j * stride + k));
    const hj = <f64>load<i32>(at32(fields, j));
    const hk = <f64>load<i32>(at32(fields, k));
    const threshold = temperature * <f64>load<f32>(at32(variates, word));
    if (swapEnergy(mj, mk, mjk, hj, hk, plus, minus) <= (isRoot ? passedByRoot(threshold, root) : threshold)) break;
    if (word == LAST_QUANTILE) break;
  }
  const passed = <i32>((at - from) >> 3);
  stream.used += passed << 1;
  return passed;
}

/** Lists the candidates outside S, in increasing order. */
function listOthers(a: Annealer): void {
  const seen = a.cost; // i32[N], overwritten by the next `deriveCosts`
  memory.fill(seen, 0, (<usize>a.N) << 2);
  for (let s = 0; s < a.c; s++) store<i32>(at32(seen, load<i32>(at32(a.members, s))), 1);
  let count = 0;
  for (let l = 0; l < a.N; l++) {
    if (l != a.neuron && !load<i32>(at32(seen, l))) store<i32>(at32(a.others, count++), l);
  }
}
