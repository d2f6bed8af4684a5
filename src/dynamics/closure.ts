/** Whether state-dependent weights make the flow a gradient: the closure condition (★) and the stronger (◇). */
import { vectorOf } from "../check/arrays.ts";
import { checkInteger, checkKeys, checkNumber, show } from "../check/check.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { Stream } from "../numeric/philox.ts";
import { keyOf, parseSeed, type Seed } from "../numeric/seed.ts";
import {
  type ContinuousNetwork,
  checkContinuous,
  continuousNetwork,
  type Matrix,
  type PatternWeights,
  type WeightsFunction,
  weightMatrix,
} from "./network.ts";

/** The largest violation of a condition, and where it is. */
export interface Residual {
  /** The largest size of what should be 0. */
  readonly largest: number;
  /** Indices of the violated equation: (i, j), or (i, j, k) of (◇); i < j. */
  readonly at: readonly number[];
  /** Activities V at which the violation is largest, f64[N]. */
  readonly point: Float64Array;
}

export interface Closure {
  /** Symmetry of the weights, T_ij − T_ji. */
  readonly symmetry: Residual;
  /** Condition (★), Σ_k (∂_i T_kj − ∂_j T_ki) V_k. */
  readonly star: Residual;
  /** Condition (◇), that T is a Hessian: ∂_i T_kj − ∂_j T_ki. */
  readonly diamond: Residual;
  /** The largest |∂_i T_jk| met: what residuals are to be compared with. */
  readonly scale: number;
  /** Estimated error of the derivatives in (◇); residuals below a few times this (for (★) times Σ|V_k|) say nothing. */
  readonly error: number;
  readonly points: number;
}

/**
 * Checks whether state-dependent weights make a gradient flow: the closure condition (★), equivalent to T(V)V being free of
 * curl where T is symmetric, and the stronger (◇), that T is a Hessian (CLMM). Derivatives are central differences of fourth
 * order; the work is 4N matrices a point.
 *
 * @param spec.points  where to look; or `count` random ones (20 unless given), uniform within `box` (0.9) of the range of g.
 */
export function closureOf(
  network: ContinuousNetwork,
  spec: {
    readonly points?: readonly ArrayLike<number>[];
    readonly count?: number;
    readonly box?: number;
    readonly seed?: Seed;
  } = {},
): Closure {
  const { nNeurons, weights } = checkContinuous("closureOf: network", network);
  checkKeys("closureOf: spec", spec, ["points", "count", "box", "seed"]);
  const points = spec.points
    ? Array.from(spec.points, (point, k) => vectorOf(`closureOf: points[${k}]`, point, nNeurons))
    : randomPoints(network, spec);
  if (points.length === 0) throw new RangeError("closureOf: points must hold at least one point, got none");
  const symmetry = new Worst();
  const star = new Worst();
  const diamond = new Worst();
  let scale = 0;
  let error = 0;
  const constant = weights.kind === "dense" || weights.kind === "sparse";
  for (const point of points) {
    const matrix = weightMatrix(network, point);
    for (let i = 0; i < nNeurons; i++) {
      for (let j = i + 1; j < nNeurons; j++) {
        symmetry.meet(matrix[i * nNeurons + j] - matrix[j * nNeurons + i], [i, j], point);
      }
    }
    const slopes = constant ? null : derivatives(network, point);
    if (slopes) {
      for (const by of slopes.by) for (const value of by) scale = Math.max(scale, Math.abs(value));
      error = Math.max(error, slopes.error);
    }
    for (let i = 0; i < nNeurons; i++) {
      for (let j = i + 1; j < nNeurons; j++) {
        let sum = 0;
        for (let k = 0; k < nNeurons; k++) {
          const value = slopes ? slopes.by[i][k * nNeurons + j] - slopes.by[j][k * nNeurons + i] : 0;
          diamond.meet(value, [i, j, k], point);
          sum += value * point[k];
        }
        star.meet(sum, [i, j], point);
      }
    }
    if (constant) break;
  }
  return { symmetry, star, diamond, scale, error: 2 * error, points: constant ? 1 : points.length };
}

class Worst implements Residual {
  largest = 0;
  at: readonly number[] = [];
  point: Float64Array = new Float64Array(0);

  meet(value: number, at: readonly number[], point: Float64Array): void {
    if (!(Math.abs(value) > this.largest) && this.at.length > 0) return;
    this.largest = Math.abs(value);
    this.at = at;
    this.point = point;
  }
}

/** ∂_i T at a point, and how far the difference of fourth order is from that of second order, over 100. */
function derivatives(
  network: ContinuousNetwork,
  point: Float64Array,
): { readonly by: readonly Float64Array[]; readonly error: number } {
  const h = 1e-3; // error h⁴/30 of the fifth derivative, 1e-16/h of rounding
  let error = 0;
  const at = (i: number, by: number): Float64Array => {
    const moved = point.slice();
    moved[i] += by;
    return weightMatrix(network, moved);
  };
  const by = Array.from(point, (_, i) => {
    const [ahead, behind, far, back] = [at(i, h), at(i, -h), at(i, 2 * h), at(i, -2 * h)];
    return ahead.map((value, k) => {
      const near = value - behind[k];
      const slope = (8 * near - (far[k] - back[k])) / (12 * h);
      const rounding = (3e-16 * Math.abs(value)) / h;
      error = Math.max(error, Math.abs(slope - near / (2 * h)) / 100 + rounding);
      return slope;
    });
  });
  return { by, error };
}

function randomPoints(network: ContinuousNetwork, spec: { count?: number; box?: number; seed?: Seed }): Float64Array[] {
  const count = checkInteger("closureOf: count", spec.count ?? 20, 1, 100_000);
  const box = checkNumber("closureOf: box", spec.box ?? 0.9, 0, true);
  if (box > 1) throw new RangeError(`closureOf: box must be at most 1, the range of g, got ${box}`);
  const key = keyOf(parseSeed(spec.seed ?? 1, "closureOf: seed"));
  const [lower, upper] = network.activation.range;
  const [center, radius] = [(lower + upper) / 2, (box * (upper - lower)) / 2];
  const stream = new Stream();
  return Array.from({ length: count }, (_, k) => {
    stream.open(DOMAIN.closure, k, 0, key);
    return Float64Array.from({ length: network.nNeurons }, () => center + radius * ((stream.next() / 2 ** 32) * 2 - 1));
  });
}

/**
 * Weights with (★) but, in general, not (◇): a Hessian plus f(V)(|V|² I − V Vᵀ), whose second term annihilates V (CLMM).
 *
 * @param base    a symmetric matrix, or patterns whose T(V) = ∇²Φ is meant.
 * @param factor  f, a number or a function of V.
 */
export function starWeights(
  base: Matrix | PatternWeights,
  factor: number | ((values: Float64Array) => number),
): { readonly weights: WeightsFunction; readonly nNeurons: number } {
  if (typeof factor !== "number" && typeof factor !== "function") {
    throw new TypeError(`starWeights: factor must be a number or a function of V, got ${show(factor)}`);
  }
  const network = continuousNetwork({ weights: base, activation: { type: "tanh" } });
  const { nNeurons } = network;
  const of = typeof factor === "number" ? () => factor : factor;
  const weights: WeightsFunction = (values) => {
    const matrix = weightMatrix(network, values);
    const f = of(values);
    let square = 0;
    for (const v of values) square += v * v;
    for (let i = 0; i < nNeurons; i++) {
      for (let j = 0; j < nNeurons; j++) {
        matrix[i * nNeurons + j] += f * ((i === j ? square : 0) - values[i] * values[j]);
      }
    }
    return matrix;
  };
  return { weights, nNeurons };
}
