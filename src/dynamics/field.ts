/** The membrane flow u̇ = X(u) = T g(u) − u of a small network, one state at a time: what Newton's method asks for. */
import { type Activation, type ActivationSpec, activationOf } from "./activation.ts";

/** A network with constant weights, as the analyses take it. */
export interface FlowNetwork {
  readonly nNeurons: number;
  /** T, f64[N × N], row-major: T[i·N + j] is the weight from j to i. */
  readonly weights: Float64Array;
  readonly activation: ActivationSpec;
}

/** X, its Jacobian and its derivative by the activation's parameter, with scratch of its own: one for each computation. */
export class Field {
  readonly nNeurons: number;
  private readonly activation: Activation;
  private readonly values: Float64Array;

  constructor(readonly network: FlowNetwork) {
    this.nNeurons = network.nNeurons;
    this.activation = activationOf(network.activation);
    this.values = new Float64Array(network.nNeurons);
  }

  /** X(u) into `out`, f64[N]. */
  into(u: Float64Array, out: Float64Array): void {
    for (let j = 0; j < this.nNeurons; j++) this.values[j] = this.activation.value(u[j]);
    this.weighted(out);
    for (let i = 0; i < this.nNeurons; i++) out[i] -= u[i];
  }

  /** ∂X_i/∂u_j = T_ij g′(u_j) − δ_ij into `out`, f64[N × N]. */
  jacobianInto(u: Float64Array, out: Float64Array): void {
    const { nNeurons: n, values } = this;
    for (let j = 0; j < n; j++) values[j] = this.activation.derivative(u[j]);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) out[i * n + j] = this.network.weights[i * n + j] * values[j];
      out[i * n + i] -= 1;
    }
  }

  /** ∂X/∂(gain or width) into `out`, f64[N]: g depends on gain·u or u/width alone, so that ∂g/∂gain = u g′/gain. */
  byActivationInto(u: Float64Array, out: Float64Array): void {
    const { slope, spec, derivative } = this.activation;
    const factor = spec.type === "arctan" ? -slope : 1 / slope;
    for (let j = 0; j < this.nNeurons; j++) this.values[j] = factor * u[j] * derivative(u[j]);
    this.weighted(out);
  }

  /** g(u_j) */
  activity(u: number): number {
    return this.activation.value(u);
  }

  /** T · values */
  private weighted(out: Float64Array): void {
    const { nNeurons: n, values } = this;
    const { weights } = this.network;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += weights[i * n + j] * values[j];
      out[i] = sum;
    }
  }
}

/** The box that holds every equilibrium and, after a while, every trajectory: u = T g with g within its bounds. */
export function trappingBox({ nNeurons, weights, activation }: FlowNetwork): {
  readonly low: Float64Array;
  readonly high: Float64Array;
} {
  const [least, most] = activationOf(activation).range;
  const low = new Float64Array(nNeurons);
  const high = new Float64Array(nNeurons);
  for (let i = 0; i < nNeurons; i++) {
    for (let j = 0; j < nNeurons; j++) {
      const w = weights[i * nNeurons + j];
      low[i] += w * (w > 0 ? least : most);
      high[i] += w * (w > 0 ? most : least);
    }
  }
  return { low, high };
}

/** max_i |x_i|; NaN when any is. */
export function largest(x: Float64Array): number {
  let most = 0;
  for (const value of x) {
    const size = Math.abs(value);
    if (!(size <= most)) most = size;
  }
  return most;
}
