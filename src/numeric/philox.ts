/**
 * Philox4x32-10 in plain JavaScript: Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC'11).
 * Twin of assembly/philox.ts.
 */

/** Low and high 32 bits of a 64-bit seed. */
export type Key = readonly [low: number, high: number];

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** Writes the 4 random words of a counter into out[at …]. */
export function philox(out: Uint32Array, c0: number, c1: number, c2: number, c3: number, key: Key, at = 0): void {
  let k0 = key[0] | 0;
  let k1 = key[1] | 0;
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const n0 = multiplyHigh(x2, MULTIPLIER_1) ^ x1 ^ k0;
    const n2 = multiplyHigh(x0, MULTIPLIER_0) ^ x3 ^ k1;
    x1 = Math.imul(x2, MULTIPLIER_1);
    x3 = Math.imul(x0, MULTIPLIER_0);
    x0 = n0;
    x2 = n2;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[at] = x0;
  out[at + 1] = x1;
  out[at + 2] = x2;
  out[at + 3] = x3;
}

/** The upper 32 bits of the 64-bit product of two unsigned words, by halves. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16); // below 2³², exact as a double
  const carry = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(carry / 65536)) | 0;
}

/** A reader of one stream, twin of assembly/stream.ts: it hands out single words. */
export class Stream {
  private readonly buffer = new Uint32Array(4);
  private index = 0;
  private used = 4;
  private lane = 0;
  private item = 0;
  private domain = 0;
  private key: Key = [0, 0];

  /** Puts the reader at the beginning of a stream. */
  open(domain: number, item: number, lane: number, key: Key): void {
    this.domain = domain;
    this.item = item;
    this.lane = lane;
    this.key = key;
    this.index = 0;
    this.used = 4;
  }

  /** The next 32 random bits, unsigned. */
  next(): number {
    if (this.used === 4) {
      philox(this.buffer, this.index++, this.lane, this.item, this.domain, this.key);
      this.used = 0;
    }
    return this.buffer[this.used++];
  }

  /** A uniform integer in [0, bound) without bias, bound ≤ 2²⁰: Lemire's multiplication with rejection. */
  below(bound: number): number {
    let product = this.next() * bound; // below 2⁵², exact
    let low = product >>> 0;
    if (low < bound) {
      const floor = (2 ** 32 - bound) % bound;
      while (low < floor) {
        product = this.next() * bound;
        low = product >>> 0;
      }
    }
    return Math.floor(product / 2 ** 32);
  }
}
