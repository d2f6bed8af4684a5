/** Small controlled networks for tests, and their cost by its definition. */
import type { ControlledProblem } from "../../src/backend/contract/control.ts";
import { plainRandom } from "./plain-random.ts";

export interface Variation {
  readonly N?: number;
  readonly S?: number;
  readonly step?: number;
  readonly kind?: 0 | 1 | 2;
  readonly terminal?: number;
  readonly symmetric?: boolean;
  readonly bound?: number;
  readonly control?: number;
  readonly stepDiscount?: number;
  readonly seed?: number;
}

/** Random weights and bounds, some of them 0, and weights of cost that change from instant to instant. */
export function randomProblem(variation: Variation = {}): ControlledProblem & { readonly initial: Float64Array } {
  const { N = 3, S = 6, step = 1, kind = 0, terminal = 0, symmetric = false, seed = 1 } = variation;
  const { bound = 0.4, control = 0.3, stepDiscount = 0.9 } = variation;
  const random = plainRandom(100 * N + seed);
  const uniform = (least: number, most: number) => least + (most - least) * random();
  const bounds = Float64Array.from({ length: N * N }, () => (random() < 0.2 ? 0 : bound * uniform(0.5, 1)));
  if (symmetric) {
    for (let i = 0; i < N; i++) for (let j = 0; j < i; j++) bounds[i * N + j] = bounds[j * N + i];
  }
  return {
    nNeurons: N,
    nSteps: S,
    weights: Float64Array.from({ length: N * N }, () => uniform(-2, 2) / Math.sqrt(N)),
    bounds,
    step,
    stepDiscount,
    motion: Float64Array.from({ length: S }, () => uniform(0.5, 1.5)),
    control: Float64Array.from({ length: S }, () => control * uniform(0.5, 1.5)),
    discounts: Float64Array.from({ length: S + 1 }, (_, n) => stepDiscount ** n),
    terminal,
    activation: { kind, slope: kind === 2 ? 3 : 1.3 },
    symmetric,
    newton: true,
    initial: Float64Array.from({ length: N }, () => uniform(-1, 1)),
  };
}

/** Controls anywhere within their bounds, some of them at a bound. */
export function randomControls({ nNeurons, nSteps, bounds, symmetric }: ControlledProblem, seed: number): Float64Array {
  const random = plainRandom(seed);
  const size = nNeurons * nNeurons;
  const xi = Float64Array.from({ length: nSteps * size }, (_, at) => {
    return bounds[at % size] * Math.max(-1, Math.min(1, 2.6 * random() - 1.3));
  });
  if (symmetric) {
    for (let n = 0; n < nSteps; n++) {
      for (let i = 0; i < nNeurons; i++) {
        for (let j = 0; j < i; j++) {
          xi[n * size + i * nNeurons + j] = xi[n * size + j * nNeurons + i];
        }
      }
    }
  }
  return xi;
}

const SIGMOIDS = [
  Math.tanh,
  (z: number) => 1 / (1 + Math.exp(-z)),
  (z: number) => Math.atan(z) / Math.PI + 0.5,
] as const;

/** The cost J summed term by term from its definition. */
export function costByDefinition(
  problem: ControlledProblem,
  initial: ArrayLike<number>,
  xi: ArrayLike<number>,
): number {
  const { nNeurons: N, nSteps, weights, step, motion, control, discounts, terminal, activation } = problem;
  const g = (u: number) => SIGMOIDS[activation.kind](activation.slope * u);
  let u = Array.from(initial);
  let cost = 0;
  const velocity = (at: number) =>
    u.map((own, i) => {
      let sum = -own;
      for (let j = 0; j < N; j++) sum += (weights[i * N + j] + (at < 0 ? 0 : xi[at + i * N + j])) * g(u[j]);
      return sum;
    });
  for (let n = 0; n < nSteps; n++) {
    const X = velocity(n * N * N);
    for (const x of X) cost += discounts[n] * step * motion[n] * x * x;
    for (let k = 0; k < N * N; k++) cost += discounts[n] * step * control[n] * xi[n * N * N + k] ** 2;
    u = u.map((own, i) => own + step * X[i]);
  }
  for (const x of velocity(-1)) cost += discounts[nSteps] * terminal * x * x;
  return cost;
}
