/** What became of a pattern presented to a controlled network — CLMM — with the quantities that decided it. */
import { NewtonSearch, RootCollection } from "../dynamics/equilibria.ts";
import { distance, LocalField, largest, trappingBox } from "../dynamics/local-field.ts";
import { type ContinuousNetwork, continuousNetwork, withWeights } from "../dynamics/network.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { eigenvalues } from "../numeric/eigenvalues.ts";
import { Stream } from "../numeric/philox.ts";
import type { Pause } from "../run/pace.ts";
import { pacer } from "../run/pace.ts";
import { type Outcome, outcomeAt } from "./outcomes.ts";
import { type OutcomeThresholds, thresholdsKind } from "./parameters.ts";
import { recurrence, settle, similarity, type Time } from "./settle.ts";
import type { ControlSolution } from "./solve.ts";

export interface Rest {
  readonly state: readonly number[];
  readonly isSink: boolean;
  /** Growth rate of the slowest direction: largest real part of an eigenvalue, for the map largest modulus − 1. */
  readonly growth: number;
}

export interface OutcomeEvidence {
  readonly outcome: Outcome;
  /** Why the presentation has this outcome, in a few words. */
  readonly reason: string;
  /** Presentation time τ_p, in membrane time constants, of a map in steps. */
  readonly presentation: number;
  /** State u(τ_p) at the end of the presentation, N numbers. */
  readonly state: readonly number[];
  /** Control ξ_∞ = ξ(τ_p) at the end of the presentation, f64[N × N]. */
  readonly control: Float64Array;
  /** Largest entry of the final control, max |ξ_∞|. */
  readonly largestControl: number;
  /** Part of the cost that the control makes, controlCost / gridCost, in [0, 1]. */
  readonly controlFraction: number;
  /** Speed max |X| at τ_p. */
  readonly speed: number;
  /** Least max |X| between τ_p / 2 and τ_p. */
  readonly leastSpeed: number;
  /** Equilibrium at which the network A + ξ∞ rests after the presentation; null where it does not rest. */
  readonly rest: Rest | null;
  /** Distance of that from the nearest equilibrium of A. */
  readonly displacement: number | null;
  /**
   * How alike the end and the pattern are: the cosine of the angle between g(u) at the end and g(u⁰), in [−1, 1]. The end is the sink at which
   * the network rests after the presentation, or else the state at τ_p.
   */
  readonly likeness: number;
  /** Whether the network without control ends there too: at the sink of A that the presentation ended at. */
  readonly isSameSink: boolean | null;
  /** Whether the state came to a sink of A by control: by more than a small part of the cost, or to another sink. */
  readonly isSteered: boolean;
  /** Period of the cycle on which A + ξ∞ ends after the presentation; null where there is no cycle. */
  readonly period: number | null;
  /** Largest Lyapunov exponent of A + ξ∞ after the presentation, where it does not rest. */
  readonly lyapunov: number | null;
  readonly residual: number | null;
}

/** A path that is this slow rests, or nearly. */
const SLOW = 0.02;
/** A state this near to an equilibrium is at it. */
const NEAR = 0.1;
/** Number of Newton searches for equilibria of A. */
const STARTS = 200;

/**
 * Decides an outcome.
 *
 * @param options.weights  A of this presentation, f64[N × N]; that of the plan unless given.
 */
export async function decideOutcome(
  solution: ControlSolution,
  thresholds: OutcomeThresholds = {},
  options: { readonly weights?: Float64Array; readonly signal?: AbortSignal } = {},
): Promise<OutcomeEvidence> {
  return outcomeOf(solution, thresholds, options.weights, pacer(options.signal));
}

/** The same; `pause` is awaited every few ms. */
export async function outcomeOf(
  solution: ControlSolution,
  thresholds: OutcomeThresholds,
  given: Float64Array | undefined,
  pause: Pause,
): Promise<OutcomeEvidence> {
  const weights = given ?? Float64Array.from(solution.plan.weights.flat());
  const limits = thresholdsKind.check("thresholds", thresholds);
  const { plan, states, controls, gridCost, controlCost, status } = solution;
  const { time, step, nSteps, presentation } = plan;
  const N = plan.initial.length;
  const at = Math.min(nSteps, Math.round(presentation / step));
  const control = controls.slice(Math.min(at, nSteps - 1) * N * N, (Math.min(at, nSteps - 1) + 1) * N * N);
  const state = states.slice(at * N, (at + 1) * N);
  const free: ContinuousNetwork = continuousNetwork({ weights, activation: plan.activation });
  const changed = withWeights(
    free,
    weights.map((weight, k) => weight + control[k]),
  );
  const speedAt = (n: number): number => {
    let most = 0;
    for (let i = 0; i < N; i++) most = Math.max(most, Math.abs(states[(n + 1) * N + i] - states[n * N + i]) / step);
    return most;
  };
  let leastSpeed = Number.POSITIVE_INFINITY;
  for (let n = at >> 1; n < at; n++) leastSpeed = Math.min(leastSpeed, speedAt(n));
  const speed = speedAt(Math.min(at, nSteps - 1));
  const after = await settle(changed, time, state, pause);
  const alone = await settle(free, time, plan.initial, pause);
  const period = recurrence(states.subarray(Math.floor(at / 4) * N, (at + 1) * N), N, step);
  const here = await restNear(changed, time, state, pause);
  const atRest = speed < SLOW && here !== null && distance(here.state, state) < NEAR;
  const rest =
    after.kind === "equilibrium" || (after.speed < 1e-6 && here !== null)
      ? await restNear(changed, time, after.state, pause)
      : null;
  const found = await equilibriaOf(
    free,
    time,
    [
      state,
      after.state,
      alone.state,
      Float64Array.from(plan.initial),
      ...(rest ? [Float64Array.from(rest.state)] : []),
    ],
    pause,
  );
  const roots = found.map((one) => one.state);
  const nearest = rest && nearestOf(roots, rest.state);
  const displacement = nearest ? distance(nearest, rest.state) : rest ? Number.POSITIVE_INFINITY : null;
  const isSameSink = nearest ? distance(nearest, alone.state) < 1e-3 * (1 + largest(nearest)) : null;
  const controlFraction = gridCost > 0 ? controlCost / gridCost : 0;
  const likeness = similarity(free, rest?.isSink ? rest.state : state, plan.initial);
  const evidence = {
    presentation: at * step,
    state: Array.from(state),
    control,
    largestControl: largest(control),
    controlFraction,
    speed,
    leastSpeed: Number.isFinite(leastSpeed) ? leastSpeed : speed,
    rest,
    displacement,
    likeness,
    isSameSink,
    isSteered: false,
    period: period ?? after.period,
    lyapunov: Number.isFinite(after.lyapunov) ? after.lyapunov : null,
    residual: solution.residual,
  };
  const decided = (outcome: Outcome, reason: string, more: Partial<OutcomeEvidence> = {}): OutcomeEvidence =>
    Object.freeze({ outcome, reason, ...evidence, ...more });

  if (status !== "converged") return decided("undecided", solution.message);
  if (period !== null)
    return decided("associated", `the path repeats itself with period ${digits(period)}`, { rest: null });
  if (atRest && !here.isSink) {
    return decided("undecided", "the path ends at an equilibrium that is no sink", { rest: here });
  }
  if (rest?.isSink && displacement !== null) {
    const isAlike = likeness >= limits.likeness;
    const alike = `${isAlike ? "like" : "unlike"} the pattern (likeness ${digits(likeness)})`;
    if (displacement > limits.displacement) {
      const where = `a sink of A + ξ∞, ${digits(displacement)} from every equilibrium of A`;
      return decided(outcomeAt("new", isAlike), `${where}, ${alike}`);
    }
    const isSteered = controlFraction > limits.controlFraction || isSameSink === false;
    const how = isSteered
      ? isSameSink
        ? `with ${digits(100 * controlFraction)} % of the cost as control`
        : "steered to another than without control"
      : "with next to no control";
    return decided(outcomeAt("known", isAlike), `at a sink of A, ${how}, ${alike}`, { isSteered });
  }
  if (after.kind === "cycle") {
    return decided("associated", `A + ξ∞ goes on in a cycle of period ${digits(after.period!)}`);
  }
  if (evidence.leastSpeed >= SLOW && after.leastSpeed >= SLOW / 4 && after.lyapunov > 0) {
    return decided("wandering", `never at rest, exponent ${digits(after.lyapunov)} after the presentation`);
  }
  return decided(
    "undecided",
    "neither at rest nor periodic, and neighbors do not diverge: a longer presentation may tell",
  );
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** The equilibrium that Newton's method reaches from a state, and whether it attracts. */
export async function restNear(
  network: ContinuousNetwork,
  time: Time,
  from: Float64Array,
  pause: Pause,
): Promise<Rest | null> {
  const root = await new NewtonSearch(network).from(from, pause);
  if (!root) return null;
  const { growth } = stability(network, time, root.state);
  return { state: Array.from(root.state), isSink: growth < 0, growth };
}

/** Growth rates of small deviations from an equilibrium: the largest and the least. */
function stability(network: ContinuousNetwork, time: Time, state: Float64Array): { growth: number; least: number } {
  const N = network.nNeurons;
  const jacobian = new Float64Array(N * N);
  new LocalField(network).jacobianInto(state, jacobian);
  if (time === "map") for (let i = 0; i < N; i++) jacobian[i * N + i] += 1;
  const rates = eigenvalues(jacobian, N).map(([re, im]) => (time === "map" ? Math.sqrt(re * re + im * im) - 1 : re));
  return { growth: Math.max(...rates), least: Math.min(...rates) };
}

/** Equilibria of a network by type: those from the states given and from random ones. */
export async function equilibriaOf(
  network: ContinuousNetwork,
  time: Time,
  from: readonly Float64Array[],
  pause: Pause,
) {
  const search = new NewtonSearch(network);
  const collection = new RootCollection();
  const { low, high } = trappingBox(network);
  const stream = new Stream();
  stream.open(DOMAIN.control, 0, 1, [0, 0]);
  const starts = Math.min(STARTS, Math.ceil(20_000 / network.nNeurons ** 2));
  const random = Array.from({ length: starts }, () =>
    low.map((least, i) => least + ((high[i] - least) * stream.next()) / 2 ** 32),
  );
  for (const start of [...from, ...random]) {
    const root = await search.from(start, pause);
    if (root) collection.add(root);
  }
  return collection.roots.map(({ state }) => {
    const { growth, least } = stability(network, time, state);
    const type: "sink" | "source" | "saddle" = growth < 0 ? "sink" : least > 0 ? "source" : "saddle";
    return { state, type };
  });
}

function nearestOf(states: readonly Float64Array[], to: readonly number[]): Float64Array | null {
  let best: Float64Array | null = null;
  for (const state of states) if (best === null || distance(state, to) < distance(best, to)) best = state;
  return best;
}
