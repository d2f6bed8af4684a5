/**
 * How well Hebbian networks retrieve at a temperature, by mean-field theory: `thermalOverlap`, `diluteLoad`.
 *
 * The field of a neuron is the signal m and a normal noise of variance σ² = αr, in units of the field of a stored pattern:
 *
 *     m = ⟨tanh(β(m + σz))⟩ = F(m),   q = ⟨tanh²(β(m + σz))⟩,   β = 1/T, z normal
 *
 * All connected (Amit, Gutfreund & Sompolinsky 1987, replica-symmetric): r = q/(1 − C)², C = β(1 − q). Highly diluted
 * (Derrida, Gardner & Zippelius 1987): r = 1. Without load both are m = tanh(m/T), and T_c = 1. At T = 0, F(m) = erf(m/√(2σ²)).
 *
 * F is odd, and concave at m > 0: besides 0 it has one fixed point there where F′(0) > 1, and none otherwise. At it F′(m) = C < 1.
 */
import { checkChoice, checkKeys, checkNumber } from "../check/check.ts";
import { erf } from "../numeric/erf.ts";
import { gaussLegendre } from "../numeric/quadrature.ts";

export interface ThermalOverlapSpec {
  /** Load α = p/c ≥ 0. */
  readonly load: number;
  /** Temperature T ≥ 0. */
  readonly temperature: number;
  /** Limit of the connectivity: all connected ("full", the default) or highly diluted. */
  readonly connectivity?: "dilute" | "full";
}

export interface DiluteLoadSpec {
  /** Overlap m at which a pattern counts as retrieved, from 0 to 1. */
  readonly threshold: number;
  /** Temperature T ≥ 0; default 0. */
  readonly temperature?: number;
}

/**
 * m, the overlap that a network started in a stored pattern keeps, in the limit of many neurons; 0 where the pattern is lost, from
 * the critical load or temperature on.
 *
 * @throws TypeError or RangeError that names the argument.
 */
export function thermalOverlap(spec: ThermalOverlapSpec): number {
  const where = "thermalOverlap";
  checkKeys(`${where}: spec`, spec, ["load", "temperature", "connectivity"]);
  const load = checkNumber(`${where}: load`, spec.load, 0);
  const temperature = checkNumber(`${where}: temperature`, spec.temperature, 0);
  const connectivity = checkChoice(`${where}: connectivity`, spec.connectivity ?? "full", ["dilute", "full"]);
  const variance = connectivity === "full" ? varianceOf(load, temperature) : load;
  return variance === undefined ? 0 : overlapAt(variance, temperature);
}

/**
 * The load α at which the overlap of highly diluted networks falls to a threshold: 0.299 for 0.9 at T = 0, 2/π for 0, and 0 where
 * not even one pattern is kept so well.
 *
 * @throws TypeError or RangeError that names the argument.
 */
export function diluteLoad(spec: DiluteLoadSpec): number {
  const where = "diluteLoad";
  checkKeys(`${where}: spec`, spec, ["threshold", "temperature"]);
  const threshold = checkNumber(`${where}: threshold`, spec.threshold, 0);
  if (threshold > 1) throw new RangeError(`${where}: threshold must be at most 1, got ${threshold}`);
  const temperature = checkNumber(`${where}: temperature`, spec.temperature ?? 0, 0);
  // F(m)/m falls as the noise grows, and is 1 at the load
  const isKept = (load: number) => new Field(load, temperature).gain(threshold) > 1;
  return isKept(0) ? bisected(isKept, 0, MOST_LOAD) : 0;
}

/** No overlap is left beyond it: F′(0) = 1 at T = 0. */
const MOST_LOAD = 2 / Math.PI;
/** F′(0) is known to a few units of its last digit: as near to 1 as that the fixed point is 0. */
const CRITICAL = 1 + 8 * Number.EPSILON;

/** The largest m with m = F(m), in a noise of this variance. */
function overlapAt(variance: number, temperature: number): number {
  const field = new Field(variance, temperature);
  if (field.slope(0) <= CRITICAL) return 0;
  // Newton's method from the right of the fixed point of a concave function never crosses it; kept in brackets against rounding
  let [low, high] = [0, 1];
  let m = 1;
  for (let step = 0; step < 200; step++) {
    const excess = field.gain(m) - 1;
    if (excess > 0) low = m;
    else high = m;
    const newton = m + (m * excess) / (1 - field.slope(m));
    const next = newton > low && newton <= high ? newton : 0.5 * (low + high);
    if (Math.abs(next - m) <= 2 * Number.EPSILON * m) return next;
    m = next;
  }
  return m;
}

/**
 * σ² = αr of a network that is all connected: the least with α = σ²(1 − C)²/q, where C and q are those at the overlap in that noise;
 * undefined where the load is more than any, since then nothing is retrieved.
 */
function varianceOf(load: number, temperature: number): number | undefined {
  if (load === 0) return 0;
  if (temperature >= 1) return undefined;
  const most = bisected((variance) => new Field(variance, temperature).slope(0) > 1, 0, MOST_LOAD);
  const loadAt = (variance: number): number => {
    const m = overlapAt(variance, temperature);
    if (m === 0) return 0;
    const own = new Field(variance, temperature).slope(m);
    return (variance * (1 - own) ** 2) / (1 - temperature * own);
  };
  // the load rises from 0 to the critical one and falls to 0
  const at = (k: number) => (most * k) / GRID;
  let best = 0;
  let highest = 0;
  for (let k = 1; k < GRID; k++) {
    const held = loadAt(at(k));
    if (held >= load) return bisected((variance) => loadAt(variance) < load, at(k - 1), at(k));
    if (held > highest) [best, highest] = [k, held];
  }
  const peak = peakOf(loadAt, at(best - 1), at(best + 1));
  return loadAt(peak) >= load ? bisected((variance) => loadAt(variance) < load, at(best - 1), peak) : undefined;
}

const GRID = 16;

/** Where a test that holds at `low` ends to hold, towards `high`. */
function bisected(holds: (x: number) => boolean, low: number, high: number): number {
  let [left, right] = [low, high];
  for (;;) {
    const x = 0.5 * (left + right);
    if (x <= left || x >= right) return right;
    if (holds(x)) left = x;
    else right = x;
  }
}

/** Where a function with one maximum has it, by golden sections. */
function peakOf(f: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [left, right] = [f(a), f(b)];
  while (high - low > 1e-8 * high) {
    if (left > right) {
      [high, b, right] = [b, a, left];
      a = high - golden * (high - low);
      left = f(a);
    } else {
      [low, a, left] = [a, b, right];
      b = low + golden * (high - low);
      right = f(b);
    }
  }
  return left > right ? a : b;
}

/** Step of the trapezoidal rule, whose errors are exp(−π²/STEP) here, and how far it goes. */
const STEP = 0.25;
const WIDEST_NORMAL = 9;
const WIDEST_LOGISTIC = 20;
const NORMAL = weighted(WIDEST_NORMAL, (z) => Math.exp(-0.5 * z * z));
const LOGISTIC = weighted(WIDEST_LOGISTIC, (s) => 1 / Math.cosh(s) ** 2);
const SURE: Nodes = [[0, 1]];

type Nodes = readonly (readonly [at: number, weight: number])[];

/** Nodes ≥ 0 of an even density, with the weights of both signs. */
function weighted(widest: number, density: (x: number) => number): Nodes {
  const nodes: [number, number][] = [];
  for (let k = 0; k * STEP <= widest; k++) nodes.push([k * STEP, (k === 0 ? 1 : 2) * density(k * STEP)]);
  const total = nodes.reduce((sum, [, weight]) => sum + weight, 0);
  return nodes.map(([at, weight]) => [at, weight / total]);
}

/**
 * F(m)/m and F′(m) in a noise of variance σ² at a temperature T, as sums of terms of one sign, which keep their relative accuracy
 * at every m.
 *
 * Where T > σ, means over the normal z. Else tanh(h/T) is the mean sign of h + Ts with s of density sech²(s)/2, so that
 * F(m) = ⟨erf((m + Ts)/√(2σ²))⟩.
 */
class Field {
  private readonly isWarm: boolean;
  private readonly sigma: number;

  constructor(
    variance: number,
    private readonly temperature: number,
  ) {
    this.sigma = Math.sqrt(variance);
    this.isWarm = temperature > this.sigma;
  }

  /** F′(m). */
  slope(m: number): number {
    const { sigma, temperature: t } = this;
    if (this.isWarm) {
      const even = (z: number) => 0.5 * (sech2((m + sigma * z) / t) + sech2((m - sigma * z) / t));
      return mean(sigma === 0 ? SURE : NORMAL, even) / t;
    }
    if (sigma === 0) return m === 0 ? Number.POSITIVE_INFINITY : 0;
    const even = (s: number) => 0.5 * (bell((m + t * s) / sigma) + bell((m - t * s) / sigma));
    return mean(t === 0 ? SURE : LOGISTIC, even) / sigma;
  }

  /** F(m)/m. */
  gain(m: number): number {
    if (m === 0) return this.slope(0);
    const { sigma, temperature: t } = this;
    if (this.isWarm) return mean(sigma === 0 ? SURE : NORMAL, (z) => evenTanh(m / t, (sigma * z) / t)) / m;
    if (sigma === 0) return 1 / m;
    const root = Math.SQRT2 * sigma;
    return mean(t === 0 ? SURE : LOGISTIC, (s) => evenErf(m / root, (t * s) / root)) / m;
  }
}

function mean(nodes: Nodes, f: (at: number) => number): number {
  let sum = 0;
  for (const [at, weight] of nodes) sum += weight * f(at);
  return sum;
}

function sech2(x: number): number {
  return 1 / Math.cosh(x) ** 2;
}

/** The normal density, doubled: the slope of erf(x/√2). */
function bell(x: number): number {
  return Math.sqrt(2 / Math.PI) * Math.exp(-0.5 * x * x);
}

/** (tanh(x + y) + tanh(x − y))/2, without cancellation where x is small. */
function evenTanh(x: number, y: number): number {
  if (x > 1) return 0.5 * (Math.tanh(x + y) + Math.tanh(x - y));
  return Math.sinh(2 * x) / (Math.cosh(2 * x) + Math.cosh(2 * y));
}

/** (erf(x + y) + erf(x − y))/2, without cancellation where x is small. */
function evenErf(x: number, y: number): number {
  if (x > 0.5) return 0.5 * (erf(x + y) + erf(x - y));
  // 1/√π ∫ exp(−u²) du from y − x to y + x
  const { nodes, weights } = gaussLegendre(12);
  let sum = 0;
  for (let k = 0; k < nodes.length; k++) sum += weights[k] * Math.exp(-((y + x * (2 * nodes[k] - 1)) ** 2));
  return (2 * x * sum) / Math.sqrt(Math.PI);
}
