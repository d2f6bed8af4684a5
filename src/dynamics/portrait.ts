/** Phase portraits: equilibria, cycles and trajectories of a network, with the field and its nullclines for two neurons. */
import { vectorOf } from "../check/arrays.ts";
import { checkChoice, checkInteger } from "../check/check.ts";
import { readSpec, type SpecOf } from "../check/parameters.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { drawSeed, keyOf, seedToJson } from "../numeric/seed.ts";
import { pacer } from "../run/pace.ts";
import { attractorFrom } from "./attractor.ts";
import type { LimitCycle } from "./cycles.ts";
import {
  type EquilibriaResult,
  equilibria,
  type FlowOptions,
  type FoundEquilibrium,
  planEquilibria,
} from "./find-equilibria.ts";
import { type ContinuousNetwork, checkContinuous } from "./network.ts";
import { type PlanePortrait, planePortrait } from "./plane-portrait.ts";
import { withRunner } from "./runner.ts";
import { portraitParameters } from "./specs.ts";
import { drawStateInto, type StateBox } from "./starts.ts";

/** What is drawn of a network, and from which states. */
export interface PortraitSpec extends SpecOf<typeof portraitParameters> {}

export interface PortraitPlan {
  readonly plane: readonly [number, number];
  readonly box: StateBox;
  readonly starts: number;
  readonly trajectories: number | readonly (readonly number[])[];
  readonly duration: number;
  readonly nodes: number;
  readonly seed: number | string;
}

export interface PortraitTrajectory {
  /** Times of the states in membrane time constants, f64[times]. */
  readonly times: Float64Array;
  /** State u at each time, f64[N]. */
  readonly states: readonly Float64Array[];
}

export interface Portrait {
  readonly spec: PortraitPlan;
  readonly equilibria: readonly FoundEquilibrium[];
  readonly trajectories: readonly PortraitTrajectory[];
  /** Stable limit cycles that trajectories end in. */
  readonly cycles: readonly LimitCycle[];
  /** Field, nullclines and separatrices; null for more than two neurons. */
  readonly field: PlanePortrait | null;
}

const TIMES = 500; // of a trajectory
const TOLERANCE = 1e-8;

/** Validates a spec and fills in its defaults. */
export function planPortrait(network: ContinuousNetwork, spec: PortraitSpec, where = "portrait"): PortraitPlan {
  const { seed, starts: searches, ...own } = readSpec(where, portraitParameters, spec);
  const { nNeurons } = network;
  if (nNeurons < 2) throw new RangeError(`${where}: a portrait needs at least 2 neurons, got ${nNeurons}`);
  const { plane, trajectories } = own;
  plane.forEach((neuron, k) => {
    checkInteger(`${where}: plane[${k}]`, neuron, 0, nNeurons - 1);
  });
  if (plane[0] === plane[1]) {
    throw new RangeError(`${where}: plane must be two different neurons, got [${plane.join(", ")}]`);
  }
  const searched = { box: own.box, ...(searches !== undefined && { starts: searches }) };
  const { box, starts } = planEquilibria(network, searched, where);
  return Object.freeze({
    ...{ plane, box, starts },
    trajectories:
      typeof trajectories === "number"
        ? trajectories
        : trajectories.map((state, k) => Array.from(vectorOf(`${where}: trajectories[${k}]`, state, nNeurons))),
    ...{ duration: own.duration, nodes: own.nodes, seed: seedToJson(seed ?? drawSeed()) },
  });
}

/**
 * The phase portrait of a network.
 *
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export async function portrait(
  network: ContinuousNetwork,
  spec: PortraitSpec = {},
  options: FlowOptions = {},
): Promise<Portrait> {
  return portraitOf(network, spec, options);
}

/** The same with equilibria that were found before. */
export async function portraitOf(
  network: ContinuousNetwork,
  spec: PortraitSpec,
  options: FlowOptions,
  known?: EquilibriaResult,
): Promise<Portrait> {
  checkContinuous("portrait: network", network);
  const plan = planPortrait(network, spec);
  const backend = checkChoice("portrait: backend", options.backend ?? "wasm", ["wasm", "js"]);
  const { plane, box, starts, duration, nodes, seed } = plan;
  const found = known ?? (await equilibria(network, { box, starts, seed, trajectories: 0 }, options));
  const initial = initialStates(plan);
  const times = Float64Array.from({ length: TIMES + 1 }, (_, k) => (duration * k) / TIMES);
  const trajectories: PortraitTrajectory[] = [];
  const cycles: LimitCycle[] = [];
  await withRunner(network, backend, pacer(options.signal), async (runner) => {
    for (const [k, start] of initial.entries()) {
      const { samples, state, status } = await runner.run(start, { duration, tolerance: TOLERANCE, times });
      trajectories.push({ times: times.slice(0, samples.length), states: samples });
      if (status === "completed") {
        const limits = { duration: CYCLE_TIME, tolerance: TOLERANCE };
        const { cycle } = await attractorFrom(runner, state, keyOf(BigInt(seed)), limits);
        if (cycle && !cycles.some((other) => isSame(other, cycle))) cycles.push(cycle);
      }
      options.onProgress?.({ done: k + 1, total: initial.length, label: "trajectories" });
    }
  });
  const field =
    network.nNeurons === 2
      ? planePortrait(network, { x: box[plane[0]], y: box[plane[1]] }, found.equilibria, nodes)
      : null;
  return Object.freeze({ spec: plan, equilibria: found.equilibria, trajectories, cycles, field });
}

/** Time given to what is no equilibrium by then to close. */
const CYCLE_TIME = 150;

function initialStates({ trajectories, box, seed }: PortraitPlan): Float64Array[] {
  if (typeof trajectories !== "number") return trajectories.map((state) => Float64Array.from(state));
  return Array.from({ length: trajectories }, (_, k) => {
    const state = new Float64Array(box.length);
    drawStateInto(state, box, DOMAIN.basinStart, k, keyOf(BigInt(seed)));
    return state;
  });
}

/** Two findings of one cycle: it starts anywhere on it. */
function isSame(a: LimitCycle, b: LimitCycle): boolean {
  if (Math.abs(a.period - b.period) > 1e-6 * a.period) return false;
  const reach = 0.05 * Math.max(...a.amplitude);
  return a.orbit.some((state) => state.every((value, i) => Math.abs(value - b.state[i]) < reach));
}
