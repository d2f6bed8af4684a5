/**
 * The covariance rule for patterns of low activity (Tsodyks & Feigelman 1988):
 *
 *     J_ij = Σ_μ (η_i^μ − a)(η_j^μ − a) / (c_i a(1 − a)),   η = (1 + ξ)/2 ∈ {0, 1}
 *
 * and neurons that fire, V = 1, when Σ_j C_ij J_ij (V_j − a) ≥ θ: in a stored pattern the left side averages η_i − a, so that θ lies
 * between −a and 1 − a. Activity counts from its mean: with a = ½ and θ = 0 it is the network of ±1 neurons exactly.
 *
 * In the states S = 2V − 1 of the kernels, with b = 1 − 2a: w_ij = 4 c_i a(1 − a) J_ij = M_ij + b(s_i + s_j) + P b², s_i = Σ_μ ξ_i^μ,
 * and neuron i fires when Σ_j w_ij S_j ≥ t_i, t_i = 2θ c_i (1 − b²) − b Σ_j w_ij. With b = u/v the integers v²w are exact. Their scale
 * is v² c_i 4a(1 − a), so that fields Σ_j J_ij S_j of a pattern's active and silent neurons differ by 2.
 */
import { show } from "../../check/check.ts";
import { choice, either, real } from "../../check/kinds.ts";
import { type Kind, parameter } from "../../check/parameters.ts";
import type { Connectivity } from "../connectivity.ts";
import { MOST_FIELD } from "../fixed-point.ts";
import { gatheredWeights } from "../graph.ts";
import { defaultFiringThreshold } from "../mean-field.ts";
import type { Network } from "../network.ts";
import { checkCodingLevel } from "../pattern-kinds.ts";
import { inputCounts } from "./hebb.ts";
import type { LearningRule } from "./rule.ts";

/** Where neurons fire: θ, or the k-winners rule: at every step the round(aN) neurons of the largest fields. */
export type FiringThreshold = number | "winners";

/** The part of a spec that the covariance rule takes. */
export type CovarianceSpec = {
  /** a in (0, 1): the mean activity that weights and fields count from; default: that of the patterns, in hundredths. */
  readonly codingLevel?: number;
  /**
   * θ, in units of the distance between the mean fields of neurons that should fire, 1 − a, and of those that should not, −a;
   * or "winners". Default: where mean-field theory stores most, see `defaultFiringThreshold`.
   */
  readonly firingThreshold?: FiringThreshold;
};

const LEVELS: Kind<number> = { ...real({ least: 0, open: true, most: 1, openEnd: true }), check: checkCodingLevel };
const THRESHOLDS: Kind<FiringThreshold> = {
  ...either(real({ least: -1, most: 1 }), choice(["winners"])),
  check: checkThreshold,
};

const parameters = {
  codingLevel: parameter({
    kind: LEVELS,
    symbol: "a",
    about: "mean activity that the covariance rule counts from",
    otherwise: "that of the patterns, in hundredths",
  }),
  firingThreshold: parameter({
    kind: THRESHOLDS,
    symbol: "θ",
    about: "where neurons fire: a number in [−1, 1], or winners",
    otherwise: "where theory stores most",
  }),
};

function checkThreshold(where: string, value: unknown): FiringThreshold {
  if (value === "winners") return value;
  if (typeof value !== "number" || !(Math.abs(value) <= 1)) {
    throw new (typeof value === "number" ? RangeError : TypeError)(
      `${where} must be a number in [-1, 1] or "winners", got ${show(value)}`,
    );
  }
  return value;
}

/** Weights, and with them what each neuron's field has to reach. */
export const covariance = {
  name: "covariance",
  label: "covariance",
  parameters,
  needsSeed: false,
  isPlain: false,
  nanoseconds: { connection: 0, neuron: 0 },
  expectedLoad: (hebbian) => hebbian,
  parts: "one", // a pass over M: nothing to share
  async learn(network, connectivity, plan: CovarianceSpec) {
    const { nNeurons, nPatterns } = network;
    const sums = columnSums(network);
    const level = codingLevelOf(plan, sums, nPatterns);
    const { numerator: u, denominator: v } = biasOf(level);
    const exact = exactWeights(network, connectivity, sums, u, v);
    const theta = plan.firingThreshold ?? defaultFiringThreshold(level);
    const thresholds = thresholdsOf(connectivity, exact, u, v, theta === "winners" ? 0 : theta);
    const { rowStart } = connectivity;
    // one unit for all neurons, since the k-winners rule compares their fields
    let most = 1;
    for (let i = 0; i < nNeurons; i++) {
      let size = Math.abs(thresholds[i]) + rowStart[i + 1] - rowStart[i] + 1;
      for (let e = rowStart[i]; e < rowStart[i + 1]; e++) size += Math.abs(exact[e]);
      most = Math.max(most, size);
    }
    const unit = most <= MOST_FIELD ? 1 : MOST_FIELD / most;
    return {
      weights: inUnit(exact, unit),
      thresholds: Int32Array.from(thresholds, (t) => Math.ceil(unit * t)),
      scale: inputCounts(rowStart).map((c) => 4 * level * (1 - level) * v * v * unit * c),
      status: new Int32Array(nNeurons),
      ...(theta === "winners" && { winners: Math.max(1, Math.min(nNeurons - 1, Math.round(level * nNeurons))) }),
    };
  },
} as const satisfies LearningRule;

/** s_i = Σ_μ ξ_i^μ, i32[N]. */
function columnSums({ xi, stride, nNeurons, nPatterns }: Network): Int32Array {
  const sums = new Int32Array(nNeurons);
  const { view } = xi;
  for (let mu = 0; mu < nPatterns; mu++) {
    const from = mu * stride;
    for (let i = 0; i < nNeurons; i++) sums[i] += view[from + i];
  }
  return sums;
}

/** The plan's coding level, or the mean activity of the patterns in hundredths. */
export function codingLevelOf(plan: CovarianceSpec, sums: Int32Array, nPatterns: number): number {
  if (plan.codingLevel !== undefined) return plan.codingLevel;
  const total = sums.reduce((sum, s) => sum + s, 0);
  const mean = (1 + total / (nPatterns * sums.length)) / 2;
  return Math.min(99, Math.max(1, Math.round(100 * mean))) / 100;
}

/** Denominators tried for b = 1 − 2a: all multiples of a half per cent, and of a third. */
const MOST_DENOMINATOR = 600;
/** Denominator of any other level: fields are then off by less than a part in 10⁶. */
const FINE = 2 ** 20;

/** b = 1 − 2a as a fraction in lowest terms. */
function biasOf(level: number): { readonly numerator: number; readonly denominator: number } {
  const b = 1 - 2 * level;
  for (let denominator = 1; denominator <= MOST_DENOMINATOR; denominator++) {
    const numerator = Math.round(b * denominator);
    if (Math.abs(numerator - b * denominator) < 1e-9) return { numerator, denominator };
  }
  return { numerator: Math.round(b * FINE), denominator: FINE };
}

/** v²w_ij = v² M_ij + uv(s_i + s_j) + P u², f64[connections]: integers, exact below 2⁵³. */
function exactWeights(
  { kernels, overlap, stride, nPatterns }: Network,
  connectivity: Connectivity,
  sums: Int32Array,
  u: number,
  v: number,
): Float64Array {
  const { nNeurons, rowStart, inputs } = connectivity;
  const hebbian = gatheredWeights(kernels, overlap, stride, connectivity);
  const out = new Float64Array(hebbian.length);
  for (let i = 0; i < nNeurons; i++) {
    const end = rowStart[i + 1];
    const own = u * v * sums[i] + nPatterns * u * u;
    for (let e = rowStart[i]; e < end; e++) out[e] = v * v * hebbian[e] + u * v * sums[inputs[e]] + own;
  }
  return out;
}

function inUnit(weights: Float64Array, unit: number): Int32Array {
  const out = new Int32Array(weights.length);
  for (let e = 0; e < out.length; e++) out[e] = unit === 1 ? weights[e] : Math.round(unit * weights[e]);
  return out;
}

/** v²t_i, f64[N]. */
function thresholdsOf(
  { nNeurons, rowStart }: Connectivity,
  weights: Float64Array,
  u: number,
  v: number,
  theta: number,
): Float64Array {
  const out = new Float64Array(nNeurons);
  for (let i = 0; i < nNeurons; i++) {
    let sum = 0;
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) sum += weights[e];
    const inputs = rowStart[i + 1] - rowStart[i];
    out[i] = 2 * theta * inputs * (v * v - u * u) - (u * sum) / v;
  }
  return out;
}
