// The pool of a neuron: the candidates of largest |M_ij|, among which its inputs are searched where there are far more neurons than inputs.
//
// Weights have the parity of P, so that |M| / 2 rounded down tells them apart. Those above a cut are in; of the class at the cut, which holds a
// third of the pool, a uniform subset is: taken by their numbers, neurons that come first would be read more than others.

import { DOMAIN } from "../src/numeric/domains";
import { TAKEN } from "../src/numeric/taken";
import { at16, at32, at64 } from "./address";
import { transpose64 } from "./bits";
import { Stream } from "./stream";

/**
 * Writes the `size` neurons of largest |M_ij|, in increasing order.
 *
 * @param scoresPtr  i16[N rounded up to 8]: M_ij, or TAKEN for the `taken` neurons that are in whatever their weights; read only
 * @param poolPtr    i32[size], size ≤ N, taken ≤ size
 * @param listPtr    i32[N], scratch
 * @param countsPtr  i32[P / 2 + 1], scratch
 * @param streamPtr  Stream, scratch
 * @param least      |M| below which there is hardly one of them: a guess, on which nothing but the time depends
 * @returns          the |M| of the class at the cut
 */
export function selectPool(
  scoresPtr: usize,
  poolPtr: usize,
  listPtr: usize,
  countsPtr: usize,
  streamPtr: usize,
  N: i32,
  P: i32,
  size: i32,
  taken: i32,
  neuron: i32,
  least: i32,
  key0: u32,
  key1: u32,
): i32 {
  let listed = listFrom(scoresPtr, listPtr, N, least);
  while (listed < size && least > 0) {
    least = max(0, least - max(2, least >> 3));
    listed = listFrom(scoresPtr, listPtr, N, least);
  }
  const classes = (P >> 1) + 1;
  memory.fill(countsPtr, 0, (<usize>classes) << 2);
  for (let k = 0; k < listed; k++) {
    const m = scoreOf(scoresPtr, listPtr, k);
    if (m == TAKEN) continue;
    const count = at32(countsPtr, abs<i32>(m) >> 1);
    store<i32>(count, load<i32>(count) + 1);
  }
  let wanted = size - taken; // of the class at the cut, once those above it are counted
  let cut = classes - 1;
  while (cut > 0 && load<i32>(at32(countsPtr, cut)) < wanted) wanted -= load<i32>(at32(countsPtr, cut--));
  let left = load<i32>(at32(countsPtr, cut));
  const stream = changetype<Stream>(streamPtr);
  stream.open(DOMAIN.pool, neuron, 0, key0, key1);
  let to = poolPtr;
  for (let k = 0; k < listed; k++) {
    const m = scoreOf(scoresPtr, listPtr, k);
    const strength = abs<i32>(m) >> 1;
    if (m != TAKEN && strength <= cut) {
      if (strength < cut) continue;
      // each of those left is drawn with the chance wanted / left
      const isIn = wanted > 0 && (wanted >= left || <i32>stream.below(left) < wanted);
      left--;
      if (!isIn) continue;
      wanted--;
    }
    store<i32>(to, load<i32>(at32(listPtr, k)));
    to += 4;
  }
  return 2 * cut + (P & 1);
}

// @ts-ignore: decorator
@inline
function scoreOf(scoresPtr: usize, listPtr: usize, k: i32): i32 {
  return <i32>load<i16>(at16(scoresPtr, load<i32>(at32(listPtr, k))));
}

/** Lists the neurons with |M| ≥ least, TAKEN ones among them: its absolute value is above all others without a sign. */
function listFrom(scoresPtr: usize, listPtr: usize, N: i32, least: i32): i32 {
  const bound = i16x8.splat(<i16>least);
  let to = listPtr;
  for (let from = 0; from < N; from += 8) {
    const strengths = i16x8.abs(v128.load(at16(scoresPtr, from)));
    let found = i16x8.bitmask(i16x8.ge_u(strengths, bound));
    if (from + 8 > N) found &= (1 << (N - from)) - 1;
    for (; found; found &= found - 1) {
      store<i32>(to, from + ctz<i32>(found));
      to += 4;
    }
  }
  return <i32>((to - listPtr) >> 2);
}

/**
 * Writes the patterns of a pool of neurons.
 *
 * @param bitsPtr     u64[N × W] of `packBits`, read only
 * @param poolPtr     i32[size], size a multiple of 64
 * @param xiPtr       i8[P × stride], columns beyond `size` stay as they are
 * @param scratchPtr  u64[64]
 */
export function gatherPool(
  bitsPtr: usize,
  poolPtr: usize,
  xiPtr: usize,
  scratchPtr: usize,
  size: i32,
  P: i32,
  stride: i32,
  W: i32,
): void {
  const step = (<usize>W) << 3;
  const places = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const minus = i8x16.splat(-1);
  const first = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  const two = i8x16.splat(2);
  for (let from = 0; from < size; from += 64) {
    for (let w = 0; w < W; w++) {
      for (let k = 0; k < 64; k++) {
        const j = load<i32>(at32(poolPtr, from + k));
        store<u64>(at64(scratchPtr, k), load<u64>(bitsPtr + <usize>j * step + ((<usize>w) << 3)));
      }
      transpose64(scratchPtr);
      const end = min(64, P - (w << 6));
      let to = xiPtr + <usize>(w << 6) * <usize>stride + <usize>from;
      for (let b = 0; b < end; b++, to += <usize>stride) {
        const word = v128.load64_splat(at64(scratchPtr, b));
        let which = first;
        for (let at: usize = 0; at < 64; at += 16) {
          const isSet = i8x16.eq(v128.and(i8x16.swizzle(word, which), places), places);
          v128.store(to + at, i8x16.sub(minus, i8x16.add(isSet, isSet)));
          which = i8x16.add(which, two);
        }
      }
    }
  }
}
