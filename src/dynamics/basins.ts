/** Basins of attraction in a box: trajectories from random states, counted by where they come to rest. */
import type { BackendName, Key } from "../backend/contract/kernels.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { type Executor, mapLimited, type Task } from "../run/executor.ts";
import { distance, largest } from "./local-field.ts";
import { fromPortable, type PortableNetwork } from "./portable.ts";
import { withRunner } from "./runner.ts";
import { drawStateInto, rangesOf, type StateBox } from "./starts.ts";

export interface BasinProblem {
  readonly network: PortableNetwork;
  /** Equilibria at which trajectories may end, f64[N] each. */
  readonly states: readonly Float64Array[];
  readonly box: StateBox;
  /** Longest time of a trajectory, in membrane time constants. */
  readonly duration: number;
  readonly key: Key;
  readonly backend: BackendName;
}

export interface BasinCounts {
  /** Trajectories that ended at each of the states. */
  readonly hits: number[];
  /** Trajectories that ended at none of the states. */
  readonly restless: number;
}

const TOLERANCE = 1e-6;
const REST = 1e-6; // |X| of a trajectory that has come to rest
const REACH = 1e-2; // of an equilibrium, relative to its size
const LEAST_PART = 25; // trajectories of one task

/** Counts where `trajectories` end, in parts on an executor. */
export async function countBasins(
  problem: BasinProblem,
  trajectories: number,
  {
    executor,
    signal,
    onPart,
  }: { executor: Executor; signal: AbortSignal | undefined; onPart: (count: number) => void },
): Promise<BasinCounts> {
  const hits = problem.states.map(() => 0);
  let restless = 0;
  await mapLimited(rangesOf(trajectories, 4 * executor.threads, LEAST_PART), executor.threads, async (range) => {
    const part = await executor.run(basinTask, { ...problem, ...range }, signal);
    part.hits.forEach((count, k) => {
      hits[k] += count;
    });
    restless += part.restless;
    onPart(range.count);
  });
  return { hits, restless };
}

/** Trajectories first … first + count − 1 of a seed. */
export const basinTask: Task<BasinProblem & { readonly first: number; readonly count: number }, BasinCounts> = {
  name: "basin",
  run({ network, states, box, duration, key, backend, first, count }, pause) {
    const hits = states.map(() => 0);
    let restless = 0;
    return withRunner(fromPortable(network), backend, pause, async (runner) => {
      const start = new Float64Array(box.length);
      for (let k = first; k < first + count; k++) {
        drawStateInto(start, box, DOMAIN.basinStart, k, key);
        const { state, status } = await runner.run(start, { duration, tolerance: TOLERANCE, rest: REST });
        const at = status === "equilibrium" || status === "completed" ? nearest(state, states) : -1;
        if (at < 0) restless++;
        else hits[at]++;
      }
      return { hits, restless };
    });
  },
};

/** The state that is nearest, when it is near enough; −1 otherwise. */
function nearest(state: Float64Array, states: readonly Float64Array[]): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  states.forEach((other, k) => {
    const away = distance(state, other);
    if (away < least && away <= REACH * (1 + largest(other))) [best, least] = [k, away];
  });
  return best;
}
