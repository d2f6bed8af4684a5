/** The margin rule, ours: its search with schedule and temperature range of the kernels' `MarginSearch`. */
import type { MarginSearch } from "../../backend/contract/kernels.ts";
import { real } from "../../check/kinds.ts";
import type { Kind } from "../../check/parameters.ts";
import { MOST_PATTERNS } from "../limits.ts";
import type { NetworkSize, ProblemSize } from "../size.ts";
import { annealBySteps, type Heat, JS_SLOWER, LEVELS, type Move } from "../solvers/levels.ts";
import { type Found, type SearchedNeuron, type SearchPlan, sweepsOf } from "../solvers/solver.ts";
import { marginTheory } from "../theory/margin.ts";
import type { ConnectivityRule } from "./rule.ts";

/** κ > 0, up to what an aligned field can be. */
const POSITIVE = real({ least: 0, open: true });
const MARGINS: Kind<number> = {
  ...POSITIVE,
  check(where, value) {
    const margin = POSITIVE.check(where, value);
    if (margin <= MOST_PATTERNS) return margin;
    throw new RangeError(`${where} must be ≤ ${MOST_PATTERNS}, which no aligned field exceeds, got ${margin}`);
  },
};

type Target = { readonly margin: number };

/**
 * Every neuron chooses inputs with which every aligned field is at least κ, and no more is asked: E_i = Σ_ν max(0, κ − (1 + A_i^ν))².
 * Fields that are safe cost nothing, and E_i = 0 proves that neuron i keeps every pattern with the margin κ.
 */
export const margin = {
  name: "margin",
  label: "margin",
  unchosen: null,
  help: "margin",
  color: "#009E73",
  glyph: "◆",
  parameters: {
    margin: {
      kind: MARGINS,
      symbol: "κ",
      about: "of the margin rule",
      otherwise: "0.85 (1 − c/N)^1.5",
      slider: {
        label: "Margin",
        initial: 0.7,
        min: 0.1,
        max: 5,
        step: 0.1,
        help: "A small one holds more patterns, a large one mends more damage.",
      },
    },
  },
  fixed: {},
  isGiven: false,
  // measured at N = 500 with the default annealing
  expectedLoads: [
    [0.02, 4.8],
    [0.04, 4.5],
    [0.1, 3.4],
    [0.2, 2.65],
    [0.5, 1.42],
    [0.8, 0.7],
    [1, 0.14],
  ],
  theory: marginTheory((density) => plainMargin(1 - density)),
  search: {
    energy: "Σ_ν max(0, κ − (1 + A_i^ν))²",
    aim: "Every aligned field is to reach κ, and none has to be larger: what is safe costs nothing.",
    energyOf: (field, { margin }: Target) => Math.max(0, margin - field) * Math.max(0, margin - field),
    firstSet: "the strongest weights",
    values: ({ margin }, { nInputs, nNeurons }) => ({ margin: margin ?? defaultMargin(nInputs, nNeurons) }),
    // up to three times as long as the default of the other rules; it ends as soon as E = 0
    schedule: { sweeps: { swap: 400 }, descents: false },
    quickSweeps: 100,
    begin({ kernels, xi, overlap, stride, nNeurons, nPatterns }, nInputs, { margin }: Target) {
      const target = targetOf(margin, nInputs);
      const search = kernels.marginSearch({ xi, overlap, stride, nNeurons, nPatterns, nInputs, target });
      return (problem) => marginNeuron(search, margin, problem);
    },
    pooled: null,
    // the first set, every temperature, the set it leaves
    moments: (plan) => 1 + (sweepsOf(plan) > 0 ? LEVELS : 0) + 1,
    bytes: marginBytes,
    nanoseconds: ({ nNeurons, nPatterns }, plan) =>
      sweepsOf(plan) * nNeurons * nNeurons * proposalNanoseconds(nPatterns),
    effort: { networks: 3.5, onTheWay: 0.6, easy: 0.25 },
    growth: {
      defaults: { margin: 1 },
      cost: ({ margin }: Target) => ({ margin }),
    },
  },
} as const satisfies ConnectivityRule;

/**
 * First and last temperature follow from q = ⟨M_ij²⟩, the mean square of what an input adds to a field: the last is the
 * square of one such term, the first as much as c of them. Found near the best at the critical load for c/N from 0.04 to 0.5.
 */
const START_PER_INPUT = 0.22;
/** Least start, in the same unit: for a few inputs, whose every swap is a large one. */
const LEAST_START = 3;
const END = 0.7;
/** ns of a proposal, which takes a pass over the patterns, and of each pattern in it. */
const PROPOSAL_NS = 9;
const PATTERN_NS = 0.05;

function proposalNanoseconds(nPatterns: number): number {
  return PROPOSAL_NS + PATTERN_NS * nPatterns;
}

/**
 * κ unless given: 0.85 (1 − c/N)^{3/2}, within the flat top of the critical load against κ: N = 500, best κ about 0.8, 0.75,
 * 0.55, 0.2, 0.1 for c = 20, 50, 100, 250, 400; N = 1000, c = 100 as c = 50. A smaller one leaves fields that a few wrong
 * neurons turn over, a larger one spends inputs on fields that are safe. It does not follow the load: below the critical one
 * the search ends as soon as it reaches κ, and a larger κ makes basins wider.
 */
export function defaultMargin(nInputs: number, nNeurons: number): number {
  const target = Math.max(1, Math.round(plainMargin(1 - nInputs / nNeurons) * nInputs));
  return target / nInputs; // fields are multiples of 1/c
}

/** κ before it is made a field that can occur. @param free  1 − c/N. */
function plainMargin(free: number): number {
  return 0.85 * free * Math.sqrt(free);
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
 */
async function marginNeuron(
  search: MarginSearch,
  margin: number,
  { neuron, key, plan, size, pause, out, warm, note }: SearchedNeuron,
): Promise<Found> {
  const { nNeurons, nPatterns, nInputs, backend } = size;
  const stepMs = 1e-6 * proposalNanoseconds(nPatterns) * (backend === "js" ? JS_SLOWER : 1);
  const onMoment = note && ((temperature = 0): void => note(temperature, search.energyAt(margin * nInputs), search));
  search.begin(neuron, key, 0, warm);
  onMoment?.();
  const heat = heatOf(search, plan, size);
  let taken = 0;
  const move: Move = (levels, steps, temperature, factor) => {
    taken += levels * steps;
    return search.anneal(levels, steps, temperature, factor);
  };
  const isDone = (): boolean => search.energy === 0;
  if (plan.timeLimit === null) {
    await annealBySteps(move, heat, sweepsOf(plan) * nNeurons, stepMs, pause, isDone, onMoment);
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
  return { energy: search.energyAt(margin * nInputs), steps: taken };
}

/** The plan's temperatures, or those of the neuron, in units of c²E. */
function heatOf(search: MarginSearch, { temperatures }: SearchPlan, { nNeurons, nInputs }: ProblemSize): Heat {
  if (temperatures) return { start: temperatures.start * nInputs ** 2, end: temperatures.end * nInputs ** 2 };
  const q = Math.max(1, search.squares / (nNeurons - 1));
  return { start: Math.max(LEAST_START, START_PER_INPUT * nInputs) * q, end: END * q };
}

/** Bytes of a search, which holds its neuron's term of every input in every pattern. */
function marginBytes({ nNeurons, nPatterns, nInputs }: NetworkSize): number {
  return (3 * nNeurons + 16) * (nPatterns + 16) + 4 * (2 * nNeurons + nInputs + nPatterns) + 2 ** 17;
}
