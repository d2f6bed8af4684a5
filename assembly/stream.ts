// A reader of one Philox stream: hands out single words from a buffer of 16.

import { BUFFER_WORDS } from "../src/backend/wasm/sizes";
import { at32 } from "./address";
import { philoxBuffer } from "./philox";

/** Lives in memory of the caller; two streams share nothing. */
@unmanaged
export class Stream {
  private index: u32; // next block
  private lane: u32;
  private item: u32;
  private domain: u32;
  private key0: u32;
  private key1: u32;
  used: i32; // words of the buffer already handed out
  private padding: i32;
  // u32[BUFFER_WORDS], written by philoxBuffer
  private buffer0: v128;
  private buffer1: v128;
  private buffer2: v128;
  private buffer3: v128;

  /** Puts the reader at the beginning of stream (domain, item, lane) of the seed (key0, key1). */
  open(domain: u32, item: u32, lane: u32, key0: u32, key1: u32): void {
    this.index = 0;
    this.lane = lane;
    this.item = item;
    this.domain = domain;
    this.key0 = key0;
    this.key1 = key1;
    this.used = BUFFER_WORDS;
  }

  /** The next 32 random bits. */
  @inline
  next(): u32 {
    if (this.used == BUFFER_WORDS) this.fill();
    return load<u32>(at32(this.words(), this.used++));
  }

  /** The buffer, u32[16]. */
  @inline
  words(): usize {
    return changetype<usize>(this) + offsetof<Stream>("buffer0");
  }

  /** A uniform integer in [0, bound) without bias: Lemire's multiplication with rejection (arXiv:1805.10941). */
  below(bound: u32): u32 {
    let product = <u64>this.next() * <u64>bound;
    if (<u32>product < bound) {
      const floor: u32 = (0 - bound) % bound;
      while (<u32>product < floor) product = <u64>this.next() * <u64>bound;
    }
    return <u32>(product >> 32);
  }

  /** Takes the next 16 words. A loop over them without a call in it is several times faster than `next` in it. */
  fill(): void {
    philoxBuffer(this.words(), this.index, this.lane, this.item, this.domain, this.key0, this.key1);
    this.index += 4;
    this.used = 0;
  }
}
