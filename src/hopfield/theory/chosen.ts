/**
 * Which inputs the best connectivity takes, in large networks: replica-symmetric theory gives an input of weight z = M_ij/√p the
 * probability f = 1/(1 + e^(−L)) with
 *
 *     L = μ + b z² + d x|z|,   x and z normal,
 *
 * where x is what the other patterns and neurons make of it. μ follows from the share of inputs that are taken, ⟨f⟩ = f₀ = c/N; b and d are
 * the unknowns of a rule's equations.
 */
import { erf } from "../../numeric/erf.ts";
import { logit } from "./path.ts";

export interface ChosenInputs {
  readonly mu: number;
  /** ρ = ⟨f z²⟩/f₀, the mean of z² over chosen inputs. */
  readonly meanSquare: number;
  /** ⟨f² z²⟩/f₀: of which the same inputs are chosen in two networks of equal cost. */
  readonly shared: number;
  /** ⟨f(1 − f) z²⟩/f₀: how readily the choice responds. */
  readonly response: number;
  /** ⟨ln(1 + e^L)⟩/f₀. */
  readonly logarithm: number;
}

/** Nodes and weights of a mean over a normal variable, or over a positive one. */
type Nodes = readonly (readonly [at: number, weight: number])[];

/** The trapezoidal rule, whose errors are far below 1e-12 for these integrands at these steps. */
function nodes(step: number, most: number, from: 0 | -1, density: (x: number) => number): Nodes {
  const count = Math.round(most / step);
  return Array.from({ length: count * (from === 0 ? 1 : 2) + 1 }, (_, k) => {
    const x = (k + from * count) * step;
    return [x, step * density(x) * (from === 0 && k > 0 ? 2 : 1)] as const;
  });
}

export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** The normal distribution Φ(u) to 1e-15, by its series about the nearest of the points of a table, whose coefficients are Hermite polynomials. */
export function normalCdf(u: number): number {
  if (!(Math.abs(u) < WIDEST)) return u > 0 ? 1 : 0;
  const k = Math.round(u * PER_UNIT);
  const at = k / PER_UNIT;
  const by = u - at;
  const square = at * at;
  const series =
    1 -
    (by / 2) * (at - (by / 3) * (square - 1 - (by / 4) * (at * (square - 3) - (by / 5) * (square * (square - 6) + 3))));
  return CDF[k + HALF] + DENSITY[k + HALF] * by * series;
}

const PER_UNIT = 64;
const WIDEST = 9;
const HALF = PER_UNIT * WIDEST;
const CDF = Float64Array.from({ length: 2 * HALF + 1 }, (_, k) => 0.5 * (1 + erf((k - HALF) / PER_UNIT / Math.SQRT2)));
const DENSITY = Float64Array.from({ length: 2 * HALF + 1 }, (_, k) => normalDensity((k - HALF) / PER_UNIT));

const Z = nodes(0.125, 8, 0, normalDensity);
/** Of a standard normal variable. */
export const NORMAL = nodes(0.25, 8, -1, normalDensity);
const LOGISTIC = nodes(0.75, 30, -1, (t) => 1 / (4 * Math.cosh(t / 2) ** 2));
/** Beyond this slope in x a sum over x would miss the step of f: f is then the share of logistic t with L + t > 0. */
const STEEP = 2;

/** The moments of the choice with these b and d. @param near  a first guess of μ. */
export function chosenInputs(b: number, d: number, density: number, near: number): ChosenInputs {
  let [mu, low, high] = [near, -1e5, 1e5];
  let sums = sumsAt(mu, b, d);
  for (let step = 0; step < 200; step++) {
    const excess = sums.share - density;
    if (Math.abs(excess) < 1e-13 * density) break;
    if (excess > 0) high = mu;
    else low = mu;
    // Newton's method on the logit, which is nearly linear in μ
    const slope = sums.slope / (sums.share * (1 - sums.share));
    const next = mu - (logit(sums.share) - logit(density)) / slope;
    const inside = next > low && next < high ? next : 0.5 * (low + high);
    if (Math.abs(inside - mu) < 1e-13 * Math.max(1, Math.abs(mu))) break;
    mu = inside;
    sums = sumsAt(mu, b, d);
  }
  const { squares, response, logarithm } = sums;
  return {
    mu,
    meanSquare: squares / density,
    shared: (squares - response) / density,
    response: response / density,
    logarithm: logarithm / density,
  };
}

/** ⟨f⟩, ⟨f(1 − f)⟩, ⟨f z²⟩, ⟨f(1 − f) z²⟩ and ⟨ln(1 + e^L)⟩. */
function sumsAt(mu: number, b: number, d: number) {
  const sums = { share: 0, slope: 0, squares: 0, response: 0, logarithm: 0 };
  for (const [z, weight] of Z) {
    const level = mu + b * z * z;
    const spread = d * z;
    let [share, slope, logarithm] = [0, 0, 0];
    if (spread < STEEP) {
      for (const [x, part] of NORMAL) {
        const at = level + spread * x;
        const small = Math.exp(-Math.abs(at));
        const larger = 1 / (1 + small);
        share += part * (at > 0 ? larger : small * larger);
        slope += part * small * larger * larger;
        logarithm += part * (Math.max(0, at) + Math.log1p(small));
      }
    } else {
      for (const [t, part] of LOGISTIC) {
        const u = (level + t) / spread;
        const bell = normalDensity(u);
        const below = normalCdf(u);
        share += part * below;
        slope += (part * bell) / spread;
        logarithm += part * (spread * bell + (level + t) * below);
      }
    }
    sums.share += weight * share;
    sums.slope += weight * slope;
    sums.squares += weight * z * z * share;
    sums.response += weight * z * z * slope;
    sums.logarithm += weight * logarithm;
  }
  return sums;
}
