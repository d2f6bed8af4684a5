/** Patterns to store: drawn at random, or given by the caller. */
import type { BackendName } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import { checkChoice, checkInteger, checkKeys, show } from "../check/check.ts";
import { keyOf, parseSeed, type Seed } from "../numeric/seed.ts";
import { drawPatterns } from "./drawn-patterns.ts";
import { MOST_PATTERNS } from "./limits.ts";
import { checkBytes } from "./memory.ts";
import { checkPatternKind, type PatternKind } from "./pattern-kinds.ts";
import { strideOf } from "./stride.ts";

/** Stored patterns ξ: i8[nPatterns × nNeurons], row-major, entries ±1. */
export interface Patterns {
  readonly nPatterns: number;
  readonly nNeurons: number;
  readonly values: Int8Array;
}

/**
 * Random patterns: every entry ±1 with probability ½, independently (EK22, "Network"), or of another kind: sparse, biased,
 * hierarchical, low-rank, see `PatternKind`.
 *
 * Pattern μ of a seed is the same whatever `nPatterns`, so a longer list extends a shorter one.
 *
 * @throws RangeError for counts below 1 or beyond 32767 patterns, TypeError for a seed that is none.
 */
export async function randomPatterns(spec: {
  readonly nPatterns: number;
  readonly nNeurons: number;
  readonly seed: Seed;
  /** Kind of the patterns; default "random". */
  readonly kind?: PatternKind | "random";
  readonly backend?: BackendName;
}): Promise<Patterns> {
  checkKeys("randomPatterns: spec", spec, ["nPatterns", "nNeurons", "seed", "kind", "backend"]);
  const nPatterns = checkInteger("randomPatterns: nPatterns", spec.nPatterns, 1, MOST_PATTERNS);
  const nNeurons = checkInteger("randomPatterns: nNeurons", spec.nNeurons, 2);
  const key = keyOf(parseSeed(spec.seed, "randomPatterns: seed"));
  const backend = checkChoice("randomPatterns: backend", spec.backend ?? "wasm", ["wasm", "js"]);
  const kind = checkPatternKind("randomPatterns: kind", spec.kind ?? "random");
  const stride = strideOf(nNeurons);
  checkBytes("randomPatterns", nPatterns * stride, `${nPatterns} patterns of ${nNeurons} neurons`);
  if (kind.kind !== "random") {
    const values = new Int8Array(nPatterns * nNeurons);
    drawPatterns(kind, values, nPatterns, nNeurons, nNeurons, key);
    return Object.freeze({ nPatterns, nNeurons, values });
  }
  return withKernels(backend, (kernels) => {
    const xi = kernels.arena.int8(nPatterns * stride);
    kernels.randomPatterns(xi, nPatterns, nNeurons, stride, 0, key);
    const values = new Int8Array(nPatterns * nNeurons);
    for (let mu = 0; mu < nPatterns; mu++) {
      values.set(xi.view.subarray(mu * stride, mu * stride + nNeurons), mu * nNeurons);
    }
    return Object.freeze({ nPatterns, nNeurons, values });
  });
}

/**
 * Patterns from a list of rows, or from a flat row-major array of `nNeurons` columns; copied.
 *
 * @throws TypeError when it is no list, RangeError for an empty list, rows of different lengths, or entries that are not
 *   ±1 (NaN included).
 */
export function patternsFrom(values: ArrayLike<number> | ArrayLike<ArrayLike<number>>, nNeurons?: number): Patterns {
  const where = "patternsFrom: values";
  if (typeof values !== "object" || values === null || typeof values.length !== "number") {
    throw new TypeError(`${where} must be an array, got ${show(values)}`);
  }
  if (values.length === 0) throw new RangeError(`${where} must hold at least one pattern, got none`);
  if (typeof values[0] === "number") return fromFlat(values as ArrayLike<number>, nNeurons);
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
    throw new RangeError(`patternsFrom: nNeurons must be the rows' length ${width} or left out, got ${show(nNeurons)}`);
  }
  return fromFlat(flat, width);
}

function fromFlat(values: ArrayLike<number>, columns: number | undefined): Patterns {
  const nNeurons = checkInteger("patternsFrom: nNeurons", columns, 2);
  if (values.length % nNeurons !== 0) {
    throw new RangeError(
      `patternsFrom: values must have a length that is a multiple of nNeurons = ${nNeurons}, got ${values.length}`,
    );
  }
  const nPatterns = values.length / nNeurons;
  if (nPatterns > MOST_PATTERNS) {
    throw new RangeError(`patternsFrom: values must hold at most ${MOST_PATTERNS} patterns, got ${nPatterns}`);
  }
  const copy = new Int8Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (value !== 1 && value !== -1) {
      const place = `pattern ${Math.floor(at / nNeurons)}, neuron ${at % nNeurons}`;
      throw new RangeError(`patternsFrom: values must be −1 or +1, got ${show(value)} at ${place}`);
    }
    copy[at] = value;
  }
  return Object.freeze({ nPatterns, nNeurons, values: copy });
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
