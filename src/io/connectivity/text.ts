/** The text of a file: UTF-8, or UTF-16 where a mark says so, without that mark. */
import { refusal } from "./words.ts";

/** Longest text an engine can hold, with room to spare. */
const MOST_BYTES = 2 ** 29 - 2 ** 16;

/** @returns  undefined when the bytes are no text. */
export function textOf(bytes: Uint8Array, name: string): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  // a number of zeros is no text, however long it is
  if (encoding === "utf-8" && bytes.subarray(0, 4096).includes(0)) return undefined;
  if (bytes.length > MOST_BYTES) {
    throw refusal(
      name,
      `must be a text of at most ${MOST_BYTES} bytes, got ${bytes.length}`,
      "save it as a sparse matrix, scipy.sparse.save_npz(file, W)",
    );
  }
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  return text.includes("\0") ? undefined : text;
}
