// The perceptron of optimal stability: the minover algorithm of Krauth & Mézard (J. Phys. A 20, L745, 1987).
//
// A neuron's weights are sums of its patterns, w = Σ_ν x_ν σ_ν ξ^ν with integers x_ν ≥ 0 and σ_ν = ξ_i^ν, so its aligned fields
// are a_ν = σ_ν Σ_μ x_μ σ_μ G_μν with G the overlaps of patterns over its inputs. Each step adds the pattern of the smallest
// field, which moves every field by a row of G: integers throughout, O(P) a step.
//
// After t steps ‖w‖ ≥ t κ, κ the largest margin there is (for ‖w‖ = 1), so the present margin m/‖w‖, m = min a, is at least
// a part m t / ‖w‖² of it.

import { at16, at32 } from "./address";

/** A neuron's problem and where it stands. */
@unmanaged
class Perceptron {
  gram: usize; // i16[P × stride]: G, zero from P to stride
  sigma: usize; // i16[stride]: σ, zero from P on
  aligned: usize; // i32[stride]: a; i32.MAX_VALUE from P on
  counts: usize; // i32[P]: x
  P: i32;
  stride: i32; // of gram, a multiple of 8
  own: i32; // 1 where G counts the neuron itself beside its inputs, to be left out; else 0
  c: i32; // inputs: a pattern's ‖ξ‖²
  steps: i32; // t
  status: i32; // 0 margin within `part` of the largest, 1 still on the way
  norm: f64; // ‖w‖²
}

/**
 * Up to `count` steps, until the margin is at least `part` of the largest possible one.
 *
 * Fields stay within i32 while steps · c < 2³¹: the caller sees to it.
 *
 * @returns  the smallest aligned field
 */
export function minover(perceptronPtr: usize, count: i32, part: f64): i32 {
  const q = changetype<Perceptron>(perceptronPtr);
  const stride = q.stride;
  let nu = leastOf(q);
  let least = load<i32>(at32(q.aligned, nu));
  for (let step = 0; step < count; step++) {
    if (least > 0 && <f64>least * <f64>q.steps >= part * q.norm) {
      q.status = 0;
      return least;
    }
    q.steps++;
    q.norm += 2 * <f64>least + <f64>q.c;
    const place = at32(q.counts, nu);
    store<i32>(place, load<i32>(place) + 1);
    least = addPattern(q, nu, stride);
    nu = find(q.aligned, least);
  }
  q.status = least > 0 && <f64>least * <f64>q.steps >= part * q.norm ? 0 : 1;
  return least;
}

/** Adds pattern nu to the weights: a_μ += σ_μ σ_ν G_μν − own. Returns the smallest field. */
function addPattern(q: Perceptron, nu: i32, stride: i32): i32 {
  const row = q.gram + (<usize>nu * <usize>stride << 1);
  const flip = i16x8.splat(load<i16>(at16(q.sigma, nu)));
  const own = i16x8.splat(<i16>q.own);
  let lowest = i32x4.splat(i32.MAX_VALUE);
  for (let k = 0; k < stride; k += 8) {
    const sigma = v128.load(at16(q.sigma, k));
    // 0 beyond P, where σ is: σ² is 1 or 0
    const change = i16x8.sub(
      i16x8.mul(i16x8.mul(v128.load(at16(row, k)), sigma), flip),
      i16x8.mul(own, i16x8.mul(sigma, sigma)),
    );
    const ptr = at32(q.aligned, k);
    const low = i32x4.add(v128.load(ptr, 0), i32x4.extend_low_i16x8_s(change));
    const high = i32x4.add(v128.load(ptr, 16), i32x4.extend_high_i16x8_s(change));
    v128.store(ptr, low, 0);
    v128.store(ptr, high, 16);
    lowest = i32x4.min_s(lowest, i32x4.min_s(low, high));
  }
  return min(
    min(i32x4.extract_lane(lowest, 0), i32x4.extract_lane(lowest, 1)),
    min(i32x4.extract_lane(lowest, 2), i32x4.extract_lane(lowest, 3)),
  );
}

/** The first place of a value that is there. */
function find(ptr: usize, value: i32): i32 {
  const wanted = i32x4.splat(value);
  let k = 0;
  while (!v128.any_true(i32x4.eq(v128.load(at32(ptr, k)), wanted))) k += 4;
  while (load<i32>(at32(ptr, k)) != value) k++;
  return k;
}

function leastOf(q: Perceptron): i32 {
  let place = 0;
  for (let nu = 1; nu < q.P; nu++) {
    if (load<i32>(at32(q.aligned, nu)) < load<i32>(at32(q.aligned, place))) place = nu;
  }
  return place;
}

/**
 * Σ_ν k_ν ξ_j^ν for every neuron j.
 *
 * @param xiPtr      i8[P × stride], stride a multiple of 16
 * @param factorPtr  i32[P]
 * @param outPtr     i32[stride], written
 */
export function sumPatterns(xiPtr: usize, factorPtr: usize, outPtr: usize, P: i32, stride: i32): void {
  memory.fill(outPtr, 0, (<usize>stride) << 2);
  for (let nu = 0; nu < P; nu++) {
    const factor = load<i32>(at32(factorPtr, nu));
    if (factor == 0) continue;
    const many = i32x4.splat(factor);
    const row = xiPtr + <usize>nu * <usize>stride;
    for (let j = 0; j < stride; j += 8) {
      const signs = v128.load8x8_s(row + j);
      const ptr = at32(outPtr, j);
      v128.store(ptr, i32x4.add(v128.load(ptr, 0), i32x4.mul(many, i32x4.extend_low_i16x8_s(signs))), 0);
      v128.store(ptr, i32x4.add(v128.load(ptr, 16), i32x4.mul(many, i32x4.extend_high_i16x8_s(signs))), 16);
    }
  }
}
