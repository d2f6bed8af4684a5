/** All equilibria that Newton's method finds from random starts, and how much of a box each attracts. */

import type { BackendName, Key } from "../backend/contract/kernels.ts";
import { checkChoice } from "../check/check.ts";
import { readSpec, type SpecOf } from "../check/parameters.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { drawSeed, keyOf, seedToJson } from "../numeric/seed.ts";
import { wilsonInterval } from "../numeric/statistics.ts";
import { type Executor, mapLimited, type Task } from "../run/executor.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { countBasins } from "./basins.ts";
import {
  checkFactored,
  classifyRoot,
  type Equilibrium,
  NewtonSearch,
  type Root,
  RootCollection,
} from "./equilibria.ts";
import { type ContinuousNetwork, checkContinuous } from "./network.ts";
import { executorFor, fromPortable, type PortableNetwork, portable } from "./portable.ts";
import { equilibriaParameters } from "./specs.ts";
import { boxFor, drawStateInto, rangesOf, type StateBox } from "./starts.ts";

/** A box of states, and how many searches and trajectories begin in it. */
export interface EquilibriaSpec extends SpecOf<typeof equilibriaParameters> {}

/** Basin of an equilibrium: the fraction of the box, in [0, 1], whose states flow to it. */
export interface Basin {
  readonly fraction: number;
  /** Wilson's 95 % interval of the fraction. */
  readonly low: number;
  readonly high: number;
}

export interface FoundEquilibrium extends Equilibrium {
  /** Newton searches that ended here. */
  readonly found: number;
  /** Null when no basins were measured. */
  readonly basin: Basin | null;
}

export interface EquilibriaResult {
  readonly spec: EquilibriaPlan;
  /** Sinks first, then saddles by the number of directions that grow, then sources; within a kind by how much they attract. */
  readonly equilibria: readonly FoundEquilibrium[];
  /** Newton searches that found nothing. */
  readonly failed: number;
  /** Fraction of the trajectories that came to rest at none of the equilibria; null when none ran. */
  readonly restless: Basin | null;
}

export interface EquilibriaPlan {
  readonly box: StateBox;
  readonly starts: number;
  readonly trajectories: number;
  readonly duration: number;
  readonly seed: number | string;
}

export interface FlowOptions extends RunOptions {
  readonly backend?: BackendName;
  /** Executor of the searches; default: the calling thread. */
  readonly executor?: Executor;
}

/** More equilibria than this are a continuum, or nearly. */
export const MOST_EQUILIBRIA = 5000;
const LEAST_PART = 50; // searches of one task

/** Validates a spec and fills in its defaults. */
export function planEquilibria(network: ContinuousNetwork, spec: EquilibriaSpec, where = "equilibria"): EquilibriaPlan {
  const { seed, ...own } = readSpec(where, equilibriaParameters, spec);
  checkFactored(`${where}: network`, network);
  const { nNeurons } = network;
  const { starts = Math.min(2000, Math.max(50, Math.round(20_000 / nNeurons))), duration } = own;
  const { trajectories = Math.min(400, starts) } = own;
  const box = boxFor(`${where}: box`, own.box, nNeurons);
  return Object.freeze({ box, starts, trajectories, duration, seed: seedToJson(seed ?? drawSeed()) });
}

/**
 * The equilibria X(u) = 0 of a network: Newton's method with the analytic Jacobian from random starts, what is found put
 * together, with eigenvalues and type; basins by letting trajectories from the same box come to rest.
 *
 * Finding all is not guaranteed: a root that few searches found (`found`) hints at others that none did.
 *
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value; RangeError when the equilibria
 *   are more than 5000, as on a line of equilibria.
 */
export async function equilibria(
  network: ContinuousNetwork,
  spec: EquilibriaSpec = {},
  options: FlowOptions = {},
): Promise<EquilibriaResult> {
  checkContinuous("equilibria: network", network);
  const plan = planEquilibria(network, spec);
  const backend = checkChoice("equilibria: backend", options.backend ?? "wasm", ["wasm", "js"]);
  const { signal, onProgress } = options;
  const executor = executorFor(network, options.executor);
  const crossing = portable(network);
  const key = keyOf(BigInt(plan.seed));
  const pause = pacer(signal);
  const { box, starts, trajectories, duration } = plan;
  const total = starts + trajectories;
  let done = 0;
  const advance = (count: number, label: string): void => {
    done += count;
    onProgress?.({ done, total, label });
  };
  const collection = new RootCollection();
  let failed = 0;
  const parts = rangesOf(starts, 4 * executor.threads, LEAST_PART);
  const found = await mapLimited(parts, executor.threads, async (range) => {
    const part = await executor.run(newtonTask, { network: crossing, box, key, ...range }, signal);
    advance(range.count, "Newton searches");
    return part;
  });
  // in the order of the starts, whoever searched
  for (const { roots, counts, failed: without } of found) {
    failed += without;
    roots.forEach((root, k) => {
      collection.add(root, counts[k]);
    });
    if (collection.roots.length > MOST_EQUILIBRIA) throw tooMany();
  }
  const rows: Equilibrium[] = [];
  for (const root of collection.roots) {
    rows.push(classifyRoot(network, root));
    await pause();
  }
  const ends = await countBasins(
    { network: crossing, states: rows.map(({ state }) => state), box, duration, key, backend },
    trajectories,
    { executor, signal, onPart: (count) => advance(count, "trajectories") },
  );
  const basinOf = (hits: number): Basin | null => {
    return trajectories === 0 ? null : { fraction: hits / trajectories, ...wilsonInterval(hits, trajectories) };
  };
  const all = rows.map((row, k): FoundEquilibrium => {
    return Object.freeze({ ...row, found: collection.counts[k], basin: basinOf(ends.hits[k]) });
  });
  all.sort(inOrder);
  return Object.freeze({ spec: plan, equilibria: all, failed, restless: basinOf(ends.restless) });
}

function inOrder(a: FoundEquilibrium, b: FoundEquilibrium): number {
  const growing = ({ eigenvalues }: Equilibrium) => eigenvalues.filter(([re]) => re > 0).length;
  const size = ({ state }: Equilibrium) => state.reduce((sum, u) => sum + u * u, 0);
  return (
    growing(a) - growing(b) ||
    (b.basin?.fraction ?? 0) - (a.basin?.fraction ?? 0) ||
    b.found - a.found ||
    size(a) - size(b)
  );
}

function tooMany(): RangeError {
  return new RangeError(
    `equilibria: found more than ${MOST_EQUILIBRIA}: they are a continuum, or too many to list; take fewer starts`,
  );
}

interface NewtonPart {
  readonly roots: readonly Root[];
  readonly counts: readonly number[];
  readonly failed: number;
}

/** Newton searches first … first + count − 1 of a seed. */
export const newtonTask: Task<
  {
    readonly network: PortableNetwork;
    readonly box: StateBox;
    readonly key: Key;
    readonly first: number;
    readonly count: number;
  },
  NewtonPart
> = {
  name: "newton",
  async run({ network, box, key, first, count }, pause) {
    const search = new NewtonSearch(fromPortable(network));
    const collection = new RootCollection();
    const start = new Float64Array(network.nNeurons);
    let failed = 0;
    for (let k = first; k < first + count; k++) {
      drawStateInto(start, box, DOMAIN.newtonStart, k, key);
      const root = await search.from(start, pause);
      if (root) collection.add(root);
      else failed++;
      if (collection.roots.length > MOST_EQUILIBRIA) throw tooMany();
    }
    return { roots: collection.roots, counts: collection.counts, failed };
  },
};
