/** A step of the classical Runge–Kutta method, of order 4, for a few numbers in plain JavaScript: the same bits wherever it is used. */

/** The derivative at x into `out`; false where there is none. */
export type Derivative = (x: Float64Array, out: Float64Array) => unknown;

export class ClassicalStep {
  /** The derivatives of the last step's four stages, f64[n] each. */
  readonly slopes: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
  private readonly at: Float64Array;

  constructor(
    private readonly derivative: Derivative,
    n: number,
  ) {
    this.slopes = [new Float64Array(n), new Float64Array(n), new Float64Array(n), new Float64Array(n)];
    this.at = new Float64Array(n);
  }

  /** Moves x by h in place; false, with x as it was, where a stage has no derivative. */
  move(x: Float64Array, h: number): boolean {
    const { slopes, at, derivative } = this;
    const [k1, k2, k3, k4] = slopes;
    if (derivative(x, k1) === false) return false;
    for (let i = 0; i < x.length; i++) at[i] = x[i] + (h / 2) * k1[i];
    if (derivative(at, k2) === false) return false;
    for (let i = 0; i < x.length; i++) at[i] = x[i] + (h / 2) * k2[i];
    if (derivative(at, k3) === false) return false;
    for (let i = 0; i < x.length; i++) at[i] = x[i] + h * k3[i];
    if (derivative(at, k4) === false) return false;
    for (let i = 0; i < x.length; i++) x[i] += (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    return true;
  }
}
