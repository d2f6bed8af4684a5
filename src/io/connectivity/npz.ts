/** Archives of NumPy's arrays, and which of their members can be looked at. */
import type { NpyArray } from "../npy.ts";
import { namesInNpz, readNpz, readNpzWords } from "../npz.ts";
import type { GivenFile } from "./format.ts";
import { savedAgain } from "./npy.ts";

const HOW = "scipy.sparse.save_npz(file, W) or numpy.savez(file, W=W)";

/** Names of the arrays of a file; undefined when it is no archive of arrays alone. */
export function arraysIn({ bytes, name }: GivenFile): readonly string[] | undefined {
  if (!isZip(bytes)) return undefined;
  const names = savedAgain(() => namesInNpz(bytes, name), HOW);
  return names.length > 0 && names.every((member) => member.endsWith(".npy"))
    ? names.map((member) => member.slice(0, -".npy".length))
    : undefined;
}

/** Some arrays of an archive. */
export function readArrays({ bytes, name }: GivenFile, members: readonly string[]): Record<string, NpyArray> {
  return savedAgain(() => readNpz(bytes, name, { members }), HOW);
}

/** An array of words of an archive. */
export function readWords({ bytes, name }: GivenFile, member: string): readonly string[] {
  return savedAgain(() => readNpzWords(bytes, name, member), HOW);
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}
