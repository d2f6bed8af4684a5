// Growth and pruning (EK22 algorithm 1): a neuron tries single connections, one present to be removed or one absent to be
// added, and keeps a change that lowers its energy, normalised by the number of inputs it has then:
//
//   E(S) = Σ_ν ((1/c) Σ_{j∈S} (s_j^ν m_j − 1) − ε)² = Q/c² − 2(1 + ε) R/c + P (1 + ε)²,   m_j = M_ij,  c = |S|
//   R = Σ_{j∈S} m_j²,   Q = Σ_{j,k∈S} m_j m_k M_jk
//
// Adding or removing k gives R ± m_k² and Q ± 2 m_k h_k + P m_k² with h_k = Σ_{j∈S} m_j M_jk, one product of row k of M with
// the row of the neuron's weights, contiguous both: 0.14 µs a trial at N = 1000. Keeping every h instead would save that
// product and cost a pass over a row for each change that is kept, at first every second trial; and all of them would have
// to be made anew when patterns are learned. R and Q are integers, exact below 2⁵³.
//
//   present  i16[N × stride]  −1 where j is an input of i, else 0
//   counts   i32[N]           c_i
//   sums     f64[2N]          R_i, Q_i

import { at16, at32, at64 } from "./address";
import { DOMAIN_GROWTH, Stream } from "./stream";

/**
 * Counts the inputs of neurons `first` … `first + count − 1` and sums R and Q anew: after patterns were learned.
 *
 * @param overlapPtr  M, i16[N × stride], read only
 * @param weightsPtr  i16[stride], scratch
 */
export function growthSums(
  overlapPtr: usize,
  presentPtr: usize,
  countsPtr: usize,
  sumsPtr: usize,
  weightsPtr: usize,
  N: i32,
  stride: i32,
  first: i32,
  count: i32,
): void {
  for (let i = first; i < first + count; i++) {
    const ownPtr = rowAt(overlapPtr, i, stride);
    const maskPtr = rowAt(presentPtr, i, stride);
    maskWeights(ownPtr, maskPtr, weightsPtr, stride);
    let c = 0;
    let squares: f64 = 0;
    let quadratic: f64 = 0;
    for (let j = 0; j < N; j++) {
      if (!load<i16>(at16(maskPtr, j))) continue;
      const m = <f64>load<i16>(at16(ownPtr, j));
      c++;
      squares += m * m;
      quadratic += m * <f64>dot(rowAt(overlapPtr, j, stride), weightsPtr, stride);
    }
    store<i32>(at32(countsPtr, i), c);
    store<f64>(at64(sumsPtr, 2 * i), squares);
    store<f64>(at64(sumsPtr, 2 * i + 1), quadratic);
  }
}

/**
 * One repetition for neurons `first` … `first + count − 1`: `trials` random connections each, from stream (growth, neuron,
 * repetition). 1 ≤ c_i ≤ N − 1 holds on entry and is kept.
 *
 * @param changesPtr  i32[2], additions and removals, counted on
 * @param weightsPtr  i16[stride], scratch
 * @param streamPtr   scratch of STREAM_BYTES
 * @param target      1 + ε
 */
export function grow(
  overlapPtr: usize,
  presentPtr: usize,
  countsPtr: usize,
  sumsPtr: usize,
  changesPtr: usize,
  weightsPtr: usize,
  streamPtr: usize,
  N: i32,
  stride: i32,
  first: i32,
  count: i32,
  trials: i32,
  repetition: u32,
  target: f64,
  key0: u32,
  key1: u32,
): void {
  const stream = changetype<Stream>(streamPtr);
  const twice = 2 * target;
  let additions = 0;
  let removals = 0;
  for (let i = first; i < first + count; i++) {
    stream.open(DOMAIN_GROWTH, i, repetition, key0, key1);
    const ownPtr = rowAt(overlapPtr, i, stride);
    const maskPtr = rowAt(presentPtr, i, stride);
    maskWeights(ownPtr, maskPtr, weightsPtr, stride);
    const P = <f64>load<i16>(at16(ownPtr, i));
    let c = <f64>load<i32>(at32(countsPtr, i));
    let squares = load<f64>(at64(sumsPtr, 2 * i));
    let quadratic = load<f64>(at64(sumsPtr, 2 * i + 1));
    for (let trial = 0; trial < trials; trial++) {
      const drawn = <i32>stream.below(N - 1);
      const k = drawn < i ? drawn : drawn + 1;
      const isPresent = load<i16>(at16(maskPtr, k)) != 0;
      if (isPresent && c == 1) continue;
      const m = <f64>load<i16>(at16(ownPtr, k));
      const sign: f64 = isPresent ? -1 : 1;
      const h = <f64>dot(rowAt(overlapPtr, k, stride), weightsPtr, stride);
      const cThen = c + sign;
      const squaresThen = squares + sign * (m * m);
      const quadraticThen = quadratic + sign * (2 * m * h) + P * (m * m);
      // E then < E now, times c² of both; integers where 2ε is one
      if (c * c * (quadraticThen - twice * cThen * squaresThen) < cThen * cThen * (quadratic - twice * c * squares)) {
        c = cThen;
        squares = squaresThen;
        quadratic = quadraticThen;
        store<i16>(at16(maskPtr, k), isPresent ? 0 : -1);
        store<i16>(at16(weightsPtr, k), isPresent ? 0 : load<i16>(at16(ownPtr, k)));
        if (isPresent) removals++;
        else additions++;
      }
    }
    store<i32>(at32(countsPtr, i), <i32>c);
    store<f64>(at64(sumsPtr, 2 * i), squares);
    store<f64>(at64(sumsPtr, 2 * i + 1), quadratic);
  }
  store<i32>(changesPtr, load<i32>(changesPtr) + additions);
  store<i32>(changesPtr + 4, load<i32>(changesPtr + 4) + removals);
}

// @ts-ignore: decorator
@inline
function rowAt(matrixPtr: usize, i: i32, stride: i32): usize {
  return matrixPtr + ((<usize>i * <usize>stride) << 1);
}

/** weights = m where present, 0 elsewhere. */
function maskWeights(ownPtr: usize, maskPtr: usize, weightsPtr: usize, stride: i32): void {
  for (let l = 0; l < stride; l += 8) {
    v128.store(at16(weightsPtr, l), v128.and(v128.load(at16(ownPtr, l)), v128.load(at16(maskPtr, l))));
  }
}

/** Σ_l row_l · weights_l, exact: a pair of products fits 32 bits while |M| ≤ 32767, everything beyond is in 64. */
function dot(rowPtr: usize, weightsPtr: usize, stride: i32): i64 {
  let even = i64x2.splat(0);
  let odd = even;
  const end = at16(rowPtr, stride);
  for (; rowPtr < end; rowPtr += 32, weightsPtr += 32) {
    const low = i32x4.dot_i16x8_s(v128.load(rowPtr), v128.load(weightsPtr));
    const high = i32x4.dot_i16x8_s(v128.load(rowPtr, 16), v128.load(weightsPtr, 16));
    even = i64x2.add(even, i64x2.add(i64x2.extend_low_i32x4_s(low), i64x2.extend_low_i32x4_s(high)));
    odd = i64x2.add(odd, i64x2.add(i64x2.extend_high_i32x4_s(low), i64x2.extend_high_i32x4_s(high)));
  }
  even = i64x2.add(even, odd);
  return i64x2.extract_lane(even, 0) + i64x2.extract_lane(even, 1);
}
