/** Which neuron an id stands for: itself where ids are indices, else its place among the names. */
import { checkNeurons } from "./edges.ts";
import type { ConnectivityOptions } from "./format.ts";
import { compareDigits, hasLostDigits, isMissing, isNumber, wholeOf } from "./numbers.ts";
import { counted, excerpt, refusal } from "./words.ts";

const UNIQUE = "give every neuron an id of its own";

/** Ids as neurons. */
export interface Numbering {
  readonly nNeurons: number;
  /** The neuron of each id, in the order in which ids were taken. */
  readonly numbers: Int32Array;
  readonly names?: readonly string[];
  readonly note: string;
}

/** Ids in the order in which a file mentions them, each once. */
export class Ids {
  readonly list: string[] = [];
  readonly #places = new Map<string, number>();

  /** The place of an id in the list. */
  of(id: string): number {
    let place = this.#places.get(id);
    if (place === undefined) {
      place = this.list.push(id) - 1;
      this.#places.set(id, place);
    }
    return place;
  }

  has(id: string): boolean {
    return this.#places.has(id);
  }
}

/**
 * Numbers ids. Those that run from 0 or 1 without large gaps are indices; others are names, in the order of the file where it lists
 * its neurons, else sorted, numbers first.
 *
 * @param isListed  whether the file lists its neurons, so that no index is missing.
 */
export function numbered(
  name: string,
  ids: readonly string[],
  { indexBase, nNeurons }: ConnectivityOptions,
  isListed = false,
): Numbering {
  checkNeurons(name, Math.max(2, ids.length));
  const missing = ids.find(isMissing);
  if (missing !== undefined) {
    throw refusal(name, `must name every neuron, got ${excerpt(missing)}`, "leave such lines out, as df.dropna() does");
  }
  const whole = ids.map(wholeOf);
  const areNumbers = ids.every(isNumber);
  if (areNumbers) {
    const odd = ids.find((_, k) => whole[k] === undefined || whole[k]!.startsWith("-"));
    if (odd !== undefined) {
      throw refusal(
        name,
        `must have neurons that are whole numbers ≥ 0 or names, got ${excerpt(odd)}`,
        hasLostDigits(odd)
          ? "ids have lost digits in a floating-point number: write them as integers or words, as dtype='int64' or str in pandas keeps them"
          : "count neurons from 0, as pandas.factorize does",
      );
    }
  }
  if (!areNumbers) {
    if (indexBase === undefined || indexBase === "names") return asNames(ids, whole, isListed);
    const odd = ids.find((id) => !isNumber(id))!;
    const what = `must have indices from ${indexBase}, got ${excerpt(odd)}`;
    throw refusal(name, what, "leave --index-base out to read names");
  }
  // "7", "07" and "7.0" are one neuron
  const digits = whole as readonly string[];
  const once = new Ids();
  const places = digits.map((id) => once.of(id));
  if (isListed && once.list.length < ids.length) {
    throw refusal(name, "must list every neuron once, got numbers that differ in how they are written alone", UNIQUE);
  }
  const base =
    indexBase === undefined
      ? baseOf(once.list, nNeurons, isListed)
      : indexBase === "names"
        ? undefined
        : Number(indexBase);
  const found =
    base === undefined
      ? asNames(once.list, once.list, isListed)
      : asIndices(name, once.list, base, nNeurons, indexBase !== undefined);
  return { ...found, numbers: Int32Array.from(places, (place) => found.numbers[place]) };
}

function asIndices(
  name: string,
  digits: readonly string[],
  base: number,
  nNeurons: number | undefined,
  isSaid: boolean,
): Numbering {
  const numbers = Int32Array.from(digits, (id) => Math.min(Number(id) - base, 2 ** 31 - 1));
  let count = 0;
  for (const index of numbers) {
    if (index < 0) throw refusal(name, `must have indices from ${base}, got ${index + base}`, "leave --index-base out");
    count = Math.max(count, index + 1);
  }
  if (nNeurons !== undefined && count > nNeurons) {
    throw refusal(
      name,
      `must connect ${nNeurons} neurons, got index ${count - 1 + base} from ${base}`,
      "number them without gaps, as pandas.factorize does",
    );
  }
  const total = nNeurons ?? count;
  const silent = total - digits.length;
  const assumed = isSaid ? "" : ` (--index-base ${1 - base} or names overrules it)`;
  return {
    nNeurons: total,
    numbers,
    note: `${counted(total, "neuron")} by index from ${base}${silent > 0 ? `, ${silent} of them without edges` : ""}${assumed}`,
  };
}

function asNames(ids: readonly string[], digits: readonly (string | undefined)[], isListed: boolean): Numbering {
  const places = Array.from(ids.keys());
  if (!isListed) {
    places.sort((a, b) => compareNames([ids[a], digits[a]], [ids[b], digits[b]]));
  }
  const numbers = new Int32Array(ids.length);
  places.forEach((place, k) => {
    numbers[place] = k;
  });
  return {
    nNeurons: ids.length,
    numbers,
    names: places.map((place) => ids[place]),
    note: `${counted(ids.length, "neuron")} by name${digits.includes(undefined) ? "" : ", since their numbers leave gaps"}`,
  };
}

/** 0 or 1 where ids run from there; undefined where they are names. */
function baseOf(digits: readonly string[], nNeurons: number | undefined, isListed: boolean): 0 | 1 | undefined {
  if (digits.some((id) => id.length > 9)) return undefined;
  const values = Int32Array.from(digits, Number).sort();
  const [least, most] = [values[0], values[values.length - 1]];
  const base = least === 1 ? 1 : 0;
  if (isListed) return least <= 1 && most - least + 1 === values.length ? base : undefined;
  if (nNeurons !== undefined && most - base < nNeurons && least <= nNeurons) return base;
  if (least > 1) return undefined;
  // silent neurons are few, and leave gaps of a few
  const longest = 4 + 2 * Math.log2(values.length);
  const hasGap = values.some((value, k) => k > 0 && value - values[k - 1] - 1 > longest);
  return hasGap || 2 * values.length < most - base + 1 ? undefined : base;
}

type Named = readonly [id: string, digits: string | undefined];

/** By code units, which no language of the machine changes; whole numbers first, by value. */
function compareNames([a, x]: Named, [b, y]: Named): number {
  const order = a < b ? -1 : a > b ? 1 : 0;
  if (x !== undefined && y !== undefined) return compareDigits(x, y) || order;
  if (x !== undefined) return -1;
  return y !== undefined ? 1 : order;
}
