/**
 * Arrays in the IDX format, in which MNIST and its successors are published.
 *
 *     0  0  type  axes  lengths of the axes (u32 each, big-endian)  values (big-endian, the last axis runs fastest)
 */
import { type NpyArray, readNpy } from "./npy.ts";

/** NumPy's words for the types, by their code. */
const TYPES: Readonly<Record<number, string>> = { 8: "|u1", 9: "|i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8" };
/** No picture has more axes. */
const MOST_AXES = 4;

/** Whether bytes begin as an IDX file does. */
export function isIdx(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0 && TYPES[bytes[2]] !== undefined && bytes[3] >= 1 && bytes[3] <= MOST_AXES;
}

/**
 * The array in an IDX file.
 *
 * @param name  what to call the file in a message.
 * @throws RangeError when the file is damaged.
 */
export function readIdx(bytes: Uint8Array, name: string): NpyArray {
  const axes = bytes[3];
  const start = 4 + 4 * axes;
  if (!isIdx(bytes) || bytes.length < start) {
    throw new RangeError(`${name} must be a whole IDX file, got one that ends within its head`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const type = TYPES[bytes[2]];
  const needed = shape.reduce((product, axis) => product * axis, Number(type[2]));
  if (bytes.length - start !== needed) {
    throw new RangeError(
      `${name} must hold ${needed} bytes of values for the ${shape.join(" × ")} that its head says, got ${bytes.length - start}`,
    );
  }
  // the same bytes behind NumPy's head, whose reader turns them around
  const dict = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(", ")},), }\n`;
  const whole = new Uint8Array(10 + dict.length + needed);
  whole.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, dict.length & 255, dict.length >> 8]);
  whole.set(new TextEncoder().encode(dict), 10);
  whole.set(bytes.subarray(start), 10 + dict.length);
  return readNpy(whole, name);
}
