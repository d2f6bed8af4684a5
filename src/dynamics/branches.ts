/** The bifurcation diagram of equilibria by one parameter: every branch that reaches an end of its range. */
import { vectorOf } from "../check/arrays.ts";
import { checkChoice, checkInteger, checkNumber, show } from "../check/check.ts";
import { readSpec, type SpecOf } from "../check/parameters.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { keyOf, seedToJson } from "../numeric/seed.ts";
import type { Pause } from "../run/pace.ts";
import { pacer } from "../run/pace.ts";
import { type AttractorKind, attractorFrom } from "./attractor.ts";
import { type Branch, Continuation } from "./continuation.ts";
import { checkFactored, isWithin, NewtonSearch, RootCollection } from "./equilibria.ts";
import type { FlowOptions } from "./find-equilibria.ts";
import { type ContinuousNetwork, checkContinuous } from "./network.ts";
import { familyOf, type NetworkFamily } from "./parameter.ts";
import { withRunner } from "./runner.ts";
import { continuationParameters, type ParameterSpec } from "./specs.ts";
import { boxFor, drawStateInto, type StateBox } from "./starts.ts";

/** A parameter of the network and its range, and how branches and attractors are followed along it. */
export interface ContinuationSpec extends SpecOf<typeof continuationParameters> {}

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

/** Validates a spec and fills in its defaults. */
export function planContinuation(
  network: ContinuousNetwork,
  spec: ContinuationSpec,
  where = "continuation",
): ContinuationPlan {
  const {
    parameter,
    from,
    to,
    step = (to - from) / 100,
    maxSteps,
    ...own
  } = readSpec(where, continuationParameters, spec);
  const { initial, box, starts, attractors, duration, seed } = own;
  const { nNeurons } = network;
  checkFactored(`${where}: network`, network);
  checkParameter(`${where}: parameter`, parameter, network);
  checkNumber(`${where}: from`, from, familyOf(network, parameter).least, true);
  checkNumber(`${where}: to`, to, from, true);
  return Object.freeze({
    ...{ parameter, from, to, step, maxSteps },
    initial: initial === undefined ? null : Array.from(vectorOf(`${where}: initial`, initial, nNeurons)),
    box: boxFor(`${where}: box`, box, nNeurons),
    ...{ starts, attractors, duration, seed: seedToJson(seed) },
  });
}

/** Refuses a parameter that the network does not have. */
function checkParameter(where: string, given: ParameterSpec, { activation, nNeurons }: ContinuousNetwork): void {
  const own = activation.parameter.name;
  if (typeof given === "object") {
    given.weight.forEach((neuron, k) => {
      checkInteger(`${where}.weight[${k}]`, neuron, 0, nNeurons - 1);
    });
  } else if (given !== own && given !== "scale") {
    throw new RangeError(`${where} must be "${own}" for activation "${activation.spec.type}", got ${show(given)}`);
  }
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
    const network = family.at(parameter);
    const one = await withRunner(network, backend, pause, async (runner) => {
      // a little off what may have become unstable, as far in any units
      const rise = 1 / network.activation.slope;
      const start = state.map((u, i) => u + NUDGE * Math.max(rise, Math.abs(u)) * ((i % 2 === 0 ? 1 : -1) + 0.1 * i));
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

/** Relative to the range of u over which activations rise, or to u itself where that is larger. */
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
