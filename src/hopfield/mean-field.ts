/**
 * How much the covariance rule stores, by signal and noise in large networks: `sparseCapacity`.
 *
 * In units of the distance between the fields of neurons that should fire and of those that should not, a retrieved pattern
 * with overlap m (hits less false alarms) gives them the means (1 − a)m and −am, and all other patterns a normal noise of variance
 * αq/(1 − χ)², q = ⟨(V − a)²⟩: with H(x) the normal tail,
 *
 *     m = 1 − H(((1 − a)m − θ')/σ) − H((θ' + am)/σ),   σ² = αq/(1 − χ)²
 *
 * Highly diluted networks (Derrida, Gardner & Zippelius 1987): χ = 0, θ' = θ. Full connectivity (Tsodyks & Feigelman 1988; Shiino &
 * Fukai 1992): χ = ⟨∂V/∂h⟩, and a neuron's echo of itself, Γ = αχ/(1 − χ), moves the threshold to θ' = θ − Γ(½ − a).
 */

import { checkChoice, checkKeys, checkNumber } from "../check/check.ts";
import { checkCodingLevel } from "./pattern-kinds.ts";

export interface SparseCapacitySpec {
  /** Coding level a in (0, 1): the probability of +1. */
  readonly codingLevel: number;
  /** Limit of the connectivity: highly diluted, c/N → 0 ("dilute", the default), or all connected. */
  readonly connectivity?: "dilute" | "full";
  /** Firing threshold θ; default: where the capacity is highest, to 0.01. */
  readonly firingThreshold?: number;
  /** Final overlap m at which a pattern counts as retrieved; default 0.9. */
  readonly threshold?: number;
}

export interface SparseCapacity {
  /** Critical load α_c = p_c/c. */
  readonly load: number;
  readonly firingThreshold: number;
}

/**
 * The critical load of the covariance rule by mean-field theory: the largest α at which a pattern's own state leads to an
 * overlap of at least `threshold`. For a → 0 it grows as 1/(2a|ln a|).
 *
 * @throws TypeError or RangeError that names the argument.
 */
export function sparseCapacity(spec: SparseCapacitySpec): SparseCapacity {
  const where = "sparseCapacity";
  checkKeys(`${where}: spec`, spec, ["codingLevel", "connectivity", "firingThreshold", "threshold"]);
  const level = checkCodingLevel(`${where}: codingLevel`, spec.codingLevel);
  const isFull = checkChoice(`${where}: connectivity`, spec.connectivity ?? "dilute", ["dilute", "full"]) === "full";
  const least = checkNumber(`${where}: threshold`, spec.threshold ?? 0.9, 0, true);
  if (spec.firingThreshold !== undefined) {
    const firingThreshold = checkNumber(`${where}: firingThreshold`, spec.firingThreshold);
    return { load: loadAt(level, firingThreshold, isFull, least), firingThreshold };
  }
  let best = { load: 0, firingThreshold: 0 };
  const look = (first: number, last: number, by: number): void => {
    for (let step = first; step <= last; step += by) {
      const firingThreshold = step / 100;
      if (firingThreshold <= -level || firingThreshold >= 1 - level) continue;
      const load = loadAt(level, firingThreshold, isFull, least);
      if (load > best.load) best = { load, firingThreshold };
    }
  };
  look(-100, 100, 5);
  const near = Math.round(100 * best.firingThreshold);
  look(near - 4, near + 4, 1);
  return best;
}

/** Firing thresholds at which dilute networks store most, and how much, by `sparseCapacity`. */
const BEST: readonly (readonly [codingLevel: number, firingThreshold: number, load: number])[] = [
  [0, 0.68, 32],
  [0.01, 0.62, 4.3],
  [0.02, 0.59, 2.41],
  [0.05, 0.53, 1.16],
  [0.1, 0.45, 0.69],
  [0.2, 0.32, 0.43],
  [0.3, 0.21, 0.35],
  [0.4, 0.1, 0.31],
  [0.5, 0, 0.3],
];

/**
 * θ unless given: where mean-field theory of dilute networks stores most, interpolated so that it has the same bits on every
 * engine; 0 for a = ½, and of opposite sign for 1 − a, where active and silent change places.
 */
export function defaultFiringThreshold(codingLevel: number): number {
  return codingLevel > 0.5 ? -interpolated(1 - codingLevel, 1) : interpolated(codingLevel, 1);
}

/** The load of dilute networks, near enough to begin a search with, the same on every engine. */
export function expectedSparseLoad(codingLevel: number): number {
  return interpolated(Math.min(codingLevel, 1 - codingLevel), 2);
}

function interpolated(codingLevel: number, column: 1 | 2): number {
  const above = BEST.findIndex(([level]) => level >= codingLevel);
  const [low, high] = [BEST[above - 1], BEST[above]];
  return low[column] + ((high[column] - low[column]) * (codingLevel - low[0])) / (high[0] - low[0]);
}

/** The largest load with a final overlap of at least `least`, to a part in 10⁴. */
function loadAt(a: number, theta: number, isFull: boolean, least: number): number {
  let low = 1e-4;
  let high = 10 / (a * (1 - a));
  while (high / low > 1.0001) {
    const load = Math.sqrt(low * high);
    if (finalOverlap(a, load, theta, isFull) >= least) low = load;
    else high = load;
  }
  return low;
}

const STEPS = 300;

/** Overlap m after many steps of the mean-field equations from m = 1. */
function finalOverlap(a: number, load: number, theta: number, isFull: boolean): number {
  let m = 1;
  let q = a * (1 - a);
  let chi = 0;
  for (let step = 0; step < STEPS; step++) {
    const sigma = Math.sqrt(load * q) / (1 - chi);
    const shifted = isFull ? theta - ((load * chi) / (1 - chi)) * (0.5 - a) : theta;
    const up = ((1 - a) * m - shifted) / sigma;
    const down = (shifted + a * m) / sigma;
    const hits = 1 - tail(up);
    const alarms = tail(down);
    const next = hits - alarms;
    const active = a * hits + (1 - a) * alarms;
    q = active * (1 - a) ** 2 + (1 - active) * a * a;
    if (isFull) chi = Math.min(0.99, (a * density(up) + (1 - a) * density(down)) / sigma);
    if (Math.abs(next - m) < 1e-10) return next;
    m = next;
  }
  return m;
}

function density(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** H(x) = ∫ₓ^∞ of the normal density, to 10⁻⁷: Abramowitz & Stegun 26.2.17. */
function tail(x: number): number {
  if (x < 0) return 1 - tail(-x);
  const t = 1 / (1 + 0.2316419 * x);
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return density(x) * sum;
}
