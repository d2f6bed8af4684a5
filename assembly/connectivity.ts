// Random connectivity with exactly c inputs a neuron, and the weights of given connections.
//
//   inputs  i32[N × c], row i the sorted inputs of neuron i, none of them i

import { at16, at32 } from "./address";
import { DOMAIN_CONNECTIVITY, Stream } from "./stream";

/**
 * Draws c distinct inputs among the N − 1 others for neurons `first` … `first + count − 1`, uniformly: the first c steps
 * of a Fisher–Yates shuffle, undone afterwards, so that neuron i reads nothing but its own stream.
 *
 * @param inputsPtr   i32[count × c]
 * @param othersPtr   i32[N − 1], scratch that holds 0 … N − 2 on entry and on exit
 * @param usedPtr     u8[N], scratch, zero on entry and on exit
 * @param chosenPtr   i32[c], scratch
 * @param streamPtr   scratch of STREAM_BYTES
 */
export function randomConnectivity(
  inputsPtr: usize,
  othersPtr: usize,
  usedPtr: usize,
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
    stream.open(DOMAIN_CONNECTIVITY, i, 0, key0, key1);
    for (let s = 0; s < c; s++) {
      const t = s + <i32>stream.below(N - 1 - s);
      const drawn = load<i32>(at32(othersPtr, t));
      store<i32>(at32(othersPtr, t), load<i32>(at32(othersPtr, s)));
      store<i32>(at32(othersPtr, s), drawn);
      store<i32>(at32(chosenPtr, s), t);
      store<u8>(usedPtr + (drawn < i ? drawn : drawn + 1), 1);
    }
    for (let s = c - 1; s >= 0; s--) {
      const t = load<i32>(at32(chosenPtr, s));
      const drawn = load<i32>(at32(othersPtr, s));
      store<i32>(at32(othersPtr, s), load<i32>(at32(othersPtr, t)));
      store<i32>(at32(othersPtr, t), drawn);
    }
    let rowPtr = at32(inputsPtr, n * c);
    for (let j = 0; j < N; j++) {
      if (load<u8>(usedPtr + j)) {
        store<i32>(rowPtr, j);
        rowPtr += 4;
        store<u8>(usedPtr + j, 0);
      }
    }
  }
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
