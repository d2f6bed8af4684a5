/** How the inputs of one neuron are searched: schedule, temperature range, restarts of the kernels' annealer. */

import { checkChoice, checkInteger, checkKeys, checkNumber, show } from "../check/check.ts";
import { SOLVER_NAMES, SOLVERS, type SolverName, solverOf } from "./solvers/index.ts";
import type { Found, SearchedNeuron, SearchPlan } from "./solvers/solver.ts";

export interface AnnealSpec {
  /**
   * Default "heat-bath": lower energies, so more patterns, in the same time. The margin rule has a search of its own, of
   * swaps: "swap" or nothing. "published" is the annealing that the authors of EK22 ran, with its own schedule.
   */
  readonly solver?: SolverName;
  /**
   * Steps per neuron of the network: a sweep is nNeurons proposals (swap) or nNeurons rows weighed (heat bath). Default 20
   * for the heat bath, 200 for swaps, about equal in time, 400 for a margin, up to three times as long; capacity grows
   * slowly with more.
   */
  readonly sweeps?: number;
  /** Seconds for each neuron, instead of `sweeps`; the result then depends on the machine. */
  readonly timeLimit?: number;
  /**
   * First and last temperature, in units of E. Default: from the instance, 0.4 (swaps: 0.3) and 0.025 of P·⟨m²⟩/c², the
   * energy of one input's contribution at a quenched set; found to be near the best for every load and rule tried.
   */
  readonly temperatures?: { readonly start: number; readonly end: number };
  /**
   * Whether a search begins and ends with a descent to where no swap lowers the energy; default true. Without, it is annealing
   * alone, as published: at the same length it stores less, by most where inputs are few.
   */
  readonly descent?: boolean;
}

/** An `AnnealSpec` with every default filled in. */
export interface AnnealPlan extends SearchPlan {
  readonly solver: SolverName;
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
): AnnealPlan {
  const own = Object.keys(schedule.sweeps) as SolverName[];
  const solver = checkChoice(`${where}: solver`, spec.solver ?? own[0], SOLVER_NAMES);
  if (!own.includes(solver)) {
    const allowed = own.map((one) => `"${one}"`).join(", ");
    throw new RangeError(`${where}: solver must be ${allowed} or left out for rule "${name}", got "${solver}"`);
  }
  if (solverOf(solver).sweeps === null) {
    for (const key of ANNEAL_KEYS) {
      if (key === "solver" || spec[key] === undefined) continue;
      throw new TypeError(
        `${where}: ${key} must be left out with solver "${solver}", whose schedule is its own, got ${show(spec[key])}`,
      );
    }
    return { solver, sweeps: null, timeLimit: null, temperatures: null };
  }
  if (spec.sweeps !== undefined && spec.timeLimit !== undefined) {
    throw new TypeError(`${where}: sweeps and timeLimit exclude each other, got both`);
  }
  const sweeps = checkNumber(`${where}: sweeps`, spec.sweeps ?? schedule.sweeps[solver], 0);
  const timeLimit = spec.timeLimit === undefined ? null : checkNumber(`${where}: timeLimit`, spec.timeLimit, 0, true);
  let temperatures: AnnealPlan["temperatures"] = null;
  if (spec.temperatures !== undefined) {
    checkKeys(`${where}: temperatures`, spec.temperatures, ["start", "end"]);
    const start = checkNumber(`${where}: temperatures.start`, spec.temperatures.start, 0, true);
    const end = checkNumber(`${where}: temperatures.end`, spec.temperatures.end, 0, true);
    if (start > HOTTEST) {
      throw new RangeError(`${where}: temperatures.start must be ≤ ${HOTTEST}, got ${start}`);
    }
    if (end > start) throw new RangeError(`${where}: temperatures.end must be ≤ start = ${start}, got ${end}`);
    temperatures = { start, end };
  }
  if (spec.descent !== undefined && typeof spec.descent !== "boolean") {
    throw new TypeError(`${where}: descent must be true or false, got ${String(spec.descent)}`);
  }
  if (!schedule.descents && spec.descent === false) {
    throw new RangeError(`${where}: descent must be true or left out for rule "${name}", got false`);
  }
  return { solver, sweeps, timeLimit, temperatures, ...(spec.descent === false && { descent: false }) };
}

interface SearchOfRule {
  readonly name: string;
  readonly search: { readonly schedule: Schedule };
}
const COMMON: SearchOfRule = { name: "", search: { schedule: ANNEALING } };

/** Searches one neuron after another of a network. */
export type NeuronSearch = (problem: SearchedNeuron & { readonly plan: AnnealPlan }) => Promise<Found>;

/** Keys of an `AnnealSpec`, for checks of specs that contain one. */
export const ANNEAL_KEYS = ["solver", "sweeps", "timeLimit", "temperatures", "descent"] as const;

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
