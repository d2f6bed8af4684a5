// Random connectivity, as in assembly/connectivity.ts, from the scalar generator.

import { at32 } from "../../assembly/address";
import { DOMAIN_CONNECTIVITY } from "../../assembly/stream";
import { Stream } from "./philox";

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
