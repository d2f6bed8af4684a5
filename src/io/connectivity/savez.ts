/** One matrix among the arrays of numpy.savez. */
import type { ConnectivityFormat, GivenFile } from "./format.ts";
import { arrayNetwork } from "./npy.ts";
import { arraysIn, readArrays, readWords } from "./npz.ts";
import { refusal } from "./words.ts";

/** Arrays that may name the neurons. */
const NAMES = ["names", "labels", "neurons", "ids", "nodes"];

export const savezMatrix: ConnectivityFormat = {
  takes: ["matrixRows"],
  recognise: (file) => arraysIn(file) !== undefined,
  read(file, options) {
    const { name } = file;
    const members = arraysIn(file) ?? [];
    const matrices = members.flatMap((member) => {
      const array = matrixIn(file, member, members.length === 1);
      return array === undefined ? [] : [{ member, array }];
    });
    if (matrices.length !== 1) {
      throw refusal(
        name,
        `must hold one matrix [N × N], got ${matrices.length} among the arrays ${members.join(", ").slice(0, 200)}`,
        "save it alone, numpy.save(file, W), or sparse, scipy.sparse.save_npz(file, W)",
      );
    }
    const [{ member, array }] = matrices;
    const names = namesIn(file, members, array.shape[0]);
    return arrayNetwork(`${name}, ${member}`, array, options, `matrix ${member} (.npz)`, names);
  },
};

/** The member if it is a square matrix of numbers; a lone member is one, whatever it is. */
function matrixIn(file: GivenFile, member: string, isAlone: boolean) {
  if (isAlone) return readArrays(file, [member])[member];
  let array: ReturnType<typeof readArrays>[string];
  try {
    array = readArrays(file, [member])[member];
  } catch (error) {
    if (error instanceof TypeError) return undefined; // words, and what else has no numbers
    throw error;
  }
  const { shape } = array;
  return shape.length === 2 && shape[0] === shape[1] && shape[0] >= 2 ? array : undefined;
}

/** Names of N neurons, all different. */
function namesIn(file: GivenFile, members: readonly string[], nNeurons: number): readonly string[] | undefined {
  for (const member of members) {
    if (!NAMES.includes(member.toLowerCase())) continue;
    try {
      const names = readWords(file, member);
      if (names.length === nNeurons && new Set(names).size === nNeurons) return names;
    } catch {
      // numbers, or no list: neurons stay without names
    }
  }
  return undefined;
}
