/** Phase portraits: equilibria, cycles and trajectories of a network, with the field and its nullclines for two neurons. */
import { vectorOf } from "../check/arrays.ts";
import { checkChoice, checkInteger, checkKeys, checkNumber, show } from "../check/check.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { drawSeed, keyOf, parseSeed, type Seed, seedToJson } from "../numeric/seed.ts";
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
import { type BoxSpec, checkBox, drawStateInto, type StateBox } from "./starts.ts";

export interface PortraitSpec {
  /** Neurons whose plane is drawn; default [0, 1]. Field and nullclines are those of networks of two neurons. */
  readonly plane?: readonly [number, number];
  /** Box from which states are drawn; default 4: [−4, 4] for every neuron. */
  readonly box?: BoxSpec;
  /** Newton searches for equilibria; default as in `equilibria`. */
  readonly starts?: number;
  /** Trajectories: how many, from random states of the box, or their initial states; default 10. */
  readonly trajectories?: number | readonly ArrayLike<number>[];
  /** Duration of the trajectories, in membrane time constants; default 40. */
  readonly duration?: number;
  /** Vectors of the field along each side; default 21. */
  readonly nodes?: number;
  readonly seed?: Seed;
}

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

export const PORTRAIT_KEYS = ["plane", "box", "starts", "trajectories", "duration", "nodes", "seed"] as const;
const TIMES = 500; // of a trajectory
const TOLERANCE = 1e-8;

/** Validates a spec and fills in its defaults. */
export function planPortrait(network: ContinuousNetwork, spec: PortraitSpec, where = "portrait"): PortraitPlan {
  checkKeys(where, spec, PORTRAIT_KEYS);
  const { nNeurons } = network;
  if (nNeurons < 2) throw new RangeError(`${where}: a portrait needs at least 2 neurons, got ${nNeurons}`);
  const seed = seedToJson(spec.seed === undefined ? drawSeed() : parseSeed(spec.seed, `${where}: seed`));
  const { box, starts } = planEquilibria(network, pick(spec), where);
  const given = spec.trajectories ?? 10;
  return Object.freeze({
    plane: checkPlane(`${where}: plane`, spec.plane ?? [0, 1], nNeurons),
    box: checkBox(`${where}: box`, box, nNeurons),
    starts,
    trajectories: Array.isArray(given)
      ? given.map((state, k) => Array.from(vectorOf(`${where}: trajectories[${k}]`, state, nNeurons)))
      : checkInteger(`${where}: trajectories`, given, 0, 10_000),
    duration: checkNumber(`${where}: duration`, spec.duration ?? 40, 0, true),
    nodes: checkInteger(`${where}: nodes`, spec.nodes ?? 21, 2, 1000),
    seed,
  });
}

function pick({ box, starts }: PortraitSpec): { box?: BoxSpec; starts?: number } {
  return { ...(box !== undefined && { box }), ...(starts !== undefined && { starts }) };
}

function checkPlane(where: string, plane: unknown, nNeurons: number): readonly [number, number] {
  if (!Array.isArray(plane) || plane.length !== 2) throw new TypeError(`${where} must be [i, j], got ${show(plane)}`);
  const [i, j] = plane.map((value, k) => checkInteger(`${where}[${k}]`, value, 0, nNeurons - 1));
  if (i === j) throw new RangeError(`${where} must be two different neurons, got [${i}, ${j}]`);
  return [i, j];
}

/**
 * The phase portrait of a network.
 *
 * @param known  equilibria found before.
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export async function portrait(
  network: ContinuousNetwork,
  spec: PortraitSpec = {},
  options: FlowOptions = {},
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
