/** The bifurcation diagram of equilibria by one parameter: every branch that reaches an end of its range. */
import { vectorOf } from "../check/arrays.ts";
import { checkChoice, checkInteger, checkKeys, checkNumber, show } from "../check/check.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { keyOf, parseSeed, type Seed, seedToJson } from "../numeric/seed.ts";
import type { Pause } from "../run/pace.ts";
import { pacer } from "../run/pace.ts";
import { ACTIVATION_PARAMETER_NAMES } from "./activations/index.ts";
import { type AttractorKind, attractorFrom } from "./attractor.ts";
import { type Branch, Continuation } from "./continuation.ts";
import { checkFactored, isWithin, NewtonSearch, RootCollection } from "./equilibria.ts";
import type { FlowOptions } from "./find-equilibria.ts";
import { type ContinuousNetwork, checkContinuous } from "./network.ts";
import { familyOf, type NetworkFamily, type ParameterSpec } from "./parameter.ts";
import { withRunner } from "./runner.ts";
import { type BoxSpec, checkBox, drawStateInto, type StateBox } from "./starts.ts";

export interface ContinuationSpec {
  /** The parameter of the network that varies. */
  readonly parameter: ParameterSpec;
  /** Lower end of the parameter's range; `to` is the upper, from < to. */
  readonly from: number;
  readonly to: number;
  /** Longest step in (u, parameter); default a hundredth of the range. */
  readonly step?: number;
  /** Most steps of a branch; default 5000. */
  readonly maxSteps?: number;
  /** A state near an equilibrium at `from`, whose branch alone is followed; default: all branches that are found. */
  readonly initial?: ArrayLike<number>;
  /** Box of states from which Newton's method starts at both ends of the range; default 4. */
  readonly box?: BoxSpec;
  /** Newton searches at each end; default 200. */
  readonly starts?: number;
  /**
   * Values of the parameter, evenly apart, at which the attractor is looked for, each from a point of the one before it; default
   * 0, none. From `initial` or a random state of the box.
   */
  readonly attractors?: number;
  /** Time given to each attractor, in membrane time constants; default 800. */
  readonly duration?: number;
  /** Seed of the starts and of the initial state; default 1. */
  readonly seed?: Seed;
}

export interface ContinuationPlan {
  readonly parameter: ParameterSpec;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly maxSteps: number;
  readonly initial: readonly number[] | null;
  readonly box: StateBox;
  readonly starts: number;
  readonly attractors: number;
  readonly duration: number;
  readonly seed: number | string;
}

/** The attractor at one value of the parameter. */
export interface FollowedAttractor {
  readonly parameter: number;
  readonly kind: AttractorKind;
  readonly state: Float64Array;
  readonly period: number | null;
  readonly lyapunov: number | null;
  /** Least u_i of each neuron on the attractor, f64[N]; `high` is the greatest. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface ContinuationResult {
  readonly spec: ContinuationPlan;
  /** Name of the parameter, for the axes of figures. */
  readonly name: string;
  readonly branches: readonly Branch[];
  /** Attractors in order of the parameter, as they were followed. */
  readonly attractors: readonly FollowedAttractor[];
}

export const CONTINUATION_KEYS = [
  "parameter",
  "from",
  "to",
  "step",
  "maxSteps",
  "initial",
  "box",
  "starts",
  "attractors",
  "duration",
  "seed",
] as const;
const WORDS: readonly string[] = [...ACTIVATION_PARAMETER_NAMES, "scale"];

/** Validates a spec and fills in its defaults. */
export function planContinuation(
  network: ContinuousNetwork,
  spec: ContinuationSpec,
  where = "continuation",
): ContinuationPlan {
  checkKeys(where, spec, CONTINUATION_KEYS);
  checkFactored(`${where}: network`, network);
  const parameter = checkParameter(`${where}: parameter`, spec.parameter, network);
  const { least } = familyOf(network, parameter);
  const from = checkNumber(`${where}: from`, spec.from, least, true);
  const to = checkNumber(`${where}: to`, spec.to, from, true);
  return Object.freeze({
    parameter,
    from,
    to,
    step: checkNumber(`${where}: step`, spec.step ?? (to - from) / 100, 0, true),
    maxSteps: checkInteger(`${where}: maxSteps`, spec.maxSteps ?? 5000, 1, 1_000_000),
    initial:
      spec.initial === undefined ? null : Array.from(vectorOf(`${where}: initial`, spec.initial, network.nNeurons)),
    box: checkBox(`${where}: box`, spec.box ?? 4, network.nNeurons),
    starts: checkInteger(`${where}: starts`, spec.starts ?? 200, 1, 1_000_000),
    attractors: checkInteger(`${where}: attractors`, spec.attractors ?? 0, 0, 1_000_000),
    duration: checkNumber(`${where}: duration`, spec.duration ?? 800, 0, true),
    seed: seedToJson(parseSeed(spec.seed ?? 1, `${where}: seed`)),
  });
}

function checkParameter(where: string, given: unknown, { activation, nNeurons }: ContinuousNetwork): ParameterSpec {
  const own = activation.parameter.name;
  if (given === own || given === "scale") return given as ParameterSpec;
  if (typeof given === "string" && WORDS.includes(given)) {
    throw new RangeError(`${where} must be "${own}" for activation "${activation.spec.type}", got ${show(given)}`);
  }
  if (typeof given !== "object" || given === null) {
    throw new TypeError(`${where} must be "${own}", "scale" or { weight: [i, j] }, got ${show(given)}`);
  }
  checkKeys(where, given, ["weight"]);
  const { weight } = given as { weight: unknown };
  if (!Array.isArray(weight) || weight.length !== 2) {
    throw new TypeError(`${where}: weight must be [i, j], got ${show(weight)}`);
  }
  const [i, j] = weight.map((value, k) => checkInteger(`${where}: weight[${k}]`, value, 0, nNeurons - 1));
  return { weight: [i, j] };
}

/**
 * Branches of equilibria of a network as one parameter varies, with folds, branch points and Hopf points. Branches are
 * sought by Newton's method at both ends of the range; one that reaches neither, a closed one, is only found from `initial`.
 *
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value; RangeError when there is no
 *   equilibrium near `initial`.
 */
export async function continuation(
  network: ContinuousNetwork,
  spec: ContinuationSpec,
  options: FlowOptions = {},
): Promise<ContinuationResult> {
  checkContinuous("continuation: network", network);
  const plan = planContinuation(network, spec);
  const { parameter, from, to, initial } = plan;
  const pause = pacer(options.signal);
  const family = familyOf(network, parameter);
  const course = new Continuation(family, network.nNeurons, plan);
  const branches: Branch[] = [];
  if (initial) {
    const branch = await course.through(Float64Array.from(initial), from, pause);
    if (!branch) throw new RangeError(`continuation: initial must be near an equilibrium at ${from}, got none there`);
    branches.push(branch);
  } else {
    const ends: { readonly value: number; readonly roots: readonly Float64Array[] }[] = [];
    for (const value of [from, to]) ends.push({ value, roots: await rootsAt(family.at(value), plan, pause) });
    const total = ends.reduce((sum, { roots }) => sum + roots.length, 0);
    let done = 0;
    for (const { value, roots } of ends) {
      for (const root of roots) {
        await pause();
        if (!branches.some((branch) => passes(branch, root, value))) {
          const branch = await course.through(root, value, pause);
          if (branch) branches.push(branch);
        }
        options.onProgress?.({ done: ++done, total, label: "branches followed" });
      }
    }
  }
  const attractors = await followed(family, network.nNeurons, plan, options);
  return Object.freeze({ spec: plan, name: family.name, branches, attractors });
}

const TOLERANCE = 1e-8;
const SPAN_TIME = 400;
const SPAN_POINTS = 4000;

/** The attractor from value to value, each search from where the last one ended. */
async function followed(
  family: NetworkFamily,
  nNeurons: number,
  { from, to, attractors, duration, initial, box, seed }: ContinuationPlan,
  { backend = "wasm", signal, onProgress }: FlowOptions,
): Promise<FollowedAttractor[]> {
  checkChoice("continuation: backend", backend, ["wasm", "js"]);
  const pause = pacer(signal);
  const key = keyOf(BigInt(seed));
  let state: Float64Array = new Float64Array(nNeurons);
  if (initial) state.set(initial);
  else drawStateInto(state, box, DOMAIN.basinStart, 0, key);
  const found: FollowedAttractor[] = [];
  for (let k = 0; k < attractors; k++) {
    const parameter = from + ((to - from) * k) / Math.max(1, attractors - 1);
    const one = await withRunner(family.at(parameter), backend, pause, async (runner) => {
      // a little off what may have become unstable
      const start = state.map((u, i) => u + NUDGE * ((i % 2 === 0 ? 1 : -1) + 0.1 * i));
      const {
        kind,
        state: on,
        period,
        lyapunov,
        cycle,
      } = await attractorFrom(runner, start, key, { duration, tolerance: TOLERANCE });
      let states: readonly Float64Array[] = cycle?.orbit ?? [on];
      if (kind !== "equilibrium" && !cycle) {
        const times = Float64Array.from({ length: SPAN_POINTS }, (_, t) => (SPAN_TIME * t) / SPAN_POINTS);
        states = (await runner.run(on, { duration: SPAN_TIME, tolerance: TOLERANCE, times })).samples;
      }
      return { parameter, kind, state: on, period, lyapunov, ...extremes(states) };
    });
    found.push(Object.freeze(one));
    state = one.state;
    onProgress?.({ done: k + 1, total: attractors, label: "attractors followed" });
  }
  return found;
}

const NUDGE = 1e-4;

function extremes(states: readonly Float64Array[]): { low: Float64Array; high: Float64Array } {
  const [low, high] = [states[0].slice(), states[0].slice()];
  for (const state of states) {
    state.forEach((value, i) => {
      low[i] = Math.min(low[i], value);
      high[i] = Math.max(high[i], value);
    });
  }
  return { low, high };
}

async function rootsAt(
  network: ContinuousNetwork,
  { box, starts, seed }: ContinuationPlan,
  pause: Pause,
): Promise<Float64Array[]> {
  const search = new NewtonSearch(network);
  const collection = new RootCollection();
  const start = new Float64Array(network.nNeurons);
  for (let k = 0; k < starts; k++) {
    drawStateInto(start, box, DOMAIN.newtonStart, k, keyOf(BigInt(seed)));
    const root = await search.from(start, pause);
    if (root) collection.add(root);
  }
  return collection.roots.map(({ state }) => state);
}

function passes({ points }: Branch, state: Float64Array, value: number): boolean {
  return points.some(
    (point) => Math.abs(point.parameter - value) < 1e-9 * (1 + Math.abs(value)) && isWithin(point.state, state, 1e-5),
  );
}
