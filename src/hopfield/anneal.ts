/** How the inputs of one neuron are searched: schedule, temperature range, restarts of the kernels' annealer. */

import { checkInteger, show } from "../check/check.ts";
import { readParameters, type SpecOf } from "../check/parameters.ts";
import { annealParameters } from "./anneal-parameters.ts";
import { MOST_BIT_NEURONS } from "./limits.ts";
import { isWholePool } from "./pool.ts";
import { SOLVER_NAMES, SOLVERS, type SolverName, solverOf } from "./solvers/index.ts";
import type { Found, SearchedNeuron, SearchPlan } from "./solvers/solver.ts";

/** How connectivity is searched, see `annealParameters`. */
export interface AnnealSpec extends SpecOf<typeof annealParameters> {}

/** An `AnnealSpec` with every default filled in. */
export interface AnnealPlan extends SearchPlan {
  readonly solver: SolverName;
  /** Of which networks pools are searched instead of all neurons; left out where of none. */
  readonly pooled?: PooledPlan;
}

/** Searches among pools. */
export interface PooledPlan {
  readonly effort: number;
  /** Numbers of inputs, by the name of the rule, of which pools are searched. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
}

/** The effort of the search among pools for neurons with c inputs; null where all neurons are searched. */
export function pooledEffort({ pooled }: AnnealPlan, rule: string, nInputs: number): number | null {
  return pooled?.inputs[rule]?.includes(nInputs) ? pooled.effort : null;
}

/** Length and steps of a search unless a spec says otherwise. */
export interface Schedule {
  /** Sweeps of each solver that it has, null for one with a schedule of its own; the first of them is the default. */
  readonly sweeps: Readonly<Partial<Record<SolverName, number | null>>>;
  /** Whether it begins and ends with a descent, which a spec can leave out. */
  readonly descents: boolean;
}

/** Schedule of the kernels' annealer, which has every solver. */
export const ANNEALING: Schedule = {
  sweeps: Object.fromEntries(SOLVER_NAMES.map((name) => [name, SOLVERS[name].sweeps])),
  descents: true,
};

/** Far above every energy, and low enough that temperature times noise stays finite in the kernels' f32. */
const HOTTEST = 1e20;

/** Validates the annealer's part of a spec, for the search of a rule or for the schedule that most of them share. */
export function planAnneal(
  where: string,
  spec: AnnealSpec,
  { name, search: { schedule } }: SearchOfRule = COMMON,
  networks?: SearchedNetworks,
): AnnealPlan {
  const { search, effort, ...read } = readParameters(where, annealParameters, spec);
  const pools = networks ? planPools(where, { search, effort }, read, networks) : {};
  const own = Object.keys(schedule.sweeps) as SolverName[];
  const { solver = own[0], timeLimit = null, temperatures = null, descent } = read;
  if (!own.includes(solver)) {
    const allowed = own.map((one) => `"${one}"`).join(", ");
    throw new RangeError(`${where}: solver must be ${allowed} or left out for rule "${name}", got "${solver}"`);
  }
  if (solverOf(solver).sweeps === null) {
    const { solver: _, ...others } = read;
    const [other] = Object.entries(others);
    if (other) {
      const [key, value] = other;
      throw new TypeError(
        `${where}: ${key} must be left out with solver "${solver}", whose schedule is its own, got ${show(value)}`,
      );
    }
    return { solver, sweeps: null, timeLimit: null, temperatures: null };
  }
  if (read.sweeps !== undefined && timeLimit !== null) {
    throw new TypeError(`${where}: sweeps and timeLimit exclude each other, got both`);
  }
  if (temperatures) {
    const { start, end } = temperatures;
    if (start > HOTTEST) throw new RangeError(`${where}: temperatures.start must be ≤ ${HOTTEST}, got ${start}`);
    if (end > start) throw new RangeError(`${where}: temperatures.end must be ≤ start = ${start}, got ${end}`);
  }
  if (!schedule.descents && descent === false) {
    throw new RangeError(`${where}: descent must be true or left out for rule "${name}", got false`);
  }
  const usual = schedule.sweeps[solver] ?? null;
  const sweeps = read.sweeps ?? (usual === null ? null : usual * (effort ?? 1));
  return { solver, sweeps, timeLimit, temperatures, ...(descent === false && { descent: false }), ...pools };
}

interface SearchOfRule {
  readonly name: string;
  readonly search: { readonly schedule: Schedule };
}

/** Networks that are searched: their size, and the rules. */
export interface SearchedNetworks {
  readonly nNeurons: number;
  /** Numbers of inputs; none where connectivity is given, whose neurons have different ones. */
  readonly inputs: readonly number[];
  readonly rules: readonly { readonly name: string; readonly search: { readonly pooled: PooledDefault | null } }[];
}

/** Whether pools of a network are searched unless a spec says otherwise. */
interface PooledDefault {
  isDefault(size: { readonly nNeurons: number; readonly nInputs: number }): boolean;
}

/** Of which networks pools are searched: of those that ask for it, or whose rule would have it so. */
function planPools(
  where: string,
  { search, effort }: { readonly [Name in "search" | "effort"]: AnnealSpec[Name] | undefined },
  dense: object,
  { nNeurons, inputs, rules }: SearchedNetworks,
): { readonly pooled?: PooledPlan } {
  const [option] = Object.entries(dense);
  const isAsked = search === "pooled" || effort !== undefined;
  if (isAsked) {
    const [name, value] = effort === undefined ? ["search", search] : ["effort", effort];
    if (search === "dense") {
      throw new TypeError(`${where}: effort must be left out with search "dense", got ${show(effort)}`);
    }
    if (option) {
      const [other, given] = option;
      throw new TypeError(
        `${where}: ${other} must be left out with ${name} ${show(value)}, since it is of the search among all neurons, got ${show(given)}`,
      );
    }
    if (inputs.length === 0) {
      throw new TypeError(`${where}: ${name} must be left out with connectivity, got ${show(value)}`);
    }
    if (rules.every((rule) => rule.search.pooled === null)) {
      const named = rules.map((rule) => `"${rule.name}"`).join(", ");
      throw new RangeError(
        `${where}: ${name} must be left out for rule ${named}, which has no search among pools, got ${show(value)}`,
      );
    }
    if (nNeurons > MOST_BIT_NEURONS) {
      throw new RangeError(`${where}: pools need at most ${MOST_BIT_NEURONS} neurons, got ${nNeurons}`);
    }
  } else if (search === "dense" || option || nNeurons > MOST_BIT_NEURONS) return {};
  const own = rules.flatMap(({ name, search: { pooled } }) => {
    const chosen = inputs.filter(
      (nInputs) =>
        pooled !== null &&
        !isWholePool(nNeurons, nInputs, effort ?? 1) &&
        (isAsked || pooled.isDefault({ nNeurons, nInputs })),
    );
    return chosen.length > 0 ? [[name, chosen] as const] : [];
  });
  return own.length > 0 ? { pooled: { effort: effort ?? 1, inputs: Object.fromEntries(own) } } : {};
}
const COMMON: SearchOfRule = { name: "", search: { schedule: ANNEALING } };

/** Searches one neuron after another of a network. */
export type NeuronSearch = (problem: SearchedNeuron & { readonly plan: AnnealPlan }) => Promise<Found>;

/** Checks a list of neurons by index (all N when left out) and returns it, i32[count]; `where` names it in messages. */
export function checkNeurons(where: string, only: unknown, nNeurons: number): Int32Array {
  if (only === undefined) return Int32Array.from({ length: nNeurons }, (_, i) => i);
  if (!Array.isArray(only) && !ArrayBuffer.isView(only)) {
    throw new TypeError(`${where} must be an array of neurons, got ${String(only)}`);
  }
  const list = Array.from(only as ArrayLike<number>);
  if (list.length === 0) throw new RangeError(`${where} must name at least one neuron, got none`);
  list.forEach((i, k) => {
    checkInteger(`${where}[${k}]`, i, 0, nNeurons - 1);
  });
  return Int32Array.from(list);
}
