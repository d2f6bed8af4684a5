/**
 * Where a trajectory ends: equilibrium, limit cycle, torus or chaos. A pure function of network, initial state and seed: it
 * integrates in stages, each twice as long as the one before, and looks after each what the trajectory could be.
 */

import type { BackendName, Key } from "../backend/contract/kernels.ts";
import { vectorOf } from "../check/arrays.ts";
import { checkChoice } from "../check/check.ts";
import { readSpec, type SpecOf } from "../check/parameters.ts";
import { keyOf, seedToJson } from "../numeric/seed.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { type LimitCycle, limitCycle } from "./cycles.ts";
import { classifyRoot, type Equilibrium, MOST_FACTORED, NewtonSearch } from "./equilibria.ts";
import type { IntegrationEnd, Section } from "./integration.ts";
import { distance, LocalField, largest } from "./local-field.ts";
import { dot, drawTangents, type LyapunovEstimate, lyapunovAlong } from "./lyapunov.ts";
import { type ContinuousNetwork, checkContinuous } from "./network.ts";
import { type Runner, withRunner } from "./runner.ts";
import { attractorParameters } from "./specs.ts";

export type AttractorKind = "equilibrium" | "cycle" | "quasiperiodic" | "chaotic" | "undecided";

export interface Attractor {
  readonly kind: AttractorKind;
  /** A point of it, or the last state of an undecided trajectory; f64[N]. */
  readonly state: Float64Array;
  /** Period of the cycle, in membrane time constants; null unless `kind` is "cycle". */
  readonly period: number | null;
  /**
   * The largest Lyapunov exponent: of an equilibrium the largest real part, of a cycle 0, otherwise the mean over the last
   * stage; null when nothing is known.
   */
  readonly lyapunov: number | null;
  /** Standard error of the largest exponent; 0 where the exponent is exact. */
  readonly lyapunovError: number | null;
  /** The second exponent, where it was measured. */
  readonly second: number | null;
  /** Null for an equilibrium of more than 300 neurons, whose `lyapunov` tells whether it is stable. */
  readonly equilibrium: Equilibrium | null;
  readonly cycle: LimitCycle | null;
  /** Time integrated from the initial state. */
  readonly duration: number;
  /** Why the trajectory is undecided, in a few words. */
  readonly reason: string;
}

export interface AttractorLimits {
  /** Most time to integrate, in membrane time constants. */
  readonly duration: number;
  /** Relative tolerance of the integrator. */
  readonly tolerance: number;
  /** Called with the time integrated. */
  readonly onTime?: (time: number) => void;
}

const FIRST_STAGE = 50;
const AT_REST = 100; // time over which tangents tell the leading eigenvalues of a large network's equilibrium
const REST = 1e-10; // |X| of a trajectory that has come to rest
const STILL = 1e-5; // |X| of one that is on no short cycle
const SLOW = 1e-4; // |X| of one that may come to rest at a saddle, or is no chaos at any rate
const FIRST_LOOK = 400; // time in which short cycles are sought, which are most
const MOST_RETURNS = 40; // of a section, that are recorded in one run
const EXACT = 1e-12; // tolerance of a turn whose time is the first guess of a period
const NEAR = 0.08; // two returns that may belong to a cycle, relative to the extent of the trajectory
const LYAPUNOV_FROM = 200; // shorter stages are not worth tangents

/** Chaos: neighbors diverge by e¹² or more in a stage, and the exponent is more than six standard errors above 0. */
const CHAOS_GROWTH = 12;
const CHAOS_ERRORS = 6;
/** A torus: neither of two directions grows or shrinks by more than e⁶ in a stage of at least this time. */
const TORUS_GROWTH = 6;
const TORUS_STAGE = 800;

/** An initial state, and how long and how exactly its trajectory is followed. */
export interface AttractorSpec extends SpecOf<typeof attractorParameters> {}

export interface AttractorPlan extends AttractorLimits {
  readonly initial: readonly number[];
  readonly seed: number | string;
}

export interface AttractorResult extends Attractor {
  readonly spec: AttractorPlan;
}

/** Validates a spec and fills in its defaults. */
export function planAttractor(network: ContinuousNetwork, spec: AttractorSpec, where = "attractor"): AttractorPlan {
  const { seed, ...own } = readSpec(where, attractorParameters, spec);
  const initial = Array.from(vectorOf(`${where}: initial`, own.initial, network.nNeurons));
  return Object.freeze({ ...own, initial, seed: seedToJson(seed) });
}

/**
 * What the membrane flow of a network tends to from a state: an equilibrium, a limit cycle with period and Floquet
 * multipliers, a torus (quasiperiodic), chaos with its Lyapunov exponent, or none of these for sure within the duration.
 * The period of a cycle may be as long as the duration. To see whether it returns, the trajectory is followed beyond each stage.
 *
 * Chaos and tori are statements about a finite time: a chaotic transient may end after it.
 *
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value; the signal's reason when aborted.
 */
export async function attractor(
  network: ContinuousNetwork,
  spec: AttractorSpec,
  options: RunOptions & { readonly backend?: BackendName } = {},
): Promise<AttractorResult> {
  checkContinuous("attractor: network", network);
  const plan = planAttractor(network, spec);
  const backend = checkChoice("attractor: backend", options.backend ?? "wasm", ["wasm", "js"]);
  const key = keyOf(BigInt(plan.seed));
  const found = await withRunner(network, backend, pacer(options.signal), (runner) =>
    attractorFrom(runner, Float64Array.from(plan.initial), key, {
      ...plan,
      onTime: (time) => options.onProgress?.({ done: time, total: plan.duration, label: "time integrated" }),
    }),
  );
  return Object.freeze({ spec: plan, ...found });
}

/** Follows the trajectory of a state to its attractor. */
export async function attractorFrom(
  runner: Runner,
  initial: Float64Array,
  key: Key,
  { duration, tolerance, onTime }: AttractorLimits,
): Promise<Attractor> {
  const field = new LocalField(runner.network);
  const x = new Float64Array(initial.length);
  let state = initial;
  let time = 0;
  let estimate: LyapunovEstimate | undefined;
  const ended = (part: Partial<Attractor> & Pick<Attractor, "kind">): Attractor =>
    Object.freeze({
      state,
      period: null,
      lyapunov: estimate?.exponents[0] ?? null,
      lyapunovError: estimate?.errors[0] ?? null,
      second: estimate?.exponents[1] ?? null,
      equilibrium: null,
      cycle: null,
      duration: time,
      reason: "",
      ...part,
    });
  const atEquilibrium = (equilibrium: Equilibrium): Attractor => {
    const lyapunov = equilibrium.eigenvalues[0][0];
    return ended({
      kind: "equilibrium",
      state: equilibrium.state,
      equilibrium,
      lyapunov,
      lyapunovError: 0,
      second: null,
    });
  };
  for (let stage = FIRST_STAGE; time < duration; stage *= 2) {
    const length = Math.min(stage, duration - time);
    let end: Pick<IntegrationEnd, "status" | "time" | "state">;
    estimate = undefined;
    if (length >= LYAPUNOV_FROM) {
      estimate = await lyapunovAlong(runner, state, drawTangents(initial.length, 2, key), {
        duration: length,
        tolerance,
      });
      end = { status: estimate.isComplete ? "completed" : "notFinite", time: estimate.duration, state: estimate.state };
    } else {
      end = await runner.run(state, { duration: length, tolerance, rest: REST });
    }
    time += end.time;
    onTime?.(time);
    state = end.state;
    if (end.status !== "completed" && end.status !== "equilibrium") {
      return ended({ kind: "undecided", reason: `the integration ended with ${end.status} at time ${time}` });
    }
    field.into(state, x);
    const isLarge = initial.length > MOST_FACTORED;
    if (isLarge && (end.status === "equilibrium" || largest(x) <= REST)) {
      // its eigenvalues are too many to compute: the leading one, as tangents grow there
      estimate = await lyapunovAlong(runner, state, drawTangents(initial.length, 2, key), {
        duration: AT_REST,
        tolerance,
      });
      return ended({ kind: "equilibrium" });
    }
    const resting = isLarge ? undefined : await restOf(runner, state, largest(x), tolerance);
    if (resting) return atEquilibrium(resting);
    if (end.status === "equilibrium") return ended({ kind: "undecided", reason: "at rest where no equilibrium is" });
    const looks = { first: Math.min(FIRST_LOOK, 4 * length), second: time, tolerance };
    const cycle = await cycleOf(runner, state, largest(x), looks);
    if (cycle) {
      return ended({ kind: "cycle", state: cycle.state, period: cycle.period, cycle, lyapunov: 0, lyapunovError: 0 });
    }
    const kind = estimate && largest(x) > SLOW && kindOf(estimate);
    if (kind) return ended({ kind });
  }
  return ended({ kind: "undecided", reason: `neither at rest nor periodic nor surely chaotic after time ${time}` });
}

/** The kind of attractor that two exponents prove; undefined where they prove none. */
function kindOf({ exponents, errors, duration }: LyapunovEstimate): "chaotic" | "quasiperiodic" | undefined {
  const [first, second] = exponents;
  if (first * duration > CHAOS_GROWTH && first > CHAOS_ERRORS * errors[0]) return "chaotic";
  if (duration < TORUS_STAGE || exponents.length < 2) return undefined;
  const isStill = (exponent: number) => Math.abs(exponent) * duration < TORUS_GROWTH;
  return isStill(first) && isStill(second) ? "quasiperiodic" : undefined;
}

/** The equilibrium that a trajectory has come to, or is coming to. */
async function restOf(
  runner: Runner,
  state: Float64Array,
  speed: number,
  tolerance: number,
): Promise<Equilibrium | undefined> {
  const { network } = runner;
  const root = await new NewtonSearch(network).near(state, runner.pause);
  if (!root) return undefined;
  const away = distance(root.state, state);
  if (away > 0.1 * (1 + largest(root.state))) return undefined;
  const equilibrium = classifyRoot(network, root);
  if (speed <= REST) return equilibrium; // a saddle too: the trajectory began on what leads into it
  if (equilibrium.type !== "sink" && speed > SLOW) return undefined;
  // twice the slowest time constant shrinks the distance by more than a half, within the reach of linear laws
  const slowest = Math.max(1e-3, Math.abs(equilibrium.eigenvalues[0][0]));
  const later = await runner.run(state, { duration: 2 / slowest, tolerance, rest: REST });
  if (later.status === "equilibrium") return distance(root.state, later.state) <= away ? equilibrium : undefined;
  const left = distance(root.state, later.state);
  if (equilibrium.type === "sink" && !equilibrium.isMarginal) return left < 0.5 * away ? equilibrium : undefined;
  return left < away && speed < 1e-2 ? equilibrium : undefined;
}

/** For how long a trajectory is followed to see whether it returns, and how exactly. */
interface Looks {
  /** Time in which any two crossings of a hyperplane are near each other. */
  readonly first: number;
  /** Time in which one is near the start: it grows with the time integrated, so that a period may be as long as the duration. */
  readonly second: number;
  readonly tolerance: number;
}

/**
 * The stable cycle that a trajectory runs on, or comes to, by its returns to the hyperplane through a state and across the flow
 * there.
 *
 * @param speed  max |X_i| at the start.
 */
async function cycleOf(
  runner: Runner,
  start: Float64Array,
  speed: number,
  looks: Looks,
): Promise<LimitCycle | undefined> {
  if (start.length < 2) return undefined;
  let walk = walkFrom(runner, start);
  if (speed >= STILL) {
    await follow(runner, walk, looks.first, looks.tolerance);
    const { returns } = walk;
    const last = returns.at(-1);
    const soon = last && nearestReturn(last, returns.slice(0, -1).reverse(), walk.seen);
    const found = soon && (await cycleNear(runner, soon, walk.seen));
    if (found) return found;
  }
  if (speed < SLOW) {
    // long cycles are slow nearly everywhere: crossings are told where they are fast
    const { fastest, most } = await speedsAfter(runner, start, looks.second, looks.tolerance);
    if (most < SLOW) return undefined;
    walk = walkFrom(runner, fastest);
  }
  const late = await returnOf(runner, walk, looks.second, looks.tolerance);
  if (!late) return undefined;
  // once more, exactly: where the flow is slow, the tolerance decides how long a turn takes
  const exact = await returnOf(runner, walkFrom(runner, late.state), 1.2 * late.period, EXACT);
  if (!exact) return undefined;
  // errors of a turn shrink towards its slowest state, and are as large as its time is uncertain at a fast one
  const { slowest } = await speedsAfter(runner, exact.state, exact.period, EXACT);
  return cycleNear(runner, { state: slowest, period: exact.period }, walk.seen);
}

/** The first return of a trajectory to its start, or near to it, within a time. */
async function returnOf(
  runner: Runner,
  walk: Walk,
  within: number,
  tolerance: number,
): Promise<NearReturn | undefined> {
  const { start, returns } = walk;
  while (walk.isGoing && walk.time < within) {
    await follow(runner, walk, within, tolerance);
    returns.sort((a, b) => distance(a.state, start) - distance(b.state, start)).splice(MOST_RETURNS);
    returns.sort((a, b) => a.time - b.time);
  }
  return nearestReturn({ time: 0, state: start }, returns, walk.seen);
}

/** A trajectory that is followed from a state, its crossings of the hyperplane through it, and what it has spanned. */
interface Walk {
  readonly start: Float64Array;
  readonly section: Section & { readonly crossings: number };
  readonly returns: Crossing[];
  seen: Span;
  state: Float64Array;
  time: number;
  isGoing: boolean;
}

function walkFrom({ network }: Runner, start: Float64Array): Walk {
  const normal = new Float64Array(start.length);
  new LocalField(network).into(start, normal);
  const length = Math.sqrt(dot(normal, normal));
  for (let i = 0; i < normal.length; i++) normal[i] /= length;
  const section = { normal, offset: dot(normal, start), crossings: MOST_RETURNS };
  const seen = { low: start, high: start };
  return { start, section, returns: [], seen, state: start, time: 0, isGoing: length > 0 };
}

/** Follows a trajectory on to a time, or until so many crossings are recorded. */
async function follow(runner: Runner, walk: Walk, until: number, tolerance: number): Promise<void> {
  if (!walk.isGoing) return;
  const { section, time } = walk;
  const duration = until - time;
  const times = Float64Array.from({ length: EXTENT_TIMES }, (_, k) => (duration * (k + 1)) / EXTENT_TIMES);
  const run = await runner.run(walk.state, { duration, tolerance, section, times });
  walk.returns.push(...run.crossings.map((crossing) => ({ ...crossing, time: time + crossing.time })));
  const { low, high } = walk.seen;
  walk.seen = spanOf([low, high, ...run.samples, ...run.crossings.map(({ state }) => state)]);
  walk.state = run.state;
  walk.time = run.status === "completed" ? until : time + run.time;
  walk.isGoing = run.status === "completed" || run.status === "crossing";
}

/** The slowest and the fastest of the states that a trajectory comes through in a time, and max |X_i| of the fastest. */
async function speedsAfter(runner: Runner, start: Float64Array, duration: number, tolerance: number) {
  const field = new LocalField(runner.network);
  const x = new Float64Array(start.length);
  const times = Float64Array.from({ length: EXTENT_TIMES }, (_, k) => (duration * (k + 1)) / EXTENT_TIMES);
  const { samples } = await runner.run(start, { duration, tolerance, rest: REST, times });
  let [slowest, fastest] = [start, start];
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const state of samples) {
    field.into(state, x);
    const speed = largest(x);
    if (speed < least) [slowest, least] = [state, speed];
    if (speed > most) [fastest, most] = [state, speed];
  }
  return { slowest, fastest, most };
}

/** How often in each run the trajectory is looked at. */
const EXTENT_TIMES = 400;

type Crossing = IntegrationEnd["crossings"][number];

/** A state that nearly closes after a time. */
interface NearReturn {
  readonly state: Float64Array;
  readonly period: number;
}

/** The first of the crossings that is about as near as the nearest, since a multiple of the period closes as well. */
function nearestReturn({ state, time }: Crossing, crossings: readonly Crossing[], seen: Span): NearReturn | undefined {
  const distances = crossings.map((crossing) => distance(crossing.state, state));
  const least = Math.min(...distances);
  const reach = reachOf(seen, state);
  if (!(least <= NEAR * reach)) return undefined;
  const first = distances.findIndex((away) => away <= Math.max(3 * least, 1e-6 * reach));
  return { state, period: Math.abs(time - crossings[first].time) };
}

/** The stable cycle at a state that nearly closes. */
async function cycleNear(runner: Runner, { state, period }: NearReturn, seen: Span): Promise<LimitCycle | undefined> {
  const cycle = await limitCycle(runner, state, period);
  return cycle?.isStable && distance(cycle.state, state) < 4 * NEAR * reachOf(seen, state) ? cycle : undefined;
}

/** Lowest and highest value of each neuron, f64[N] each. */
interface Span {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

function spanOf(states: readonly Float64Array[]): Span {
  const [low, high] = [states[0].slice(), states[0].slice()];
  for (const state of states) {
    for (let i = 0; i < state.length; i++) {
      low[i] = Math.min(low[i], state[i]);
      high[i] = Math.max(high[i], state[i]);
    }
  }
  return { low, high };
}

/** The largest extent of a trajectory, against which distances from a state of it are small or large. */
function reachOf({ low, high }: Span, state: Float64Array): number {
  return Math.max(distance(low, high), 1e-3 * (1 + largest(state)));
}
