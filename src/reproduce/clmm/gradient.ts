/** State-dependent symmetric weights T(V): whether they meet (★) and (◇), and whether T(V)V is a gradient, each found by itself. */
import { closureOf, starWeights } from "../../dynamics/closure.ts";
import { energyByQuadrature, energyOf } from "../../dynamics/energy.ts";
import {
  type ContinuousNetwork,
  continuousNetwork,
  type WeightsFunction,
  weightMatrix,
} from "../../dynamics/network.ts";
import { DOMAIN } from "../../numeric/domains.ts";
import { normals } from "../../numeric/normal.ts";
import { Stream } from "../../numeric/philox.ts";
import { legendreIntegral } from "../../numeric/quadrature.ts";
import { keyOf } from "../../numeric/seed.ts";
import type { StudyMeans } from "./means.ts";
import type { Gradients, WeightsFamily } from "./measured.ts";

/** How many networks of each family are drawn, and of what size. */
export interface GradientSpec {
  readonly neurons: number;
  readonly networks: number;
  readonly seed: number | string;
}

/** Lengths of patterns for which fields T(V)V are a few units at most: stronger ones saturate every neuron. */
const REACH = { quadratic: 1.2, polynomial: 0.6, exponential: 0.4, logSumExp: 1.4 };
const PATTERN_TYPES = ["quadratic", "polynomial", "exponential", "logSumExp"] as const;

/** The families of weights, from constant ones to those without (★): all are symmetric. */
export const FAMILIES: Readonly<Record<WeightsFamily, (draw: Draw) => ContinuousNetwork>> = {
  constant: ({ N, symmetric }) =>
    continuousNetwork({ weights: symmetric(), activation: { type: "tanh" }, nNeurons: N }),
  ...(Object.fromEntries(
    PATTERN_TYPES.map((type) => [
      type,
      ({ matrix }: Draw) => {
        const patterns = rowsOf(matrix(), REACH[type]);
        const weights = { type, drive: "hessian", patterns, beta: 1.5, degree: 4 } as const;
        return continuousNetwork({ weights, activation: { type: "tanh" } });
      },
    ]),
  ) as Record<(typeof PATTERN_TYPES)[number], (draw: Draw) => ContinuousNetwork>),
  star: ({ matrix, N }) => {
    const patterns = rowsOf(matrix(), REACH.polynomial);
    const [a, b] = [matrix(), matrix()];
    const factor = (V: Float64Array) => a[0] + V.reduce((sum, v, i) => sum + b[i] * v, 0);
    return continuousNetwork({
      weights: starWeights({ type: "polynomial", patterns, degree: 4 }, factor).weights,
      activation: { type: "tanh" },
      nNeurons: N,
    });
  },
  neither: ({ symmetric, N }) => {
    const base = symmetric().flat();
    const slopes = Array.from({ length: N }, () => symmetric().flat());
    const weights: WeightsFunction = (V) =>
      base.map((value, at) => slopes.reduce((sum, slope, k) => sum + 0.35 * V[k] * slope[at], 0.35 * value));
    return continuousNetwork({ weights, activation: { type: "tanh" }, nNeurons: N });
  },
};

/** What networks are drawn from. */
interface Draw {
  readonly N: number;
  /** Normal numbers of variance 1/N, f64[N × N]. */
  readonly matrix: () => Float64Array;
  readonly symmetric: () => number[][];
}

/** The rows of a square matrix, each with the length given. */
function rowsOf(matrix: Float64Array, length: number): number[][] {
  const N = Math.sqrt(matrix.length);
  return Array.from({ length: N }, (_, i) => {
    const row = Array.from(matrix.subarray(i * N, (i + 1) * N));
    const size = Math.hypot(...row);
    return row.map((x) => (length * x) / size);
  });
}

/** A network of a family, the same for the same number. */
export function drawnNetwork(
  family: WeightsFamily,
  N: number,
  number: number,
  seed: number | string,
): ContinuousNetwork {
  const stream = new Stream();
  stream.open(DOMAIN.control, number, 6, keyOf(BigInt(seed)));
  const matrix = () => {
    const drawn = new Float64Array(N * N);
    normals(stream, drawn);
    return drawn.map((x) => x / Math.sqrt(N));
  };
  const symmetric = () => {
    const drawn = matrix();
    return Array.from({ length: N }, (_, i) =>
      Array.from({ length: N }, (_, j) => drawn[Math.max(i, j) * N + Math.min(i, j)] * 2),
    );
  };
  return FAMILIES[family]({ N, matrix, symmetric });
}

/** Points at which each network is looked at. */
const POINTS = 10;

/**
 * For each network: (★) and (◇) by differences of T, and apart from them the work of T(V)V along two ways from 0 to V, straight and along
 * the axes one after another, which is the same for all V exactly where it is a gradient.
 */
export async function measureGradients(spec: GradientSpec, { pause }: StudyMeans): Promise<Gradients> {
  const { neurons: N, networks, seed } = spec;
  const found: Gradients["networks"][number][] = [];
  for (const family of Object.keys(FAMILIES) as WeightsFamily[]) {
    for (let number = 0; number < networks; number++) {
      await pause();
      const network = drawnNetwork(family, N, number, seed);
      const closure = closureOf(network, { count: POINTS, seed: number + 1 });
      const points = pointsOf(N, number, seed);
      const energy = energyOf(network);
      let [detour, detourError, gap, gapError, slope, slopeError] = [0, 0, 0, 0, 0, 0];
      for (const V of points) {
        const straight = energyByQuadrature(network, V);
        const axes = workAlongAxes(network, V);
        detour = Math.max(detour, Math.abs(axes.value + straight.interaction));
        detourError = Math.max(detourError, axes.error + straight.error + ROUNDING);
        // Krotov's E has another constant than the integral from 0
        const closed = energy(V) - energy(new Float64Array(N));
        gap = Math.max(gap, Math.abs(closed - straight.energy));
        gapError = Math.max(gapError, straight.error + ROUNDING * (1 + Math.abs(closed)));
        const own = slopeOf(network, V);
        slope = Math.max(slope, own.difference);
        slopeError = Math.max(slopeError, own.error);
      }
      const { star, diamond, scale, error } = closure;
      found.push({
        family,
        ...{ star: star.largest, diamond: diamond.largest, scale, error: error + ROUNDING },
        ...{ detour, detourError, gap, gapError, slope, slopeError },
      });
    }
  }
  return { neurons: N, networks: found };
}

/** Sums of some ten terms of size 1 are rounded by less. */
const ROUNDING = 1e-13;

function pointsOf(N: number, number: number, seed: number | string): Float64Array[] {
  const stream = new Stream();
  stream.open(DOMAIN.control, number, 7, keyOf(BigInt(seed)));
  return Array.from({ length: POINTS }, () =>
    Float64Array.from({ length: N }, () => 0.8 * ((2 * stream.next()) / 2 ** 32 - 1)),
  );
}

/** ∫ (T(V)V)·dV from 0 along axis 0, then axis 1, …, to V. */
function workAlongAxes(network: ContinuousNetwork, V: Float64Array): { value: number; error: number } {
  const N = V.length;
  const at = new Float64Array(N);
  let [value, error] = [0, 0];
  for (let i = 0; i < N; i++) {
    const part = legendreIntegral((lambda) => {
      at[i] = lambda * V[i];
      return V[i] * forceOf(network, at, i);
    }, 1e-13);
    at[i] = V[i];
    value += part.value;
    error += part.error;
  }
  return { value, error };
}

/** (T(V)V)_i */
function forceOf(network: ContinuousNetwork, V: Float64Array, i: number): number {
  const matrix = weightMatrix(network, V);
  return V.reduce((sum, v, j) => sum + matrix[i * V.length + j] * v, 0);
}

/** How far −∂E/∂V_i by differences of fourth order lies from (T(V)V)_i − g⁻¹(V_i), and the error of the differences. */
function slopeOf(network: ContinuousNetwork, V: Float64Array): { difference: number; error: number } {
  const h = 2e-3;
  const { inverse } = network.activation;
  const energy = energyOf(network);
  let [difference, error] = [0, 0];
  const moved = V.slice();
  V.forEach((v, i) => {
    const at = (by: number) => {
      moved[i] = v + by;
      const value = energy(moved);
      moved[i] = v;
      return value;
    };
    const near = (at(h) - at(-h)) / (2 * h);
    const far = (at(2 * h) - at(-2 * h)) / (4 * h);
    const wide = (at(4 * h) - at(-4 * h)) / (8 * h);
    const [fine, coarse] = [(4 * near - far) / 3, (4 * far - wide) / 3];
    difference = Math.max(difference, Math.abs(fine + forceOf(network, V, i) - inverse(v)));
    error = Math.max(error, Math.abs(fine - coarse) + ROUNDING / h);
  });
  return { difference, error };
}
