/** A mean of values and how sure it is. */
export interface Mean {
  readonly mean: number;
  /** Standard deviation of the values: n − 1 in the denominator; 0 for a single value. */
  readonly deviation: number;
  /** Standard error of the mean: deviation/√n. */
  readonly error: number;
}

/** Mean, standard deviation and standard error. */
export function meanAndDeviation(values: readonly number[]): Mean {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
  return { mean, deviation, error: standardError(deviation, values.length) };
}

/** Mean and standard deviation as a pair. */
export function meanAndSpread(values: readonly number[]): [mean: number, deviation: number] {
  const { mean, deviation } = meanAndDeviation(values);
  return [mean, deviation];
}

/** The straight line with the least squares of differences in y. */
export function lineThrough(points: readonly (readonly [x: number, y: number])[]): { at0: number; slope: number } {
  const x = meanAndDeviation(points.map(([value]) => value)).mean;
  const y = meanAndDeviation(points.map(([, value]) => value)).mean;
  const xx = points.reduce((sum, [value]) => sum + (value - x) ** 2, 0);
  const slope = xx === 0 ? 0 : points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / xx;
  return { at0: y - slope * x, slope };
}

/** Standard error of a mean over n values of this standard deviation. */
export function standardError(deviation: number, n: number): number {
  return deviation / Math.sqrt(n);
}

/** What the standard normal exceeds, in absolute value, with probability 5 %. */
const TWO_SIDED_95 = 1.959963984540054;

/**
 * The 95 % confidence interval of a probability after `successes` out of `trials` — Wilson 1927. Unlike mean ± 2 s.e. it stays
 * within [0, 1] and means something when all or none succeeded.
 *
 * @param trials  > 0
 */
export function wilsonInterval(successes: number, trials: number): { readonly low: number; readonly high: number } {
  const z2 = TWO_SIDED_95 ** 2;
  const p = successes / trials;
  const center = p + z2 / (2 * trials);
  const reach = TWO_SIDED_95 * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials * trials));
  const scale = 1 + z2 / trials;
  // the ends are 0 and 1 exactly where they should be; rounding would leave them 1e-17 away
  return {
    low: successes === 0 ? 0 : (center - reach) / scale,
    high: successes === trials ? 1 : (center + reach) / scale,
  };
}

/** Two means compared without the assumption of equal variances. */
export interface WelchTest {
  /** Mean of the first less mean of the second. */
  readonly difference: number;
  readonly t: number;
  /** Degrees of freedom, by Welch and Satterthwaite. */
  readonly degrees: number;
  /** Probability of a |t| at least as large if the means were equal. */
  readonly p: number;
}

/**
 * Welch's t-test of two independent samples — Welch 1947.
 *
 * @returns  null where the test says nothing: fewer than two values in a sample, or no spread in either.
 */
export function welchTest(a: readonly number[], b: readonly number[]): WelchTest | null {
  if (a.length < 2 || b.length < 2) return null;
  const [first, second] = [meanAndDeviation(a), meanAndDeviation(b)];
  // equal values have no spread, whatever rounding their mean leaves
  const isConstant = (values: readonly number[]) => values.every((value) => value === values[0]);
  const va = isConstant(a) ? 0 : first.deviation ** 2 / a.length;
  const vb = isConstant(b) ? 0 : second.deviation ** 2 / b.length;
  if (va + vb === 0) return null;
  const difference = first.mean - second.mean;
  const t = difference / Math.sqrt(va + vb);
  const degrees = (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1));
  return { difference, t, degrees, p: studentTail(t, degrees) };
}

/** The probability that Student's t with ν degrees of freedom is at least |t| away from 0: I_x(ν/2, ½), x = ν/(ν + t²). */
export function studentTail(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/**
 * Spearman's rank correlation, ties sharing their mean rank; NaN when either side is constant.
 *
 * @param x  as many values as y, at least two.
 */
export function rankCorrelation(x: readonly number[], y: readonly number[]): number {
  const [a, b] = [ranks(x), ranks(y)];
  const middle = (x.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    xy += (a[k] - middle) * (b[k] - middle);
    xx += (a[k] - middle) ** 2;
    yy += (b[k] - middle) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, k) => k).sort((a, b) => values[a] - values[b]);
  const out = new Array<number>(values.length);
  for (let first = 0; first < order.length; ) {
    let last = first;
    while (last + 1 < order.length && values[order[last + 1]] === values[order[first]]) last++;
    for (let k = first; k <= last; k++) out[order[k]] = (first + last) / 2 + 1;
    first = last + 1;
  }
  return out;
}

/** Regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22), Lentz's way. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // the fraction converges fast only below the mean
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  const clear = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / clear(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / clear(1 + even * d);
    c = clear(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / clear(1 + odd * d);
    c = clear(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * fraction;
}

const TINY = 1e-300;
const MOST_TERMS = 10_000;

/** ln Γ(x) for x > 0: shifted upwards, then Stirling's series. */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 15; z++) shift += Math.log(z);
  const w = 1 / (z * z);
  const series = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w / 1188)))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
