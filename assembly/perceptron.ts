// The perceptron of optimal stability (Krauth & Mézard, J. Phys. A 20, L745, 1987): weights w, ‖w‖ = 1, with the largest
// smallest aligned field.
//
// w is the direction of the point nearest to the origin among the averages v = Σ_ν x_ν σ_ν ξ^ν (x_ν ≥ 0, Σ x_ν = 1) of a neuron's
// patterns over its inputs, σ_ν = ξ_i^ν: their margin is at most ‖v‖ for every v, and reaches it there. Minover finds it by adding
// the pattern of the smallest field again and again. A step here moves weight to that pattern from the one of the largest field
// among those with any, as far as ‖v‖ falls (Mitchell, Dem'yanov & Malozemov, SIAM J. Control 12, 19, 1974), which takes fewer steps.
//
// Only aligned fields are kept, a_ν = σ_ν Σ_μ x_μ σ_μ G_μν with G the overlaps of patterns over the inputs: O(P) a step.

import { PERCEPTRON } from "../src/backend/contract/codes";
import { at16, at64 } from "./address";

/** A neuron's problem and where it stands. The host makes it, and writes every field by its name. */
@unmanaged
class Perceptron {
  signed: usize; // i16[P × stride]: S = σ_μ σ_ν G_μν, zero from P to stride
  aligned: usize; // f64[stride]: a; Infinity from P on
  shares: usize; // f64[stride]: x; 0 from P on
  P: i32;
  stride: i32; // a multiple of 8
  c: i32; // inputs: a pattern's ‖ξ‖²
  steps: i32;
  status: i32; // by PERCEPTRON
  norm: f64; // ‖v‖²
}

/** ‖v‖² / c below which v is the origin itself: no weights make every pattern stable. */
const NOTHING: f64 = 1e-9;

/**
 * The overlaps of patterns as a neuron sees them: out_μν = σ_μ σ_ν G_μν − own.
 *
 * @param gramPtr   i16[P × stride]: G, zero from P to stride
 * @param sigmaPtr  i16[stride]: σ, zero from P on
 * @param outPtr    i16[P × stride], written
 * @param own       1 where G counts the neuron itself beside its inputs, to be left out; else 0
 */
export function signGram(gramPtr: usize, sigmaPtr: usize, outPtr: usize, P: i32, stride: i32, own: i32): void {
  for (let mu = 0; mu < P; mu++) {
    const offset = (<usize>mu * <usize>stride) << 1;
    const flip = i16x8.splat(load<i16>(at16(sigmaPtr, mu)));
    for (let k = 0; k < stride; k += 8) {
      const sigma = v128.load(at16(sigmaPtr, k));
      const overlap = i16x8.mul(i16x8.mul(v128.load(at16(gramPtr + offset, k)), sigma), flip);
      const self = i16x8.mul(i16x8.splat(<i16>own), i16x8.mul(sigma, sigma)); // 0 beyond P
      v128.store(at16(outPtr + offset, k), i16x8.sub(overlap, self));
    }
  }
}

/**
 * Up to `count` steps, until the margin is at least `part` of the largest possible one, or there is none.
 *
 * @returns  the smallest aligned field
 */
export function perceptronSteps(perceptronPtr: usize, count: i32, part: f64): f64 {
  const q = changetype<Perceptron>(perceptronPtr);
  let nu = 0;
  let mu = -1;
  for (let k = 0; k < q.P; k++) {
    const a = load<f64>(at64(q.aligned, k));
    if (a < load<f64>(at64(q.aligned, nu))) nu = k;
    if (load<f64>(at64(q.shares, k)) > 0 && (mu < 0 || a > load<f64>(at64(q.aligned, mu)))) mu = k;
  }
  let least = load<f64>(at64(q.aligned, nu));
  for (let step = 0; step <= count; step++) {
    q.status = PERCEPTRON.running;
    const gap = load<f64>(at64(q.aligned, mu)) - least;
    if (least > 0 && (least >= part * q.norm || gap <= 0)) q.status = PERCEPTRON.optimal;
    else if (q.norm <= NOTHING * <f64>q.c || gap <= 0) q.status = PERCEPTRON.none;
    if (q.status != PERCEPTRON.running || step == count) break;
    const row = q.signed + ((<usize>nu * <usize>q.stride) << 1);
    const other = q.signed + ((<usize>mu * <usize>q.stride) << 1);
    const distance = 2 * <f64>(q.c - <i32>load<i16>(at16(row, mu))); // ‖σ_ν ξ^ν − σ_μ ξ^μ‖²
    const from = at64(q.shares, mu);
    const to = at64(q.shares, nu);
    const all = load<f64>(from);
    let share = gap / distance;
    if (!(share < all)) share = all; // the same patterns on the inputs: distance 0
    store<f64>(from, share == all ? 0 : all - share);
    store<f64>(to, load<f64>(to) + share);
    q.norm += share * (share * distance - 2 * gap);
    q.steps++;
    const ends = move(q, row, other, share);
    least = f64x2.extract_lane(ends, 0);
    const most = f64x2.extract_lane(ends, 1);
    nu = find(q.aligned, least);
    mu = findShared(q, most);
  }
  return least;
}

/**
 * a += share · (S_ν − S_μ) for the rows of two patterns.
 *
 * @returns  the smallest field, and the largest among patterns with a share
 */
// @ts-ignore: decorator
@inline
function move(q: Perceptron, rowPtr: usize, otherPtr: usize, share: f64): v128 {
  const many = f64x2.splat(share);
  const none = f64x2.splat(-Infinity);
  const zero = f64x2.splat(0);
  let low0 = f64x2.splat(Infinity);
  let low1 = low0;
  let high0 = none;
  let high1 = none;
  let row = rowPtr;
  let other = otherPtr;
  let shares = q.shares;
  let ptr = q.aligned;
  const end = ptr + ((<usize>q.stride) << 3);
  for (; ptr < end; ptr += 32, shares += 32, row += 8, other += 8) {
    const change = i32x4.sub(v128.load16x4_s(row), v128.load16x4_s(other));
    const a0 = f64x2.add(v128.load(ptr, 0), f64x2.mul(many, f64x2.convert_low_i32x4_s(change)));
    const upper = v128.shuffle<i64>(change, change, 1, 0);
    const a1 = f64x2.add(v128.load(ptr, 16), f64x2.mul(many, f64x2.convert_low_i32x4_s(upper)));
    v128.store(ptr, a0, 0);
    v128.store(ptr, a1, 16);
    low0 = f64x2.pmin(low0, a0);
    low1 = f64x2.pmin(low1, a1);
    high0 = f64x2.pmax(high0, v128.bitselect(a0, none, f64x2.gt(v128.load(shares, 0), zero)));
    high1 = f64x2.pmax(high1, v128.bitselect(a1, none, f64x2.gt(v128.load(shares, 16), zero)));
  }
  low0 = f64x2.pmin(low0, low1);
  high0 = f64x2.pmax(high0, high1);
  return f64x2.replace_lane(
    f64x2.splat(min(f64x2.extract_lane(low0, 0), f64x2.extract_lane(low0, 1))),
    1,
    max(f64x2.extract_lane(high0, 0), f64x2.extract_lane(high0, 1)),
  );
}

/** The first place of a value that is there. */
function find(ptr: usize, value: f64): i32 {
  const wanted = f64x2.splat(value);
  let k = 0;
  while (!v128.any_true(f64x2.eq(v128.load(at64(ptr, k)), wanted))) k += 2;
  return load<f64>(at64(ptr, k)) == value ? k : k + 1;
}

/** The first pattern with a share that has this field. */
function findShared(q: Perceptron, value: f64): i32 {
  const wanted = f64x2.splat(value);
  for (let k = 0; ; k += 2) {
    const equal = f64x2.eq(v128.load(at64(q.aligned, k)), wanted);
    if (!v128.any_true(equal)) continue;
    if (load<f64>(at64(q.aligned, k)) == value && load<f64>(at64(q.shares, k)) > 0) return k;
    if (load<f64>(at64(q.aligned, k + 1)) == value && load<f64>(at64(q.shares, k + 1)) > 0) return k + 1;
  }
  return 0;
}

/**
 * Σ_ν k_ν ξ_j^ν for every neuron j.
 *
 * @param xiPtr      i8[P × stride], stride a multiple of 16
 * @param factorPtr  f64[P]; patterns with 0 are passed over
 * @param outPtr     f64[stride], written
 */
export function sumPatterns(xiPtr: usize, factorPtr: usize, outPtr: usize, P: i32, stride: i32): void {
  memory.fill(outPtr, 0, (<usize>stride) << 3);
  for (let nu = 0; nu < P; nu++) {
    const factor = load<f64>(at64(factorPtr, nu));
    if (factor == 0) continue;
    const many = f64x2.splat(factor);
    const row = xiPtr + <usize>nu * <usize>stride;
    for (let j = 0; j < stride; j += 4) {
      const signs = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(row + j)));
      const ptr = at64(outPtr, j);
      const upper = v128.shuffle<i64>(signs, signs, 1, 0);
      v128.store(ptr, f64x2.add(v128.load(ptr, 0), f64x2.mul(many, f64x2.convert_low_i32x4_s(signs))), 0);
      v128.store(ptr, f64x2.add(v128.load(ptr, 16), f64x2.mul(many, f64x2.convert_low_i32x4_s(upper))), 16);
    }
  }
}
