// The best replacement of an input in single precision: one pass over row j of M gives
//
//   cost_k − 2 m_j m_k M_jk − T·G_k,     cost_k = 2m_k·h_k + (P − 2κ) m_k²,
//
// for every candidate k, which is ΔE_jk up to what depends on j alone, with Gumbel noise G. Exact up to the rounding of f32:
// the greedy descent takes it, and the heat bath where its integers do not fit 32 bits.

import { at16, at32, at64 } from "./address";
import { addRows, Annealer, ownOf, rowOf } from "./annealer";

const BLOCK: i32 = 16;

/** Derives the candidates' costs from members and fields; `swapRows` keeps them. */
export function deriveCosts(a: Annealer): void {
  for (let l = 0; l < a.width; l++) {
    store<f32>(at32(a.barrier, l), l < a.N && l != a.neuron ? squareCost(a, l) : Infinity);
  }
  for (let s = 0; s < a.c; s++) store<f32>(at32(a.barrier, load<i32>(at32(a.members, s))), Infinity);
  addRowsAndCosts(a, a.overlap, a.overlap, 0, 0);
}

/** Fields and costs after the swap j → k. */
export function swapRows(a: Annealer, j: i32, k: i32): void {
  store<f32>(at32(a.barrier, j), squareCost(a, j));
  store<f32>(at32(a.barrier, k), Infinity);
  addRowsAndCosts(a, rowOf(a, k), rowOf(a, j), ownOf(a, k), -ownOf(a, j));
}

/** The first candidate k with the lowest value; blocks of 16 keep the search for its place off the pass. */
export function bestReplacement(a: Annealer, j: i32, noise: usize, heat: f32): i32 {
  let row = rowOf(a, j);
  let own = a.own;
  let cost = a.cost;
  let noises = noise;
  const end = row + ((<usize>a.width) << 1);
  const factor = load<f32>(at32(a.twice, j));
  const twice = f32x4.splat(factor);
  const hot = f32x4.splat(heat);
  let lowest = f32x4.splat(Infinity);
  let found = row;
  for (; row < end; row += 32, own += 32, cost += 64, noises += 64) {
    const low = values(row, own, cost, noises, twice, hot);
    const high = values(row + 16, own + 16, cost + 32, noises + 32, twice, hot);
    const least = f32x4.pmin(low, high);
    if (v128.any_true(f32x4.lt(least, lowest))) {
      let x = f32x4.pmin(least, v128.shuffle<u64>(least, least, 1, 0));
      x = f32x4.pmin(x, v128.shuffle<u32>(x, x, 1, 0, 3, 2));
      lowest = x;
      found = row;
    }
  }
  const target = f32x4.extract_lane(lowest, 0);
  const first = <i32>((found - rowOf(a, j)) >> 1);
  for (let l = first; l < first + BLOCK - 1; l++) {
    const pair = ownOf(a, l) * <i32>load<i16>(at16(rowOf(a, j), l));
    const value = load<f32>(at32(a.cost, l)) - <f32>pair * factor - heat * load<f32>(at32(noise, l));
    if (value == target) return l;
  }
  return first + BLOCK - 1;
}

/** The smaller of lanes 0 … 3 and 4 … 7. */
// @ts-ignore: decorator
@inline
function values(row: usize, own: usize, cost: usize, noise: usize, twice: v128, hot: v128): v128 {
  const m = v128.load(own);
  const r = v128.load(row);
  const low = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extmul_low_i16x8_s(m, r)), twice);
  const high = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extmul_high_i16x8_s(m, r)), twice);
  return f32x4.pmin(
    f32x4.sub(f32x4.sub(v128.load(cost, 0), low), f32x4.mul(hot, v128.load(noise, 0))),
    f32x4.sub(f32x4.sub(v128.load(cost, 16), high), f32x4.mul(hot, v128.load(noise, 16))),
  );
}

/** (P − 2κ) m_l²: what the field leaves out of a candidate's cost. */
// @ts-ignore: decorator
@inline
function squareCost(a: Annealer, l: i32): f32 {
  const m = <f64>ownOf(a, l);
  return <f32>((<f64>a.P - a.twiceKappa) * m * m);
}

/** h += x·row1 + y·row2, and the costs that follow. */
function addRowsAndCosts(a: Annealer, row1: usize, row2: usize, x: i32, y: i32): void {
  addRows(a, row1, row2, x, y);
  for (let l = 0; l < a.width; l += 4) {
    let h: v128;
    if (a.wide) {
      const at = at64(a.fields, l);
      const low = f32x4.demote_f64x2_zero(v128.load(at, 0));
      const high = f32x4.demote_f64x2_zero(v128.load(at, 16));
      h = v128.shuffle<u64>(low, high, 0, 2);
    } else {
      h = f32x4.convert_i32x4_s(v128.load(at32(a.fields, l)));
    }
    const product = f32x4.mul(v128.load(at32(a.twice, l)), h);
    v128.store(at32(a.cost, l), f32x4.add(product, v128.load(at32(a.barrier, l))));
  }
}
