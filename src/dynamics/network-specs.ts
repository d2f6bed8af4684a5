/** What specs of continuous networks say; nothing that computes is imported, so that help is quick. */
import type { DRIVE } from "../backend/contract/codes.ts";
import { show } from "../check/check.ts";
import { choice, integer, list, orFile, real, table, vector } from "../check/kinds.ts";
import { type Kind, parameter, type SpecOf } from "../check/parameters.ts";
import { activationKind } from "./activations/index.ts";

const positive = real({ least: 0, open: true });

/** A matrix as a list of its rows. */
export type Matrix = readonly ArrayLike<number>[];

/** What patterns drive neurons by: `hessian` ∇²Φ(V)V, `gradient` ∇Φ(V). */
export type DriveName = keyof typeof DRIVE;

export const patternParameters = {
  type: parameter({
    kind: choice(["quadratic", "polynomial", "exponential", "logSumExp"]),
    about: "function Φ of the overlaps with the patterns",
    required: true,
  }),
  /** Rows ξ^μ of real numbers. */
  patterns: parameter({
    kind: orFile(list(vector()), "matrix as .npy, .npz or .csv"),
    symbol: "ξ",
    about: "rows of real numbers",
    required: true,
  }),
  /** ∇²Φ(V)V, the field of weights T(V) = ∇²Φ, or ∇Φ(V), that of modern Hopfield networks; default by the type: `DRIVES`. */
  drive: parameter({
    kind: choice<DriveName>(["hessian", "gradient"]),
    about: "of neurons: ∇²Φ(V)V, of weights T(V) = ∇²Φ, or ∇Φ(V)",
    otherwise: "gradient with logSumExp, which keeps no pattern by its Hessian; else hessian",
  }),
  /** Integer ≥ 2, of the polynomial; default 4. */
  degree: parameter({ kind: integer(2, 64), about: "of the polynomial", default: 4 }),
  /** > 0, of exponential and logSumExp; default 1. */
  beta: parameter({ kind: positive, symbol: "β", about: "of exponential and logSumExp", default: 1 }),
  /** Factor of Φ, > 0; default 1. */
  scale: parameter({ kind: positive, about: "factor of Φ", default: 1 }),
};

/** The drive of each type unless given: that by which the patterns are kept. */
export const DRIVES: Readonly<Record<PatternWeights["type"], DriveName>> = {
  quadratic: "hessian",
  polynomial: "hessian",
  exponential: "hessian",
  logSumExp: "gradient",
};

/**
 * State-dependent weights T(V) = ∇²Φ(V) of patterns ξ (Krotov & Hopfield 2016), never formed: with m_μ = ξ^μ·V,
 * quadratic Φ = (scale/2) Σ m²; polynomial Φ = (scale/degree) Σ m^degree; exponential Φ = scale Σ e^{βm} (dense associative
 * memory); logSumExp Φ = (scale/β) ln Σ e^{βm} (modern Hopfield networks).
 *
 * With the drive "gradient" ∇Φ(V) stands for T(V)V (Krotov & Hopfield 2021; Ramsauer et al. 2021): −∇E of E = −Φ − b·V + Σ∫g⁻¹. At
 * rest logSumExp then has u = Σ_μ p_μ ξ^μ, p = softmax(βm), so that patterns are kept where one of them outweighs the others.
 * ∇²Φ(V)V is 0 there, since logSumExp is linear where a single pattern counts; the two are the same but for a factor n − 1 for
 * the polynomial, and the same for the quadratic.
 */
export interface PatternWeights extends SpecOf<typeof patternParameters> {}

export const patternWeights = table(patternParameters);

const sparseParameters = {
  rowStart: parameter({ kind: vector(), about: "where each row begins, and the last one ends", required: true }),
  columns: parameter({ kind: vector(), about: "neuron j of each weight", required: true }),
  values: parameter({ kind: vector(), about: "the weights, row by row", required: true }),
};

/** Compressed sparse rows: the weights from `columns[e]` to i are `values[e]`, e = rowStart[i] … rowStart[i + 1] − 1. */
export interface SparseWeights extends SpecOf<typeof sparseParameters> {}

/** Weights as plain data. */
export type GivenWeights = Matrix | Float64Array | Float32Array | SparseWeights | PatternWeights;

const WEIGHTS = "rows of a square matrix, sparse rows (rowStart, columns, values) or patterns with a type";
const weights: Kind<GivenWeights> = {
  words: WEIGHTS,
  placeholder: "<weights>",
  // what they hold is for `continuousNetwork`, which copies them
  check(where, value) {
    if (typeof value === "object" && value !== null) return value as GivenWeights;
    throw new TypeError(`${where} must be ${WEIGHTS}, got ${show(value)}`);
  },
  schema: { anyOf: [list(vector()).schema, table(sparseParameters).schema, patternWeights.schema] },
};

export const networkParameters = {
  weights: parameter({ kind: weights, symbol: "T", about: "weights, from neuron j to i in row i", required: true }),
  activation: parameter({ kind: activationKind, about: "activation g of all neurons", required: true, flag: null }),
  bias: parameter({ kind: vector(), symbol: "b", about: "external input of each neuron", otherwise: "0" }),
};
