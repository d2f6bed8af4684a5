// Random connectivity with exactly c inputs a neuron, and the weights of given connections.
//
//   inputs  i32[N × c], row i the sorted inputs of neuron i, none of them i

import { at16, at32, at64 } from "./address";
import { DOMAIN } from "../src/numeric/domains";
import { Stream } from "./stream";

/**
 * Draws c distinct inputs among the N − 1 others for neurons `first` … `first + count − 1`, uniformly: the first c steps
 * of a Fisher–Yates shuffle, undone afterwards, so that neuron i reads nothing but its own stream. Sorted by way of a set of
 * bits and a set of its words in use, so that a neuron takes O(c + N / 4096).
 *
 * @param inputsPtr   i32[count × c]
 * @param othersPtr   i32[N − 1], scratch that holds 0 … N − 2 on entry and on exit
 * @param usedPtr     u64[⌈N / 64⌉], scratch, zero on entry and on exit
 * @param wordsPtr    u64[⌈N / 4096⌉], likewise
 * @param chosenPtr   i32[c], scratch
 * @param streamPtr   Stream, scratch
 */
export function randomConnectivity(
  inputsPtr: usize,
  othersPtr: usize,
  usedPtr: usize,
  wordsPtr: usize,
  chosenPtr: usize,
  streamPtr: usize,
  N: i32,
  c: i32,
  first: i32,
  count: i32,
  key0: u32,
  key1: u32,
): void {
  const stream = changetype<Stream>(streamPtr);
  for (let n = 0; n < count; n++) {
    const i = first + n;
    stream.open(DOMAIN.connectivity, i, 0, key0, key1);
    for (let s = 0; s < c; s++) {
      const t = s + <i32>stream.below(N - 1 - s);
      const drawn = load<i32>(at32(othersPtr, t));
      store<i32>(at32(othersPtr, t), load<i32>(at32(othersPtr, s)));
      store<i32>(at32(othersPtr, s), drawn);
      store<i32>(at32(chosenPtr, s), t);
      const j = drawn < i ? drawn : drawn + 1;
      include(usedPtr, j);
      include(wordsPtr, j >> 6);
    }
    for (let s = c - 1; s >= 0; s--) {
      const t = load<i32>(at32(chosenPtr, s));
      const drawn = load<i32>(at32(othersPtr, s));
      store<i32>(at32(othersPtr, s), load<i32>(at32(othersPtr, t)));
      store<i32>(at32(othersPtr, t), drawn);
    }
    let rowPtr = at32(inputsPtr, n * c);
    for (let block = 0; block << 12 < N; block++) {
      let words = load<u64>(at64(wordsPtr, block));
      if (!words) continue;
      store<u64>(at64(wordsPtr, block), 0);
      for (; words; words &= words - 1) {
        const word = (block << 6) + <i32>ctz<u64>(words);
        let bits = load<u64>(at64(usedPtr, word));
        store<u64>(at64(usedPtr, word), 0);
        for (; bits; bits &= bits - 1) {
          store<i32>(rowPtr, (word << 6) + <i32>ctz<u64>(bits));
          rowPtr += 4;
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function include(setPtr: usize, j: i32): void {
  const at = at64(setPtr, j >> 6);
  store<u64>(at, load<u64>(at) | ((<u64>1) << (j & 63)));
}

/**
 * The Hebbian weights c·J_ij = M_ij of the connections of every neuron.
 *
 * @param mPtr         i16[N × stride]
 * @param rowStartPtr  i32[N + 1], first connection of each neuron
 * @param inputsPtr    i32[connections]
 * @param weightsPtr   i32[connections], written
 */
export function gatherWeights(
  mPtr: usize,
  rowStartPtr: usize,
  inputsPtr: usize,
  weightsPtr: usize,
  N: i32,
  stride: i32,
): void {
  for (let i = 0; i < N; i++) {
    const rowPtr = mPtr + ((<usize>i * <usize>stride) << 1);
    const end = load<i32>(at32(rowStartPtr, i + 1));
    for (let s = load<i32>(at32(rowStartPtr, i)); s < end; s++) {
      store<i32>(at32(weightsPtr, s), load<i16>(at16(rowPtr, load<i32>(at32(inputsPtr, s)))));
    }
  }
}
