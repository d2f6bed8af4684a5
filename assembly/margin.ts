// The connectivity problem of one neuron with a margin: choose the set S of its c inputs that minimises
//
//   c²E(S) = Σ_ν max(0, K − F_ν)²,     F_ν = Σ_{j∈S} d_j^ν,   d_j^ν = s_j^ν M_ij,   s_j^ν = ξ_i^ν ξ_j^ν
//
// the squares of what the aligned fields c(1 + A^ν) = F_ν lack of the target K = κc, an integer: E = 0 proves every pattern
// stable with margin κ. Not quadratic, so that a proposal costs a pass over the patterns; all of it on integers, exact.
//
// The search is Metropolis on swaps, a slot at a time: the place of one input is emptied, and TRIES candidates for it are
// proposed in turn, each accepted iff its energy is at most E + T·X, X exponential. With the gaps of the emptied slot,
// G_ν = K − F_ν + d_j^ν, a proposal is the sum of max(0, G_ν − d_k^ν)²: two loads, subtract, maximum, multiply and add, eight
// patterns a vector. Each proposal by itself is symmetric, so that slots may be chosen in any order that ignores energies.
//
// In 16 bits where a bound proves that K − F fits; there the sum is taken in i32 while E is low enough for that, in i64
// above. `wide` where not: doubles, pattern after pattern.
//
// Gaps beyond the last pattern are −1 and d is 0 there: they never count. `width` is P rounded up to 16.

import { EXPONENTIAL_BITS, TAIL } from "../src/numeric/quantiles";
import { at16, at32, at64, headerBytes } from "./address";
import { DOMAIN } from "../src/numeric/domains";
import { Stream } from "./stream";
import { LAST_QUANTILE } from "./variates";

/** Proposals a slot: few, as repeated ones gain less, but enough to pay for the pass that empties it. */
const TRIES: i32 = 4;

/** Lives in memory of the caller (`marginBytes`), arrays behind the header; two searches share nothing. */
@unmanaged
class MarginSearch {
  energy: f64; // c²E of the present S
  best: f64; // lowest c²E left so far, Infinity before the first
  target: f64; // K
  bound: f64; // energies up to here: sums of a proposal fit i32
  overlap: usize; // i16[N × stride]
  exponentials: usize; // f32[4096]
  signs: usize; // i8[N × width]  ξ_j^ν, a neuron a row
  terms: usize; // i16[N × width]  d_j^ν of the present neuron
  own: usize; // i32[N]  m, 0 at i
  gaps: usize; // K − F_ν    i16[width] or f64[width]
  emptied: usize; // G_ν of the present slot, likewise
  counts: usize; // i32[P + 1]  scratch
  members: usize; // i32[c]  S, in no order; the host writes a warm start here before `marginBegin`
  others: usize; // i32[N − 1 − c]  candidates outside S
  record: usize; // i32[c]  S at `best`
  stream: usize;
  stride: i32;
  width: i32;
  N: i32;
  P: i32;
  c: i32;
  neuron: i32;
  wide: i32;
  accepted: i32; // swaps since `begin`
  position: i32; // the present slot
  tries: i32; // proposals left for it
}

/** Bytes of a search and its arrays. */
export function marginBytes(N: i32, P: i32, c: i32): usize {
  const width = <usize>((P + 15) & ~15);
  const arrays = width * (16 + 3 * <usize>N) + <usize>(2 * N + c + P + 16) * 4;
  return headerBytes<MarginSearch>() + offsetof<Stream>() + arrays;
}

/**
 * Lays out a search in zeroed memory.
 *
 * @param ptr              marginBytes(N, P, c), aligned to 64, owned by the caller
 * @param xiPtr            i8[P × stride], read now
 * @param overlapPtr       i16[N × stride], read only while the search is used
 * @param exponentialsPtr  f32[4096], read only
 * @param target           K, an integer ≥ 1
 */
export function marginInit(
  ptr: usize,
  xiPtr: usize,
  overlapPtr: usize,
  exponentialsPtr: usize,
  N: i32,
  P: i32,
  c: i32,
  stride: i32,
  target: f64,
): void {
  const a = changetype<MarginSearch>(ptr);
  const width = (P + 15) & ~15;
  a.overlap = overlapPtr;
  a.exponentials = exponentialsPtr;
  a.N = N;
  a.P = P;
  a.c = c;
  a.stride = stride;
  a.width = width;
  a.target = target;
  let next = ptr + headerBytes<MarginSearch>();
  a.stream = next;
  a.gaps = next += offsetof<Stream>();
  a.emptied = next += (<usize>width) << 3;
  a.terms = next += (<usize>width) << 3;
  a.signs = next += (<usize>N * <usize>width) << 1;
  a.own = next += <usize>N * <usize>width;
  a.members = next += (<usize>N) << 2;
  a.others = next += (<usize>c) << 2;
  a.record = next += (<usize>(N - 1 - c)) << 2;
  a.counts = next + ((<usize>c) << 2);
  for (let nu = 0; nu < P; nu++) {
    const row = xiPtr + <usize>nu * <usize>stride;
    for (let j = 0; j < N; j++) store<i8>(a.signs + <usize>j * <usize>width + nu, load<i8>(row + j));
  }
}

/** Σ_{j≠i} m_j²: N − 1 times the square of what one input adds to a field. */
export function marginSquares(ptr: usize): f64 {
  const a = changetype<MarginSearch>(ptr);
  let sum: f64 = 0;
  for (let l = 0; l < a.N; l++) {
    const m = <f64>load<i32>(at32(a.own, l));
    sum += m * m;
  }
  return sum;
}

/** Σ_ν max(0, κc − F_ν)² of the present set for any κc, pattern after pattern. */
export function marginEnergyAt(ptr: usize, scaledMargin: f64): f64 {
  const a = changetype<MarginSearch>(ptr);
  let sum: f64 = 0;
  for (let nu = 0; nu < a.P; nu++) {
    const lack = scaledMargin - (a.target - gapAt(a, nu));
    if (lack > 0) sum += lack * lack;
  }
  return sum;
}

/**
 * Starts on a neuron: from the c others of largest |m|, or with `warm` from the distinct inputs that stand in
 * `members`. `run` separates the random streams of repeated runs on one neuron.
 */
export function marginBegin(ptr: usize, neuron: i32, warm: i32, run: u32, key0: u32, key1: u32): void {
  const a = changetype<MarginSearch>(ptr);
  changetype<Stream>(a.stream).open(DOMAIN.anneal, neuron, run, key0, key1);
  a.neuron = neuron;
  a.accepted = 0;
  a.best = Infinity;
  const row = a.overlap + ((<usize>neuron * <usize>a.stride) << 1);
  let largest = 1;
  for (let l = 0; l < a.N; l++) {
    const m = l == neuron ? 0 : <i32>load<i16>(at16(row, l));
    store<i32>(at32(a.own, l), m);
    largest = max(largest, abs<i32>(m));
  }
  // |F| ≤ c·max|m|, and by Cauchy and Schwarz |F|² ≤ c Σ m²
  const c = <f64>a.c;
  const room: f64 = 32767 - a.target;
  a.wide = room < 0 || (c * <f64>largest > room && c * marginSquares(ptr) > room * room) ? 1 : 0;
  // a swap moves every gap by at most 2·max|m|: √E' ≤ √E + 2 max|m| √P
  const root: f64 = 46340 - 2 * <f64>largest * Math.sqrt(<f64>a.P);
  a.bound = root > 0 ? root * root : -1;
  deriveTerms(a);
  if (!warm) chooseLargest(a);
  derive(a);
}

/** Goes back to the best set left behind, when it is better than the present one. */
export function marginRestore(ptr: usize): void {
  const a = changetype<MarginSearch>(ptr);
  if (a.best >= a.energy) return;
  memory.copy(a.members, a.record, (<usize>a.c) << 2);
  derive(a);
}

/**
 * Runs `levels` temperatures of `steps` proposals each; stops for good at E = 0.
 *
 * @param temperature  of the first level, in units of c²E, ≥ 0
 * @param factor       ratio of successive temperatures
 * @returns            the temperature after the last level
 */
export function marginAnneal(ptr: usize, levels: i32, steps: i32, temperature: f64, factor: f64): f64 {
  const a = changetype<MarginSearch>(ptr);
  const stream = changetype<Stream>(a.stream);
  const members = a.members;
  const others = a.others;
  const candidates = <u64>(a.N - 1 - a.c);
  if (candidates == 0) return temperature;
  let energy = a.energy;
  for (let level = 0; level < levels; level++) {
    for (let step = 0; step < steps; step++) {
      if (energy == 0) return temperature;
      if (a.tries == 0) {
        a.position = <i32>((<u64>stream.next() * <u64>a.c) >> 32);
        a.tries = TRIES;
        empty(a, load<i32>(at32(members, a.position)));
      }
      a.tries--;
      // One word chooses the candidate, a position in a list, and by the fraction left the threshold. A swap exchanges what
      // stands at two positions, so proposals are symmetric whatever the rounding.
      const choice = <u64>stream.next() * candidates;
      const vacancy = <i32>(choice >> 32);
      let quantile = (<u32>choice) >> (32 - EXPONENTIAL_BITS);
      let threshold: f64 = 0;
      while (quantile == LAST_QUANTILE) {
        threshold += TAIL;
        quantile = stream.next() >> (32 - EXPONENTIAL_BITS);
      }
      threshold += <f64>load<f32>(at32(a.exponentials, quantile));
      const k = load<i32>(at32(others, vacancy));
      const proposed = energyWith(a, k, energy);
      if (!(proposed <= energy + temperature * threshold)) continue;
      if (proposed > energy && energy < a.best) {
        a.best = energy;
        memory.copy(a.record, members, (<usize>a.c) << 2);
      }
      store<i32>(at32(others, vacancy), load<i32>(at32(members, a.position)));
      store<i32>(at32(members, a.position), k);
      fill(a, k);
      energy = proposed;
      a.energy = proposed;
      a.accepted++;
    }
    temperature *= factor;
  }
  return temperature;
}

// @ts-ignore: decorator
@inline
function termsOf(a: MarginSearch, j: i32): usize {
  return a.terms + ((<usize>j * <usize>a.width) << 1);
}

// @ts-ignore: decorator
@inline
function gapAt(a: MarginSearch, nu: i32): f64 {
  return a.wide ? load<f64>(at64(a.gaps, nu)) : <f64>load<i16>(at16(a.gaps, nu));
}

/** d_j^ν for every j: products of two rows of signs, times m_j. */
function deriveTerms(a: MarginSearch): void {
  const width = <usize>a.width;
  const own = a.signs + <usize>a.neuron * width;
  for (let j = 0; j < a.N; j++) {
    const signs = a.signs + <usize>j * width;
    const terms = termsOf(a, j);
    const m = i16x8.splat(<i16>load<i32>(at32(a.own, j)));
    for (let at: usize = 0; at < width; at += 16) {
      const x = v128.load(signs + at);
      const y = v128.load(own + at);
      v128.store(terms + (at << 1), i16x8.mul(i16x8.extmul_low_i8x16_s(x, y), m), 0);
      v128.store(terms + (at << 1), i16x8.mul(i16x8.extmul_high_i8x16_s(x, y), m), 16);
    }
  }
}

/** The c others of largest |m|, the first of equals, by counting: lists members in increasing order. */
function chooseLargest(a: MarginSearch): void {
  const counts = a.counts;
  memory.fill(counts, 0, (<usize>(a.P + 1)) << 2);
  for (let l = 0; l < a.N; l++) {
    if (l == a.neuron) continue;
    const at = at32(counts, abs<i32>(load<i32>(at32(a.own, l))));
    store<i32>(at, load<i32>(at) + 1);
  }
  let least = a.P;
  let left = a.c; // places for those with |m| = least
  while (load<i32>(at32(counts, least)) < left) left -= load<i32>(at32(counts, least--));
  let s = 0;
  for (let l = 0; l < a.N; l++) {
    if (l == a.neuron) continue;
    const m = abs<i32>(load<i32>(at32(a.own, l)));
    if (m > least || (m == least && left-- > 0)) store<i32>(at32(a.members, s++), l);
  }
}

/** Derives everything from the members: candidates, gaps and energy. */
function derive(a: MarginSearch): void {
  a.tries = 0;
  const N = a.N;
  // members are marked in `own`, by a bit beyond those of |m| < 2¹⁵
  const mark = 1 << 30;
  for (let s = 0; s < a.c; s++) {
    const at = at32(a.own, load<i32>(at32(a.members, s)));
    store<i32>(at, load<i32>(at) ^ mark);
  }
  let count = 0;
  for (let l = 0; l < N; l++) {
    const m = load<i32>(at32(a.own, l));
    const isMember = ((m >> 30) ^ (m >> 31)) & 1;
    if (isMember) store<i32>(at32(a.own, l), m ^ mark);
    else if (l != a.neuron) store<i32>(at32(a.others, count++), l);
  }
  if (a.wide) {
    for (let nu = 0; nu < a.P; nu++) {
      let gap = a.target;
      for (let s = 0; s < a.c; s++) {
        gap -= <f64>load<i16>(at16(termsOf(a, load<i32>(at32(a.members, s))), nu));
      }
      store<f64>(at64(a.gaps, nu), gap);
    }
  } else {
    for (let nu = 0; nu < a.width; nu++) store<i16>(at16(a.gaps, nu), nu < a.P ? <i16>a.target : -1);
    for (let s = 0; s < a.c; s++) {
      const terms = termsOf(a, load<i32>(at32(a.members, s)));
      for (let nu = 0; nu < a.width; nu += 8) {
        const at = at16(a.gaps, nu);
        v128.store(at, i16x8.sub(v128.load(at), v128.load(at16(terms, nu))));
      }
    }
  }
  a.energy = marginEnergyAt(changetype<usize>(a), a.target);
}

/** The gaps without input j. */
function empty(a: MarginSearch, j: i32): void {
  const terms = termsOf(a, j);
  if (a.wide) {
    for (let nu = 0; nu < a.P; nu++) {
      store<f64>(at64(a.emptied, nu), load<f64>(at64(a.gaps, nu)) + <f64>load<i16>(at16(terms, nu)));
    }
    return;
  }
  for (let nu = 0; nu < a.width; nu += 8) {
    v128.store(at16(a.emptied, nu), i16x8.add(v128.load(at16(a.gaps, nu)), v128.load(at16(terms, nu))));
  }
}

/** The gaps with input k in the emptied slot. */
function fill(a: MarginSearch, k: i32): void {
  const terms = termsOf(a, k);
  if (a.wide) {
    for (let nu = 0; nu < a.P; nu++) {
      store<f64>(at64(a.gaps, nu), load<f64>(at64(a.emptied, nu)) - <f64>load<i16>(at16(terms, nu)));
    }
    return;
  }
  for (let nu = 0; nu < a.width; nu += 8) {
    v128.store(at16(a.gaps, nu), i16x8.sub(v128.load(at16(a.emptied, nu)), v128.load(at16(terms, nu))));
  }
}

/** c²E with input k in the emptied slot. */
// @ts-ignore: decorator
@inline
function energyWith(a: MarginSearch, k: i32, energy: f64): f64 {
  if (a.wide) return wideSum(a, k);
  return energy <= a.bound ? narrowSum(a, k) : longSum(a, k);
}

/** While no lane passes 31 bits. */
// @ts-ignore: decorator
@inline
function narrowSum(a: MarginSearch, k: i32): f64 {
  let terms = termsOf(a, k);
  let emptied = a.emptied;
  const end = emptied + ((<usize>a.width) << 1);
  const zero = i16x8.splat(0);
  let even = i32x4.splat(0);
  let odd = i32x4.splat(0);
  for (; emptied < end; emptied += 32, terms += 32) {
    const x = i16x8.max_s(i16x8.sub(v128.load(emptied, 0), v128.load(terms, 0)), zero);
    const y = i16x8.max_s(i16x8.sub(v128.load(emptied, 16), v128.load(terms, 16)), zero);
    even = i32x4.add(even, i32x4.dot_i16x8_s(x, x));
    odd = i32x4.add(odd, i32x4.dot_i16x8_s(y, y));
  }
  even = i32x4.add(even, odd);
  even = i32x4.add(even, v128.shuffle<u64>(even, even, 1, 0));
  return <f64>(i32x4.extract_lane(even, 0) + i32x4.extract_lane(even, 1));
}

/** A pair of squares is below 2³¹; their sums go on in 64 bits. */
function longSum(a: MarginSearch, k: i32): f64 {
  const terms = termsOf(a, k);
  const zero = i16x8.splat(0);
  let sum = i64x2.splat(0);
  for (let nu = 0; nu < a.width; nu += 8) {
    const x = i16x8.max_s(i16x8.sub(v128.load(at16(a.emptied, nu)), v128.load(at16(terms, nu))), zero);
    const squares = i32x4.dot_i16x8_s(x, x);
    sum = i64x2.add(sum, i64x2.add(i64x2.extend_low_i32x4_s(squares), i64x2.extend_high_i32x4_s(squares)));
  }
  return <f64>(i64x2.extract_lane(sum, 0) + i64x2.extract_lane(sum, 1));
}

function wideSum(a: MarginSearch, k: i32): f64 {
  const terms = termsOf(a, k);
  let sum: f64 = 0;
  for (let nu = 0; nu < a.P; nu++) {
    const gap = load<f64>(at64(a.emptied, nu)) - <f64>load<i16>(at16(terms, nu));
    if (gap > 0) sum += gap * gap;
  }
  return sum;
}
