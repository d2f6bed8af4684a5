// Growth and pruning as in assembly/growth.ts, for a margin: a neuron keeps a change that lowers
//
//   E(S) = Σ_ν max(0, κ − a^ν / c)² = L/c²,   L = Σ_ν max(0, κc − a^ν)²,   c = |S|
//
// from the aligned fields a^ν that it has, those with the input or without it one term d^ν away. Fields are exact integers, L is
// summed in four lanes of f64, pattern ν in lane ν mod 4, so that every backend rounds alike; what is added never lowers a sum,
// rounded or not, and a change is turned down as soon as the part summed suffices. `sums` holds L_i.

import { at16, at32, at64 } from "./address";
import { alignedOf, connect, Growing, rowAt, signsOf, spanOf } from "./growing";
import { DOMAIN } from "../src/numeric/domains";
import { Stream } from "./stream";

/** Counts the inputs of neurons `first` … `first + count − 1` and sums L anew, from their fields. */
export function growthMargins(ptr: usize, first: i32, count: i32, margin: f64): void {
  const g = changetype<Growing>(ptr);
  for (let i = first; i < first + count; i++) {
    const maskPtr = rowAt(g.present, i, g.stride);
    let c = 0;
    for (let j = 0; j < g.N; j++) c -= <i32>load<i16>(at16(maskPtr, j));
    store<i32>(at32(g.counts, i), c);
    store<f64>(at64(g.sums, 2 * i), lack(g, i, i, 0, margin * <f64>c, 0, Infinity));
  }
}

/**
 * One repetition for neurons `first` … `first + count − 1`: `trials` random connections each, the same as those of `grow`.
 *
 * @param margin  κ > 0
 */
export function growMargin(
  ptr: usize,
  first: i32,
  count: i32,
  trials: i32,
  repetition: u32,
  margin: f64,
  key0: u32,
  key1: u32,
): void {
  const g = changetype<Growing>(ptr);
  const stream = changetype<Stream>(g.stream);
  let additions = 0;
  let removals = 0;
  for (let i = first; i < first + count; i++) {
    let energy = load<f64>(at64(g.sums, 2 * i));
    if (energy == 0) continue; // nothing lowers it
    stream.open(DOMAIN.growth, i, repetition, key0, key1);
    const ownPtr = rowAt(g.overlap, i, g.stride);
    const maskPtr = rowAt(g.present, i, g.stride);
    let c = <f64>load<i32>(at32(g.counts, i));
    for (let trial = 0; trial < trials; trial++) {
      const drawn = <i32>stream.below(g.N - 1);
      const k = drawn < i ? drawn : drawn + 1;
      const isPresent = load<i16>(at16(maskPtr, k)) != 0;
      if (isPresent && c == 1) continue;
      const m = <i32>load<i16>(at16(ownPtr, k));
      const cThen = isPresent ? c - 1 : c + 1;
      const limit = cThen * cThen * energy;
      const proposed = lack(g, i, k, isPresent ? -m : m, margin * cThen, c * c, limit);
      if (!(c * c * proposed < limit)) continue;
      c = cThen;
      energy = proposed;
      connect(g, i, k, isPresent);
      if (isPresent) removals++;
      else additions++;
    }
    store<i32>(at32(g.counts, i), <i32>c);
    store<f64>(at64(g.sums, 2 * i), energy);
  }
  store<i32>(g.changes, load<i32>(g.changes) + additions);
  store<i32>(g.changes + 4, load<i32>(g.changes + 4) + removals);
}

/** Patterns between two looks at whether the sum suffices. */
const STRETCH: usize = 64;

/** Σ_ν max(0, K − a^ν − weight ξ_i^ν ξ_k^ν)², or a part of it that is `limit` / `scale` already. */
function lack(g: Growing, i: i32, k: i32, weight: i32, K: f64, scale: f64, limit: f64): f64 {
  let own = signsOf(g, i);
  let other = signsOf(g, k);
  let aligned = alignedOf(g, i);
  const m = i16x8.splat(<i16>weight);
  const wanted = f64x2.splat(K);
  const end = own + spanOf(g);
  let even = f64x2.splat(0);
  let odd = even;
  while (own < end) {
    for (const stop = min(own + STRETCH, end); own < stop; own += 16, other += 16, aligned += 64) {
      const x = v128.load(own);
      const y = v128.load(other);
      const low = i16x8.mul(i16x8.extmul_low_i8x16_s(x, y), m);
      const high = i16x8.mul(i16x8.extmul_high_i8x16_s(x, y), m);
      const a0 = i32x4.add(v128.load(aligned, 0), i32x4.extend_low_i16x8_s(low));
      const a1 = i32x4.add(v128.load(aligned, 16), i32x4.extend_high_i16x8_s(low));
      const a2 = i32x4.add(v128.load(aligned, 32), i32x4.extend_low_i16x8_s(high));
      const a3 = i32x4.add(v128.load(aligned, 48), i32x4.extend_high_i16x8_s(high));
      even = f64x2.add(even, square(wanted, a0));
      odd = f64x2.add(odd, square(wanted, upper(a0)));
      even = f64x2.add(even, square(wanted, a1));
      odd = f64x2.add(odd, square(wanted, upper(a1)));
      even = f64x2.add(even, square(wanted, a2));
      odd = f64x2.add(odd, square(wanted, upper(a2)));
      even = f64x2.add(even, square(wanted, a3));
      odd = f64x2.add(odd, square(wanted, upper(a3)));
    }
    if (scale * total(even, odd) >= limit) break;
  }
  return total(even, odd);
}

// @ts-ignore: decorator
@inline
function upper(a: v128): v128 {
  return v128.shuffle<i64>(a, a, 1, 0);
}

/** max(0, wanted − a)² of the two lower integers. */
// @ts-ignore: decorator
@inline
function square(wanted: v128, a: v128): v128 {
  const gap = f64x2.max(f64x2.sub(wanted, f64x2.convert_low_i32x4_s(a)), f64x2.splat(0));
  return f64x2.mul(gap, gap);
}

// @ts-ignore: decorator
@inline
function total(even: v128, odd: v128): f64 {
  const sum = f64x2.add(even, odd);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
