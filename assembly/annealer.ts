// One neuron's connectivity problem (EK22 eqs. 6 and 7): choose the set S of its c inputs that minimises
//
//   c²E(S) = Σ_{j,k∈S} m_j m_k M_jk − 2κ Σ_{j∈S} m_j² + P κ²,     m_j = M_ij,  κ = c(1 + ε)
//
// The integers h_l = Σ_{j∈S} m_j M_jl are kept for all l, so that the change made by a swap j → k,
//
//   ΔE = m_k [2h_k + (P − 2κ) m_k − 2 m_j M_jk] + m_j [(P + 2κ) m_j − 2h_j]
//
// takes O(1), and an accepted one a single pass over rows j and k of M. h is held in i32 where the caller has proven
// |h| < 2³¹ and in f64 (exact below 2⁵³) where not: `wide`. Energies here are in units of c²E; the caller scales.
//
// The rules that move (metropolis.ts, heat-bath.ts) work on this state; `width` is N rounded up to 32, arrays of
// `width` entries are padded with zeros, the padding and non-candidates carry an infinite barrier.

import { NOISE } from "../src/numeric/quantiles";
import { at16, at32, at64, headerBytes } from "./address";
import { DOMAIN } from "../src/numeric/domains";
import { Stream } from "./stream";

/** Lives in memory of the caller (`annealerBytes`), arrays behind the header; two annealers share nothing. */
@unmanaged
export class Annealer {
  energy: f64; // c²E of the present S
  best: f64; // lowest c²E left so far, Infinity before the first
  twiceKappa: f64; // 2κ
  costsAt: f64; // temperature that the fixed-point costs belong to, −1 when to be derived anew
  overlap: usize; // i16[N × stride]
  variates: usize; // f32[4096] exponential, then f32[NOISE + width] Gumbel variates: see src/numeric/variates.ts
  own: usize; // m     i16[width]  row i of M, 0 at i
  twice: usize; // 2m    f32[width]
  scaled: usize; // i16[width]  stretch · m at candidates, 0 elsewhere: see heat-bath.ts
  noise: usize; // i16[8192 + width]  scaled to the present temperature: see heat-bath.ts
  fields: usize; // h     i32[width] or f64[width]
  cost: usize; // f32[width]  2m_l·h_l + barrier_l, or in fixed point: see heat-bath.ts
  barrier: usize; // f32[width]  (P − 2κ) m_l² at candidates, +∞ at members, at i and in the padding; or in fixed point
  members: usize; // i32[c]  S, in no order; the host writes a warm start here before `annealerBegin`
  others: usize; // i32[N − 1 − c]  candidates outside S, kept by metropolis.ts alone
  record: usize; // i32[c]  S at `best`
  stream: usize;
  stride: i32;
  width: i32;
  N: i32;
  P: i32;
  c: i32;
  wide: i32;
  neuron: i32;
  accepted: i32; // swaps since `begin`
  listed: i32; // `others` belongs to the present S: a run split in two calls goes on with the same list
  largest: i32; // bound on |M_jk|, j ≠ k
  largestOwn: i32; // max |m|, at least 1
  stretch: i32;
  base: i32; // of the fixed-point costs
}

/** Bytes of an annealer and its arrays. */
export function annealerBytes(N: i32, c: i32): usize {
  const width = <usize>((N + 31) & ~31);
  const arrays = width * (2 + 2 + 2 + 4 + 8 + 4 + 4) + 2 * NOISE + <usize>(c + c + N + 16) * 4;
  return headerBytes<Annealer>() + offsetof<Stream>() + arrays;
}

/**
 * Lays out an annealer in zeroed memory.
 *
 * @param ptr          annealerBytes(N, c), aligned to 64, owned by the caller
 * @param overlapPtr   i16[N × stride], read only while the annealer is used
 * @param variatesPtr  f32 tables of exponential and Gumbel variates, read only
 */
export function annealerInit(
  ptr: usize,
  overlapPtr: usize,
  variatesPtr: usize,
  N: i32,
  P: i32,
  c: i32,
  stride: i32,
  largest: i32,
  twiceKappa: f64,
  wide: i32,
): void {
  const a = changetype<Annealer>(ptr);
  const width = (N + 31) & ~31;
  a.overlap = overlapPtr;
  a.variates = variatesPtr;
  a.N = N;
  a.P = P;
  a.c = c;
  a.stride = stride;
  a.width = width;
  a.twiceKappa = twiceKappa;
  a.wide = wide;
  a.largest = largest;
  let next = ptr + headerBytes<Annealer>();
  a.fields = next;
  a.twice = next += (<usize>width) << 3;
  a.cost = next += (<usize>width) << 2;
  a.barrier = next += (<usize>width) << 2;
  a.own = next += (<usize>width) << 2;
  a.scaled = next += (<usize>width) << 1;
  a.noise = next += (<usize>width) << 1;
  a.stream = next += (<usize>(NOISE + width)) << 1;
  a.members = next += offsetof<Stream>();
  a.record = next += (<usize>c) << 2;
  a.others = next + ((<usize>c) << 2);
}

/** c²E of the present set, from the fields: free of the rounding that a long sum of changes gathers when 2κ is no integer. */
export function annealerEnergy(ptr: usize): f64 {
  const a = changetype<Annealer>(ptr);
  let quadratic: f64 = 0;
  for (let s = 0; s < a.c; s++) {
    const j = load<i32>(at32(a.members, s));
    quadratic += <f64>load<i16>(at16(a.own, j)) * field(a, j);
  }
  const kappa = a.twiceKappa * 0.5;
  return quadratic - a.twiceKappa * annealerSquares(ptr) + <f64>a.P * kappa * kappa;
}

/** Σ_{j∈S} m_j²: the scale of a swap's energy is P times its mean. */
export function annealerSquares(ptr: usize): f64 {
  const a = changetype<Annealer>(ptr);
  let sum: f64 = 0;
  for (let s = 0; s < a.c; s++) {
    const m = <f64>load<i16>(at16(a.own, load<i32>(at32(a.members, s))));
    sum += m * m;
  }
  return sum;
}

/**
 * Starts on a neuron: from a random set, or with `warm` from the distinct inputs that stand in `members`.
 * `run` separates the random streams of repeated runs on one neuron.
 *
 * @param neuron  row of the neuron in the matrix
 * @param item    whose random stream it reads: the neuron's number in the network, of which the matrix may hold a part
 */
export function annealerBegin(ptr: usize, neuron: i32, item: i32, warm: i32, run: u32, key0: u32, key1: u32): void {
  const a = changetype<Annealer>(ptr);
  const stream = changetype<Stream>(a.stream);
  stream.open(DOMAIN.anneal, item, run, key0, key1);
  a.neuron = neuron;
  a.accepted = 0;
  a.best = Infinity;
  const rowPtr = rowOf(a, neuron);
  let largestOwn = 1;
  for (let l = 0; l < a.N; l++) {
    const m = l == neuron ? 0 : <i32>load<i16>(at16(rowPtr, l));
    store<i16>(at16(a.own, l), <i16>m);
    store<f32>(at32(a.twice, l), <f32>(m + m));
    largestOwn = max(largestOwn, abs<i32>(m));
  }
  a.largestOwn = largestOwn;
  // as much as 16 bits of a product m_l M_jl leave room for; 1 where `wide`, which does not read it
  a.stretch = max(1, 32767 / (largestOwn * max(1, a.largest)));
  if (!warm) drawMembers(a, stream);
  derive(a);
}

/** Takes note that other overlaps stand in the matrix: a bound on them, and how the fields are kept. The next call is `annealerBegin`. */
export function annealerRefit(ptr: usize, largest: i32, wide: i32): void {
  const a = changetype<Annealer>(ptr);
  a.largest = largest;
  a.wide = wide;
}

/** Goes back to the best set left behind, when it is better than the present one. */
export function annealerRestore(ptr: usize): void {
  const a = changetype<Annealer>(ptr);
  if (a.best >= a.energy) return;
  memory.copy(a.members, a.record, (<usize>a.c) << 2);
  derive(a);
}

/** A uniform subset, by the first c steps of a Fisher–Yates shuffle of the others. */
function drawMembers(a: Annealer, stream: Stream): void {
  const N = a.N;
  const scratch = a.fields; // i32[N − 1], overwritten by `derive`
  for (let l = 0; l < N - 1; l++) store<i32>(at32(scratch, l), l < a.neuron ? l : l + 1);
  for (let s = 0; s < a.c; s++) {
    const t = s + <i32>stream.below(N - 1 - s);
    store<i32>(at32(a.members, s), load<i32>(at32(scratch, t)));
    store<i32>(at32(scratch, t), load<i32>(at32(scratch, s)));
  }
}

/** Derives everything from the members: fields and energy. */
function derive(a: Annealer): void {
  const N = a.N;
  a.listed = 0;
  a.costsAt = -1;
  memory.fill(a.fields, 0, (<usize>a.width) << (a.wide ? 3 : 2));
  for (let s = 0; s < a.c; s++) {
    const j = load<i32>(at32(a.members, s));
    const m = <i32>load<i16>(at16(a.own, j));
    addRows(a, rowOf(a, j), rowOf(a, j), m, 0);
  }
  a.energy = annealerEnergy(changetype<usize>(a));
}

// @ts-ignore: decorator
@inline
export function rowOf(a: Annealer, j: i32): usize {
  return a.overlap + ((<usize>j * <usize>a.stride) << 1);
}

// @ts-ignore: decorator
@inline
export function field(a: Annealer, l: i32): f64 {
  return a.wide ? load<f64>(at64(a.fields, l)) : <f64>load<i32>(at32(a.fields, l));
}

/** ΔE of the swap that drops j and adds k, in units of c²E; exact while its terms stay below 2⁵³. */
// @ts-ignore: decorator
@inline
export function swapChange(a: Annealer, j: i32, k: i32): f64 {
  const mj = <f64>load<i16>(at16(a.own, j));
  const mk = <f64>load<i16>(at16(a.own, k));
  const mjk = <f64>load<i16>(at16(rowOf(a, j), k));
  const P = <f64>a.P;
  return swapEnergy(mj, mk, mjk, field(a, j), field(a, k), P + a.twiceKappa, P - a.twiceKappa);
}

/** The same from its terms: `plus` = P + 2κ, `minus` = P − 2κ. */
// @ts-ignore: decorator
@inline
export function swapEnergy(mj: f64, mk: f64, mjk: f64, hj: f64, hk: f64, plus: f64, minus: f64): f64 {
  return mk * (2 * hk + minus * mk - 2 * mj * mjk) + mj * (plus * mj - 2 * hj);
}

/**
 * Makes the swap that drops j, at `position` of the members, and adds k, in everything but the fields. A set better than
 * all before is put on record when it is left.
 */
// @ts-ignore: decorator
@inline
export function noteSwap(a: Annealer, position: i32, k: i32, change: f64): void {
  if (change > 0 && a.energy < a.best) {
    a.best = a.energy;
    memory.copy(a.record, a.members, (<usize>a.c) << 2);
  }
  a.energy += change;
  a.accepted++;
  store<i32>(at32(a.members, position), k);
}

// @ts-ignore: decorator
@inline
export function ownOf(a: Annealer, l: i32): i32 {
  return <i32>load<i16>(at16(a.own, l));
}

/** The nearest integer, halves upwards: floor rounds alike on every engine. */
// @ts-ignore: decorator
@inline
export function nearest(x: f64): i32 {
  return <i32>Math.floor(x + 0.5);
}

/** h += x·row1 + y·row2; the pair of rows goes through one dot product. */
export function addRows(a: Annealer, row1: usize, row2: usize, x: i32, y: i32): void {
  const pair = i32x4.splat((x & 0xffff) | (y << 16));
  let fields = a.fields;
  const end = row1 + ((<usize>a.width) << 1);
  if (a.wide) {
    for (; row1 < end; row1 += 16, row2 += 16, fields += 64) {
      const v1 = v128.load(row1);
      const v2 = v128.load(row2);
      addWide(fields, i32x4.dot_i16x8_s(v128.shuffle<u16>(v1, v2, 0, 8, 1, 9, 2, 10, 3, 11), pair));
      addWide(fields + 32, i32x4.dot_i16x8_s(v128.shuffle<u16>(v1, v2, 4, 12, 5, 13, 6, 14, 7, 15), pair));
    }
  } else {
    for (; row1 < end; row1 += 32, row2 += 32, fields += 64) {
      const v1 = v128.load(row1);
      const v2 = v128.load(row2);
      const w1 = v128.load(row1, 16);
      const w2 = v128.load(row2, 16);
      const a0 = i32x4.dot_i16x8_s(v128.shuffle<u16>(v1, v2, 0, 8, 1, 9, 2, 10, 3, 11), pair);
      const a1 = i32x4.dot_i16x8_s(v128.shuffle<u16>(v1, v2, 4, 12, 5, 13, 6, 14, 7, 15), pair);
      const a2 = i32x4.dot_i16x8_s(v128.shuffle<u16>(w1, w2, 0, 8, 1, 9, 2, 10, 3, 11), pair);
      const a3 = i32x4.dot_i16x8_s(v128.shuffle<u16>(w1, w2, 4, 12, 5, 13, 6, 14, 7, 15), pair);
      v128.store(fields, i32x4.add(v128.load(fields, 0), a0), 0);
      v128.store(fields, i32x4.add(v128.load(fields, 16), a1), 16);
      v128.store(fields, i32x4.add(v128.load(fields, 32), a2), 32);
      v128.store(fields, i32x4.add(v128.load(fields, 48), a3), 48);
    }
  }
}

// @ts-ignore: decorator
@inline
function addWide(at: usize, change: v128): void {
  v128.store(at, f64x2.add(v128.load(at, 0), f64x2.convert_low_i32x4_s(change)), 0);
  const high = v128.shuffle<u64>(change, change, 1, 0);
  v128.store(at, f64x2.add(v128.load(at, 16), f64x2.convert_low_i32x4_s(high)), 16);
}
