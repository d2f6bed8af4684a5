/** Presents one pattern to one network and measures what the claims ask of it. */

import { networkOf } from "../../control/free.ts";
import { equilibriaOf, type OutcomeEvidence, outcomeOf, restNear } from "../../control/outcome.ts";
import type { ControlSpec } from "../../control/parameters.ts";
import { boundsOf, planControl } from "../../control/problem.ts";
import { type ControlSolution, solvePlan } from "../../control/solve.ts";
import { LocalField } from "../../dynamics/local-field.ts";
import { withWeights } from "../../dynamics/network.ts";
import { eigenvalues } from "../../numeric/eigenvalues.ts";
import type { Pause } from "../../run/pace.ts";
import type { StudyMeans } from "./means.ts";
import type { Presented, ThinPath } from "./measured.ts";
import { optimalityOf } from "./optimality.ts";

/** How many points of a path are kept for figures. */
const POINTS = 240;
const TURNS = 5;

export async function measurePresented(spec: ControlSpec, { backend, pause }: StudyMeans): Promise<Presented> {
  const plan = planControl(spec);
  const solution = await solvePlan(plan, { backend }, pause);
  const evidence = await outcomeOf(solution, {}, undefined, pause);
  const { controls, states, times } = solution;
  const N = plan.initial.length;
  const bounds = boundsOf(plan);
  const at = Math.min(plan.nSteps, Math.round(plan.presentation / plan.step));
  const { value: g } = networkOf(plan).activation;
  const thinned = indices(plan.nSteps);
  // of a cycle a few turns, so that they can be told apart
  const shown = evidence.period === null ? plan.nSteps : Math.ceil((TURNS * evidence.period) / plan.step);
  return {
    ...optimalityOf([solution]),
    neurons: N,
    motionWeight: plan.motionWeight,
    controlWeight: plan.controlWeight,
    discount: plan.discount,
    bound: plan.bounds.existing,
    initial: plan.initial,
    cost: solution.cost,
    costError: solution.costError,
    gridCost: solution.gridCost,
    searches: solution.searches,
    outcome: evidence.outcome,
    reason: evidence.reason,
    presentation: evidence.presentation,
    state: evidence.state,
    control: Array.from(evidence.control),
    largestControl: evidence.largestControl,
    controlFraction: evidence.controlFraction,
    displacement: finite(evidence.displacement),
    likeness: evidence.likeness,
    sinkDistance: await sinkDistance(solution, evidence, pause),
    isSameSink: evidence.isSameSink,
    isSteered: evidence.isSteered,
    speed: evidence.speed,
    leastSpeed: evidence.leastSpeed,
    period: evidence.period,
    lyapunov: evidence.lyapunov,
    eigenvalues: await eigenvaluesAt(solution, evidence, pause),
    sizes: thinned.map((n) => [times[n], Math.hypot(...controls.subarray(n * N * N, (n + 1) * N * N))]),
    activity: states.slice(at * N, (at + 1) * N).reduce((sum, u) => sum + g(u) ** 2, 0),
    silent: silentPart(solution, bounds),
    repetition: evidence.outcome === "associated" ? repetitionOf(solution, at, evidence.period!) : null,
    path: pathOf(solution, bounds, indices(Math.min(shown, plan.nSteps))),
  };
}

/** Distance of the rest point of A + ξ∞ from the nearest sink of A; null where the network does not rest. */
async function sinkDistance(
  { plan }: ControlSolution,
  { rest }: OutcomeEvidence,
  pause: Pause,
): Promise<number | null> {
  if (rest === null) return null;
  const found = await equilibriaOf(networkOf(plan), plan.time, [Float64Array.from(rest.state)], pause);
  const sinks = found.filter(({ type }) => type === "sink");
  if (sinks.length === 0) return null;
  return Math.min(...sinks.map(({ state }) => Math.hypot(...rest.state.map((u, i) => u - state[i]))));
}

async function eigenvaluesAt({ plan }: ControlSolution, { control, rest }: OutcomeEvidence, pause: Pause) {
  if (rest === null) return [];
  const free = networkOf(plan);
  const changed = withWeights(
    free,
    Float64Array.from(plan.weights.flat(), (weight, k) => weight + control[k]),
  );
  const there = await restNear(changed, plan.time, Float64Array.from(rest.state), pause);
  if (there === null) return [];
  const N = plan.initial.length;
  const jacobian = new Float64Array(N * N);
  new LocalField(changed).jacobianInto(Float64Array.from(there.state), jacobian);
  return eigenvalues(jacobian, N).map(([re, im]) => [re, im] as const);
}

/** The largest |ξ_ij|/k over silent synapses, those with A_ij = 0; null without any. */
export function silentPart({ plan, controls }: ControlSolution, bounds: Float64Array): number | null {
  const silent = plan.weights.flat().flatMap((weight, k) => (weight === 0 && bounds[k] > 0 ? [k] : []));
  if (silent.length === 0) return null;
  let most = 0;
  for (let n = 0; n < plan.nSteps; n++) {
    for (const k of silent) most = Math.max(most, Math.abs(controls[n * bounds.length + k]) / bounds[k]);
  }
  return most;
}

/** How well the last period before instant `at` repeats the one before: mean differences over the largest extent. */
function repetitionOf({ plan, states, controls }: ControlSolution, at: number, period: number) {
  const N = plan.initial.length;
  const back = period / plan.step;
  const of = (values: Float64Array, width: number): number => {
    const end = Math.min(at, values.length / width - 1);
    const first = end - Math.ceil(back);
    let [worst, extent] = [0, 0];
    for (let i = 0; i < width; i++) {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      let sum = 0;
      for (let n = first; n <= end; n++) {
        const whole = Math.floor(n - back);
        const part = n - back - whole;
        const before = (1 - part) * values[whole * width + i] + part * values[(whole + 1) * width + i];
        const now = values[n * width + i];
        sum += Math.abs(now - before);
        [low, high] = [Math.min(low, now), Math.max(high, now)];
      }
      worst = Math.max(worst, sum / (end - first + 1));
      extent = Math.max(extent, high - low);
    }
    return worst / extent;
  };
  return { state: of(states, N), control: of(controls, N * N) };
}

function pathOf({ plan, times, states, controls }: ControlSolution, bounds: Float64Array, kept: readonly number[]) {
  const N = plan.initial.length;
  const last = kept[kept.length - 1] + 1;
  return {
    times: [...kept, last].map((n) => times[n]),
    states: [...kept, last].flatMap((n) => Array.from(states.subarray(n * N, (n + 1) * N))),
    controls: kept.flatMap((n) => Array.from(controls.subarray(n * N * N, (n + 1) * N * N))),
    bounds: Array.from(bounds),
  } satisfies ThinPath;
}

/** Which of `nSteps` instants are kept: evenly spaced, the first among them. */
function indices(nSteps: number): number[] {
  const keep = Math.max(1, Math.ceil(nSteps / POINTS));
  return Array.from({ length: Math.ceil(nSteps / keep) }, (_, k) => k * keep);
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
