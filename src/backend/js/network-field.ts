/** The right-hand sides of continuous networks in plain JavaScript, twin of assembly/flow.ts, where the equations stand. */

import { exp } from "../../numeric/elementary.ts";
import { softmaxInto } from "../../numeric/softmax.ts";
import { DRIVE, FORM, WEIGHTS } from "../contract/codes.ts";
import type { FlowProblem } from "../contract/flow.ts";
import { activation, derivative, inverse } from "./activation.ts";
import { denseProduct, productSparse, productTransposed } from "./matvec.ts";

export class NetworkField {
  readonly nNeurons: number;
  readonly stride: number;
  private readonly values: Float64Array;
  private readonly slopes: Float64Array;
  private readonly scratch: Float64Array;
  private readonly overlaps: Float64Array;
  private readonly mixed: Float64Array;
  private readonly changes: Float64Array;
  private readonly weighted: Float64Array;

  constructor(private readonly problem: FlowProblem) {
    const { nNeurons, stride, nPatterns } = problem;
    this.nNeurons = nNeurons;
    this.stride = stride;
    this.values = new Float64Array(stride);
    this.slopes = new Float64Array(stride);
    this.scratch = new Float64Array(stride);
    this.overlaps = new Float64Array(nPatterns);
    this.mixed = new Float64Array(nPatterns);
    this.changes = new Float64Array(nPatterns);
    this.weighted = new Float64Array(nPatterns);
  }

  /** Time derivatives of a state and its tangents, f64[blocks × stride]. */
  evaluate(x: Float64Array, out: Float64Array, blocks: number): void {
    const { nNeurons, stride, values, slopes, scratch, problem } = this;
    const { kind, slope } = problem;
    const membrane = problem.form === FORM.membrane;
    const of = membrane ? activation : inverse;
    for (let i = 0; i < nNeurons; i++) values[i] = of(kind, slope, x[i]);
    if (blocks > 1) {
      const at = membrane ? x : values;
      for (let i = 0; i < nNeurons; i++) slopes[i] = derivative(kind, slope, at[i]);
    }
    this.drive(membrane ? values : x, out);
    const leak = membrane ? x : values;
    const bias = problem.bias.view;
    for (let i = 0; i < nNeurons; i++) out[i] = out[i] + bias[i] - leak[i];
    for (let block = 1; block < blocks; block++) {
      const from = block * stride;
      const y = x.subarray(from, from + stride);
      const dy = out.subarray(from, from + stride);
      if (membrane) {
        for (let i = 0; i < nNeurons; i++) scratch[i] = slopes[i] * y[i];
        this.driveTangent(scratch, dy);
        for (let i = 0; i < nNeurons; i++) dy[i] -= y[i];
      } else {
        this.driveTangent(y, dy);
        for (let i = 0; i < nNeurons; i++) dy[i] -= y[i] / slopes[i];
      }
    }
  }

  /** Writes T(V)V, or ∇Φ(V), into `out` and keeps the overlaps for the tangents. */
  drive(values: Float64Array, out: Float64Array): void {
    const { problem, overlaps: m, mixed: c } = this;
    const { weights, nPatterns, stride, degree, beta, scale } = problem;
    if (weights <= WEIGHTS.sparse) {
      this.multiplyWeights(values, out);
      return;
    }
    const patterns = problem.matrix.view as Float64Array;
    const isGradient = problem.drive === DRIVE.gradient;
    denseProduct(patterns, values, m, nPatterns, stride);
    if (weights === WEIGHTS.quadratic) {
      for (let mu = 0; mu < nPatterns; mu++) c[mu] = scale * m[mu];
    } else if (weights === WEIGHTS.polynomial) {
      const factor = isGradient ? scale : scale * (degree - 1);
      for (let mu = 0; mu < nPatterns; mu++) c[mu] = factor * power(m[mu], degree - 1);
    } else if (weights === WEIGHTS.exponential) {
      const factor = isGradient ? scale * beta : scale * beta * beta;
      for (let mu = 0; mu < nPatterns; mu++) c[mu] = factor * (isGradient ? 1 : m[mu]) * exp(beta * m[mu]);
    } else if (isGradient) {
      softmaxInto(this.weighted, m, beta);
      for (let mu = 0; mu < nPatterns; mu++) c[mu] = scale * this.weighted[mu];
    } else {
      const mean = softmaxInto(this.weighted, m, beta);
      const factor = scale * beta;
      for (let mu = 0; mu < nPatterns; mu++) c[mu] = factor * this.weighted[mu] * (m[mu] - mean);
    }
    productTransposed(patterns, c, out, nPatterns, stride);
  }

  /** Writes the derivative of T(V)V along `change` into `out`, after `drive`. */
  driveTangent(change: Float64Array, out: Float64Array): void {
    const { problem, overlaps: m, mixed: c, changes: d, weighted: p } = this;
    const { weights, nPatterns, stride, degree, beta, scale } = problem;
    if (weights <= WEIGHTS.sparse) {
      this.multiplyWeights(change, out);
      return;
    }
    const patterns = problem.matrix.view as Float64Array;
    const isGradient = problem.drive === DRIVE.gradient;
    denseProduct(patterns, change, d, nPatterns, stride);
    if (weights === WEIGHTS.quadratic) {
      for (let mu = 0; mu < nPatterns; mu++) c[mu] = scale * d[mu];
    } else if (weights === WEIGHTS.polynomial) {
      const once = scale * (degree - 1);
      const factor = isGradient ? once : once * (degree - 1);
      for (let mu = 0; mu < nPatterns; mu++) c[mu] = factor * power(m[mu], degree - 2) * d[mu];
    } else if (weights === WEIGHTS.exponential) {
      const factor = scale * beta * beta;
      for (let mu = 0; mu < nPatterns; mu++) {
        const z = beta * m[mu];
        c[mu] = factor * (isGradient ? 1 : 1 + z) * exp(z) * d[mu];
      }
    } else if (isGradient) {
      let shift = 0;
      for (let mu = 0; mu < nPatterns; mu++) shift += p[mu] * d[mu];
      const factor = scale * beta;
      for (let mu = 0; mu < nPatterns; mu++) c[mu] = factor * p[mu] * (d[mu] - shift);
    } else {
      let mean = 0;
      let shift = 0;
      for (let mu = 0; mu < nPatterns; mu++) {
        mean += p[mu] * m[mu];
        shift += p[mu] * d[mu];
      }
      let turn = 0;
      for (let mu = 0; mu < nPatterns; mu++) turn += beta * p[mu] * (d[mu] - shift) * m[mu];
      const factor = scale * beta;
      for (let mu = 0; mu < nPatterns; mu++) {
        const dp = beta * p[mu] * (d[mu] - shift);
        c[mu] = factor * (dp * (m[mu] - mean) + p[mu] * (d[mu] - (turn + shift)));
      }
    }
    productTransposed(patterns, c, out, nPatterns, stride);
  }

  private multiplyWeights(x: Float64Array, out: Float64Array): void {
    const { problem, nNeurons, stride } = this;
    if (problem.weights !== WEIGHTS.sparse) denseProduct(problem.matrix.view, x, out, nNeurons, stride);
    else {
      const { matrix, rowStart, columns } = problem;
      productSparse(matrix.view as Float64Array, rowStart!.view, columns!.view, x, out, nNeurons);
    }
  }
}

function power(x: number, n: number): number {
  let product = 1;
  for (let k = 0; k < n; k++) product *= x;
  return product;
}
