/** Continuous networks: weights, activation and external input of a spec, checked and copied. */
import { sparseOf, vectorOf } from "../check/arrays.ts";
import { checkChoice, checkInteger, checkKeys, show } from "../check/check.ts";
import { exp } from "../numeric/elementary.ts";
import { softmaxInto } from "../numeric/softmax.ts";
import { type Activation, type ActivationSpec, activationFrom } from "./activation.ts";
import {
  DRIVES,
  type DriveName,
  type GivenWeights,
  type Matrix,
  type PatternWeights,
  patternWeights,
} from "./network-specs.ts";

export type { Matrix, PatternWeights, SparseWeights } from "./network-specs.ts";

/** T(V) as a row-major matrix, f64[N × N]; called for every evaluation: for exploration, not for speed. */
export type WeightsFunction = (values: Float64Array) => ArrayLike<number>;

export interface ContinuousNetworkSpec {
  /** T: rows, row-major f64[N × N], sparse rows, patterns, or a function of V (with `nNeurons`). T_ij is the weight from j to i. */
  readonly weights: GivenWeights | WeightsFunction;
  readonly activation: ActivationSpec;
  /** External input b, one number a neuron; default 0. */
  readonly bias?: ArrayLike<number>;
  /** Keep a dense T as f32: half the memory and, beyond the caches, up to 1.9 times the speed. Default "f64". */
  readonly precision?: "f64" | "f32";
  /** Number of neurons N; needed only where weights are a function. */
  readonly nNeurons?: number;
}

/** Weights once checked: owned, never changed. */
export type Weights =
  | { readonly kind: "dense"; readonly matrix: Float64Array | Float32Array }
  | {
      readonly kind: "sparse";
      readonly rowStart: Int32Array;
      readonly columns: Int32Array;
      readonly values: Float64Array;
    }
  | {
      readonly kind: "patterns";
      readonly type: PatternWeights["type"];
      readonly drive: DriveName;
      /** The patterns ξ, f64[nPatterns × N]. */
      readonly patterns: Float64Array;
      readonly nPatterns: number;
      readonly degree: number;
      readonly beta: number;
      readonly scale: number;
    }
  | { readonly kind: "function"; readonly of: WeightsFunction };

/** A network of graded neurons with weights T(V), activation g and external input b. Data only. */
export interface ContinuousNetwork {
  readonly nNeurons: number;
  readonly weights: Weights;
  readonly activation: Activation;
  /** External input b, f64[N]. */
  readonly bias: Float64Array;
}

/**
 * A network for continuous dynamics (CLMM; Hopfield 1984), of weights, activation and external input; all copied.
 *
 * @throws TypeError or RangeError that names what is wrong.
 */
export function continuousNetwork(spec: ContinuousNetworkSpec): ContinuousNetwork {
  const where = "continuousNetwork";
  checkKeys(`${where}: spec`, spec, ["weights", "activation", "bias", "precision", "nNeurons"]);
  const activation = activationFrom(`${where}: activation`, spec.activation);
  const precision = checkChoice(`${where}: precision`, spec.precision ?? "f64", ["f64", "f32"]);
  const { weights, nNeurons } = checkWeights(`${where}: weights`, spec, precision);
  if (precision === "f32" && weights.kind !== "dense") {
    throw new TypeError(`${where}: precision "f32" is for dense weights, got ${weights.kind} ones`);
  }
  if (spec.nNeurons !== undefined && spec.nNeurons !== nNeurons) {
    throw new RangeError(`${where}: nNeurons must be that of the weights, ${nNeurons}, got ${show(spec.nNeurons)}`);
  }
  const bias = spec.bias === undefined ? new Float64Array(nNeurons) : vectorOf(`${where}: bias`, spec.bias, nNeurons);
  return Object.freeze({ nNeurons, weights: Object.freeze(weights), activation, bias });
}

/** A copy of a network with other dense weights, f64[N × N]. */
export function withWeights(network: ContinuousNetwork, matrix: Float64Array): ContinuousNetwork {
  return Object.freeze({ ...network, weights: Object.freeze({ kind: "dense", matrix }) });
}

/**
 * T as a dense matrix, f64[N × N], of constant weights or at the values V.
 *
 * @throws TypeError when the weights depend on V and none are given, and where neurons are driven by ∇Φ(V), which is no T(V)V.
 */
export function weightMatrix(network: ContinuousNetwork, values?: Float64Array): Float64Array {
  const { weights, nNeurons } = network;
  if (weights.kind === "dense") return Float64Array.from(weights.matrix);
  const out = new Float64Array(nNeurons * nNeurons);
  if (weights.kind === "sparse") {
    const { rowStart, columns } = weights;
    for (let i = 0; i < nNeurons; i++) {
      for (let e = rowStart[i]; e < rowStart[i + 1]; e++) out[i * nNeurons + columns[e]] += weights.values[e];
    }
    return out;
  }
  if (values === undefined) throw new TypeError("weightMatrix: values must be given for weights that depend on them");
  if (weights.kind === "function") return checkMatrix("weightMatrix: T(V)", weights.of(values.slice()), nNeurons);
  if (weights.drive !== "hessian") throw new TypeError('weightMatrix: drive must be "hessian", ∇Φ has no weights T(V)');
  const { patterns, nPatterns } = weights;
  const curvature = curvatures(weights, overlapsOf(patterns, nPatterns, values));
  const { diagonal, rank } = curvature;
  const mixed = new Float64Array(nNeurons); // Σ_μ p_μ ξ^μ of logSumExp
  for (let mu = 0; mu < nPatterns; mu++) {
    const row = patterns.subarray(mu * nNeurons, (mu + 1) * nNeurons);
    for (let i = 0; i < nNeurons; i++) {
      mixed[i] += rank[mu] * row[i];
      const weight = diagonal[mu] * row[i];
      for (let j = 0; j < nNeurons; j++) out[i * nNeurons + j] += weight * row[j];
    }
  }
  if (weights.type === "logSumExp") {
    const factor = weights.scale * weights.beta;
    for (let i = 0; i < nNeurons; i++) {
      for (let j = 0; j < nNeurons; j++) out[i * nNeurons + j] -= factor * mixed[i] * mixed[j];
    }
  }
  return out;
}

/** Overlaps m_μ = ξ^μ·V of activities V with the patterns, f64[nPatterns]. */
export function overlapsOf(patterns: Float64Array, nPatterns: number, values: Float64Array): Float64Array {
  const nNeurons = values.length;
  const overlaps = new Float64Array(nPatterns);
  for (let mu = 0; mu < nPatterns; mu++) {
    for (let i = 0; i < nNeurons; i++) overlaps[mu] += patterns[mu * nNeurons + i] * values[i];
  }
  return overlaps;
}

/** ∇²Φ = Σ_μ diagonal_μ ξ^μ ξ^μᵀ, for logSumExp less scale·β·(Σ rank_μ ξ^μ)(…)ᵀ. */
function curvatures(
  { type, degree, beta, scale }: Extract<Weights, { kind: "patterns" }>,
  m: Float64Array,
): { diagonal: Float64Array; rank: Float64Array } {
  const rank = new Float64Array(m.length);
  if (type === "quadratic") return { diagonal: m.map(() => scale), rank };
  if (type === "polynomial") return { diagonal: m.map((x) => scale * (degree - 1) * x ** (degree - 2)), rank };
  if (type === "exponential") return { diagonal: m.map((x) => scale * beta * beta * exp(beta * x)), rank };
  softmaxInto(rank, m, beta);
  return { diagonal: rank.map((p) => scale * beta * p), rank };
}

function checkWeights(
  where: string,
  spec: ContinuousNetworkSpec,
  precision: "f64" | "f32",
): { weights: Weights; nNeurons: number } {
  const { weights } = spec;
  if (typeof weights === "function") {
    const nNeurons = checkInteger("continuousNetwork: nNeurons", spec.nNeurons, 1);
    return { weights: { kind: "function", of: weights }, nNeurons };
  }
  if (Array.isArray(weights) || weights instanceof Float64Array || weights instanceof Float32Array) {
    const isFlat = !Array.isArray(weights) || typeof weights[0] === "number";
    const nNeurons = isFlat ? Math.round(Math.sqrt(weights.length)) : weights.length;
    if (nNeurons < 1) throw new RangeError(`${where} must be of at least 1 neuron, got none`);
    const matrix = checkMatrix(where, weights as Matrix | Float64Array, nNeurons);
    return { weights: { kind: "dense", matrix: precision === "f32" ? Float32Array.from(matrix) : matrix }, nNeurons };
  }
  if (typeof weights !== "object" || weights === null) {
    throw new TypeError(`${where} must be a matrix, sparse rows, patterns or a function, got ${show(weights)}`);
  }
  if ("type" in weights) return checkPatternWeights(where, weights);
  const { nNeurons, ...rows } = sparseOf(where, weights);
  return { weights: { kind: "sparse", ...rows }, nNeurons };
}

function checkPatternWeights(where: string, spec: PatternWeights): { weights: Weights; nNeurons: number } {
  const { type, drive = DRIVES[type], patterns: rows, ...own } = patternWeights.check(where, spec);
  const nPatterns = rows.length;
  if (nPatterns === 0) throw new RangeError(`${where}.patterns must have at least one row, got none`);
  const nNeurons = checkInteger(`${where}: the length of a pattern`, rows[0].length, 1);
  const patterns = new Float64Array(nPatterns * nNeurons);
  rows.forEach((row, mu) => {
    patterns.set(vectorOf(`${where}.patterns[${mu}]`, row, nNeurons), mu * nNeurons);
  });
  return { weights: { kind: "patterns", type, drive, patterns, nPatterns, ...own }, nNeurons };
}

/** Rows or f64[N × N] as a fresh f64[N × N] of finite numbers. */
function checkMatrix(where: string, value: Matrix | ArrayLike<number>, nNeurons: number): Float64Array {
  const total = nNeurons * nNeurons;
  const out = new Float64Array(total);
  if (Array.isArray(value) && typeof value[0] !== "number") {
    if (value.length !== nNeurons) throw new RangeError(`${where} must have ${nNeurons} rows, got ${value.length}`);
    (value as Matrix).forEach((row, i) => {
      out.set(vectorOf(`${where}: row ${i}`, row, nNeurons), i * nNeurons);
    });
    return out;
  }
  if (value?.length !== total) {
    throw new RangeError(`${where} must be square, N × N numbers, got ${value?.length ?? show(value)}`);
  }
  out.set(vectorOf(where, value as ArrayLike<number>, total));
  return out;
}

/** A network made by `continuousNetwork`. */
export function checkContinuous(where: string, network: unknown): ContinuousNetwork {
  const candidate = network as ContinuousNetwork | undefined;
  if (!(candidate?.bias instanceof Float64Array) || !candidate.weights || !candidate.activation) {
    throw new TypeError(`${where} must be a network from continuousNetwork, got ${show(network)}`);
  }
  return candidate;
}
