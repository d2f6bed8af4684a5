/** Annealing of E between two descents, by one of the moves that the kernels have. */
import type { Annealer } from "../../backend/contract/kernels.ts";
import type { ProblemSize } from "../size.ts";
import { annealBySteps, type Heat, JS_SLOWER, LEVELS, type Move } from "./levels.ts";
import { type Found, type SearchedNeuron, type SearchPlan, type Solver, sweepsOf } from "./solver.ts";

/** A move of the kernels' annealer, and how it is best used. */
export interface AnnealingMove extends Pick<Solver, "name" | "about"> {
  readonly sweeps: number;
  /** First temperature, in units of the energy of one input's contribution at a quenched set. */
  readonly startOfScale: number;
  /** Sweeps beyond which a run gains less than another from a new start does. */
  readonly runSweeps: number;
  /** ns of a step on the machine of docs/background/performance.md. */
  stepNanoseconds(nNeurons: number): number;
  of(annealer: Annealer): Move;
}

const END_OF_SCALE = 0.025;
/** Most rounds of a descent: more than were ever needed. */
const ROUNDS = 1000;

/** The solver that goes by a move. */
export function annealing(move: AnnealingMove): Solver & { readonly sweeps: number } {
  const runsOf = (sweeps: number): number => Math.max(1, Math.floor(sweeps / move.runSweeps));
  return {
    name: move.name,
    about: move.about,
    sweeps: move.sweeps,
    moments(plan) {
      const sweeps = sweepsOf(plan);
      // in each run the first set, where the first descent ends, every temperature, the set it leaves
      return runsOf(sweeps) * (1 + (plan.descent === false ? 0 : 1) + (sweeps > 0 ? LEVELS : 0) + 1);
    },
    nanoseconds: ({ nNeurons }, plan) => sweepsOf(plan) * nNeurons * move.stepNanoseconds(nNeurons),
    search: (annealer, problem) => annealNeuron(move, runsOf, annealer, problem),
  };
}

/**
 * Searches the inputs of one neuron: quench, anneal from there, back to the best set seen, quench again; long searches begin
 * anew several times and keep the best.
 */
async function annealNeuron(
  by: AnnealingMove,
  runsOf: (sweeps: number) => number,
  annealer: Annealer,
  { neuron, row, key, plan, size, pause, out, warm, note }: SearchedNeuron,
): Promise<Found> {
  const { nNeurons } = size;
  const stepMs = 1e-6 * by.stepNanoseconds(nNeurons) * (size.backend === "js" ? JS_SLOWER : 1);
  const onMoment = note && ((temperature = 0): void => note(temperature, annealer.energy, annealer));
  let best = Number.POSITIVE_INFINITY;
  let steps = 0;
  const kernel = by.of(annealer);
  const move: Move = (levels, perLevel, temperature, factor) => {
    steps += levels * perLevel;
    return kernel(levels, perLevel, temperature, factor);
  };
  /** Makes one run from a new start. */
  const search = async (run: number, anneal: (from: Heat) => Promise<void>): Promise<void> => {
    annealer.begin(neuron, key, run, run === 0 ? warm : undefined, row);
    onMoment?.();
    if (plan.descent !== false) {
      annealer.descend(ROUNDS);
      onMoment?.();
    }
    await anneal(heatOf(by, annealer, plan, size));
    annealer.restore();
    if (plan.descent !== false) annealer.descend(ROUNDS);
    onMoment?.();
    if (annealer.energy >= best) return;
    best = annealer.energy;
    annealer.inputsInto(out);
  };
  if (plan.timeLimit === null) {
    const sweeps = sweepsOf(plan);
    const runs = runsOf(sweeps);
    const perLevel = Math.ceil((sweeps * nNeurons) / runs / LEVELS);
    for (let run = 0; run < runs; run++) {
      await search(run, (heat) => annealBySteps(move, heat, perLevel * LEVELS, stepMs, pause, undefined, onMoment));
    }
  } else {
    const deadline = performance.now() + plan.timeLimit * 1000;
    const atOnce = Math.max(1, Math.round(Math.min(1, (plan.timeLimit * 1000) / 50) / stepMs));
    // how many runs the time is worth shows when the first calls have been timed
    let runs = 1;
    for (let run = 0; run === 0 || (run < runs && performance.now() < deadline); run++) {
      await search(run, async (heat) => {
        const began = performance.now();
        if (run === 0) {
          move(1, atOnce, heat.start, 1);
          const rate = atOnce / Math.max(1e-3, performance.now() - began);
          runs = runsOf((rate * (deadline - began)) / nNeurons);
        }
        const share = Math.max(0, deadline - began) / (runs - run);
        for (;;) {
          const elapsed = (performance.now() - began) / share;
          if (!(elapsed < 1)) break;
          move(1, atOnce, heat.start * (heat.end / heat.start) ** elapsed, 1);
          await pause();
        }
      });
    }
  }
  return { energy: best, steps };
}

/** The plan's temperatures, or those of the instance: its annealer stands at a quenched set. */
function heatOf(
  { startOfScale }: AnnealingMove,
  annealer: Annealer,
  { temperatures }: SearchPlan,
  { nPatterns, nInputs }: ProblemSize,
): Heat {
  if (temperatures) return { start: temperatures.start * nInputs ** 2, end: temperatures.end * nInputs ** 2 };
  const scale = (nPatterns * annealer.squares) / nInputs;
  return { start: startOfScale * scale, end: END_OF_SCALE * scale };
}
