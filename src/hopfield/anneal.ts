/** How the inputs of one neuron are searched: schedule, temperature range, restarts of the kernels' annealer. */

import type { Annealer, Key } from "../backend/contract/kernels.ts";
import { checkChoice, checkInteger, checkKeys, checkNumber } from "../check/check.ts";
import type { NoteMoment } from "./course.ts";
import type { ProblemSize } from "./size.ts";

/** `heat-bath` weighs a whole row of candidates at a step; `swap` is the Metropolis rule of EK22, a pair at a time. */
export type Solver = "heat-bath" | "swap";

export interface AnnealSpec {
  /**
   * Default "heat-bath": lower energies, so more patterns, in the same time. The margin rule has a search of its own, of
   * swaps: "swap" or nothing.
   */
  readonly solver?: Solver;
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
export interface AnnealPlan {
  readonly solver: Solver;
  readonly sweeps: number;
  readonly timeLimit: number | null;
  readonly temperatures: { readonly start: number; readonly end: number } | null;
  /** False where the search goes without descents; left out otherwise. */
  readonly descent?: false;
}

/** Length and steps of a search unless a spec says otherwise. */
export interface Schedule {
  /** Sweeps of each solver that it has; the first of them is the default. */
  readonly sweeps: Readonly<Partial<Record<Solver, number>>>;
  /** Whether it begins and ends with a descent, which a spec can leave out. */
  readonly descents: boolean;
}

/** Schedule of the kernels' annealer, whose solvers take about equal times. */
export const ANNEALING: Schedule = { sweeps: { "heat-bath": 20, swap: 200 }, descents: true };

const SOLVERS = Object.keys(ANNEALING.sweeps) as Solver[];
/** Hotter swaps end no lower and take up to twice the time: a step of the heat bath costs the same whether it moves or not. */
const START_OF_SCALE = { "heat-bath": 0.4, swap: 0.3 } as const;
const END_OF_SCALE = 0.025;
/** Temperatures of a run: a power of two, so that their ratio takes square roots alone, which every engine rounds alike. */
const LEVELS = 64;
const HALVINGS = 6;
/** Beyond this many sweeps a run gains less than another from a new start does. */
const RUN_SWEEPS = 80;
/** Far above every energy, and low enough that temperature times noise stays finite in the kernels' f32. */
const HOTTEST = 1e20;
/** Most rounds of a descent: more than were ever needed. */
const ROUNDS = 1000;
/** Longest kernel call aimed at, in ms. */
const CALL_MS = 5;
/** Time of a search on the JavaScript backend relative to the kernels in WebAssembly. */
export const JS_SLOWER = 15;
/** ns of a swap; of weighing a row of the heat bath, and of each neuron in it. */
const SWAP_NS = 14;
const ROW_NS = 45;
const ROW_NS_PER_NEURON = 0.325;
const ROW_NS_PER_NEURON_BEYOND_CACHE = 0.465;
/** Neurons whose overlap matrix the cache of a core holds. */
const CACHED_NEURONS = 2000;

/** ns of a step of the kernels' annealer on the machine of docs/performance.md. */
export function stepNanoseconds(solver: Solver, nNeurons: number): number {
  if (solver === "swap") return SWAP_NS;
  return ROW_NS + (nNeurons > CACHED_NEURONS ? ROW_NS_PER_NEURON_BEYOND_CACHE : ROW_NS_PER_NEURON) * nNeurons;
}

/** Validates the annealer's part of a spec, for the search of a rule or for the schedule that most of them share. */
export function planAnneal(
  where: string,
  spec: AnnealSpec,
  { name, search: { schedule } }: SearchOfRule = COMMON,
): AnnealPlan {
  const own = Object.keys(schedule.sweeps) as Solver[];
  const solver = checkChoice(`${where}: solver`, spec.solver ?? own[0], SOLVERS);
  if (!own.includes(solver)) {
    const allowed = own.map((one) => `"${one}"`).join(", ");
    throw new RangeError(`${where}: solver must be ${allowed} or left out for rule "${name}", got "${solver}"`);
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

/**
 * Moments that a search of `plan.sweeps` has in a course: in each of its runs the first set, where the first descent ends, every
 * temperature, the set it leaves.
 */
export function momentsOf(plan: AnnealPlan, schedule: Schedule): number {
  const descents = !schedule.descents || plan.descent === false ? 0 : 1;
  return runsOf(plan) * (1 + descents + (plan.sweeps > 0 ? LEVELS : 0) + 1);
}

/** Runs from a new start that a search of `plan.sweeps` is made of. */
function runsOf({ solver, sweeps }: AnnealPlan): number {
  return Math.max(1, solver === "swap" ? 1 : Math.floor(sweeps / RUN_SWEEPS));
}

/** The search for the inputs of one neuron. */
export interface SearchedNeuron {
  readonly neuron: number;
  readonly key: Key;
  readonly plan: AnnealPlan;
  readonly size: ProblemSize;
  readonly pause: () => Promise<void> | undefined;
  /** Where the inputs found are written in increasing order, i32[nInputs]. */
  readonly out: Int32Array;
  /** The first set, instead of one that the search takes by itself. */
  readonly warm?: ArrayLike<number> | undefined;
  /** Called at every moment of the search that its course records. */
  readonly note?: NoteMoment | undefined;
}

/** Searches one neuron after another of a network; gives the energy found, c²E. */
export type NeuronSearch = (problem: SearchedNeuron) => Promise<number>;

/**
 * Searches the inputs of one neuron: quench, anneal from there, back to the best set seen, quench again; long searches begin
 * anew several times and keep the best.
 *
 * @returns  the energy of the inputs found, c²E.
 */
export async function annealNeuron(
  annealer: Annealer,
  { neuron, key, plan, size, pause, out, warm, note }: SearchedNeuron,
): Promise<number> {
  const { nNeurons } = size;
  const stepMs = 1e-6 * stepNanoseconds(plan.solver, nNeurons) * (size.backend === "js" ? JS_SLOWER : 1);
  const onMoment = note && ((temperature = 0): void => note(temperature, annealer.energy, annealer));
  let best = Number.POSITIVE_INFINITY;
  /** Makes one run from a new start. */
  const search = async (run: number, anneal: (from: Heat) => Promise<void>): Promise<void> => {
    annealer.begin(neuron, key, run, run === 0 ? warm : undefined);
    onMoment?.();
    if (plan.descent !== false) {
      annealer.descend(ROUNDS);
      onMoment?.();
    }
    await anneal(heatOf(annealer, plan, size));
    annealer.restore();
    if (plan.descent !== false) annealer.descend(ROUNDS);
    onMoment?.();
    if (annealer.energy >= best) return;
    best = annealer.energy;
    annealer.inputsInto(out);
  };
  if (plan.timeLimit === null) {
    const runs = runsOf(plan);
    const steps = Math.ceil((plan.sweeps * nNeurons) / runs / LEVELS);
    for (let run = 0; run < runs; run++) {
      await search(run, (heat) =>
        annealBySteps(moveOf(annealer, plan), heat, steps * LEVELS, stepMs, pause, undefined, onMoment),
      );
    }
  } else {
    const deadline = performance.now() + plan.timeLimit * 1000;
    const steps = Math.max(1, Math.round(Math.min(1, (plan.timeLimit * 1000) / 50) / stepMs));
    // how many runs the time is worth shows when the first calls have been timed
    let runs = 1;
    for (let run = 0; run === 0 || (run < runs && performance.now() < deadline); run++) {
      await search(run, async (heat) => {
        const move = moveOf(annealer, plan);
        const began = performance.now();
        if (run === 0) {
          move(1, steps, heat.start, 1);
          const rate = steps / Math.max(1e-3, performance.now() - began);
          const sweeps = (rate * (deadline - began)) / nNeurons;
          if (plan.solver !== "swap") runs = Math.max(1, Math.floor(sweeps / RUN_SWEEPS));
        }
        const share = Math.max(0, deadline - began) / (runs - run);
        for (;;) {
          const elapsed = (performance.now() - began) / share;
          if (!(elapsed < 1)) break;
          move(1, steps, heat.start * (heat.end / heat.start) ** elapsed, 1);
          await pause();
        }
      });
    }
  }
  return best;
}

/** First and last temperature of a run, in units of c²E. */
export interface Heat {
  readonly start: number;
  readonly end: number;
}

/** The plan's temperatures, or those of the instance: its annealer stands at a quenched set. */
function heatOf(annealer: Annealer, { solver, temperatures }: AnnealPlan, { nPatterns, nInputs }: ProblemSize): Heat {
  if (temperatures) return { start: temperatures.start * nInputs ** 2, end: temperatures.end * nInputs ** 2 };
  const scale = (nPatterns * annealer.squares) / nInputs;
  return { start: START_OF_SCALE[solver] * scale, end: END_OF_SCALE * scale };
}

/** `levels` temperatures of `steps` steps from the first on, each the last times `factor`; returns the next temperature. */
export type Move = (levels: number, steps: number, temperature: number, factor: number) => number;

/** The step of the annealer that the plan's solver takes. */
function moveOf(annealer: Annealer, { solver }: AnnealPlan): Move {
  return solver === "swap" ? annealer.metropolis.bind(annealer) : annealer.heatBath.bind(annealer);
}

/** All levels, `total` steps over them, in calls of a few ms, until `isDone`; `onLevel` is told every temperature left behind. */
export async function annealBySteps(
  move: Move,
  { start, end }: Heat,
  total: number,
  stepMs: number,
  pause: () => Promise<void> | undefined,
  isDone: () => boolean = () => false,
  onLevel?: (temperature: number) => void,
): Promise<void> {
  const steps = Math.ceil(total / LEVELS);
  if (steps === 0) return;
  const factor = levelFactor(start, end);
  const levelsAtOnce = onLevel ? 1 : Math.min(LEVELS, Math.max(1, Math.floor(CALL_MS / (steps * stepMs))));
  const stepsAtOnce = Math.max(1, Math.floor(CALL_MS / stepMs));
  let temperature = start;
  for (let level = 0; level < LEVELS && !isDone(); level += levelsAtOnce) {
    // a level too long for one call goes in pieces: where a run is cut never shows
    let left = steps;
    for (; left > stepsAtOnce && levelsAtOnce === 1 && !isDone(); left -= stepsAtOnce) {
      move(1, stepsAtOnce, temperature, 1);
      await pause();
    }
    const next = move(Math.min(levelsAtOnce, LEVELS - level), left, temperature, factor);
    onLevel?.(temperature);
    temperature = next;
    await pause();
  }
}

/** Ratio of one temperature to the one before it, (end / start)^(1 / LEVELS). */
function levelFactor(start: number, end: number): number {
  let factor = start > 0 ? end / start : 1;
  for (let k = 0; k < HALVINGS; k++) factor = Math.sqrt(factor);
  return factor;
}

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
