/** EK22's findings, each held against what is computed here. What is computed stands in `reproduce-plan.ts`. */

import { meanAndDeviation, standardError } from "../statistics.ts";
import { type BasinsResult, type BasinsRow, basins } from "./basins.ts";
import { type CapacityResult, type CapacitySummary, capacity, summarizeCapacity } from "./capacity.ts";
import { type FieldsResult, fields } from "./fields.ts";
import { type FrontierResult, frontier } from "./frontier.ts";
import { groupBy } from "./lists.ts";
import { type OnlineResult, online } from "./online.ts";
import type { ExperimentOptions } from "./points.ts";
import { type Ek22Plan, OVERLAPS, type Part, type PlannedExperiment } from "./reproduce-plan.ts";
import { allOf, type Relation, type Verdict, verdictOf } from "./verdict.ts";
import { summarizeWeights, type WeightsResult, type WeightsSummary, weights } from "./weights.ts";

/** A claim and what became of it. */
export interface ClaimRow {
  readonly claim: string;
  /** ≈: about the published value; < and >: below or above it. */
  readonly relation: Relation;
  readonly published: number;
  readonly measured: number;
  /** Standard deviation over the seeds. */
  readonly spread: number;
  /** Standard error of the mean. */
  readonly error: number;
  readonly seeds: number;
  readonly verdict: Verdict;
  readonly explanation: string;
  readonly section: Section;
}

export type Section = "Random connectivity" | "Noise reduction" | "Signal reinforcement" | "Basins" | "Online learning";

interface Results {
  readonly capacity: CapacityResult;
  readonly scaling: readonly CapacityResult[];
  /** In the order of `SHORT_SWEEPS`. */
  readonly short: readonly CapacityResult[];
  readonly dilute: readonly CapacityResult[];
  readonly fields: FieldsResult;
  readonly weights: WeightsResult;
  readonly sparse: WeightsResult;
  readonly strict: CapacityResult;
  readonly basins: BasinsResult;
  readonly frontier: FrontierResult;
  readonly online: OnlineResult;
}
export type Ek22Results = Results;

type Found = Pick<ClaimRow, "measured" | "spread" | "seeds" | "explanation"> & {
  /** Where the value alone does not decide. */
  readonly also?: readonly Verdict[];
};

interface Claim {
  readonly section: Section;
  readonly claim: string;
  readonly relation: Relation;
  readonly published: number;
  readonly needs: readonly Part[];
  judge(results: Results): Found;
}

/** α at which the overlap of a retrieved pattern falls to m in the dilute limit: m = erf(m/√(2α)), by erf⁻¹(m). */
const DILUTE_LOAD = { [OVERLAPS.usual]: 0.2994, [OVERLAPS.low]: 0.6062 };
const LOW_WEIGHTS = "Noise reduction prefers weights of low absolute value where connectivity is sparse";

/** Part of the largest basin that may be lost from one load to the next, a quarter of a pattern per connection away. */
const ABRUPT = 0.5;
/** Ends of online runs closer than this part of their mean are one number. */
const SAME_END = 0.05;

export const EK22_CLAIMS: readonly Claim[] = [
  {
    section: "Random connectivity",
    claim: "Fully connected, random: α_c",
    relation: "≈",
    published: 0.138,
    needs: ["capacity", "scaling"],
    judge({ capacity: main, scaling }) {
      const exact = [main, ...scaling].filter(({ spec }) => spec.seeds > 1 || spec === main.spec);
      const full = densest(largest(exact).summary, "random");
      const sizes = [main, ...scaling].map(({ summary }) => densest(summary, "random")).sort(bySize);
      const list = sizes.map(({ neurons, load }) => `${show(load)} at N = ${neurons}`).join(", ");
      return {
        ...loadOf(full),
        explanation: `The published value is that of infinitely many neurons; here: ${list}. The transition is abrupt, so the thresholds of retrieval hardly matter.`,
      };
    },
  },
  {
    section: "Random connectivity",
    claim: "Highly dilute random limit (c/N → 0): α_c, patterns retrieved with overlap 0.9",
    relation: "≈",
    published: 2 / Math.PI,
    needs: ["dilute"],
    judge: ({ dilute }) => diluteLimit(dilute[0], OVERLAPS.usual),
  },
  {
    section: "Random connectivity",
    claim: "Highly dilute random limit (c/N → 0): α_c, patterns retrieved with overlap 0.3",
    relation: "≈",
    published: 2 / Math.PI,
    needs: ["dilute"],
    judge: ({ dilute }) => diluteLimit(dilute[1], OVERLAPS.low),
  },
  {
    section: "Signal reinforcement",
    claim: "Chosen {0, 1} connections hold more than error-correcting weights do per connection (Gardner's α_c = 2)",
    relation: ">",
    published: 2,
    needs: ["capacity"],
    judge({ capacity: { summary } }) {
      const [signal, noise] = [bestLoad(summary, "signal"), bestLoad(summary, "noise")];
      const most = summary.reduce((a, b) => (b.capacity > a.capacity ? b : a));
      return {
        ...loadOf(signal),
        explanation: `Gardner's bound counts patterns per adjustable weight. The c connections used are chosen among N − 1, so p_c/c may exceed 2 without contradiction (signal reinforcement ${show(signal.load)}, noise reduction ${show(noise.load)}); per candidate, p_c/N is at most ${show(most.capacity / most.neurons)} here, below the 0.59 known for {0, 1} weights.`,
      };
    },
  },
  {
    section: "Noise reduction",
    claim: "Largest α_c of noise reduction",
    relation: "≈",
    published: 1.49,
    needs: ["capacity", "short", "strict", "scaling"],
    judge: (results) => ({
      ...loadOf(bestLoad(results.capacity.summary, "noise")),
      explanation: explainMost("noise", results),
    }),
  },
  {
    section: "Noise reduction",
    claim: "Best gain of noise reduction over random connectivity",
    relation: "≈",
    published: 7,
    needs: ["capacity", "short"],
    judge({ capacity: { summary }, short }) {
      const best = bestGain(summary, "noise");
      const published = bestGain([...randomOf(summary), ...short[0].summary], "noise");
      return {
        ...best,
        explanation: `At c/N = ${show(best.density)}; ${listGains(summary, "noise")}. With short annealing the best gain is ${show(published.measured)}, at c/N = ${show(published.density)}. Where c is small a random network holds so few patterns (p_c of a few) that whole numbers limit every ratio.`,
      };
    },
  },
  {
    section: "Noise reduction",
    claim: "c/N at which noise reduction gains most is fairly dense (here: above 0.09)",
    relation: ">",
    published: 0.09,
    needs: ["capacity", "short"],
    judge({ capacity: main, short }) {
      const best = bestGain(main.summary, "noise");
      const published = bestGain([...randomOf(main.summary), ...short[0].summary], "noise");
      const [measured, spread] = meanAndSpread(perSeed(main, (rows) => bestGain(rows, "noise").density));
      return {
        measured,
        spread,
        seeds: best.seeds,
        explanation: `By mean loads the gain is largest at c/N = ${show(best.density)}, with short annealing at ${show(published.density)}: ${listGains([...randomOf(main.summary), ...short[0].summary], "noise")}. Where gains are nearly equal, the search and the seeds decide which is the largest.`,
      };
    },
  },
  {
    section: "Noise reduction",
    claim: "Mean aligned field of noise reduction falls below 1, while its s.d. shrinks",
    relation: "<",
    published: 1,
    needs: ["fields"],
    judge({ fields: { summary } }) {
      const random = (load: number) => summary.find((row) => row.rule === "random" && row.load === load)!;
      // a single pattern has no noise
      const rows = summary.filter(({ rule, load }) => rule === "noise" && load <= 2 && random(load).deviation > 0);
      const last = rows[rows.length - 1];
      const ratios = rows.map((row) => row.deviation / random(row.load).deviation);
      return {
        measured: last.mean,
        spread: last.meanDeviation,
        seeds: last.seeds,
        also: [ratios.every((ratio) => ratio < 1) ? "agrees" : "differs"],
        explanation: `At α = ${show(last.load)} (N = ${last.neurons}, c = ${last.inputs}); ${rows.map((row) => `${show(row.mean)} at ${show(row.load)}`).join(", ")}. The s.d. is ${show(ratios[0])} times that of random connectivity at α = ${show(rows[0].load)}, ${show(ratios[ratios.length - 1])} at ${show(last.load)}.`,
      };
    },
  },
  {
    section: "Noise reduction",
    claim: `${LOW_WEIGHTS}: mean |J| of connections over that of all pairs`,
    relation: "<",
    published: 1,
    needs: ["sparse"],
    judge({ sparse }) {
      const [all, bySeed] = noiseAtMostPatterns(sparse);
      const [measured, spread] = meanAndSpread(bySeed.map(({ strength }) => strength));
      return {
        measured,
        spread,
        seeds: bySeed.length,
        explanation: `At the same networks as the next row, α = ${show(all.load)}. Weights of medium size are preferred to those next to 0, which raises the mean although the strongest are avoided.`,
      };
    },
  },
  {
    section: "Noise reduction",
    claim: `${LOW_WEIGHTS}: |J| of the largest P(C = 1|J) over the root mean square of all weights`,
    relation: "<",
    published: 1,
    needs: ["sparse"],
    judge({ sparse }) {
      const [all, bySeed, most] = noiseAtMostPatterns(sparse);
      const typical = Math.sqrt(most) / all.inputs;
      const seeds = bySeed.map(({ preferred }) => preferred / typical);
      const [measured, spread] = meanAndSpread(seeds);
      const strong = all.curve.filter(({ weight }) => Math.abs(weight) > 2 * typical);
      const weak = all.curve.filter(({ weight }) => Math.abs(weight) < typical / 4);
      const times = (points: typeof strong): string => {
        const [connections, pairs] = (["connections", "pairs"] as const).map((name) =>
          points.reduce((sum, point) => sum + point[name], 0),
        );
        return pairs === 0 ? "not" : `${show(connections / pairs / all.random)} times as often`;
      };
      return {
        measured,
        spread,
        seeds: seeds.length,
        explanation: `c/N = ${show(all.inputs / all.neurons)}, α = ${show(all.load)}, √⟨J²⟩ = ${show(typical)}. Strong weights, |J| > 2√⟨J²⟩, are connected ${times(strong)} as by random wiring. Weights next to 0, |J| < √⟨J²⟩/4, are ${times(weak)}: preferred are weights of low absolute value, but not the lowest. So the mean |J| of connections, ${show(all.strength)} times that of all pairs, does not show it.`,
      };
    },
  },
  {
    section: "Signal reinforcement",
    claim: "Largest α_c of signal reinforcement",
    relation: "≈",
    published: 3.15,
    needs: ["capacity", "short", "strict", "scaling"],
    judge: (results) => ({
      ...loadOf(bestLoad(results.capacity.summary, "signal")),
      explanation: explainMost("signal", results),
    }),
  },
  {
    section: "Signal reinforcement",
    claim: "Best gain of signal reinforcement over random connectivity (almost one order of magnitude)",
    relation: "≈",
    published: 10,
    needs: ["capacity", "short"],
    judge({ capacity: { summary }, short }) {
      const best = bestGain(summary, "signal");
      const published = bestGain([...randomOf(summary), ...short[0].summary], "signal");
      return {
        ...best,
        explanation: `At c/N = ${show(best.density)}; ${listGains(summary, "signal")}. With short annealing ${show(published.measured)}, at c/N = ${show(published.density)}.`,
      };
    },
  },
  {
    section: "Signal reinforcement",
    claim:
      "Signal reinforcement holds most at the highest dilution: c/N of its largest α_c over the smallest c/N measured",
    relation: "≈",
    published: 1,
    needs: ["capacity"],
    judge({ capacity: main }) {
      const least = Math.min(...main.summary.map(({ inputs }) => inputs));
      const [measured, spread] = meanAndSpread(perSeed(main, (rows) => bestLoad(rows, "signal").inputs / least));
      return { measured, spread, seeds: main.spec.seeds, explanation: `${listLoads(main.summary, "signal")}.` };
    },
  },
  {
    section: "Signal reinforcement",
    claim: "P(C = 1|J) of signal reinforcement rises monotonically with |J|: Spearman's rank correlation",
    relation: "≈",
    published: 1,
    needs: ["weights"],
    judge({ weights: { rows } }) {
      const most = Math.max(...rows.map(({ patterns }) => patterns));
      const own = rows.filter(({ rule, patterns }) => rule === "signal" && patterns === most);
      const [measured, spread] = meanAndSpread(
        groupBy(own, ({ seed }) => String(seed)).map((seed) => summarizeWeights(seed)[0].rankCorrelation ?? 0),
      );
      const [{ strength, load, inputs, neurons, seeds }] = summarizeWeights(own);
      return {
        measured,
        spread,
        seeds,
        explanation: `At c/N = ${show(inputs / neurons)}, α = ${show(load)}, over |J| of at least 200 pairs: connections have ${show(strength)} times the mean |J| of all pairs.`,
      };
    },
  },
  {
    section: "Signal reinforcement",
    claim:
      "Mean aligned field rises faster with load than its s.d., over a limited range: largest difference of the two slopes",
    relation: ">",
    published: 0,
    needs: ["fields"],
    judge({ fields: { summary, rows } }) {
      const slopes = (own: readonly { load: number; mean: number; deviation: number }[]) =>
        own
          .slice(1)
          .map((row, k) => (row.mean - own[k].mean - (row.deviation - own[k].deviation)) / (row.load - own[k].load));
      const ofRule = summary.filter(({ rule }) => rule === "signal");
      const mean = slopes(ofRule);
      const at = mean.indexOf(Math.max(...mean));
      const seeds = groupBy(
        rows.filter(({ rule }) => rule === "signal"),
        ({ seed }) => String(seed),
      );
      const [measured, spread] = meanAndSpread(seeds.map((own) => slopes(own)[at]));
      const faster = mean.flatMap((slope, k) =>
        slope > 0 ? [`${show(ofRule[k].load)}–${show(ofRule[k + 1].load)}`] : [],
      );
      const end = mean[mean.length - 1] <= 0;
      return {
        measured,
        spread,
        seeds: seeds.length,
        // a range without an end among the loads measured is not seen to be limited
        also: [end ? "agrees" : "undecided"],
        explanation: `N = ${ofRule[0].neurons}, c = ${ofRule[0].inputs}. The mean rises faster for α in ${faster.join(", ") || "no interval"}${end ? "; beyond, the s.d. rises faster" : "; no end of that range up to the largest load measured"}. Largest difference for α from ${show(ofRule[at].load)} to ${show(ofRule[at + 1].load)}.`,
      };
    },
  },
  {
    section: "Basins",
    claim:
      "Basins of noise reduction with dilute wiring shrink gradually with load: largest step over the largest basin (here: below ½)",
    relation: "<",
    published: ABRUPT,
    needs: ["basins"],
    judge: ({ basins }) => gradual(basins, "noise"),
  },
  {
    section: "Basins",
    claim:
      "Basins of signal reinforcement decrease progressively, not abruptly: largest step over the largest basin (here: below ½)",
    relation: "<",
    published: ABRUPT,
    needs: ["basins"],
    judge: ({ basins }) => gradual(basins, "signal"),
  },
  {
    section: "Basins",
    claim: "Basins of signal reinforcement are larger than those of noise reduction: mean difference in e",
    relation: ">",
    published: 0,
    needs: ["basins"],
    judge({ basins }) {
      const differences = groupBy(basins.rows, ({ seed }) => String(seed)).map((rows) => {
        const [noise, signal] = [basinsOf(rows, "noise"), basinsOf(rows, "signal")];
        return meanAndDeviation(noise.map(({ edge }, k) => signal[k].edge - edge)).mean;
      });
      const [measured, spread] = meanAndSpread(differences);
      const [noise, signal] = (["noise", "signal"] as const).map((rule) => basinsOf(basins.rows, rule));
      const lists = noise.map(
        ({ load, edge }, k) => `${showEdge(signal[k].edge)} against ${showEdge(edge)} at α = ${show(load)}`,
      );
      return {
        measured,
        spread,
        seeds: differences.length,
        explanation: `Largest fraction of flipped neurons from which 90 % of the patterns are retrieved: ${lists.join(", ")}.`,
      };
    },
  },
  {
    section: "Online learning",
    claim: "Final mean c does not depend on c₀: range of the ends over their mean (here: below 0.05)",
    relation: "<",
    published: SAME_END,
    needs: ["online"],
    judge({ online: { summary } }) {
      const ranges = groupBy(summary, ({ seed }) => String(seed)).map((runs) => {
        const ends = runs.map(({ meanInputs }) => meanInputs);
        return (Math.max(...ends) - Math.min(...ends)) / meanAndDeviation(ends).mean;
      });
      const [measured, spread] = meanAndSpread(ranges);
      const [{ neurons, epsilon }] = summary;
      const ends = groupBy(summary, ({ inputs }) => String(inputs)).map(
        (runs) =>
          `${meanAndDeviation(runs.map(({ meanInputs }) => meanInputs)).mean.toFixed(1)} from c₀ = ${runs[0].inputs}`,
      );
      const isDone = summary.every(({ status }) => status === "converged");
      return {
        measured,
        spread,
        seeds: ranges.length,
        also: [isDone ? "agrees" : "undecided"],
        explanation: `N = ${neurons}, ε = ${epsilon}: ${ends.join(", ")}. ${isDone ? "All runs converged" : "Not all runs converged"}. The end is set by ε and N (published: c ≈ 445 in their network).`,
      };
    },
  },
  {
    section: "Online learning",
    claim: "From c₀ below the final c, creation dominates first, then pruning: highest mean c over the final one",
    relation: ">",
    published: 1,
    needs: ["online"],
    judge({ online: { summary } }) {
      const least = Math.min(...summary.map(({ inputs }) => inputs));
      const runs = summary.filter(({ inputs, meanInputs }) => inputs === least && inputs < meanInputs);
      const [measured, spread] = meanAndSpread(runs.map(({ peakInputs, meanInputs }) => peakInputs / meanInputs));
      return {
        measured,
        spread,
        seeds: runs.length,
        explanation: `From c₀ = ${least} the mean c rises to ${runs.map(({ peakInputs }) => peakInputs.toFixed(1)).join(", ")} (repetition ${runs.map(({ peakRepetition }) => peakRepetition).join(", ")}), then falls to ${runs.map(({ meanInputs }) => meanInputs.toFixed(1)).join(", ")}.`,
      };
    },
  },
  {
    section: "Online learning",
    claim: "Final capacity is slightly above the offline optimum at the same c: ratio of the two",
    relation: ">",
    published: 1,
    needs: ["online"],
    judge({ online: { summary, spec } }) {
      const ratios = groupBy(summary, ({ seed }) => String(seed)).map((runs) => {
        // the last patterns learned are those that were too many
        const held = runs.map(({ patterns }) => patterns - spec.addition);
        return meanAndDeviation(held).mean / (runs[0].offlineCapacity ?? Number.NaN);
      });
      const [measured, spread] = meanAndSpread(ratios);
      const list = summary.map(({ patterns, offlineCapacity }) => `${patterns - spec.addition} (${offlineCapacity})`);
      const [{ referenceInputs }] = summary;
      return {
        measured,
        spread,
        seeds: ratios.length,
        explanation: `Patterns that were still held when the last ${spec.addition} were learned, in brackets the offline p_c of the same seed at c = ${referenceInputs}: ${list.join(", ")}. The offline optimum is that of this package's search and of ε = p/c, better than the published annealing; online ε = ${spec.epsilon} stays constant, c differs between neurons, and c was ${show((referenceInputs ?? 0) / spec.neurons)} N.`,
      };
    },
  },
];

export interface Ek22Result {
  readonly spec: Ek22Plan;
  readonly rows: readonly ClaimRow[];
  readonly results: Results;
}

export interface Ek22Options {
  readonly signal?: AbortSignal;
  readonly backend?: "wasm" | "js";
  readonly executor?: NonNullable<ExperimentOptions<never>["executor"]>;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly label?: string }) => void;
  /** What is known of a point of an experiment, and what is handed over; as the experiments' own options. */
  readonly points?: (experiment: PlannedExperiment) => PointStore;
}

/** Where the points of an experiment are kept; what they hold is the experiment's own matter. */
export interface PointStore {
  readonly known: (key: string) => unknown;
  readonly onRow: (key: string, found: unknown) => void;
  readonly knownReference: (key: string) => unknown;
  readonly onReference: (key: string, found: unknown) => void;
}

/**
 * Computes every experiment of a plan, and judges every claim by them.
 *
 * @throws as the experiments do.
 */
export async function reproduceEk22(plan: Ek22Plan, options: Ek22Options = {}): Promise<Ek22Result> {
  const total = plan.experiments.reduce((sum, { cost }) => sum + cost, 0);
  const found = new Map<string, unknown>();
  let before = 0;
  for (const experiment of plan.experiments) {
    found.set(
      experiment.id,
      await runExperiment(experiment, options, ({ done, label }) =>
        options.onProgress?.({
          done: (before + done * experiment.cost) / total,
          total: 1,
          label: `${experiment.id}${label ? `: ${label}` : ""}`,
        }),
      ),
    );
    before += experiment.cost;
  }
  const all = <T>(part: Part): T[] =>
    plan.experiments.filter((experiment) => experiment.part === part).map(({ id }) => found.get(id) as T);
  const results: Results = {
    capacity: all<CapacityResult>("capacity")[0],
    scaling: all("scaling"),
    short: all("short"),
    dilute: all("dilute"),
    fields: all<FieldsResult>("fields")[0],
    weights: all<WeightsResult>("weights")[0],
    sparse: all<WeightsResult>("sparse")[0],
    strict: all<CapacityResult>("strict")[0],
    basins: all<BasinsResult>("basins")[0],
    frontier: all<FrontierResult>("frontier")[0],
    online: all<OnlineResult>("online")[0],
  };
  return { spec: plan, rows: judgeEk22(results), results };
}

/** A row for every claim, in the order of sections. */
export function judgeEk22(results: Results): ClaimRow[] {
  const rows = EK22_CLAIMS.map(({ section, claim, relation, published, judge }): ClaimRow => {
    const { also = [], measured, spread, seeds, explanation } = judge(results);
    const verdict = allOf([verdictOf({ relation, published, measured, spread, seeds }), ...also]);
    const error = standardError(spread, seeds);
    return Object.freeze({ claim, relation, published, measured, spread, error, seeds, verdict, explanation, section });
  });
  const sections = [...new Set(EK22_CLAIMS.map(({ section }) => section))];
  const order = sections.sort((a, b) => SECTIONS.indexOf(a) - SECTIONS.indexOf(b));
  return order.flatMap((section) => rows.filter((row) => row.section === section));
}

export const SECTIONS: readonly Section[] = [
  "Random connectivity",
  "Noise reduction",
  "Signal reinforcement",
  "Basins",
  "Online learning",
];

async function runExperiment(
  experiment: PlannedExperiment,
  { signal, backend, executor, points }: Ek22Options,
  onProgress: NonNullable<Ek22Options["onProgress"]>,
): Promise<unknown> {
  // the store gives back what it was given: the types of the experiment
  const options = {
    onProgress,
    ...(signal && { signal }),
    ...(backend && { backend }),
    ...(executor && { executor }),
    ...points?.(experiment),
  } as never;
  switch (experiment.kind) {
    case "capacity":
      return capacity(experiment.spec, options);
    case "fields":
      return fields(experiment.spec, options);
    case "weights":
      return weights(experiment.spec, options);
    case "basins":
      return basins(experiment.spec, options);
    case "frontier":
      return frontier(experiment.spec, options);
    case "online":
      return online(experiment.spec, options);
  }
}

type Summary = readonly CapacitySummary[];
type ChosenRule = "noise" | "signal";

function loadOf({ load, loadDeviation, seeds }: CapacitySummary): Pick<Found, "measured" | "spread" | "seeds"> {
  return { measured: load, spread: loadDeviation, seeds };
}

function bestLoad(summary: Summary, rule: ChosenRule): CapacitySummary {
  return summary.filter((row) => row.rule === rule).reduce((a, b) => (b.load > a.load ? b : a));
}

function densest(summary: Summary, rule: string): CapacitySummary {
  return summary.filter((row) => row.rule === rule).reduce((a, b) => (b.inputs > a.inputs ? b : a));
}

function largest(results: readonly CapacityResult[]): CapacityResult {
  return results.reduce((a, b) => (b.spec.neurons > a.spec.neurons ? b : a));
}

function randomOf(summary: Summary): Summary {
  return summary.filter(({ rule }) => rule === "random");
}

function bySize(a: CapacitySummary, b: CapacitySummary): number {
  return a.neurons - b.neurons;
}

/** The gain at every c of which both are known. */
function gainsOf(summary: Summary, rule: ChosenRule) {
  return summary.flatMap((row) => {
    const random = summary.find(({ rule: other, inputs }) => other === "random" && inputs === row.inputs);
    if (row.rule !== rule || random === undefined || random.load === 0) return [];
    const measured = row.load / random.load;
    const spread = measured * Math.hypot(row.loadDeviation / row.load, random.loadDeviation / random.load);
    return [{ measured, spread, seeds: row.seeds, density: row.inputs / row.neurons }];
  });
}

function bestGain(summary: Summary, rule: ChosenRule) {
  return gainsOf(summary, rule).reduce((a, b) => (b.measured > a.measured ? b : a));
}

function listGains(summary: Summary, rule: ChosenRule): string {
  const gains = gainsOf(summary, rule).map(({ measured, density }) => `${show(measured)} at ${show(density)}`);
  return `gain against c/N: ${gains.join(", ")}`;
}

function listLoads(summary: Summary, rule: ChosenRule): string {
  const rows = summary.filter((row) => row.rule === rule);
  return `α_c against c/N: ${rows.map(({ load, inputs, neurons }) => `${show(load)} at ${show(inputs / neurons)}`).join(", ")}`;
}

/** The summaries of each seed alone. */
function perSeed<T>(result: CapacityResult, of: (summary: Summary) => T): T[] {
  return groupBy(result.rows, ({ seed }) => String(seed)).map((rows) => of(summarizeCapacity(rows)));
}

/** Why the largest α_c is not the published one: what the search, the criterion and N change, each alone. */
function explainMost(rule: ChosenRule, { capacity: { summary }, short, strict, scaling }: Results): string {
  const best = bestLoad(summary, rule);
  const { neurons, inputs } = best;
  const density = inputs / neurons;
  const searches = short.map(({ summary: own, spec }) => {
    const same = own.find((row) => row.rule === rule && row.inputs === inputs);
    const most = bestLoad(own, rule);
    const length = `after ${spec.anneal.sweeps} N proposals a neuron`;
    const elsewhere = `at most ${withSpread(most)} (c/N = ${show(most.inputs / most.neurons)})`;
    if (same === undefined) return `${elsewhere} ${length}`;
    return same === most ? `${withSpread(same)} ${length}` : `${withSpread(same)}, ${elsewhere}, ${length}`;
  });
  const all = strict.summary.find((row) => row.rule === rule && row.inputs === inputs);
  const sizes = [summary, ...scaling.map(({ summary: own }) => own)]
    .flatMap((own) => own.find((row) => row.rule === rule && Math.abs(row.inputs / row.neurons - SHARED) < 0.01) ?? [])
    .sort(bySize);
  const list = sizes.map((row) => `${withSpread(row)} at N = ${row.neurons}`).join(", ");
  return [
    `N = ${neurons}, at c/N = ${show(density)}.`,
    `Search: Metropolis swaps alone, the published method, from temperature 10 to 10⁻⁴, hold ${searches.join("; ")}; the heat bath with descents used here ${withSpread(best)}. All minimise the same E_i; a longer or better search stores more, so that a maximum says as much of the search as of the rule. How long the published annealing was is not known; the shortest here was chosen for its values, near the published ones, and decides nothing.`,
    ...(all ? [`Criterion: with every pattern to be retrieved, not 90 %, ${withSpread(all)}.`] : []),
    `N, at c/N = ${SHARED}: ${list}.`,
  ].join(" ");
}

/** c/N that every size has. */
const SHARED = 0.1;

function withSpread({ load, loadDeviation, seeds }: CapacitySummary): string {
  return seeds > 1 ? `${show(load)} ± ${show(Number(loadDeviation.toFixed(2)))}` : show(load);
}

/** α_c extrapolated to c/N = 0 along a straight line, of each seed. */
function diluteLimit({ rows, spec, summary }: CapacityResult, overlap: 0.9 | 0.3): Found {
  const [measured, spread] = meanAndSpread(
    groupBy(rows, ({ seed }) => String(seed)).map(
      (own) => lineThrough(own.map(({ inputs, load }) => [inputs / spec.neurons, load])).at0,
    ),
  );
  const list = summary.map(({ inputs, load }) => `${show(load)} at ${show(inputs / spec.neurons)}`).join(", ");
  const theory = DILUTE_LOAD[overlap];
  const why =
    overlap === OVERLAPS.usual
      ? `2/π is where the overlap vanishes, and in the dilute limit it does so continuously, m = erf(m/√(2α)): 90 % of the patterns keep m ≥ ${overlap} only up to about α = ${show(theory)}.`
      : `By m = erf(m/√(2α)) the overlap falls to ${overlap} at α = ${show(theory)}, near 2/π where it vanishes. That theory has c → ∞ with c/N → 0; here noise is correlated through loops of connections and inputs are few, and a straight line through c/N ≥ ${show(Math.min(...summary.map(({ inputs }) => inputs)) / spec.neurons)} need not reach the limit.`;
  return {
    measured,
    spread,
    seeds: spec.seeds,
    explanation: `N = ${spec.neurons}; α_c against c/N: ${list}; a straight line gives the value at c/N = 0. ${why}`,
  };
}

/** Least squares. */
export function lineThrough(points: readonly (readonly [x: number, y: number])[]): { at0: number; slope: number } {
  const x = meanAndDeviation(points.map(([value]) => value)).mean;
  const y = meanAndDeviation(points.map(([, value]) => value)).mean;
  const xx = points.reduce((sum, [value]) => sum + (value - x) ** 2, 0);
  const slope = xx === 0 ? 0 : points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / xx;
  return { at0: y - slope * x, slope };
}

/** Where the retrieved fraction falls through 90 %, at each load: mean over the seeds among the rows. */
/** The networks of noise reduction with the most patterns: over all seeds, for each seed, and how many patterns. */
function noiseAtMostPatterns({ rows }: WeightsResult): [all: WeightsSummary, bySeed: WeightsSummary[], most: number] {
  const most = Math.max(...rows.map(({ patterns }) => patterns));
  const own = rows.filter(({ rule, patterns }) => rule === "noise" && patterns === most);
  const bySeed = groupBy(own, ({ seed }) => String(seed)).map((seed) => summarizeWeights(seed)[0]);
  return [summarizeWeights(own)[0], bySeed, most];
}

function basinsOf(rows: readonly BasinsRow[], rule: string): { readonly load: number; readonly edge: number }[] {
  const own = rows.filter((row) => row.rule === rule);
  return groupBy(own, ({ patterns }) => String(patterns))
    .map((loaded) => ({
      load: loaded[0].load,
      edge: meanAndDeviation(groupBy(loaded, ({ seed }) => String(seed)).map(edgeOf)).mean,
    }))
    .sort((a, b) => a.load - b.load);
}

const HELD = 0.9;

function edgeOf(rows: readonly BasinsRow[]): number {
  const sorted = [...rows].sort((a, b) => a.flipped - b.flipped);
  const next = sorted.findIndex(({ retrieved }) => retrieved < HELD);
  if (next === 0) return 0;
  if (next < 0) return sorted[sorted.length - 1].flipped;
  const [a, b] = [sorted[next - 1], sorted[next]];
  return a.flipped + ((a.retrieved - HELD) / (a.retrieved - b.retrieved)) * (b.flipped - a.flipped);
}

function gradual({ rows, spec }: BasinsResult, rule: ChosenRule): Found {
  const step = (own: readonly BasinsRow[]): number => {
    const edges = basinsOf(own, rule).map(({ edge }) => edge);
    return Math.max(...edges.slice(1).map((edge, k) => edges[k] - edge)) / Math.max(...edges);
  };
  const [measured, spread] = meanAndSpread(groupBy(rows, ({ seed }) => String(seed)).map(step));
  const list = basinsOf(rows, rule).map(({ load, edge }) => `${showEdge(edge)} at α = ${show(load)}`);
  return {
    measured,
    spread,
    seeds: spec.seeds,
    explanation: `N = ${spec.neurons}, c/N = ${show(spec.inputs / spec.neurons)}; basins: ${list.join(", ")}.`,
  };
}

function meanAndSpread(values: readonly number[]): [mean: number, deviation: number] {
  const { mean, deviation } = meanAndDeviation(values);
  return [mean, deviation];
}

/** Basin sizes are known to a hundredth. */
function showEdge(value: number): string {
  return value.toFixed(2);
}

/** At most three significant digits. */
function show(value: number): string {
  return String(Number(value.toPrecision(3)));
}
