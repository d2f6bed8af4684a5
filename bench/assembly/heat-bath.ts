// As assembly/heat-bath.ts, one candidate at a time; narrow fields only.

import { NOISE, NOISE_UNIT } from "../../src/numeric/quantiles";
import { at16, at32 } from "../../assembly/address";
import { Annealer, nearest, noteSwap, ownOf, rowOf, swapChange } from "../../assembly/annealer";
import { GUMBELS_AT, integerGumbels, NOISE_MASK } from "../../assembly/variates";
import { addRows } from "./annealer";
import { Stream } from "./philox";

const FAR: i32 = 1 << 30; // barrier of what is no candidate
const MOST_SHIFT: i32 = 13;
const RESOLUTION: f64 = 64;
const Q15: f64 = 32768;

export function heatBath(ptr: usize, levels: i32, steps: i32, temperature: f64, factor: f64): f64 {
  const a = changetype<Annealer>(ptr);
  if (a.N - 1 == a.c) return temperature;
  a.listed = 0;
  for (let level = 0; level < levels; level++) {
    narrowLevel(a, steps, temperature);
    temperature *= factor;
  }
  return temperature;
}

function narrowLevel(a: Annealer, steps: i32, temperature: f64): void {
  const stream = changetype<Stream>(a.stream);
  const gumbels = at32(a.variates, GUMBELS_AT);
  const half = temperature * 0.5;
  let shift = 0;
  while (shift < MOST_SHIFT && <f64>(2 << shift) * RESOLUTION <= half) shift++;
  const unit = Q15 / <f64>a.stretch;
  while (shift < MOST_SHIFT && unit * <f64>a.largestOwn > 32767.0 * <f64>(1 << shift)) shift++;
  const perUnit = 1 / <f64>(1 << shift);
  if (a.costsAt != temperature) {
    a.costsAt = temperature;
    scaleNoise(a, nearest(min(32767.0, (half * perUnit * Q15) / <f64>NOISE_UNIT)));
    deriveFixedCosts(a, shift);
  }
  for (let step = 0; step < steps; step++) {
    const position = <i32>((<u64>stream.next() * <u64>a.c) >> 32);
    const word = stream.next();
    const offset = word & NOISE_MASK;
    const j = load<i32>(at32(a.members, position));
    const pull = nearest(max(-32767.0, min(32767.0, <f64>ownOf(a, j) * unit * perUnit)));
    const k = lowest(a, j, at16(a.noise, offset), pull);
    if (load<i32>(at32(a.barrier, k)) == FAR) continue;
    const change = swapChange(a, j, k);
    const stay = <f64>load<f32>(at32(gumbels, (word >> 16) & NOISE_MASK));
    const move = <f64>load<f32>(at32(gumbels, offset + k));
    if (change < temperature * (move - stay)) {
      noteSwap(a, position, k, change);
      swapFixed(a, j, k, shift);
    }
  }
}

/** The first k with the lowest value. */
function lowest(a: Annealer, j: i32, noise: usize, pull: i32): i32 {
  const row = rowOf(a, j);
  const scaled = a.scaled;
  const cost = a.cost;
  const N = a.N;
  let lowest = 32768;
  let best = 0;
  for (let l = 0; l < N; l++) {
    const product = <i32>load<i16>(at16(scaled, l)) * <i32>load<i16>(at16(row, l));
    const interaction = (product * pull + 16384) >> 15;
    const rest = saturate(<i32>load<i16>(at16(cost, l)) - interaction);
    const value = saturate(rest - <i32>load<i16>(at16(noise, l)));
    if (value < lowest) {
      lowest = value;
      best = l;
    }
  }
  return best;
}

function scaleNoise(a: Annealer, heat: i32): void {
  const from = integerGumbels(a.variates, a.width);
  const count = NOISE + a.width;
  for (let k = 0; k < count; k++) {
    store<i16>(at16(a.noise, k), <i16>((<i32>load<i16>(at16(from, k)) * heat + 16384) >> 15));
  }
}

function deriveFixedCosts(a: Annealer, shift: i32): void {
  const linear = (<f64>a.P - a.twiceKappa) * 0.5;
  let sum: f64 = 0;
  for (let s = 0; s < a.c; s++) {
    const j = load<i32>(at32(a.members, s));
    const m = <f64>ownOf(a, j);
    sum += m * (<f64>load<i32>(at32(a.fields, j)) - (linear + a.twiceKappa) * m);
  }
  a.base = nearest(sum / <f64>a.c);
  for (let l = 0; l < a.N; l++) {
    const m = <f64>ownOf(a, l);
    store<i32>(at32(a.barrier, l), nearest(linear * m * m) - a.base);
    store<i16>(at16(a.scaled, l), <i16>(a.stretch * ownOf(a, l)));
  }
  for (let s = 0; s < a.c; s++) exclude(a, load<i32>(at32(a.members, s)));
  exclude(a, a.neuron);
  addFixedCosts(a, shift);
}

function exclude(a: Annealer, l: i32): void {
  store<i32>(at32(a.barrier, l), FAR);
  store<i16>(at16(a.scaled, l), 0);
}

function swapFixed(a: Annealer, j: i32, k: i32, shift: i32): void {
  const m = <f64>ownOf(a, j);
  store<i32>(at32(a.barrier, j), nearest((<f64>a.P - a.twiceKappa) * 0.5 * m * m) - a.base);
  store<i16>(at16(a.scaled, j), <i16>(a.stretch * ownOf(a, j)));
  exclude(a, k);
  addRows(a, rowOf(a, k), rowOf(a, j), ownOf(a, k), -ownOf(a, j));
  addFixedCosts(a, shift);
}

function addFixedCosts(a: Annealer, shift: i32): void {
  const fields = a.fields;
  const own = a.own;
  const barrier = a.barrier;
  const cost = a.cost;
  const N = a.N;
  for (let l = 0; l < N; l++) {
    const sum = load<i32>(at32(fields, l)) * <i32>load<i16>(at16(own, l)) + load<i32>(at32(barrier, l));
    store<i16>(at16(cost, l), <i16>saturate(sum >> shift));
  }
}

/** Into the range of 16 bits. */
// @ts-ignore: decorator
@inline
function saturate(x: i32): i32 {
  return max(-32768, min(32767, x));
}
