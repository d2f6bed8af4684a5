/** How the inputs of one neuron are searched for a margin: schedule and temperature range of the kernels' `MarginSearch`. */
import type { Key, MarginSearch } from "../backend/contract/kernels.ts";
import { type AnnealPlan, annealBySteps, type Heat, type ProblemSize } from "./anneal.ts";
import type { NoteMoment } from "./course.ts";

/**
 * First and last temperature follow from q = ⟨M_ij²⟩, the mean square of what an input adds to a field: the last is the
 * square of one such term, the first as much as c of them. Found near the best at the critical load for c/N from 0.04 to 0.5.
 */
const START_PER_INPUT = 0.22;
/** Least start, in the same unit: for a few inputs, whose every swap is a large one. */
const LEAST_START = 3;
const END = 0.7;
/** A proposal takes a pass over the patterns: milliseconds of it and of each pattern in it, to meet the aim for a call. */
const PROPOSAL_MS = 1e-5;
const PATTERN_MS = 1e-7;
const JS_SLOWER = 15;

/**
 * κ unless given: 0.85 (1 − c/N)^{3/2}, within the flat top of the critical load against κ: N = 500, best κ about 0.8, 0.75,
 * 0.55, 0.2, 0.1 for c = 20, 50, 100, 250, 400; N = 1000, c = 100 as c = 50. A smaller one leaves fields that a few wrong
 * neurons turn over, a larger one spends inputs on fields that are safe. It does not follow the load: below the critical one
 * the search ends as soon as it reaches κ, and a larger κ makes basins wider.
 */
export function defaultMargin(nInputs: number, nNeurons: number): number {
  const free = 1 - nInputs / nNeurons;
  const target = Math.max(1, Math.round(0.85 * free * Math.sqrt(free) * nInputs));
  return target / nInputs; // fields are multiples of 1/c
}

/** K, the least integer ≥ κc: c(1 + A) is an integer, so that E = 0 is the same for both. */
export function targetOf(margin: number, nInputs: number): number {
  const value = margin * nInputs;
  const nearest = Math.round(value);
  return Math.max(1, Math.abs(value - nearest) <= 1e-12 * value ? nearest : Math.ceil(value));
}

/**
 * Searches the inputs of one neuron: anneals from the largest |M_ij|, or from `warm`, and goes back to the best set seen. Ends
 * early when E = 0: the neuron keeps every pattern with the margin.
 *
 * @param out  i32[nInputs], written: the inputs found, increasing.
 * @returns    their energy, c²E.
 */
export async function marginNeuron(
  search: MarginSearch,
  margin: number,
  neuron: number,
  key: Key,
  plan: AnnealPlan,
  size: ProblemSize,
  pause: () => Promise<void> | undefined,
  out: Int32Array,
  warm?: ArrayLike<number>,
  note?: NoteMoment,
): Promise<number> {
  const { nNeurons, nPatterns, nInputs, backend } = size;
  const stepMs = (PROPOSAL_MS + PATTERN_MS * nPatterns) * (backend === "js" ? JS_SLOWER : 1);
  const onMoment = note && ((temperature = 0): void => note(temperature, search.energyAt(margin * nInputs), search));
  search.begin(neuron, key, 0, warm);
  onMoment?.();
  const heat = heatOf(search, plan, size);
  const move = search.anneal.bind(search);
  const isDone = (): boolean => search.energy === 0;
  if (plan.timeLimit === null) {
    await annealBySteps(move, heat, plan.sweeps * nNeurons, stepMs, pause, isDone, onMoment);
  } else {
    const began = performance.now();
    const limit = plan.timeLimit * 1000;
    const steps = Math.max(1, Math.round(Math.min(1, limit / 50) / stepMs));
    while (!isDone()) {
      const elapsed = (performance.now() - began) / limit;
      if (!(elapsed < 1)) break;
      move(1, steps, heat.start * (heat.end / heat.start) ** elapsed, 1);
      await pause();
    }
  }
  search.restore();
  onMoment?.();
  search.inputsInto(out);
  return search.energyAt(margin * nInputs);
}

/** The plan's temperatures, or those of the neuron, in units of c²E. */
function heatOf(search: MarginSearch, { temperatures }: AnnealPlan, { nNeurons, nInputs }: ProblemSize): Heat {
  if (temperatures) return { start: temperatures.start * nInputs ** 2, end: temperatures.end * nInputs ** 2 };
  const q = Math.max(1, search.squares / (nNeurons - 1));
  return { start: Math.max(LEAST_START, START_PER_INPUT * nInputs) * q, end: END * q };
}
