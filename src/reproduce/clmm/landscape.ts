/** The landscape E(V; ξ(t)) of two neurons while a symmetric control acts, and a sparse network of many neurons. */
import { networkOf } from "../../control/free.ts";
import { equilibriaOf } from "../../control/outcome.ts";
import type { ControlSpec } from "../../control/parameters.ts";
import { boundsOf, planControl } from "../../control/problem.ts";
import { solvePlan } from "../../control/solve.ts";
import { energyOf } from "../../dynamics/energy.ts";
import { withWeights } from "../../dynamics/network.ts";
import { sampleGrid } from "../../dynamics/nullclines.ts";
import { DOMAIN } from "../../numeric/domains.ts";
import { normals } from "../../numeric/normal.ts";
import { Stream } from "../../numeric/philox.ts";
import { keyOf } from "../../numeric/seed.ts";
import type { StudyMeans } from "./means.ts";
import type { Landscapes, Sparse } from "./measured.ts";
import { optimalityOf } from "./optimality.ts";
import { silentPart } from "./presented.ts";

/** Times of the landscapes that are shown, as parts of the presentation: without control, and three later ones. */
const SHOWN = [0.01, 0.08, 1] as const;
const NODES = 61;
const EDGE = 0.995;

/** Solves a symmetric problem of two neurons and looks at the landscape of every instant. */
export async function measureLandscapes(spec: ControlSpec, { backend, pause }: StudyMeans): Promise<Landscapes> {
  const plan = planControl({ ...spec, extrapolate: false });
  const solution = await solvePlan(plan, { backend }, pause);
  const { states, controls, times } = solution;
  const free = networkOf(plan);
  const { value } = free.activation;
  const flat = plan.weights.flat();
  const activityAt = (n: number) => states.slice(2 * n, 2 * n + 2).map(value);
  const networkAt = (control: Float64Array) =>
    withWeights(
      free,
      Float64Array.from(flat, (weight, k) => weight + control[k]),
    );
  const last = Math.min(plan.nSteps - 1, Math.round(plan.presentation / plan.step));
  let [descending, largestStep, rising] = [0, 0, 0];
  for (let n = 0; n < last; n++) {
    await pause();
    const control = controls.slice(4 * n, 4 * n + 4);
    const energy = energyOf(networkAt(control));
    const [here, there] = [energy(activityAt(n)), energy(activityAt(n + 1))];
    if (there <= here + 1e-12 * (1 + Math.abs(here))) descending++;
    const next = controls.slice(4 * n + 4, 4 * n + 8);
    const later = energyOf(networkAt(next))(activityAt(n + 1));
    if (later > here + 1e-12 * (1 + Math.abs(here))) rising++;
    largestStep = Math.max(largestStep, ...next.map((x, k) => Math.abs(x - control[k])));
  }
  const shownAt = async (control: Float64Array, time: number) => {
    const network = networkAt(control);
    const energy = energyOf(network);
    const grid = sampleGrid({ x: [-EDGE, EDGE], y: [-EDGE, EDGE] }, NODES, NODES, (x, y) =>
      energy(Float64Array.of(x, y)),
    );
    const found = await equilibriaOf(network, "flow", [], pause);
    const points = found.map(({ state, type }) => {
      const values = state.map(value);
      return { values: Array.from(values), type, energy: energy(values) };
    });
    const path = Array.from(times).flatMap((t, n) =>
      t <= time && n <= last ? [Array.from(activityAt(n)) as [number, number]] : [],
    );
    return { time, control: Array.from(control), values: Array.from(grid.values), points, path };
  };
  const panels = [await shownAt(new Float64Array(4), 0)];
  for (const part of SHOWN) {
    const n = Math.round(part * last);
    panels.push(await shownAt(controls.slice(4 * n, 4 * n + 4), times[n]));
  }
  return {
    ...optimalityOf([solution]),
    instants: last,
    descending,
    rising,
    largestStep,
    nodes: NODES,
    edge: EDGE,
    panels,
  };
}

/** A random sparse network and the pattern that is presented to it. */
export interface SparseSpec extends Omit<ControlSpec, "weights" | "initial"> {
  readonly neurons: number;
  /** How many inputs each neuron has. */
  readonly inputs: number;
  /** Standard deviation of a weight, times the root of the inputs. */
  readonly gain: number;
  readonly seed: number | string;
}

/** Solves the problem of a random pattern in a sparse network; of the path only the use of its synapses is kept. */
export async function measureSparse(
  { neurons: N, inputs, gain, ...problem }: SparseSpec,
  { backend, pause }: StudyMeans,
): Promise<Sparse> {
  const stream = new Stream();
  stream.open(DOMAIN.control, 0, 12, keyOf(BigInt(problem.seed)));
  const drawn = new Float64Array(N * inputs + N);
  normals(stream, drawn);
  const weights = Array.from({ length: N }, (_, i) => {
    const row: number[] = new Array(N).fill(0);
    for (let made = 0; made < inputs; ) {
      const j = stream.below(N);
      if (j === i || row[j] !== 0) continue;
      row[j] = (gain * drawn[i * inputs + made]) / Math.sqrt(inputs);
      made++;
    }
    return row;
  });
  const initial = Array.from(drawn.subarray(N * inputs));
  const plan = planControl({ ...problem, weights, initial, extrapolate: false });
  const solution = await solvePlan(plan, { backend }, pause);
  const bounds = boundsOf(plan);
  const { controls, gridCost } = solution;
  const silent = weights.flat().map((weight) => weight === 0);
  let [all, own] = [0, 0];
  controls.forEach((x, at) => {
    all += x * x;
    if (silent[at % (N * N)]) own += x * x;
  });
  return {
    ...optimalityOf([solution]),
    ...{ neurons: N, gridCost },
    silent: silentPart(solution, bounds) ?? Number.NaN,
    share: own / all,
  };
}
