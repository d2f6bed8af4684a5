/** X and its derivatives at one state, for what Newton's method asks of a small network: the same numbers whatever computes. */

import type { FlowField } from "../backend/contract/flow.ts";
import type { Block } from "../backend/contract/kernels.ts";
import { hostFields } from "../backend/host.ts";
import { fieldOf } from "./field.ts";
import { type ContinuousNetwork, weightMatrix } from "./network.ts";

/** The membrane flow X(u) = T(V)V + b − u, V = g(u), with scratch of its own: one for each computation. */
export class LocalField {
  readonly nNeurons: number;
  private readonly values: Float64Array;
  /** Weights T where they are constant, f64[N × N]. */
  private readonly matrix: Float64Array | undefined;
  private readonly general: GeneralField | undefined;

  constructor(readonly network: ContinuousNetwork) {
    const { nNeurons } = network;
    this.nNeurons = nNeurons;
    this.values = new Float64Array(nNeurons);
    if (isConstant(network)) this.matrix = weightMatrix(network);
    else this.general = new GeneralField(network);
  }

  /** Writes the field X(u) into `out`, f64[N]. */
  into(u: Float64Array, out: Float64Array): void {
    const { activation, bias } = this.network;
    for (let j = 0; j < this.nNeurons; j++) this.values[j] = activation.value(u[j]);
    this.driveInto(this.values, out);
    for (let i = 0; i < this.nNeurons; i++) out[i] = out[i] + bias[i] - u[i];
  }

  /** ∂X_i/∂u_j = D_ij g′(u_j) − δ_ij into `out`, f64[N × N]; D is the derivative of T(V)V by V. */
  jacobianInto(u: Float64Array, out: Float64Array): void {
    const { nNeurons: n, values, network, matrix, general } = this;
    if (general) {
      general.jacobianInto(u, out);
      return;
    }
    for (let j = 0; j < n; j++) values[j] = network.activation.derivative(u[j]);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) out[i * n + j] = matrix![i * n + j] * values[j];
      out[i * n + i] -= 1;
    }
  }

  /** Writes the drive T(V)V into `out`, f64[N]. */
  driveInto(values: Float64Array, out: Float64Array): void {
    const { nNeurons: n, matrix, general } = this;
    if (general) {
      general.driveInto(values, out);
      return;
    }
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += matrix![i * n + j] * values[j];
      out[i] = sum;
    }
  }

  /** ∂X/∂(the activation's parameter) into `out`, f64[N]. */
  byActivationInto(u: Float64Array, out: Float64Array): void {
    const { slope, parameter, derivative, value } = this.network.activation;
    const factor = parameter.relativeChange(slope);
    const change = Float64Array.from(u, (x) => factor * x * derivative(x));
    if (this.general) this.general.changeInto(Float64Array.from(u, value), change, out);
    else this.driveInto(change, out);
  }
}

/** Whether T does not depend on V. */
export function isConstant({ weights }: ContinuousNetwork): boolean {
  return weights.kind === "dense" || weights.kind === "sparse";
}

/** The field of state-dependent weights, by the kernels' twin in plain JavaScript. */
class GeneralField {
  private readonly field: FlowField;
  private readonly x: Block<Float64Array>;
  private readonly out: Block<Float64Array>;

  constructor(private readonly network: ContinuousNetwork) {
    const kernels = hostFields();
    this.field = fieldOf(kernels, network, "membrane");
    const size = (1 + network.nNeurons) * this.field.stride;
    this.x = kernels.arena.float64(size);
    this.out = kernels.arena.float64(size);
  }

  /** Every unit vector as a tangent at once. */
  jacobianInto(u: Float64Array, into: Float64Array): void {
    const { field, x, out } = this;
    const { nNeurons: n } = this.network;
    x.view.fill(0);
    x.view.set(u);
    for (let j = 0; j < n; j++) x.view[(j + 1) * field.stride + j] = 1;
    field.evaluate(x, out, 1 + n);
    for (let j = 0; j < n; j++) {
      for (let i = 0; i < n; i++) into[i * n + j] = out.view[(j + 1) * field.stride + i];
    }
  }

  driveInto(values: Float64Array, into: Float64Array): void {
    this.x.view.fill(0);
    this.x.view.set(values);
    this.field.driven(this.x, this.out);
    into.set(this.out.view.subarray(0, this.network.nNeurons));
  }

  /** The derivative of T(V)V along a change of V. */
  changeInto(values: Float64Array, change: Float64Array, into: Float64Array): void {
    const { nNeurons } = this.network;
    const kernels = hostFields();
    const [v, dv] = [values, change].map((given) => {
      const block = kernels.arena.float64(this.field.stride);
      block.view.set(given);
      return block;
    });
    const moved = kernels.arena.float64(this.field.stride);
    this.field.driven(v, this.out, dv, moved);
    into.set(moved.view.subarray(0, nNeurons));
  }
}

/**
 * The box that holds every equilibrium and, after a while, every trajectory: u = T g + b with g within its bounds. Without
 * bounds where T depends on V.
 */
export function trappingBox(network: ContinuousNetwork): { readonly low: Float64Array; readonly high: Float64Array } {
  const { nNeurons, bias } = network;
  if (!isConstant(network)) {
    return {
      low: new Float64Array(nNeurons).fill(Number.NEGATIVE_INFINITY),
      high: new Float64Array(nNeurons).fill(Number.POSITIVE_INFINITY),
    };
  }
  const [least, most] = network.activation.range;
  const weights = weightMatrix(network);
  const [low, high] = [bias.slice(), bias.slice()];
  for (let i = 0; i < nNeurons; i++) {
    for (let j = 0; j < nNeurons; j++) {
      const w = weights[i * nNeurons + j];
      low[i] += w * (w > 0 ? least : most);
      high[i] += w * (w > 0 ? most : least);
    }
  }
  return { low, high };
}

/** Largest absolute value max_i |x_i|; NaN when any entry is NaN. */
export function largest(x: Float64Array): number {
  let most = 0;
  for (const value of x) {
    const size = Math.abs(value);
    if (!(size <= most)) most = size;
  }
  return most;
}

/** Largest distance between two vectors in one component, max_i |a_i − b_i|. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}
