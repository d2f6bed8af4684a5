/** Equilibria, attractors, landscapes and bifurcations of two neurons: the numbers of the room. */
import {
  type AttractorResult,
  attractor,
  type ContinuationEvent,
  type ContinuationSpec,
  continuation,
  continuousNetwork,
  type EquilibriaSpec,
  equilibria,
  type FoundEquilibrium,
  type LandscapeSpec,
  type LimitCycle,
  landscape,
} from "palimpsest";
import type { Job } from "../../worker/protocol.ts";
import type { NetworkSpec } from "./network.ts";
import type { Start } from "./state.ts";

export interface Searched {
  readonly network: NetworkSpec;
  readonly equilibria: readonly FoundEquilibrium[];
}

/** Where a trajectory ends. */
export type End = Omit<AttractorResult, "cycle">;

export interface Ended extends Searched {
  /** The states that trajectories begin from, and where each ends. */
  readonly starts: readonly Start[];
  readonly ends: readonly End[];
  /** Stable ones, each once: of the trajectories, and of others from the edge of the plane and from beside the equilibria. */
  readonly cycles: readonly Cycle[];
}

export interface Cycle {
  readonly period: number;
  /** u_0 and u_1 in turn over a period; the last point is the first. */
  readonly orbit: Float64Array;
}

/** An equilibrium in the plane of activities. */
export interface Place {
  readonly values: readonly [number, number];
  readonly energy: number;
  readonly type: FoundEquilibrium["type"];
}

export interface Descended {
  readonly network: NetworkSpec;
  readonly places: readonly Place[];
  /** The paths, V_0 and V_1 in turn. */
  readonly paths: readonly Float64Array[];
  /** The largest rise of the energy along any of them. */
  readonly rise: number;
}

/** A branch of equilibria, point by point. */
export interface Branch {
  /** The parameter and u_0 in turn. */
  readonly course: Float64Array;
  /** 1 where it is stable. */
  readonly stable: Uint8Array;
  readonly events: readonly { readonly event: ContinuationEvent; readonly parameter: number; readonly u: number }[];
}

export interface Continued {
  readonly network: NetworkSpec;
  readonly along: string;
  readonly branches: readonly Branch[];
}

type Asked<Task> = { readonly network: NetworkSpec; readonly task: Task & { readonly task: string } };

export type SettleInput = Asked<EquilibriaSpec & { readonly box: number }> & { readonly starts: readonly Start[] };

/** How far beside an equilibrium a trajectory begins that leaves it, relative to the plane. */
const BESIDE = 0.005;

/** The task without its name, as the library's functions take it. */
function settingsOf<Task extends { readonly task: string }>({ task: _, ...settings }: Task): Omit<Task, "task"> {
  return settings;
}

/** Equilibria first, as a part; then where trajectories end. */
const settle: Job<SettleInput, Ended, Searched> = async ({ network, task, starts }, { signal, report }) => {
  const of = continuousNetwork(network);
  const { box } = task;
  const found = await equilibria(of, { ...settingsOf(task), trajectories: 0 }, { signal });
  report({ network, equilibria: found.equilibria });
  const cycles: LimitCycle[] = [];
  const from = async (initial: Start): Promise<End> => {
    const { cycle, ...end } = await attractor(of, { initial }, { signal });
    if (cycle?.isStable && !cycles.some((other) => isSame(other, cycle))) cycles.push(cycle);
    return end;
  };
  const ends: End[] = [];
  for (const start of starts) ends.push(await from(start));
  // a cycle lies around an equilibrium, or is reached from far away
  const leaving = found.equilibria.filter(({ type }) => type !== "sink").map(({ state }) => state);
  for (const [x, y] of leaving) await from([x + BESIDE * box, y + 0.7 * BESIDE * box]);
  for (const x of [box, -box]) await from([x, box]);
  return { network, equilibria: found.equilibria, starts, ends, cycles: cycles.map(flat) };
};

const measure: Job<Asked<EquilibriaSpec>, Searched> = async ({ network, task }, { signal }) => {
  const found = await equilibria(continuousNetwork(network), settingsOf(task), { signal });
  return { network, equilibria: found.equilibria };
};

function flat({ period, orbit }: LimitCycle): Cycle {
  return { period, orbit: Float64Array.from(orbit.flatMap((state) => Array.from(state))) };
}

/** Two findings of one cycle. */
function isSame(a: LimitCycle, b: LimitCycle): boolean {
  const near = (x: number, y: number): boolean => Math.abs(x - y) <= 1e-6 * Math.abs(x);
  return near(a.period, b.period) && a.amplitude.every((value, i) => near(value, b.amplitude[i]));
}

const descend: Job<Asked<LandscapeSpec>, Descended> = async ({ network, task }, { signal }) => {
  const { points, paths } = await landscape(continuousNetwork(network), settingsOf(task), { signal });
  return {
    network,
    places: points.map(({ values: [x, y], energy, type }) => ({ values: [x, y] as const, energy, type })),
    paths: paths.map((path) => Float64Array.from(path.points.flat())),
    rise: Math.max(0, ...paths.map(({ rise }) => rise)),
  };
};

const vary: Job<Asked<ContinuationSpec> & { readonly along: string }, Continued> = async (
  { network, task, along },
  { signal },
) => {
  const { branches } = await continuation(continuousNetwork(network), settingsOf(task), { signal });
  return {
    network,
    along,
    branches: branches.map(({ points }) => ({
      course: Float64Array.from(points.flatMap(({ parameter, state }) => [parameter, state[0]])),
      stable: Uint8Array.from(points, ({ type }) => Number(type === "sink")),
      events: points.flatMap(({ events, parameter, state }) =>
        events.map((event) => ({ event, parameter, u: state[0] })),
      ),
    })),
  };
};

export const jobs = { settle, measure, descend, vary };
