// Random connectivity, as in assembly/connectivity.ts, from the scalar generator.

import { at32, at64 } from "../../assembly/address";
import { DOMAIN } from "../../src/numeric/domains";
import { Stream } from "./philox";

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
