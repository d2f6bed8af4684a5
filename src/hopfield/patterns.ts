/** Patterns to store, and what may stand for them: checks alone, so that a page can have them without the kernels. */
import { checkInteger, show } from "../check/check.ts";
import { MOST_PATTERNS } from "./limits.ts";

/** Stored patterns ξ: i8[nPatterns × nNeurons], row-major, entries ±1. */
export interface Patterns {
  readonly nPatterns: number;
  readonly nNeurons: number;
  readonly values: Int8Array;
}

/** What is taken where patterns are asked for: patterns, rows, or one row after another, of ±1 or of 0 and 1. */
export type PatternsLike = Patterns | ArrayLike<number> | ArrayLike<ArrayLike<number>>;

/**
 * Patterns from a list of rows, or from a flat row-major array of `nNeurons` columns; copied. Entries are −1 and +1, or 0 and 1
 * throughout, where 0 stands for −1.
 *
 * @throws TypeError when it is no list, RangeError for an empty list, rows of different lengths, or other entries (NaN included).
 */
export function patternsFrom(values: ArrayLike<number> | ArrayLike<ArrayLike<number>>, nNeurons?: number): Patterns {
  return fromList("patternsFrom: values", values, nNeurons, "patternsFrom: nNeurons");
}

/**
 * Patterns as functions of the package take them: those that `randomPatterns` or `patternsFrom` return as they are, and lists as
 * `patternsFrom` reads them.
 *
 * @param nNeurons  N, where something else tells it: a list may then be flat.
 */
export function patternsOf(where: string, given: PatternsLike, nNeurons?: number): Patterns {
  const isList = typeof given === "object" && given !== null && typeof (given as ArrayLike<number>).length === "number";
  if (isList) return fromList(where, given as ArrayLike<number>, nNeurons, `${where}: the length of a pattern`);
  const { values, nNeurons: columns } = (given ?? {}) as Patterns;
  if (values instanceof Int8Array && !values.includes(0)) {
    checkPatterns(where, given as Patterns);
    return given as Patterns;
  }
  if (typeof values !== "object" || typeof values?.length !== "number") {
    throw new TypeError(`${where} must be patterns, or rows of ±1 or of 0 and 1, got ${show(given)}`);
  }
  return fromList(`${where}.values`, values, columns, `${where}.nNeurons`);
}

function fromList(
  where: string,
  values: ArrayLike<number> | ArrayLike<ArrayLike<number>>,
  nNeurons: number | undefined,
  whereNeurons: string,
): Patterns {
  if (typeof values !== "object" || values === null || typeof values.length !== "number") {
    throw new TypeError(`${where} must be an array, got ${show(values)}`);
  }
  if (values.length === 0) throw new RangeError(`${where} must hold at least one pattern, got none`);
  if (typeof values[0] === "number") return fromFlat(where, values as ArrayLike<number>, nNeurons, whereNeurons);
  const rows = values as ArrayLike<ArrayLike<number>>;
  const width = rows[0]?.length ?? 0;
  const flat: number[] = [];
  for (let mu = 0; mu < rows.length; mu++) {
    const row = rows[mu];
    if (typeof row?.length !== "number") throw new TypeError(`${where}[${mu}] must be an array, got ${show(row)}`);
    if (row.length !== width) {
      throw new RangeError(`${where}[${mu}] must have length ${width} as the first pattern, got ${row.length}`);
    }
    for (let i = 0; i < width; i++) flat.push(row[i]);
  }
  if (nNeurons !== undefined && nNeurons !== width) {
    throw new RangeError(`${whereNeurons} must be the rows' length ${width} or left out, got ${show(nNeurons)}`);
  }
  return fromFlat(where, flat, width, whereNeurons);
}

function fromFlat(
  where: string,
  values: ArrayLike<number>,
  columns: number | undefined,
  whereNeurons: string,
): Patterns {
  const nNeurons = checkInteger(whereNeurons, columns, 2);
  if (values.length % nNeurons !== 0) {
    throw new RangeError(
      `${where} must have a length that is a multiple of nNeurons = ${nNeurons}, got ${values.length}`,
    );
  }
  const nPatterns = values.length / nNeurons;
  if (nPatterns > MOST_PATTERNS) {
    throw new RangeError(`${where} must hold at most ${MOST_PATTERNS} patterns, got ${nPatterns}`);
  }
  return Object.freeze({ nPatterns, nNeurons, values: signsOf(where, values, nNeurons) });
}

/** Values of −1 and +1, or of 0 and 1, where 0 stands for −1, as a fresh i8 of ±1; rows of `nNeurons` for messages. */
export function signsOf(where: string, values: ArrayLike<number>, nNeurons: number): Int8Array {
  const out = new Int8Array(values.length);
  let zero = -1;
  let minus = -1;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (value !== 1) {
      if (value === -1) minus = minus < 0 ? at : minus;
      else if (value === 0) zero = zero < 0 ? at : zero;
      else
        throw new RangeError(`${where} must be −1 or +1, or 0 and 1, got ${show(value)} at ${placeOf(at, nNeurons)}`);
    }
    out[at] = value > 0 ? 1 : -1;
  }
  if (zero >= 0 && minus >= 0) {
    const places = `0 at ${placeOf(zero, nNeurons)} beside −1 at ${placeOf(minus, nNeurons)}`;
    throw new RangeError(`${where} must be −1 or +1, or 0 and 1, got ${places}`);
  }
  return out;
}

function placeOf(at: number, nNeurons: number): string {
  return `pattern ${Math.floor(at / nNeurons)}, neuron ${at % nNeurons}`;
}

/** States as i8[nStates × nNeurons] of ±1: those that are of ±1 in an Int8Array themselves, others as a copy. */
export function statesOf(where: string, states: PatternsLike, nNeurons: number): Int8Array {
  if (!(states instanceof Int8Array)) {
    const { values, nNeurons: columns } = patternsOf(where, states, nNeurons);
    if (columns === nNeurons) return values;
    throw new RangeError(`${where} must have ${nNeurons} neurons as the network, got ${columns}`);
  }
  if (states.length === 0 || states.length % nNeurons !== 0) {
    throw new RangeError(`${where} must have a length that is a multiple of ${nNeurons} neurons, got ${states.length}`);
  }
  return states.every((value) => value === 1 || value === -1) ? states : signsOf(where, states, nNeurons);
}

/** Checks that an argument is what `randomPatterns` or `patternsFrom` return, entries included. */
export function checkPatterns(where: string, patterns: Patterns): void {
  if (typeof patterns !== "object" || patterns === null || !(patterns.values instanceof Int8Array)) {
    throw new TypeError(`${where} must be patterns from randomPatterns or patternsFrom, got ${show(patterns)}`);
  }
  const nPatterns = checkInteger(`${where}.nPatterns`, patterns.nPatterns, 1, MOST_PATTERNS);
  const nNeurons = checkInteger(`${where}.nNeurons`, patterns.nNeurons, 2);
  if (patterns.values.length !== nPatterns * nNeurons) {
    throw new RangeError(
      `${where}.values must have length nPatterns × nNeurons = ${nPatterns * nNeurons}, got ${patterns.values.length}`,
    );
  }
  const at = patterns.values.findIndex((value) => value !== 1 && value !== -1);
  if (at >= 0) throw new RangeError(`${where}.values must be −1 or +1, got ${patterns.values[at]} at index ${at}`);
}
