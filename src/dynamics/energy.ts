/** The energy of a continuous network: in closed form, by quadrature, and along a trajectory. */
import { show } from "../check/check.ts";
import { exp, log } from "../numeric/elementary.ts";
import { legendreIntegral } from "../numeric/quadrature.ts";
import { softmaxInto } from "../numeric/softmax.ts";
import { type ContinuousNetwork, checkContinuous, overlapsOf, type Weights, weightMatrix } from "./network.ts";
import { type FlowName, flowKind } from "./specs.ts";

/**
 * The energy E(V) that a network's flows descend:
 *
 *   E(V) = −½ VᵀTV − b·V + Σ_i ∫g⁻¹     constant T (Hopfield 1984); of an asymmetric T, its symmetric part's
 *   E(V) = Φ − ∇Φ·V − b·V + Σ_i ∫g⁻¹    T(V) = ∇²Φ of patterns (Krotov & Hopfield 2016)
 *   E(V) = −Φ − b·V + Σ_i ∫g⁻¹          ∇Φ of patterns instead of T(V)V
 *   E(V) = −W(V) − b·V + Σ_i ∫g⁻¹       T(V) any function with (★): see `energyByQuadrature`
 *
 * with ∫g⁻¹ counted from 0, of arctan from ½. −∂E/∂V_i = (T(V)V)_i + b_i − g⁻¹(V_i) and along u̇ = X(u), V = g(u),
 * dE/dt = −Σ g′(u_i) u̇_i² ≤ 0, where T(V)V is a gradient: T symmetric, or (★).
 *
 * @returns  E of f64[N]; the same bits everywhere.
 */
export function energyOf(network: ContinuousNetwork): (values: Float64Array) => number {
  const { weights, activation, bias } = checkContinuous("energyOf: network", network);
  const interaction = interactionOf(network, weights);
  return (values) => {
    let sum = interaction(values);
    for (let i = 0; i < values.length; i++) sum += activation.primitive(values[i]) - bias[i] * values[i];
    return sum;
  };
}

/** The part of E that the weights make, −W. */
function interactionOf(network: ContinuousNetwork, weights: Weights): (values: Float64Array) => number {
  const { nNeurons } = network;
  if (weights.kind === "dense") {
    return (values) => {
      let sum = 0;
      for (let i = 0, at = 0; i < nNeurons; i++) {
        let row = 0;
        for (let j = 0; j < nNeurons; j++, at++) row += weights.matrix[at] * values[j];
        sum += values[i] * row;
      }
      return -0.5 * sum;
    };
  }
  if (weights.kind === "sparse") {
    const { rowStart, columns } = weights;
    return (values) => {
      let sum = 0;
      for (let i = 0; i < nNeurons; i++) {
        let row = 0;
        for (let e = rowStart[i]; e < rowStart[i + 1]; e++) row += weights.values[e] * values[columns[e]];
        sum += values[i] * row;
      }
      return -0.5 * sum;
    };
  }
  if (weights.kind === "patterns") {
    const energy = weights.drive === "hessian" ? legendreTransform : minusPhi;
    return (values) => energy(weights, overlapsOf(weights.patterns, weights.nPatterns, values));
  }
  return (values) => energyByQuadrature(network, values).interaction;
}

/** Legendre transform Φ − ∇Φ·V of patterns, from the overlaps m. */
function legendreTransform({ type, degree, beta, scale }: Extract<Weights, { kind: "patterns" }>, m: Float64Array) {
  let sum = 0;
  if (type === "quadratic") for (const x of m) sum -= 0.5 * x * x;
  else if (type === "polynomial") for (const x of m) sum += (1 / degree - 1) * power(x, degree);
  else if (type === "exponential") for (const x of m) sum += (1 - beta * x) * exp(beta * x);
  else sum = logSumExp(m, beta) - softmaxInto(new Float64Array(m.length), m, beta);
  return scale * sum;
}

/** −Φ of patterns, from the overlaps m. */
function minusPhi({ type, degree, beta, scale }: Extract<Weights, { kind: "patterns" }>, m: Float64Array): number {
  let sum = 0;
  if (type === "quadratic") for (const x of m) sum += 0.5 * x * x;
  else if (type === "polynomial") for (const x of m) sum += power(x, degree) / degree;
  else if (type === "exponential") for (const x of m) sum += exp(beta * x);
  else sum = logSumExp(m, beta);
  return -scale * sum;
}

/** (1/β) ln Σ e^{βm}, without overflow. */
function logSumExp(m: Float64Array, beta: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const x of m) largest = Math.max(largest, x);
  let total = 0;
  for (const x of m) total += exp(beta * (x - largest));
  return largest + log(total) / beta;
}

function power(x: number, n: number): number {
  let product = 1;
  for (let k = 0; k < n; k++) product *= x;
  return product;
}

export interface QuadratureEnergy {
  readonly energy: number;
  /** The part of the energy that the weights make, −W(V) = −∫₀¹ λ Vᵀ T(λV) V dλ. */
  readonly interaction: number;
  /** Difference from the integral with half as many nodes: a bound in practice for T smooth along the ray. */
  readonly error: number;
  readonly nodes: number;
}

/**
 * The energy of a network whose weights meet (★), from values of T alone: W(V) = ∫₀¹ T_ij(λV) λ V_i V_j dλ by Gauss and
 * Legendre, with the nodes doubled from 8 until two results agree to 1e-13 of their size, or to 128.
 */
export function energyByQuadrature(network: ContinuousNetwork, values: Float64Array): QuadratureEnergy {
  const { nNeurons, activation, bias } = checkContinuous("energyByQuadrature: network", network);
  const scaled = new Float64Array(nNeurons);
  const { value, error, nodes } = legendreIntegral((lambda) => {
    for (let i = 0; i < nNeurons; i++) scaled[i] = lambda * values[i];
    const matrix = weightMatrix(network, scaled);
    let sum = 0;
    for (let i = 0, at = 0; i < nNeurons; i++) {
      for (let j = 0; j < nNeurons; j++, at++) sum += matrix[at] * values[i] * values[j];
    }
    return lambda * sum;
  }, 1e-13);
  let rest = 0;
  for (let i = 0; i < nNeurons; i++) rest += activation.primitive(values[i]) - bias[i] * values[i];
  return { energy: rest - value, interaction: -value, error, nodes };
}

/** How the energy changes along a trajectory. */
export interface Descent {
  /** Energy E at each state, f64[states]. */
  readonly energies: Float64Array;
  /** Number of intervals between successive states. */
  readonly intervals: number;
  /** Number of intervals in which the energy rises beyond rounding (1e-13 of its largest size). */
  readonly rises: number;
  /** Fraction of the intervals in which the energy rises, in [0, 1]. */
  readonly risingFraction: number;
  /** The largest rise over one interval; 0 when it never rises. */
  readonly largestRise: number;
  /** E at the first state less E at the last. */
  readonly descent: number;
}

/**
 * The energy along a trajectory and a statistic of its descent.
 *
 * @param states  f64[states × N], as `integrate` gives them: u of the membrane flow, V of the gradient flow.
 */
export function energiesAlong(network: ContinuousNetwork, states: Float64Array, flow: FlowName = "membrane"): Descent {
  const { nNeurons, activation } = checkContinuous("energiesAlong: network", network);
  flowKind.check("energiesAlong: flow", flow);
  if (!(states instanceof Float64Array) || states.length % nNeurons !== 0) {
    throw new RangeError(`energiesAlong: states must be f64[states × ${nNeurons}], got ${show(states)}`);
  }
  const energy = energyOf(network);
  const energies = new Float64Array(states.length / nNeurons);
  for (let k = 0; k < energies.length; k++) {
    const state = states.slice(k * nNeurons, (k + 1) * nNeurons);
    energies[k] = energy(flow === "membrane" ? state.map(activation.value) : state);
  }
  return descentOf(energies);
}

/** The statistic of successive energies. */
export function descentOf(energies: Float64Array): Descent {
  let size = 0;
  for (const value of energies) size = Math.max(size, Math.abs(value));
  let rises = 0;
  let largestRise = 0;
  for (let k = 1; k < energies.length; k++) {
    const rise = energies[k] - energies[k - 1];
    if (rise > 1e-13 * size) rises++;
    largestRise = Math.max(largestRise, rise);
  }
  const intervals = Math.max(0, energies.length - 1);
  return {
    energies,
    intervals,
    rises,
    risingFraction: intervals === 0 ? 0 : rises / intervals,
    largestRise,
    descent: energies.length === 0 ? 0 : energies[0] - energies[energies.length - 1],
  };
}
