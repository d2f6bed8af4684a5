// Patterns as bits, and the weights of single connections from them.
//
//   X  u64[N × W], W = ⌈P / 64⌉, neuron by neuron: bit b of word w is set where pattern 64·w + b is +1
//
//   M_ij = Σ_μ ξ_i^μ ξ_j^μ = P − 2·popcnt(X_i xor X_j)

import { at16, at32, at64 } from "./address";

/**
 * Packs `count` ≤ 64 patterns into word `word` of every neuron.
 *
 * @param xiPtr       i8[count × stride] of ±1, stride a multiple of 64, read only
 * @param bitsPtr     u64[N × W]
 * @param scratchPtr  u64[64]
 */
export function packBits(
  xiPtr: usize,
  bitsPtr: usize,
  scratchPtr: usize,
  count: i32,
  N: i32,
  stride: i32,
  word: i32,
  W: i32,
): void {
  const zero = i8x16.splat(0);
  const step = (<usize>W) << 3;
  memory.fill(scratchPtr, 0, 512);
  for (let from = 0; from < N; from += 64) {
    for (let mu = 0; mu < 64; mu++) {
      let bits: u64 = 0;
      if (mu < count) {
        const at = xiPtr + <usize>mu * <usize>stride + <usize>from;
        bits =
          positive(v128.load(at, 0), zero) |
          (positive(v128.load(at, 16), zero) << 16) |
          (positive(v128.load(at, 32), zero) << 32) |
          (positive(v128.load(at, 48), zero) << 48);
      }
      store<u64>(at64(scratchPtr, mu), bits);
    }
    transpose64(scratchPtr);
    const end = min(64, N - from);
    let to = bitsPtr + <usize>from * step + ((<usize>word) << 3);
    for (let i = 0; i < end; i++, to += step) store<u64>(to, load<u64>(at64(scratchPtr, i)));
  }
}

// @ts-ignore: decorator
@inline
function positive(values: v128, zero: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.gt_s(values, zero)));
}

/** Transposes 64 words of 64 bits in place, halves by halves: bit b of word a becomes bit a of word b. */
export function transpose64(ptr: usize): void {
  let mask: u64 = 0xffffffff;
  for (let half = 32; half; half >>= 1, mask ^= mask << half) {
    for (let k = 0; k < 64; k = ((k | half) + 1) & ~half) {
      const low = at64(ptr, k);
      const high = at64(ptr, k | half);
      const moved = ((load<u64>(low) >> half) ^ load<u64>(high)) & mask;
      store<u64>(high, load<u64>(high) ^ moved);
      store<u64>(low, load<u64>(low) ^ (moved << half));
    }
  }
}

/**
 * Writes M_ij of one neuron i with all others, and P for itself.
 *
 * @param scoresPtr  i16[N]
 */
export function bitRow(bitsPtr: usize, scoresPtr: usize, N: i32, W: i32, P: i32, i: i32): void {
  const step = (<usize>W) << 3;
  const own = bitsPtr + <usize>i * step;
  const pairs = own + (step & ~15);
  let at = bitsPtr;
  for (let j = 0; j < N; j++) {
    let differ: i64 = 0;
    let x = own;
    for (; x < pairs; x += 16, at += 16) {
      differ += popcnt<i64>(load<i64>(x) ^ load<i64>(at)) + popcnt<i64>(load<i64>(x, 8) ^ load<i64>(at, 8));
    }
    if (W & 1) {
      differ += popcnt<i64>(load<i64>(x) ^ load<i64>(at));
      at += 8;
    }
    store<i16>(at16(scoresPtr, j), <i16>(P - 2 * <i32>differ));
  }
}

/**
 * The Hebbian weights c·J_ij = M_ij of the connections of every neuron.
 *
 * @param rowStartPtr  i32[N + 1], first connection of each neuron
 * @param inputsPtr    i32[connections]
 * @param weightsPtr   i32[connections], written
 */
export function bitWeights(
  bitsPtr: usize,
  rowStartPtr: usize,
  inputsPtr: usize,
  weightsPtr: usize,
  N: i32,
  W: i32,
  P: i32,
): void {
  const step = (<usize>W) << 3;
  for (let i = 0; i < N; i++) {
    const own = bitsPtr + <usize>i * step;
    const end = load<i32>(at32(rowStartPtr, i + 1));
    for (let s = load<i32>(at32(rowStartPtr, i)); s < end; s++) {
      const other = bitsPtr + <usize>load<i32>(at32(inputsPtr, s)) * step;
      let differ: i64 = 0;
      for (let w: usize = 0; w < step; w += 8) differ += popcnt<i64>(load<i64>(own + w) ^ load<i64>(other + w));
      store<i32>(at32(weightsPtr, s), P - 2 * <i32>differ);
    }
  }
}
