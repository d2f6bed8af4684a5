// The right-hand sides of continuous networks with k tangent vectors beside the state:
//
//   membrane  u′ = T(V)V + b − u, V = g(u)      tangents  y′ = D (g′(u) ∘ y) − y
//   gradient  V′ = T(V)V + b − g⁻¹(V)           tangents  y′ = D y − y / g′(g⁻¹(V))
//
// D is the derivative of T(V)V by V: T itself where the weights are constant. State-dependent weights are T(V) = ∇²Φ(V) of
// patterns ξ with overlaps m_μ = ξ^μ·V, and T(V)V = Σ_μ c_μ ξ^μ is had without forming T; e = scale. By DRIVE, ∇Φ(V) may stand
// for T(V)V, and D is ∇²Φ then:
//
//                                          hessian, ∇²Φ(V)V      gradient, ∇Φ(V)
//   quadratic    Φ = (e/2) Σ m²            c = e m               c = e m
//   polynomial   Φ = (e/n) Σ mⁿ            c = e (n − 1) m^{n−1} c = e m^{n−1}
//   exponential  Φ = e Σ e^{βm}            c = e β² m e^{βm}     c = e β e^{βm}
//   logSumExp    Φ = (e/β) ln Σ e^{βm}     c = e β p (m − p·m)   c = e p,  p = softmax(βm)
//
// A state of 1 + k vectors is f64[(1 + k) × stride], zero beyond the neurons of each.

import { DRIVE, FORM, WEIGHTS } from "../src/backend/contract/codes";
import { at64 } from "./address";
import { activationMap, derivativeMap, inverseMap } from "./activation";
import { exp } from "./elementary";
import { product32, product64, productSparse, productTransposed } from "./matvec";

/** A network. The host makes it, and writes every field by its name. */
@unmanaged
export class Flow {
  N: i32;
  stride: i32; // N up to a multiple of 4
  form: i32; // by FORM
  weights: i32; // by WEIGHTS
  drive: i32; // by DRIVE
  activation: i32; // by ACTIVATION
  P: i32; // patterns
  degree: i32;
  matrix: usize; // f64 or f32[N × stride], f64[connections], or patterns f64[P × stride]
  rowStart: usize;
  columns: usize;
  bias: usize; // f64[stride]
  values: usize; // f64[stride], V
  slopes: usize; // f64[stride], g′
  scratch: usize; // f64[stride]
  overlaps: usize; // f64[P up to 4], m
  mixed: usize; // f64[P up to 4], c
  changes: usize; // f64[P up to 4], m of a tangent
  weighted: usize; // f64[P up to 4], p of logSumExp
  slope: f64;
  beta: f64;
  scale: f64;
}

/**
 * Writes the time derivatives of a state and its tangents.
 *
 * @param flowPtr  Flow
 * @param xPtr     f64[blocks × stride]
 * @param outPtr   f64[blocks × stride], apart from x; left alone beyond the neurons
 * @param blocks   1 + tangents
 */
export function field(flowPtr: usize, xPtr: usize, outPtr: usize, blocks: i32): void {
  const flow = changetype<Flow>(flowPtr);
  const N = flow.N;
  const membrane = flow.form == FORM.membrane;
  const tangents = blocks > 1;
  let valuesPtr = xPtr;
  if (membrane) {
    valuesPtr = flow.values;
    activationMap(flow.activation, flow.slope, xPtr, valuesPtr, N);
    if (tangents) derivativeMap(flow.activation, flow.slope, xPtr, flow.slopes, N);
  } else {
    inverseMap(flow.activation, flow.slope, xPtr, flow.values, N);
    if (tangents) derivativeMap(flow.activation, flow.slope, flow.values, flow.slopes, N);
  }
  drive(flow, valuesPtr, outPtr);
  addLeak(outPtr, flow.bias, membrane ? xPtr : flow.values, N);
  const bytes = (<usize>flow.stride) << 3;
  for (let block = 1; block < blocks; block++) {
    xPtr += bytes;
    outPtr += bytes;
    if (membrane) {
      multiply(flow.slopes, xPtr, flow.scratch, N);
      driveTangent(flow, flow.scratch, outPtr);
      subtract(outPtr, xPtr, N);
    } else {
      driveTangent(flow, xPtr, outPtr);
      divide(xPtr, flow.slopes, flow.scratch, N);
      subtract(outPtr, flow.scratch, N);
    }
  }
}

/**
 * Writes T(V)V, and with `change` D·change beside it.
 *
 * @param valuesPtr  f64[stride], V
 * @param outPtr     f64[stride]
 * @param changePtr  f64[stride] or 0
 * @param movedPtr   f64[stride] or 0
 */
export function driven(flowPtr: usize, valuesPtr: usize, outPtr: usize, changePtr: usize, movedPtr: usize): void {
  const flow = changetype<Flow>(flowPtr);
  drive(flow, valuesPtr, outPtr);
  if (changePtr) driveTangent(flow, changePtr, movedPtr);
}

/** out = T(V)V, or ∇Φ(V); keeps the overlaps for tangents. */
function drive(flow: Flow, valuesPtr: usize, outPtr: usize): void {
  if (flow.weights <= WEIGHTS.sparse) {
    multiplyWeights(flow, valuesPtr, outPtr);
    return;
  }
  const P = flow.P;
  const m = flow.overlaps;
  const c = flow.mixed;
  const isGradient = flow.drive == DRIVE.gradient;
  product64(flow.matrix, valuesPtr, m, P, flow.stride);
  if (flow.weights == WEIGHTS.quadratic) {
    for (let mu = 0; mu < P; mu++) store<f64>(at64(c, mu), flow.scale * load<f64>(at64(m, mu)));
  } else if (flow.weights == WEIGHTS.polynomial) {
    const factor = isGradient ? flow.scale : flow.scale * <f64>(flow.degree - 1);
    for (let mu = 0; mu < P; mu++) {
      store<f64>(at64(c, mu), factor * power(load<f64>(at64(m, mu)), flow.degree - 1));
    }
  } else if (flow.weights == WEIGHTS.exponential) {
    const factor = isGradient ? flow.scale * flow.beta : flow.scale * flow.beta * flow.beta;
    for (let mu = 0; mu < P; mu++) {
      const overlap = load<f64>(at64(m, mu));
      store<f64>(at64(c, mu), factor * (isGradient ? 1.0 : overlap) * exp(flow.beta * overlap));
    }
  } else if (isGradient) {
    softmax(flow);
    for (let mu = 0; mu < P; mu++) store<f64>(at64(c, mu), flow.scale * load<f64>(at64(flow.weighted, mu)));
  } else {
    const mean = softmax(flow);
    const factor = flow.scale * flow.beta;
    for (let mu = 0; mu < P; mu++) {
      store<f64>(at64(c, mu), factor * load<f64>(at64(flow.weighted, mu)) * (load<f64>(at64(m, mu)) - mean));
    }
  }
  productTransposed(flow.matrix, c, outPtr, P, flow.stride);
}

/** out = D·change, after `drive`. */
function driveTangent(flow: Flow, changePtr: usize, outPtr: usize): void {
  if (flow.weights <= WEIGHTS.sparse) {
    multiplyWeights(flow, changePtr, outPtr);
    return;
  }
  const P = flow.P;
  const m = flow.overlaps;
  const d = flow.changes;
  const c = flow.mixed;
  const isGradient = flow.drive == DRIVE.gradient;
  product64(flow.matrix, changePtr, d, P, flow.stride);
  if (flow.weights == WEIGHTS.quadratic) {
    for (let mu = 0; mu < P; mu++) store<f64>(at64(c, mu), flow.scale * load<f64>(at64(d, mu)));
  } else if (flow.weights == WEIGHTS.polynomial) {
    const once = flow.scale * <f64>(flow.degree - 1);
    const factor = isGradient ? once : once * <f64>(flow.degree - 1);
    for (let mu = 0; mu < P; mu++) {
      const slope = factor * power(load<f64>(at64(m, mu)), flow.degree - 2);
      store<f64>(at64(c, mu), slope * load<f64>(at64(d, mu)));
    }
  } else if (flow.weights == WEIGHTS.exponential) {
    const factor = flow.scale * flow.beta * flow.beta;
    for (let mu = 0; mu < P; mu++) {
      const z = flow.beta * load<f64>(at64(m, mu));
      store<f64>(at64(c, mu), factor * (isGradient ? 1.0 : 1 + z) * exp(z) * load<f64>(at64(d, mu)));
    }
  } else if (isGradient) {
    const p = flow.weighted;
    let shift: f64 = 0; // p·d
    for (let mu = 0; mu < P; mu++) shift += load<f64>(at64(p, mu)) * load<f64>(at64(d, mu));
    const factor = flow.scale * flow.beta;
    for (let mu = 0; mu < P; mu++) {
      store<f64>(at64(c, mu), factor * load<f64>(at64(p, mu)) * (load<f64>(at64(d, mu)) - shift));
    }
  } else {
    const beta = flow.beta;
    const p = flow.weighted;
    let mean: f64 = 0; // p·m
    let shift: f64 = 0; // p·d
    for (let mu = 0; mu < P; mu++) {
      mean += load<f64>(at64(p, mu)) * load<f64>(at64(m, mu));
      shift += load<f64>(at64(p, mu)) * load<f64>(at64(d, mu));
    }
    let turn: f64 = 0; // of p·m: dp·m
    for (let mu = 0; mu < P; mu++) {
      const dp = beta * load<f64>(at64(p, mu)) * (load<f64>(at64(d, mu)) - shift);
      turn += dp * load<f64>(at64(m, mu));
    }
    const factor = flow.scale * beta;
    for (let mu = 0; mu < P; mu++) {
      const weight = load<f64>(at64(p, mu));
      const dm = load<f64>(at64(d, mu));
      const dp = beta * weight * (dm - shift);
      const change = dp * (load<f64>(at64(m, mu)) - mean) + weight * (dm - (turn + shift));
      store<f64>(at64(c, mu), factor * change);
    }
  }
  productTransposed(flow.matrix, c, outPtr, P, flow.stride);
}

function multiplyWeights(flow: Flow, xPtr: usize, outPtr: usize): void {
  if (flow.weights == WEIGHTS.dense) product64(flow.matrix, xPtr, outPtr, flow.N, flow.stride);
  else if (flow.weights == WEIGHTS.dense32) product32(flow.matrix, xPtr, outPtr, flow.N, flow.stride);
  else productSparse(flow.matrix, flow.rowStart, flow.columns, xPtr, outPtr, flow.N);
}

/** p = softmax(βm), shifted by the largest so that nothing overflows; returns p·m. */
function softmax(flow: Flow): f64 {
  const P = flow.P;
  const m = flow.overlaps;
  const p = flow.weighted;
  let largest: f64 = -Infinity;
  for (let mu = 0; mu < P; mu++) {
    const overlap = load<f64>(at64(m, mu));
    if (overlap > largest) largest = overlap;
  }
  let sum: f64 = 0;
  for (let mu = 0; mu < P; mu++) {
    const weight = exp(flow.beta * (load<f64>(at64(m, mu)) - largest));
    store<f64>(at64(p, mu), weight);
    sum += weight;
  }
  let mean: f64 = 0;
  for (let mu = 0; mu < P; mu++) {
    const weight = load<f64>(at64(p, mu)) / sum;
    store<f64>(at64(p, mu), weight);
    mean += weight * load<f64>(at64(m, mu));
  }
  return mean;
}

/** xⁿ, n ≥ 0, one factor after another. */
// @ts-ignore: decorator
@inline
function power(x: f64, n: i32): f64 {
  let product: f64 = 1;
  for (let k = 0; k < n; k++) product *= x;
  return product;
}

/** out = out + bias − leak. */
function addLeak(outPtr: usize, biasPtr: usize, leakPtr: usize, N: i32): void {
  for (let i = 0; i < N; i++) {
    const driven = load<f64>(at64(outPtr, i)) + load<f64>(at64(biasPtr, i));
    store<f64>(at64(outPtr, i), driven - load<f64>(at64(leakPtr, i)));
  }
}

function subtract(outPtr: usize, xPtr: usize, N: i32): void {
  for (let i = 0; i < N; i++) store<f64>(at64(outPtr, i), load<f64>(at64(outPtr, i)) - load<f64>(at64(xPtr, i)));
}

function multiply(xPtr: usize, yPtr: usize, outPtr: usize, N: i32): void {
  for (let i = 0; i < N; i++) store<f64>(at64(outPtr, i), load<f64>(at64(xPtr, i)) * load<f64>(at64(yPtr, i)));
}

function divide(xPtr: usize, yPtr: usize, outPtr: usize, N: i32): void {
  for (let i = 0; i < N; i++) store<f64>(at64(outPtr, i), load<f64>(at64(xPtr, i)) / load<f64>(at64(yPtr, i)));
}
