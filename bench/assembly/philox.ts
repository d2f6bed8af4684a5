// Words of a Philox stream, a block at a time, and a reader with the layout of assembly/stream.ts.

import { BUFFER_WORDS } from "../../src/backend/wasm/sizes";
import { at32 } from "../../assembly/address";
import { philox } from "../../assembly/philox";

export function randomWords(
  outPtr: usize,
  count: i32,
  index: u32,
  c1: u32,
  c2: u32,
  c3: u32,
  k0: u32,
  k1: u32,
  scratchPtr: usize,
): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) philox(at32(outPtr, i), index++, c1, c2, c3, k0, k1);
  if (i < count) {
    philox(scratchPtr, index, c1, c2, c3, k0, k1);
    memory.copy(at32(outPtr, i), scratchPtr, (<usize>(count - i)) << 2);
  }
}


@unmanaged
export class Stream {
  private index: u32;
  private lane: u32;
  private item: u32;
  private domain: u32;
  private key0: u32;
  private key1: u32;
  private used: i32;
  private padding: i32;

  open(domain: u32, item: u32, lane: u32, key0: u32, key1: u32): void {
    this.index = 0;
    this.lane = lane;
    this.item = item;
    this.domain = domain;
    this.key0 = key0;
    this.key1 = key1;
    this.used = BUFFER_WORDS;
  }


  @inline
  next(): u32 {
    if (this.used == BUFFER_WORDS) this.fill();
    return load<u32>(at32(changetype<usize>(this) + 32, this.used++));
  }

  below(bound: u32): u32 {
    let product = <u64>this.next() * <u64>bound;
    if (<u32>product < bound) {
      const floor: u32 = (0 - bound) % bound;
      while (<u32>product < floor) product = <u64>this.next() * <u64>bound;
    }
    return <u32>(product >> 32);
  }

  private fill(): void {
    const buffer = changetype<usize>(this) + 32;
    for (let b: u32 = 0; b < 4; b++) {
      philox(buffer + (b << 4), this.index + b, this.lane, this.item, this.domain, this.key0, this.key1);
    }
    this.index += 4;
    this.used = 0;
  }
}
