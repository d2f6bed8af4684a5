// Heat bath over whole rows: for a random input j, one pass over row j of M gives the cost of replacing it by every
// candidate k at once; with Gumbel noise G, argmin_k (ΔE_jk − T·G_k), "stay" among the choices, is a draw from the Boltzmann
// distribution over them. At low temperature, where Metropolis rejects nearly every proposal, a step weighs hundreds.
//
// The choice is made in f32, exact up to rounding far below T; the change it makes is recomputed exactly.
// Noise: a table of shuffled Gumbel quantiles, read from a random offset on.

import { at16, at32 } from "./address";
import { acceptSwap, Annealer, rowOf, swapChange } from "./annealer";
import { Stream } from "./stream";

const EXPONENTIALS: i32 = 4096;
const NOISE_MASK: u32 = 8191;
const BLOCK: i32 = 16;

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
  const stream = changetype<Stream>(a.stream);
  const noise = at32(a.variates, EXPONENTIALS);
  for (let level = 0; level < levels; level++) {
    const heat = <f32>temperature;
    for (let step = 0; step < steps; step++) {
      const position = <i32>((<u64>stream.next() * <u64>a.c) >> 32);
      const word = stream.next();
      const j = load<i32>(at32(a.members, position));
      const k = lowestCost(a, j, at32(noise, word & NOISE_MASK), heat);
      const change = swapChange(a, j, k);
      const stay = temperature * <f64>load<f32>(at32(noise, (word >> 16) & NOISE_MASK));
      const move = temperature * <f64>load<f32>(at32(noise, (word & NOISE_MASK) + k));
      if (change - move < -stay) acceptSwap(a, position, j, k, change);
    }
    temperature *= factor;
  }
  return temperature;
}

/**
 * Greedy descent: every input in turn goes to its best replacement while that lowers the energy, until a whole round
 * changes nothing or `rounds` are done.
 *
 * @returns  rounds done
 */
export function descend(ptr: usize, rounds: i32): i32 {
  const a = changetype<Annealer>(ptr);
  if (a.N - 1 == a.c) return 0;
  const noise = at32(a.variates, EXPONENTIALS);
  for (let round = 1; round <= rounds; round++) {
    let moved = false;
    for (let position = 0; position < a.c; position++) {
      const j = load<i32>(at32(a.members, position));
      const k = lowestCost(a, j, noise, 0);
      const change = swapChange(a, j, k);
      if (change < 0) {
        acceptSwap(a, position, j, k, change);
        moved = true;
      }
    }
    if (!moved) return round;
  }
  return rounds;
}

/** The first k with the lowest cost_k − 2 m_j m_k M_jk − T·G_k. Blocks of 16 keep the search for the place off the pass. */
// @ts-ignore: decorator
@inline
function lowestCost(a: Annealer, j: i32, noise: usize, heat: f32): i32 {
  const row = rowOf(a, j);
  const own = a.own;
  const cost = a.cost;
  const width = a.width;
  const twice = f32x4.splat(2 * load<f32>(at32(a.own32, j)));
  const hot = f32x4.splat(heat);
  let lowest = f32x4.splat(Infinity);
  let block = 0;
  for (let l = 0; l < width; l += BLOCK) {
    const low = blockCost(row, own, cost, noise, l, twice, hot);
    const high = blockCost(row, own, cost, noise, l + 8, twice, hot);
    const least = f32x4.pmin(low, high);
    if (v128.any_true(f32x4.lt(least, lowest))) {
      let x = f32x4.pmin(least, v128.shuffle<u64>(least, least, 1, 0));
      x = f32x4.pmin(x, v128.shuffle<u32>(x, x, 1, 0, 3, 2));
      lowest = x;
      block = l;
    }
  }
  const m2 = f32x4.extract_lane(twice, 0);
  const target = f32x4.extract_lane(lowest, 0);
  for (let l = block; l < block + BLOCK - 1; l++) {
    const pair = <i32>load<i16>(at16(own, l)) * <i32>load<i16>(at16(row, l));
    const value = load<f32>(at32(cost, l)) - <f32>pair * m2 - heat * load<f32>(at32(noise, l));
    if (value == target) return l;
  }
  return block + BLOCK - 1;
}

/** The smaller of lanes l … l + 3 and l + 4 … l + 7. */
// @ts-ignore: decorator
@inline
function blockCost(row: usize, own: usize, cost: usize, noise: usize, l: i32, twice: v128, hot: v128): v128 {
  const m = v128.load(at16(own, l));
  const r = v128.load(at16(row, l));
  const low = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extmul_low_i16x8_s(m, r)), twice);
  const high = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extmul_high_i16x8_s(m, r)), twice);
  const costs = at32(cost, l);
  const noises = at32(noise, l);
  return f32x4.pmin(
    f32x4.sub(f32x4.sub(v128.load(costs, 0), low), f32x4.mul(hot, v128.load(noises, 0))),
    f32x4.sub(f32x4.sub(v128.load(costs, 16), high), f32x4.mul(hot, v128.load(noises, 16))),
  );
}
