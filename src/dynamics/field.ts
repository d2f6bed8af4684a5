/** The fields of a network's membrane and gradient flows in the kernels' memory. */
import { DRIVE, FORM, WEIGHTS } from "../backend/contract/codes.ts";
import type { FlowField } from "../backend/contract/flow.ts";
import type { Block, Kernels, TypedArray } from "../backend/contract/kernels.ts";
import type { VectorField } from "../backend/host.ts";
import { jsFieldOf } from "../backend/host.ts";
import type { ContinuousNetwork, WeightsFunction } from "./network.ts";
import type { FlowName } from "./specs.ts";

/** Entries of a vector of N neurons in a backend's memory: a multiple of 4. */
export function strideOfVectors(nNeurons: number): number {
  return (nNeurons + 3) & ~3;
}

/** Bytes that the field of a network takes. */
export function fieldBytes({ weights, nNeurons }: ContinuousNetwork): number {
  const stride = strideOfVectors(nNeurons);
  const vectors = 8 * 6 * stride + 4096;
  if (weights.kind === "dense") return weights.matrix.BYTES_PER_ELEMENT * nNeurons * stride + vectors;
  if (weights.kind === "sparse") return 12 * weights.values.length + 4 * nNeurons + vectors;
  if (weights.kind === "patterns") return 8 * weights.nPatterns * (stride + 4) + vectors;
  return 8 * nNeurons * nNeurons + vectors;
}

/** Multiplications that an evaluation of the field takes, about. */
export function fieldWork({ weights, nNeurons }: ContinuousNetwork): number {
  if (weights.kind === "dense") return nNeurons * nNeurons;
  if (weights.kind === "sparse") return 4 * weights.values.length;
  if (weights.kind === "patterns") return 2 * weights.nPatterns * nNeurons;
  return 20 * nNeurons * nNeurons;
}

/**
 * The right-hand side of a network in the kernels' memory, until their arena is released: `evaluate` gives time derivatives
 * of a state and of tangent vectors beside it, and `kernels.integrator(field, …)` follows it. Weights that are a function go
 * with the JavaScript backend alone; their tangents come from central differences, good to about ten digits.
 */
export function fieldOf(
  kernels: Pick<Kernels, "arena" | "flowField">,
  network: ContinuousNetwork,
  flow: FlowName = "membrane",
): FlowField {
  const { weights, nNeurons, activation } = network;
  if (weights.kind === "function") return jsFieldOf(new FunctionField(network, weights.of, flow));
  const { arena } = kernels;
  const stride = strideOfVectors(nNeurons);
  const rows = weights.kind === "patterns" ? weights.nPatterns : nNeurons;
  const copy = <A extends TypedArray>(block: Block<A>, values: ArrayLike<number>): Block<A> => {
    block.view.set(values);
    return block;
  };
  const padded = <A extends Float64Array | Float32Array>(block: Block<A>, values: A): Block<A> => {
    const { view } = block;
    if (stride === nNeurons) {
      view.set(values);
      return block;
    }
    for (let i = 0, from = 0; i < rows; i++) {
      for (let j = 0; j < nNeurons; j++) view[i * stride + j] = values[from++];
    }
    return block;
  };
  const common = {
    form: FORM[flow],
    drive: DRIVE.hessian,
    nNeurons,
    stride,
    bias: copy(arena.float64(stride), network.bias),
    kind: activation.kind,
    slope: activation.slope,
    nPatterns: 0,
    degree: 0,
    beta: 0,
    scale: 0,
  };
  if (weights.kind === "sparse") {
    return kernels.flowField({
      ...common,
      weights: WEIGHTS.sparse,
      matrix: copy(arena.float64(weights.values.length), weights.values),
      rowStart: copy(arena.int32(nNeurons + 1), weights.rowStart),
      columns: copy(arena.int32(weights.columns.length), weights.columns),
    });
  }
  if (weights.kind === "patterns") {
    const { type, drive, nPatterns, degree, beta, scale } = weights;
    const matrix = padded(arena.float64(rows * stride), weights.patterns);
    const own = { weights: WEIGHTS[type], drive: DRIVE[drive], matrix, nPatterns, degree, beta, scale };
    return kernels.flowField({ ...common, ...own });
  }
  return weights.matrix instanceof Float32Array
    ? kernels.flowField({
        ...common,
        weights: WEIGHTS.dense32,
        matrix: padded(arena.float32(rows * stride), weights.matrix),
      })
    : kernels.flowField({
        ...common,
        weights: WEIGHTS.dense,
        matrix: padded(arena.float64(rows * stride), weights.matrix),
      });
}

/** The field of weights that are any function of V. */
class FunctionField implements VectorField {
  readonly nNeurons: number;
  readonly stride: number;

  constructor(
    private readonly network: ContinuousNetwork,
    private readonly weights: WeightsFunction,
    private readonly flow: FlowName,
  ) {
    this.nNeurons = network.nNeurons;
    this.stride = strideOfVectors(network.nNeurons);
  }

  evaluate(x: Float64Array, out: Float64Array, blocks: number): void {
    const { nNeurons, stride } = this;
    this.derivative(x, out);
    const ahead = new Float64Array(stride);
    const behind = new Float64Array(stride);
    const [up, down] = [new Float64Array(stride), new Float64Array(stride)];
    for (let block = 1; block < blocks; block++) {
      const from = block * stride;
      let largest = 0;
      for (let i = 0; i < nNeurons; i++) largest = Math.max(largest, Math.abs(x[from + i]));
      const h = largest > 0 ? 6e-6 / largest : 1; // ε^{1/3}: differences lose no more to rounding than to the third derivative
      for (let i = 0; i < nNeurons; i++) {
        ahead[i] = x[i] + h * x[from + i];
        behind[i] = x[i] - h * x[from + i];
      }
      this.derivative(ahead, up);
      this.derivative(behind, down);
      for (let i = 0; i < nNeurons; i++) out[from + i] = (up[i] - down[i]) / (2 * h);
    }
  }

  /** Writes the drive T(V)V of every neuron at activities V into `out`, f64[N]. */
  drive(values: Float64Array, out: Float64Array): void {
    const { nNeurons } = this;
    const matrix = this.weights(values.slice(0, nNeurons));
    if (matrix?.length !== nNeurons * nNeurons) {
      throw new RangeError(
        `continuousNetwork: weights must return ${nNeurons} × ${nNeurons} numbers, got ${matrix?.length}`,
      );
    }
    for (let i = 0; i < nNeurons; i++) {
      let sum = 0;
      for (let j = 0; j < nNeurons; j++) sum += matrix[i * nNeurons + j] * values[j];
      out[i] = sum;
    }
  }

  private derivative(x: Float64Array, out: Float64Array): void {
    const { nNeurons, network } = this;
    const { activation, bias } = network;
    const membrane = this.flow === "membrane";
    const values = new Float64Array(nNeurons);
    const leak = new Float64Array(nNeurons);
    for (let i = 0; i < nNeurons; i++) {
      values[i] = membrane ? activation.value(x[i]) : x[i];
      leak[i] = membrane ? x[i] : activation.inverse(x[i]);
    }
    this.drive(values, out);
    for (let i = 0; i < nNeurons; i++) out[i] = out[i] + bias[i] - leak[i];
  }
}
