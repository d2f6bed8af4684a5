// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2,
// 3" (SC'11). Key = the 64-bit seed, counter = (index, lane, item, domain): every neuron, pattern or sweep reads a stream
// of its own, and nothing depends on the order of execution.

import { BUFFER_WORDS } from "../src/backend/wasm/sizes";
import { at32 } from "./address";

const MULTIPLIER_0: u32 = 0xd2511f53;
const MULTIPLIER_1: u32 = 0xcd9e8d57;
const WEYL_0: u32 = 0x9e3779b9;
const WEYL_1: u32 = 0xbb67ae85;
const ROUNDS = 10;
/** The same for vectors, u32[4][4]: from memory, since V8 makes a vector constant anew wherever a loop names it. */
// prettier-ignore
const CONSTANTS: usize = memory.data<u32>([
  MULTIPLIER_0, MULTIPLIER_0, MULTIPLIER_0, MULTIPLIER_0, MULTIPLIER_1, MULTIPLIER_1, MULTIPLIER_1, MULTIPLIER_1,
  WEYL_0, WEYL_0, WEYL_0, WEYL_0, WEYL_1, WEYL_1, WEYL_1, WEYL_1,
]);

/**
 * Writes 4 random words.
 *
 * @param outPtr  u32[4]
 */
export function philox(outPtr: usize, c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32): void {
  for (let round = 0; round < ROUNDS; round++) {
    const product0 = <u64>MULTIPLIER_0 * <u64>c0;
    const product1 = <u64>MULTIPLIER_1 * <u64>c2;
    const n0 = (<u32>(product1 >> 32)) ^ c1 ^ k0;
    const n2 = (<u32>(product0 >> 32)) ^ c3 ^ k1;
    c1 = <u32>product1;
    c3 = <u32>product0;
    c0 = n0;
    c2 = n2;
    k0 += WEYL_0;
    k1 += WEYL_1;
  }
  store<u32>(outPtr, c0, 0);
  store<u32>(outPtr, c1, 4);
  store<u32>(outPtr, c2, 8);
  store<u32>(outPtr, c3, 12);
}

/**
 * Writes the BUFFER_WORDS words of blocks `index` … `index + 3`, in the order of four calls of `philox`: one block a lane.
 *
 * @param outPtr  u32[16]
 */
export function philoxBuffer(outPtr: usize, index: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32): void {
  let x0 = v128.add<u32>(i32x4.splat(index), i32x4(0, 1, 2, 3));
  let x1 = i32x4.splat(c1);
  let x2 = i32x4.splat(c2);
  let x3 = i32x4.splat(c3);
  let key0 = i32x4.splat(k0);
  let key1 = i32x4.splat(k1);
  const m0 = v128.load(CONSTANTS, 0);
  const m1 = v128.load(CONSTANTS, 16);
  const weyl0 = v128.load(CONSTANTS, 32);
  const weyl1 = v128.load(CONSTANTS, 48);
  for (let round = 0; round < ROUNDS; round++) {
    // 32 × 32 → 64 bits: even and odd halves of two lanes each
    const low0 = v128.extmul_low<u32>(x0, m0);
    const high0 = v128.extmul_high<u32>(x0, m0);
    const low1 = v128.extmul_low<u32>(x2, m1);
    const high1 = v128.extmul_high<u32>(x2, m1);
    x0 = v128.xor(v128.xor(v128.shuffle<u32>(low1, high1, 1, 3, 5, 7), x1), key0);
    x2 = v128.xor(v128.xor(v128.shuffle<u32>(low0, high0, 1, 3, 5, 7), x3), key1);
    x1 = v128.shuffle<u32>(low1, high1, 0, 2, 4, 6);
    x3 = v128.shuffle<u32>(low0, high0, 0, 2, 4, 6);
    key0 = v128.add<u32>(key0, weyl0);
    key1 = v128.add<u32>(key1, weyl1);
  }
  // 4×4 transpose: lane b of x0 … x3 is block b
  const a = v128.shuffle<u32>(x0, x1, 0, 4, 1, 5);
  const b = v128.shuffle<u32>(x2, x3, 0, 4, 1, 5);
  const c = v128.shuffle<u32>(x0, x1, 2, 6, 3, 7);
  const d = v128.shuffle<u32>(x2, x3, 2, 6, 3, 7);
  v128.store(outPtr, v128.shuffle<u64>(a, b, 0, 2), 0);
  v128.store(outPtr, v128.shuffle<u64>(a, b, 1, 3), 16);
  v128.store(outPtr, v128.shuffle<u64>(c, d, 0, 2), 32);
  v128.store(outPtr, v128.shuffle<u64>(c, d, 1, 3), 48);
}

/**
 * Fills `count` words of one stream, beginning with block `index`.
 *
 * @param outPtr  u32[count]
 */
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
  for (; i + BUFFER_WORDS <= count; i += BUFFER_WORDS, index += 4) {
    philoxBuffer(at32(outPtr, i), index, c1, c2, c3, k0, k1);
  }
  if (i < count) {
    philoxBuffer(scratchPtr, index, c1, c2, c3, k0, k1);
    memory.copy(at32(outPtr, i), scratchPtr, (<usize>(count - i)) << 2);
  }
}
