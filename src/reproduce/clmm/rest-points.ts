/** Where an optimal path may rest for ever: Pontryagin's conditions at X = 0 and q̇ = 0. */
import { activationOf } from "../../dynamics/activation.ts";
import { DOMAIN } from "../../numeric/domains.ts";
import { eigenvalues } from "../../numeric/eigenvalues.ts";
import { factorInPlace } from "../../numeric/linear.ts";
import { Stream } from "../../numeric/philox.ts";
import { keyOf } from "../../numeric/seed.ts";
import type { StudyMeans } from "./means.ts";
import type { RestPoints } from "./measured.ts";

/** The network whose rest points under optimal control are searched, and how often. */
export interface RestPointsSpec {
  readonly weights: readonly (readonly number[])[];
  /** K, the bound of every |ξ_ij|. */
  readonly bound: number;
  readonly controlWeight: number;
  readonly discount: number;
  readonly searches: number;
  readonly seed: number | string;
}

const ITERATIONS = 60;
const SOLVED = 1e-12;
/** Controls smaller than this count as 0: such a rest point is an equilibrium of A. */
const NONE = 1e-6;
const SAME = 1e-6;

/**
 * Newton's method on u and w: (A + ξ) g(u) = u and G (A + ξ)ᵀ w = (1 + λ) w, with ξ_ij = clip(−w_i g_j / 2μ), from random starts;
 * tanh(u). Distinct points with a control are returned.
 */
export async function measureRestPoints(spec: RestPointsSpec, { pause }: StudyMeans): Promise<RestPoints> {
  const { weights, bound, controlWeight, discount, searches, seed } = spec;
  const N = weights.length;
  const { value: g, derivative } = activationOf({ type: "tanh" });
  const stream = new Stream();
  stream.open(DOMAIN.control, 0, 2, keyOf(BigInt(seed)));
  const uniform = (reach: number) => reach * ((2 * stream.next()) / 2 ** 32 - 1);
  const controlled = (z: ArrayLike<number>): number[][] =>
    weights.map((row, i) =>
      row.map((weight, j) => {
        const free = (-z[N + i] * g(z[j])) / (2 * controlWeight);
        return weight + Math.max(-bound, Math.min(bound, free));
      }),
    );
  const residual = (z: Float64Array): Float64Array => {
    const T = controlled(z);
    return Float64Array.from({ length: 2 * N }, (_, k) => {
      if (k < N) return T[k].reduce((sum, weight, j) => sum + weight * g(z[j]), -z[k]);
      const i = k - N;
      const slope = derivative(z[i]);
      return T.reduce((sum, row, j) => sum + slope * row[i] * z[N + j], -(1 + discount) * z[k]);
    });
  };
  const reach = Math.max(...weights.map((row) => row.reduce((sum, weight) => sum + Math.abs(weight) + bound, 0)));
  const found: RestPoints["points"][number][] = [];
  for (let search = 0; search < searches; search++) {
    await pause();
    const z = Float64Array.from({ length: 2 * N }, (_, k) => uniform(k < N ? reach : 2 * controlWeight * bound * 2));
    if (!newton(residual, z)) continue;
    const T = controlled(z);
    const control = Math.max(...T.flatMap((row, i) => row.map((weight, j) => Math.abs(weight - weights[i][j]))));
    const state = Array.from(z.subarray(0, N));
    if (control < NONE || found.some((one) => one.state.every((u, i) => Math.abs(u - state[i]) < SAME))) continue;
    const jacobian = Float64Array.from({ length: N * N }, (_, at) => {
      const [i, j] = [Math.floor(at / N), at % N];
      return T[i][j] * derivative(z[j]) - (i === j ? 1 : 0);
    });
    const rates = eigenvalues(jacobian, N);
    found.push({
      state,
      control,
      distance: Math.min(...rates.map(([re, im]) => Math.hypot(re - discount, im))),
      growth: Math.max(...rates.map(([re]) => re)),
    });
  }
  return { discount, controlWeight, searches, points: found };
}

/** Newton's method with a Jacobian by central differences and halved steps; returns whether it solved the equations. */
function newton(residual: (z: Float64Array) => Float64Array, z: Float64Array): boolean {
  const n = z.length;
  const sizeOf = (f: Float64Array) => Math.max(...f.map(Math.abs));
  let f = residual(z);
  for (let iteration = 0; iteration < ITERATIONS && sizeOf(f) > SOLVED; iteration++) {
    const jacobian = new Float64Array(n * n);
    for (let k = 0; k < n; k++) {
      const [ahead, behind] = [1e-6, -1e-6].map((h) => residual(z.map((x, at) => (at === k ? x + h : x))));
      for (let i = 0; i < n; i++) jacobian[i * n + k] = (ahead[i] - behind[i]) / 2e-6;
    }
    const move = f.slice();
    factorInPlace(jacobian, n).solve(move);
    let part = 1;
    let next = f;
    for (; part > 1e-4; part /= 2) {
      next = residual(z.map((x, k) => x - part * move[k]));
      if (sizeOf(next) < sizeOf(f)) break;
    }
    if (!(sizeOf(next) < sizeOf(f))) return false;
    for (let k = 0; k < n; k++) z[k] -= part * move[k];
    f = next;
  }
  return sizeOf(f) <= 1e-10;
}
