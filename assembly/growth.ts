// Growth and pruning (EK22 algorithm 1): a neuron tries single connections, one present to be removed or one absent to be
// added, and keeps a change that lowers its energy, normalised by the number of inputs it has then:
//
//   E(S) = Σ_ν ((1/c) Σ_{j∈S} (s_j^ν m_j − 1) − ε)² = Q/c² − 2(1 + ε) R/c + P (1 + ε)²,   m_j = M_ij,  c = |S|
//   R = Σ_{j∈S} m_j²,   Q = Σ_{j,k∈S} m_j m_k M_jk = Σ_ν (h_i^ν)²
//
// Adding or removing k gives R ± m_k² and Q ± 2 m_k q_k + P m_k² with
//
//   q_k = Σ_{j∈S} m_j M_jk = Σ_ν ξ_k^ν h_i^ν
//
// EK22 itself ran Σ_ν (c(1 + A^ν) − c − K)² = Q − 2(c + K) R + P (c + K)², not normalised, with a constant K: ε = K/c.
//
// q_k comes from the fields that are known: a product over the patterns, signs of k in bytes with fields of i in 16 bits, both in the
// nearest cache, where a product over the neurons would fetch a row of M. R and Q are integers, exact below 2⁵³. `sums` holds
// R_i, Q_i.

import { at16, at32, at64 } from "./address";
import { alignedOf, connect, Growing, rowAt, signsOf, spanOf } from "./growing";
import { DOMAIN } from "../src/numeric/domains";
import { Stream } from "./stream";

/** Counts the inputs of neurons `first` … `first + count − 1`, sums R anew, and Q from their fields. */
export function growthSums(ptr: usize, first: i32, count: i32): void {
  const g = changetype<Growing>(ptr);
  for (let i = first; i < first + count; i++) {
    const ownPtr = rowAt(g.overlap, i, g.stride);
    const maskPtr = rowAt(g.present, i, g.stride);
    let c = 0;
    let squares: i64 = 0;
    for (let j = 0; j < g.N; j++) {
      const mask = <i32>load<i16>(at16(maskPtr, j));
      const m = (<i32>load<i16>(at16(ownPtr, j))) & mask;
      c -= mask;
      squares += <i64>(m * m);
    }
    let quadratic: f64 = 0;
    const aligned = alignedOf(g, i);
    for (let nu = 0; nu < g.P; nu++) {
      const a = <f64>load<i32>(at32(aligned, nu));
      quadratic += a * a;
    }
    store<i32>(at32(g.counts, i), c);
    store<f64>(at64(g.sums, 2 * i), <f64>squares);
    store<f64>(at64(g.sums, 2 * i + 1), quadratic);
  }
}

/**
 * One repetition for neurons `first` … `first + count − 1`: `trials` random connections each, from stream (growth, neuron,
 * repetition). 1 ≤ c_i ≤ N − 1 holds on entry and is kept.
 *
 * @param target    1 + ε, or K with `isOffset`
 * @param isOffset  1 for the energy that is not normalised
 */
export function grow(
  ptr: usize,
  first: i32,
  count: i32,
  trials: i32,
  repetition: u32,
  target: f64,
  isOffset: i32,
  key0: u32,
  key1: u32,
): void {
  const g = changetype<Growing>(ptr);
  const stream = changetype<Stream>(g.stream);
  const twice = 2 * target;
  let additions = 0;
  let removals = 0;
  for (let i = first; i < first + count; i++) {
    stream.open(DOMAIN.growth, i, repetition, key0, key1);
    const ownPtr = rowAt(g.overlap, i, g.stride);
    const maskPtr = rowAt(g.present, i, g.stride);
    const P = <f64>g.P;
    let isNarrow = narrowFields(g, i);
    let c = <f64>load<i32>(at32(g.counts, i));
    let squares = load<f64>(at64(g.sums, 2 * i));
    let quadratic = load<f64>(at64(g.sums, 2 * i + 1));
    for (let trial = 0; trial < trials; trial++) {
      const drawn = <i32>stream.below(g.N - 1);
      const k = drawn < i ? drawn : drawn + 1;
      const isPresent = load<i16>(at16(maskPtr, k)) != 0;
      if (isPresent && c == 1) continue;
      const m = <f64>load<i16>(at16(ownPtr, k));
      const sign: f64 = isPresent ? -1 : 1;
      const q = isNarrow ? narrowProduct(g, k) : wideProduct(g, i, k);
      const cThen = c + sign;
      const squaresThen = squares + sign * (m * m);
      const quadraticThen = quadratic + sign * (2 * m * q) + P * (m * m);
      if (
        isOffset
          ? offsetEnergy(cThen + target, squaresThen, quadraticThen, P) <
            offsetEnergy(c + target, squares, quadratic, P)
          : // E then < E now, times c² of both; integers where 2ε is one
            c * c * (quadraticThen - twice * cThen * squaresThen) < cThen * cThen * (quadratic - twice * c * squares)
      ) {
        c = cThen;
        squares = squaresThen;
        quadratic = quadraticThen;
        connect(g, i, k, isPresent);
        isNarrow = narrowFields(g, i);
        if (isPresent) removals++;
        else additions++;
      }
    }
    store<i32>(at32(g.counts, i), <i32>c);
    store<f64>(at64(g.sums, 2 * i), squares);
    store<f64>(at64(g.sums, 2 * i + 1), quadratic);
  }
  store<i32>(g.changes, load<i32>(g.changes) + additions);
  store<i32>(g.changes + 4, load<i32>(g.changes + 4) + removals);
}

/** Σ_ν (a^ν − t)² for fields a^ν whose sum is R and whose squares sum to Q. */
// @ts-ignore: decorator
@inline
function offsetEnergy(t: f64, squares: f64, quadratic: f64, P: f64): f64 {
  return quadratic - 2 * t * squares + P * t * t;
}

/** Writes h_i^ν = ξ_i^ν a_i^ν into `g.fields` in 16 bits; whether all of them fit. */
function narrowFields(g: Growing, i: i32): bool {
  let signs = signsOf(g, i);
  let aligned = alignedOf(g, i);
  let out = g.fields;
  let beyond = i32x4.splat(0);
  for (const end = signs + spanOf(g); signs < end; signs += 8, aligned += 32, out += 16) {
    const s = i16x8.extend_low_i8x16_s(v128.load64_zero(signs));
    const low = i32x4.mul(v128.load(aligned, 0), i32x4.extend_low_i16x8_s(s));
    const high = i32x4.mul(v128.load(aligned, 16), i32x4.extend_high_i16x8_s(s));
    const narrow = i16x8.narrow_i32x4_s(low, high);
    v128.store(out, narrow);
    beyond = v128.or(beyond, v128.xor(low, i32x4.extend_low_i16x8_s(narrow)));
    beyond = v128.or(beyond, v128.xor(high, i32x4.extend_high_i16x8_s(narrow)));
  }
  return !v128.any_true(beyond);
}

/** q_k, exact: a pair of fields in 17 bits, sums of P ≤ 32767 of them in 32. */
function narrowProduct(g: Growing, k: i32): f64 {
  let signs = signsOf(g, k);
  let fields = g.fields;
  let even = i32x4.splat(0);
  let odd = even;
  for (const end = signs + spanOf(g); signs < end; signs += 16, fields += 32) {
    const s = v128.load(signs);
    even = i32x4.add(even, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(s), v128.load(fields, 0)));
    odd = i32x4.add(odd, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(s), v128.load(fields, 16)));
  }
  even = i32x4.add(even, odd);
  even = i32x4.add(even, v128.shuffle<i64>(even, even, 1, 0));
  return <f64>(i32x4.extract_lane(even, 0) + i32x4.extract_lane(even, 1));
}

/** q_k where a field needs more than 16 bits. */
function wideProduct(g: Growing, i: i32, k: i32): f64 {
  const own = signsOf(g, i);
  const other = signsOf(g, k);
  const aligned = alignedOf(g, i);
  let sum: i64 = 0;
  for (let nu = 0; nu < g.P; nu++) {
    sum += <i64>(<i32>load<i8>(own + nu) * <i32>load<i8>(other + nu) * load<i32>(at32(aligned, nu)));
  }
  return <f64>sum;
}
