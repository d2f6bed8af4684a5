// Heat bath over whole rows: for a random input j, one pass over row j of M gives the cost of replacing it by every
// candidate k at once; with Gumbel noise G, argmin_k (ΔE_jk − T·G_k), "stay" among the choices, is a draw from the Boltzmann
// distribution over them. At low temperature, where Metropolis rejects nearly every proposal, a step weighs hundreds.
//
// The pass works in 16-bit fixed point, eight candidates a vector, on halves of ΔE in units q = 2^s between T/256 and T/128
// (coarser where the products would not fit):
//
//   cost_k = (m_k h_k + (P/2 − κ) m_k² − base) >> s       i16, saturated; base near the costs that compete
//   value  = cost_k − round(m_j m_k M_jk / q) − round(T/2·G_k / q)
//
// What saturates lies hundreds of T away. The change that the choice makes is computed exactly, and so is the decision
// to make it. Where the integers could pass 30 bits, `wide`, the pass is that of row-search.ts.
//
// Here `barrier` holds i32[width], (P/2 − κ) m² − base or FAR, and `cost` i16[width]. A product m_k M_jk, stretched by an
// integer to use the room, fits 16 bits for j ≠ k; where j = k, and at all that is no candidate, 0 stands for m_k.

import { NOISE, NOISE_UNIT } from "../src/numeric/quantiles";
import { at16, at32 } from "./address";
import { addRows, Annealer, field, nearest, noteSwap, ownOf, rowOf, swapChange } from "./annealer";
import { bestReplacement, deriveCosts, swapRows } from "./row-search";
import { Stream } from "./stream";
import { GUMBELS_AT, integerGumbels, NOISE_MASK } from "./variates";

/** Barrier of what is no candidate: beyond every cost, and 16 bits beyond the window at any s. */
const FAR: i32 = 1 << 30;
const MOST_SHIFT: i32 = 13;
/** Units q that the temperature of half energies spans at least. */
const RESOLUTION: f64 = 64;
const Q15: f64 = 32768;

/**
 * Runs `levels` temperatures of `steps` draws each, of random inputs.
 *
 * @param temperature  of the first level, in units of c²E, ≥ 0
 * @param factor       ratio of successive temperatures
 * @returns            the temperature after the last level
 */
export function heatBath(ptr: usize, levels: i32, steps: i32, temperature: f64, factor: f64): f64 {
  const a = changetype<Annealer>(ptr);
  if (a.N - 1 == a.c) return temperature;
  a.listed = 0;
  if (a.wide) deriveCosts(a);
  for (let level = 0; level < levels; level++) {
    if (a.wide) wideLevel(a, steps, temperature);
    else narrowLevel(a, steps, temperature);
    temperature *= factor;
  }
  return temperature;
}

function narrowLevel(a: Annealer, steps: i32, temperature: f64): void {
  const stream = changetype<Stream>(a.stream);
  const noise = a.noise;
  const gumbels = at32(a.variates, GUMBELS_AT);
  const half = temperature * 0.5;
  let shift = 0;
  while (shift < MOST_SHIFT && <f64>(2 << shift) * RESOLUTION <= half) shift++;
  // m_j / q, in 15 bits after the point and freed of the stretch, must fit as well
  const unit = Q15 / <f64>a.stretch;
  while (shift < MOST_SHIFT && unit * <f64>a.largestOwn > 32767.0 * <f64>(1 << shift)) shift++;
  const perUnit = 1 / <f64>(1 << shift);
  // once a temperature, however many calls it takes: where a run is cut must not show
  if (a.costsAt != temperature) {
    a.costsAt = temperature;
    scaleNoise(a, nearest(min(32767.0, (half * perUnit * Q15) / <f64>NOISE_UNIT)));
    deriveFixedCosts(a, shift);
  }
  for (let step = 0; step < steps; step++) {
    const position = <i32>((<u64>stream.next() * <u64>a.c) >> 32);
    const word = stream.next();
    const j = load<i32>(at32(a.members, position));
    const row = noise + ((<usize>(word & NOISE_MASK)) << 1);
    const pull = nearest(max(-32767.0, min(32767.0, <f64>ownOf(a, j) * unit * perUnit)));
    const k = lowest(a, j, row, i16x8.splat(<i16>pull));
    if (load<i32>(at32(a.barrier, k)) == FAR) continue; // every candidate lies beyond the window
    const change = swapChange(a, j, k);
    const stay = <f64>load<f32>(at32(gumbels, (word >> 16) & NOISE_MASK));
    const move = <f64>load<f32>(at32(gumbels, (word & NOISE_MASK) + k));
    if (change < temperature * (move - stay)) {
      noteSwap(a, position, k, change);
      swapFixed(a, j, k, shift);
    }
  }
}

/** The first k with the lowest value; blocks of 32 keep the search for its place off the pass. */
// @ts-ignore: decorator
@inline
function lowest(a: Annealer, j: i32, noise: usize, pull: v128): i32 {
  const start = rowOf(a, j);
  // width is a multiple of 32: four vectors at a time, all arrays at the same byte offset
  const end = (<usize>a.width) << 1;
  const scaled = a.scaled;
  const cost = a.cost;
  let least = i16x8.splat(0x7fff);
  let found: usize = 0;
  for (let at: usize = 0; at < end; at += 64) {
    const v0 = values(start + at, scaled + at, cost + at, noise + at, pull);
    const v1 = values(start + at + 16, scaled + at + 16, cost + at + 16, noise + at + 16, pull);
    const v2 = values(start + at + 32, scaled + at + 32, cost + at + 32, noise + at + 32, pull);
    const v3 = values(start + at + 48, scaled + at + 48, cost + at + 48, noise + at + 48, pull);
    const v = i16x8.min_s(i16x8.min_s(v0, v1), i16x8.min_s(v2, v3));
    if (v128.any_true(i16x8.lt_s(v, least))) {
      least = i16x8.min_s(v, v128.shuffle<u64>(v, v, 1, 0));
      least = i16x8.min_s(least, v128.shuffle<u32>(least, least, 1, 0, 3, 2));
      least = i16x8.min_s(least, v128.shuffle<u16>(least, least, 1, 0, 3, 2, 5, 4, 7, 6));
      found = at;
    }
  }
  let equal = 0;
  for (found -= 16; equal == 0;) {
    found += 16;
    const v = values(start + found, scaled + found, cost + found, noise + found, pull);
    equal = i16x8.bitmask(i16x8.eq(v, least));
  }
  return <i32>(found >> 1) + ctz(equal);
}

// @ts-ignore: decorator
@inline
function values(row: usize, scaled: usize, cost: usize, noise: usize, pull: v128): v128 {
  const interaction = i16x8.q15mulr_sat_s(i16x8.mul(v128.load(row), v128.load(scaled)), pull);
  return i16x8.sub_sat_s(i16x8.sub_sat_s(v128.load(cost), interaction), v128.load(noise));
}

/** T/2·G in units q, from the integers 2048·G. */
function scaleNoise(a: Annealer, heat: i32): void {
  const factor = i16x8.splat(<i16>heat);
  const from = integerGumbels(a.variates, a.width);
  const bytes = (<usize>(NOISE + a.width)) << 1;
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(a.noise + at, i16x8.q15mulr_sat_s(v128.load(from + at), factor));
  }
}

/** Barriers around the costs that compete, and the costs. */
function deriveFixedCosts(a: Annealer, shift: i32): void {
  const linear = (<f64>a.P - a.twiceKappa) * 0.5;
  let sum: f64 = 0;
  for (let s = 0; s < a.c; s++) {
    const j = load<i32>(at32(a.members, s));
    const m = <f64>ownOf(a, j);
    sum += m * (field(a, j) - (linear + a.twiceKappa) * m);
  }
  const base = nearest(sum / <f64>a.c);
  for (let l = 0; l < a.width; l++) {
    const m = <f64>ownOf(a, l);
    store<i32>(at32(a.barrier, l), nearest(linear * m * m) - base);
    store<i16>(at16(a.scaled, l), <i16>(a.stretch * ownOf(a, l)));
  }
  for (let l = a.N; l < a.width; l++) exclude(a, l);
  for (let s = 0; s < a.c; s++) exclude(a, load<i32>(at32(a.members, s)));
  exclude(a, a.neuron);
  for (let l = 0; l < a.width; l += 8) storeFixedCosts(a, l, shift);
  a.base = base;
}

/** No candidate: beyond every cost, whatever it interacts with. */
// @ts-ignore: decorator
@inline
function exclude(a: Annealer, l: i32): void {
  store<i32>(at32(a.barrier, l), FAR);
  store<i16>(at16(a.scaled, l), 0);
}

/** Fields and costs after the swap j → k. */
function swapFixed(a: Annealer, j: i32, k: i32, shift: i32): void {
  const m = <f64>ownOf(a, j);
  store<i32>(at32(a.barrier, j), nearest((<f64>a.P - a.twiceKappa) * 0.5 * m * m) - a.base);
  store<i16>(at16(a.scaled, j), <i16>(a.stretch * ownOf(a, j)));
  exclude(a, k);
  const pair = i32x4.splat((ownOf(a, k) & 0xffff) | (-ownOf(a, j) << 16));
  let row1 = rowOf(a, k);
  let row2 = rowOf(a, j);
  let fields = a.fields;
  let own = a.own;
  let barrier = a.barrier;
  let cost = a.cost;
  const end = row1 + ((<usize>a.width) << 1);
  for (; row1 < end; row1 += 16, row2 += 16, own += 16, cost += 16, fields += 32, barrier += 32) {
    const v1 = v128.load(row1);
    const v2 = v128.load(row2);
    const low = i32x4.add(
      v128.load(fields, 0),
      i32x4.dot_i16x8_s(v128.shuffle<u16>(v1, v2, 0, 8, 1, 9, 2, 10, 3, 11), pair),
    );
    const high = i32x4.add(
      v128.load(fields, 16),
      i32x4.dot_i16x8_s(v128.shuffle<u16>(v1, v2, 4, 12, 5, 13, 6, 14, 7, 15), pair),
    );
    v128.store(fields, low, 0);
    v128.store(fields, high, 16);
    v128.store(cost, fixedCosts(low, high, own, barrier, shift));
  }
}

// @ts-ignore: decorator
@inline
function storeFixedCosts(a: Annealer, l: i32, shift: i32): void {
  const h = at32(a.fields, l);
  v128.store(at16(a.cost, l), fixedCosts(v128.load(h, 0), v128.load(h, 16), at16(a.own, l), at32(a.barrier, l), shift));
}

// @ts-ignore: decorator
@inline
function fixedCosts(h0: v128, h1: v128, own: usize, barrier: usize, shift: i32): v128 {
  const low = i32x4.add(i32x4.mul(h0, v128.load16x4_s(own, 0)), v128.load(barrier, 0));
  const high = i32x4.add(i32x4.mul(h1, v128.load16x4_s(own, 8)), v128.load(barrier, 16));
  return i16x8.narrow_i32x4_s(i32x4.shr_s(low, shift), i32x4.shr_s(high, shift));
}

function wideLevel(a: Annealer, steps: i32, temperature: f64): void {
  const stream = changetype<Stream>(a.stream);
  const noise = at32(a.variates, GUMBELS_AT);
  const heat = <f32>temperature;
  for (let step = 0; step < steps; step++) {
    const position = <i32>((<u64>stream.next() * <u64>a.c) >> 32);
    const word = stream.next();
    const j = load<i32>(at32(a.members, position));
    const row = at32(noise, word & NOISE_MASK);
    const k = bestReplacement(a, j, row, heat);
    const change = swapChange(a, j, k);
    const stay = <f64>load<f32>(at32(noise, (word >> 16) & NOISE_MASK));
    const move = <f64>load<f32>(at32(row, k));
    if (change < temperature * (move - stay)) {
      noteSwap(a, position, k, change);
      swapRows(a, j, k);
    }
  }
}
