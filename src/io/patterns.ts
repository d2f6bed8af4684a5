/** Patterns from files of numbers: one reader, whatever takes them. */
import { foreignFormat, readArray } from "./arrays.ts";
import { readTable } from "./number-table.ts";
import { type PictureSpec, type Pictures, picturesIn } from "./picture-arrays.ts";

/**
 * Patterns from the bytes of a file: `.npy`, `.npz` with one array, IDX (MNIST), any of them compressed by gzip, or text with a pattern a
 * line.
 *
 * The array is [p × N] or [p × height × width], of any type of numbers. Two values (±1, 0 and 1, true and false, 0 and 255, …) are
 * patterns, the larger of them active. More than two are brightness from 0 to 1 or to 255 (16 bits: to 65535), cut at Otsu's threshold
 * for each pattern: dark is active, in IDX files bright, as their digits are. [p × height × width × 3] are colors.
 *
 * @param name  what to call the file in a message.
 * @param spec  sides that pictures are brought to, dithering, the other polarity, and how many are read.
 * @returns     the patterns, with the sides of their pictures: of [p × N] as near a square as can be.
 * @throws RangeError or TypeError that names the file, what is wrong with it and how to convert it.
 */
export function readPatterns(bytes: Uint8Array, name: string, spec: PictureSpec = {}): Pictures {
  const foreign = foreignFormat(bytes);
  if (foreign !== undefined) {
    throw new RangeError(
      `${name} must hold an array of patterns, got ${foreign}; PNG files are read by readPictures, others after numpy.save("p.npy", array)`,
    );
  }
  return picturesIn(readArray(bytes, name) ?? readTable(bytes, name), name, spec);
}
