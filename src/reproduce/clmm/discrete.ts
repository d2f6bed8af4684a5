/** Constant weights: the discrete dynamics, Hebbian learning, and what equilibria are in the landscape. */
import { settle } from "../../control/settle.ts";
import { energyOf } from "../../dynamics/energy.ts";
import { NewtonSearch } from "../../dynamics/equilibria.ts";
import { equilibria } from "../../dynamics/find-equilibria.ts";
import { hebbianUpdate } from "../../dynamics/hebb.ts";
import { LocalField } from "../../dynamics/local-field.ts";
import { type ContinuousNetwork, continuousNetwork, weightMatrix } from "../../dynamics/network.ts";
import { thresholdDynamics } from "../../dynamics/threshold.ts";
import { DOMAIN } from "../../numeric/domains.ts";
import { eigenvalues } from "../../numeric/eigenvalues.ts";
import { normals } from "../../numeric/normal.ts";
import { Stream } from "../../numeric/philox.ts";
import { keyOf } from "../../numeric/seed.ts";
import type { StudyMeans } from "./means.ts";
import type { CriticalPoints, Hebbian, Thresholds } from "./measured.ts";

/** How many networks are drawn, and of what size. */
export interface DrawnSpec {
  readonly neurons: number;
  readonly networks: number;
  readonly seed: number | string;
}

/** What a network is drawn from; `use` tells apart what is drawn for different studies. */
function streamOf({ seed }: DrawnSpec, number: number, use: number): Stream {
  const stream = new Stream();
  stream.open(DOMAIN.control, number, use, keyOf(BigInt(seed)));
  return stream;
}

function normalMatrix(stream: Stream, N: number, deviation: number): number[][] {
  const drawn = new Float64Array(N * N);
  normals(stream, drawn);
  return Array.from({ length: N }, (_, i) =>
    Array.from({ length: N }, (_, j) => (drawn[i * N + j] * deviation) / Math.sqrt(N)),
  );
}

function symmetrized(matrix: readonly number[][], diagonal: boolean): number[][] {
  return matrix.map((row, i) => row.map((_, j) => (i === j && !diagonal ? 0 : matrix[Math.max(i, j)][Math.min(i, j)])));
}

function signs(stream: Stream, N: number): number[] {
  return Array.from({ length: N }, () => (stream.next() < 2 ** 31 ? 1 : -1));
}

/** Follows the discrete dynamics with random symmetric and with asymmetric weights, without a diagonal, from random states. */
export async function measureThresholds(spec: DrawnSpec, { pause }: StudyMeans): Promise<Thresholds> {
  const { neurons: N, networks } = spec;
  const counts = { networks, fixed: 0, descending: 0, asymmetricFixed: 0, twoCycles: 0 };
  for (let number = 0; number < networks; number++) {
    await pause();
    const stream = streamOf(spec, number, 9);
    const drawn = normalMatrix(stream, N, 1);
    const initial = signs(stream, N);
    const threshold = 0.5 * ((2 * stream.next()) / 2 ** 32 - 1);
    const networkOf = (weights: number[][]) => continuousNetwork({ weights, activation: { type: "tanh" } });
    const symmetric = networkOf(symmetrized(drawn, false));
    const run = thresholdDynamics(symmetric, initial, { threshold });
    const size = Math.max(...run.energies.map(Math.abs));
    if (run.status === "fixedPoint") counts.fixed++;
    if (run.energies.every((value, k) => k === 0 || value <= run.energies[k - 1] + 1e-13 * size)) counts.descending++;
    const asymmetric = networkOf(drawn.map((row, i) => row.map((value, j) => (i === j ? 0 : value))));
    if (thresholdDynamics(asymmetric, initial, { threshold }).status === "fixedPoint") counts.asymmetricFixed++;
    if (thresholdDynamics(symmetric, initial, { threshold, order: "synchronous" }).status === "twoCycle")
      counts.twoCycles++;
  }
  return { neurons: N, ...counts };
}

/** tanh(4u), steep enough for one pattern to have a minimum. */
const GAIN = 4;
/** A minimum whose signs agree with the pattern's to this overlap is of the pattern. */
const OVERLAP = 0.9;
/** Points at which the landscape before and after an update is compared. */
const POINTS = 20;

/** Presents random ±1 patterns to networks without weights, one after another, up to half as many as neurons. */
export async function measureHebbian(spec: DrawnSpec, { pause }: StudyMeans): Promise<Hebbian> {
  const { neurons: N, networks } = spec;
  const sequences: Hebbian["sequences"][number][] = [];
  for (let number = 0; number < networks; number++) {
    const stream = streamOf(spec, number, 10);
    let network = continuousNetwork({
      weights: Array.from({ length: N }, () => new Array(N).fill(0)),
      activation: { type: "tanh", gain: GAIN },
    });
    const shown: number[][] = [];
    const minima: number[] = [];
    const added: boolean[] = [];
    const closest: number[] = [];
    let [jumpError, leastJump] = [0, Number.POSITIVE_INFINITY];
    for (let p = 0; p < N / 2; p++) {
      await pause();
      const pattern = signs(stream, N);
      const wasMinimum = await isMinimum(network, pattern, pause);
      const next = hebbianUpdate(network, pattern).network;
      const [before, after] = [energyOf(network), energyOf(next)];
      for (let k = 0; k < POINTS; k++) {
        const V = Float64Array.from({ length: N }, () => 0.95 * ((2 * stream.next()) / 2 ** 32 - 1));
        const overlap = V.reduce((sum, v, i) => sum + v * pattern[i], 0);
        jumpError = Math.max(jumpError, Math.abs(after(V) - before(V) + overlap ** 2 / (2 * N)) / N);
      }
      const V = Float64Array.from(pattern, (x) => 0.99 * x);
      leastJump = Math.min(leastJump, (before(V) - after(V)) / N);
      closest.push(
        Math.max(0, ...shown.map((one) => Math.abs(one.reduce((sum, x, i) => sum + x * pattern[i], 0)) / N)),
      );
      network = next;
      shown.push(pattern);
      let count = 0;
      for (const one of shown) if (await isMinimum(network, one, pause)) count++;
      minima.push(count);
      added.push(!wasMinimum && (await isMinimum(network, pattern, pause)));
    }
    sequences.push({ minima, added, closest, jumpError, leastJump });
  }
  return { neurons: N, sequences };
}

/** Whether the flow from a pattern's own field rests at a sink of the pattern; Newton's method from there is quicker where it suffices. */
async function isMinimum(
  network: ContinuousNetwork,
  pattern: readonly number[],
  pause: StudyMeans["pause"],
): Promise<boolean> {
  const N = pattern.length;
  const matrix = weightMatrix(network);
  const start = Float64Array.from(pattern, (_, i) => pattern.reduce((sum, x, j) => sum + matrix[i * N + j] * x, 0));
  const search = new NewtonSearch(network);
  const near = await search.from(start, pause);
  if (near && isSinkOf(network, near.state, pattern)) return true;
  const { state } = await settle(network, "flow", start, pause, LONGEST);
  const end = await search.from(state, pause);
  return end !== undefined && isSinkOf(network, end.state, pattern);
}

/** Time within which the flow comes to rest, or nearly. */
const LONGEST = 60;

function isSinkOf(network: ContinuousNetwork, state: Float64Array, pattern: readonly number[]): boolean {
  const N = pattern.length;
  const overlap = pattern.reduce((sum, x, i) => sum + x * Math.sign(state[i]), 0) / N;
  // of u = 0 the signs are 0
  if (overlap < OVERLAP || Math.max(...state.map(Math.abs)) < 1e-6) return false;
  const jacobian = new Float64Array(N * N);
  new LocalField(network).jacobianInto(state, jacobian);
  return eigenvalues(jacobian, N).every(([re]) => re < 0);
}

/** T_ii beside what is drawn. */
const EXCITED = 2.5;
/** An eigenvalue smaller than this, in units where a neuron alone has 1, may have the other sign by the error of differences. */
const FLAT = 0.02;

/** Equilibria of random symmetric networks, by the flow and by second differences of E. */
export async function measureCriticalPoints(spec: DrawnSpec, { pause }: StudyMeans): Promise<CriticalPoints> {
  const { neurons: N, networks, seed } = spec;
  const counts = { points: 0, alike: 0, flat: 0, sinks: 0, saddles: 0, sources: 0, complete: 0 };
  for (let number = 0; number < networks; number++) {
    await pause();
    // neurons that excite themselves make sources of some networks' origin
    const drawn = symmetrized(normalMatrix(streamOf(spec, number, 11), N, 1), true);
    const weights = drawn.map((row, i) => row.map((value, j) => value + (i === j ? EXCITED : 0)));
    const network = continuousNetwork({ weights, activation: { type: "tanh" } });
    const { equilibria: found } = await equilibria(network, { starts: 800, trajectories: 0, seed });
    let index = 0;
    for (const { state, type, eigenvalues: rates } of found) {
      index += (-1) ** rates.filter(([re]) => re > 0).length;
      const curvatures = curvaturesOf(network, state);
      if (curvatures.some((value) => Math.abs(value) < FLAT)) {
        counts.flat++;
        continue;
      }
      counts.points++;
      counts[`${type}s`]++;
      const rising = curvatures.filter((value) => value > 0).length;
      const wanted = rising === N ? "sink" : rising === 0 ? "source" : "saddle";
      if (type === wanted) counts.alike++;
    }
    if (index === 1) counts.complete++;
  }
  return { neurons: N, networks, ...counts };
}

/** Eigenvalues of the second differences of E at g(u), by steps along which every neuron alone has curvature 1: they keep the signs of those of ∇²E. */
function curvaturesOf(network: ContinuousNetwork, state: Float64Array): number[] {
  const N = state.length;
  const { value, derivative } = network.activation;
  const V = state.map(value);
  const energy = energyOf(network);
  const h = 1e-3;
  const steps = state.map((u) => h * Math.sqrt(derivative(u)) * Math.min(1, Math.sqrt(derivative(u)) / 0.05));
  const at = (i: number, a: number, j: number, b: number) => {
    const moved = V.slice();
    moved[i] += a * steps[i];
    moved[j] += b * steps[j];
    return energy(moved);
  };
  const matrix = Float64Array.from({ length: N * N }, (_, k) => {
    const [i, j] = [Math.floor(k / N), k % N];
    const difference =
      i === j
        ? at(i, 1, i, 0) - 2 * energy(V) + at(i, -1, i, 0)
        : (at(i, 1, j, 1) - at(i, 1, j, -1) - at(i, -1, j, 1) + at(i, -1, j, -1)) / 4;
    const scale = (l: number) => steps[l] / Math.sqrt(derivative(state[l]));
    return difference / (scale(i) * scale(j));
  });
  return eigenvalues(matrix, N).map(([re]) => re);
}
