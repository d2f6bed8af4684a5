/** Claims about online learning with growth and pruning, held against the four published runs. */

import { bySeed } from "../../experiments/kit/seeds.ts";
import type { OnlineResult, OnlineRow, OnlineSummary } from "../../experiments/online/run.ts";
import { random } from "../../hopfield/rules/random.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { lineThrough } from "../../numeric/statistics.ts";
import { measuredOver } from "../claim.ts";
import { differenceFrom, differenceOf, type SampleMean, sampleOf } from "../compare-means.ts";
import { show } from "../show.ts";
import type { OfflineRule } from "./offline.ts";
import { FINAL_INPUTS, GROWING_DENSITY, STARTS } from "./published.ts";
import { PUBLISHED_RUN_NEURONS, PUBLISHED_RUNS, type PublishedMoment } from "./published-runs.ts";
import { PUBLISHED_OFFLINE } from "./published-tables.ts";
import type { Claim, Results } from "./results.ts";

/** From below the final c. */
const BELOW = [0, 1] as const;

/** Standard errors of the mean c over neurons by which a mean that only falls may still rise again. */
const MONOTONE = 2;

export const ONLINE_CLAIMS: readonly Claim[] = [
  {
    claim: "Final mean c over N",
    of: ["independent"],
    relation: "≈",
    published: FINAL_INPUTS.mean,
    publishedSpread: FINAL_INPUTS.deviation,
    judge({ online: [{ summary }] }) {
      const here = sampleOf(summary.map(({ meanInputs, neurons }) => meanInputs / neurons));
      return {
        ...measuredOver(summary.map(({ meanInputs, neurons }) => meanInputs / neurons)),
        difference: differenceOf(FINAL_INPUTS, here),
        explanation: `${endsOf(summary)}. Published: 444 to 446 at N = 2000, one run from each c₀; ± is the s.d. over runs on both sides. The constant of the fields is N/2 here as there, and ${summary[0].neurons} neurons learn fewer patterns at a time.`,
      };
    },
  },
  {
    claim: "Final mean c does not depend on c₀: change of the one with the other",
    of: ["independent"],
    relation: "≈",
    published: 0,
    judge({ online: [{ summary }] }) {
      const slopes = bySeed(summary).map(
        (runs) => lineThrough(runs.map(({ inputs, meanInputs }) => [inputs, meanInputs])).slope,
      );
      const there = lineThrough(PUBLISHED_RUNS.map(({ inputs, meanInputs }) => [inputs, meanInputs])).slope;
      const isDone = summary.every(({ status }) => status === "converged");
      return {
        ...measuredOver(slopes),
        difference: differenceFrom(sampleOf(slopes)),
        also: [isDone ? "agrees" : "undecided"],
        explanation: `Slope of a straight line through the ends of the runs of each seed; of the published ends ${show(there)}. ${endsOf(summary)}. ${isDone ? "All runs converged" : "Not all runs converged"}.`,
      };
    },
  },
  {
    claim: "s.d. of c over neurons at the end, over √N",
    of: ["widths"],
    relation: "≈",
    published: publishedWidths().mean,
    publishedSpread: publishedWidths().deviation,
    judge({ online: [{ summary }] }) {
      const widths = summary.map(({ deviationInputs, neurons }) => deviationInputs / Math.sqrt(neurons));
      return {
        ...measuredOver(widths),
        difference: differenceOf(publishedWidths(), sampleOf(widths)),
        explanation: `The published s.d. is 20.2 to 20.5 at N = 2000; here, at N = ${summary[0].neurons}, ${show(sampleOf(summary.map(({ deviationInputs }) => deviationInputs)).mean)}.`,
      };
    },
  },
  ...BELOW.map((start): Claim => {
    const run = PUBLISHED_RUNS[start];
    return {
      claim: `From c₀ = ${STARTS[start]} N creation dominates first, then pruning: highest mean c over N`,
      of: ["creation"],
      relation: "≈",
      published: run.peakInputs / PUBLISHED_RUN_NEURONS,
      judge({ online: [result] }) {
        const runs = runsFrom(result, start);
        const peaks = sampleOf(runs.map(({ peakInputs, neurons }) => peakInputs / neurons));
        const isPeak = runs.every(({ peakInputs, inputs, meanInputs }) => peakInputs > Math.max(inputs, meanInputs));
        const published = { mean: run.peakInputs / PUBLISHED_RUN_NEURONS, deviation: 0, networks: 1 };
        return {
          ...measuredOver(runs.map(({ peakInputs, neurons }) => peakInputs / neurons)),
          difference: differenceOf(published, peaks),
          also: [isPeak ? "agrees" : "differs"],
          explanation: `The mean c rises to ${runs.map(({ peakInputs }) => peakInputs.toFixed(1)).join(", ")} (repetition ${runs.map(({ peakRepetition }) => peakRepetition).join(", ")}), then falls to ${runs.map(({ meanInputs }) => meanInputs.toFixed(1)).join(", ")}; published: to ${show(run.peakInputs)} at repetition ${run.peakRepetition}, one run.`,
        };
      },
    };
  }),
  {
    claim:
      "From c₀ above the final c pruning alone: highest rise of the mean c above an earlier one, over its standard error s.d./√N (here: below 2)",
    of: ["pruning"],
    relation: "<",
    published: MONOTONE,
    judge({ online: [{ rows, summary }] }) {
      const above = summary.filter(({ inputs, meanInputs }) => inputs > meanInputs);
      const rises = above.map(({ inputs, seed, deviationInputs, neurons }) => {
        const course = rows.filter((row) => row.inputs === inputs && row.seed === seed);
        return riseOf(course.map(({ meanInputs }) => meanInputs)) / (deviationInputs / Math.sqrt(neurons));
      });
      const there = [2, 3].map((k) => {
        const { course, deviationInputs } = PUBLISHED_RUNS[k];
        return riseOf(course.map(([, mean]) => mean)) / (deviationInputs / Math.sqrt(PUBLISHED_RUN_NEURONS));
      });
      return {
        ...measuredOver(rises),
        explanation: `Over the repetitions kept of ${above.length} runs, which fall to the end but for what chance moves a mean by; of the published ones, ${there.map(show).join(" and ")}.`,
      };
    },
  },
  {
    claim: `p_eff follows what random connectivity holds until near the end: quotient of the two when c has grown to ${GROWING_DENSITY} N`,
    of: ["along"],
    relation: "≈",
    published: publishedAlong(),
    judge(results) {
      const { rows } = results.online[0];
      const first = Math.min(...rows.map(({ inputs }) => inputs));
      const c = Math.round(GROWING_DENSITY * rows[0].neurons);
      const { loaded: drawn } = offlineOf(results, random.name);
      const quotients = bySeed(rows.filter(({ inputs }) => inputs === first)).map(
        (run) => retrievedAt(run.map(momentOf), c) / drawn.mean,
      );
      const here = sampleOf(quotients);
      return {
        ...measuredOver(quotients),
        difference: differenceOf({ mean: publishedAlong(), deviation: 0, networks: 1 }, here),
        explanation: `From c₀ = ${first}; random connectivity holds ${show(drawn.mean)} patterns at c = ${c} by the same criterion. At the end of the published runs p_eff is eight times what random connectivity holds.`,
      };
    },
  },
  {
    claim: "Final p_eff is slightly above the offline optimum at the same c: quotient of the two",
    of: ["offline"],
    relation: "≈",
    published: publishedOverOffline().mean,
    publishedSpread: publishedOverOffline().deviation,
    judge(results) {
      const [{ summary }] = results.online;
      const { loaded, made } = offlineOf(results, signal.name);
      const quotients = summary.map(({ retrieved }) => retrieved / loaded.mean);
      const list = summary.map(({ retrieved, patterns }) => `${retrieved} of ${patterns}`).join(", ");
      return {
        ...measuredOver(quotients),
        difference: differenceOf(publishedOverOffline(), sampleOf(quotients)),
        explanation: `Retrieved at the end: ${list}. Offline, as published: networks with c = ${Math.round(FINAL_INPUTS.mean * summary[0].neurons)} are made by the published annealing for ${show(made.mean)} ± ${show(made.deviation)} patterns, all retrieved, and retrieve more than 90 % of up to ${show(loaded.mean)} ± ${show(loaded.deviation)} when more are added and no connection is changed.`,
      };
    },
  },
  {
    claim: "The final c is set by ε and N: c/N with twice the constant, over c/N with the published one",
    of: ["estimate"],
    relation: ">",
    published: 1,
    judge({ constants: [small, twice] }) {
      const [one, two] = [small, twice].map(({ summary }) => summary.map(({ meanInputs }) => meanInputs));
      const quotients = two.map((value, k) => value / one[k]);
      return {
        ...measuredOver(quotients),
        explanation: `N = ${small.spec.neurons}: ${show(sampleOf(one).mean)} inputs with K = N/2, and ${show(sampleOf(two).mean)} with K = N.`,
      };
    },
  },
  {
    claim: "With a constant in proportion to N the final c is, too: c/N of networks half as large over c/N",
    of: ["estimate"],
    relation: "≈",
    published: 1,
    judge({ online: [{ summary }], constants: [small] }) {
      const large = sampleOf(summary.map(({ meanInputs, neurons }) => meanInputs / neurons));
      const half = sampleOf(small.summary.map(({ meanInputs, neurons }) => meanInputs / neurons));
      const { error, degrees } = differenceOf(large, half);
      return {
        ...measuredOver(small.summary.map(({ meanInputs, neurons }) => meanInputs / neurons / large.mean)),
        difference: { error: error / large.mean, degrees },
        explanation: `${show(half.mean)} at N = ${small.spec.neurons}, ${show(large.mean)} at N = ${summary[0].neurons}; published: ${show(FINAL_INPUTS.mean)} at N = 2000.`,
      };
    },
  },
];

function publishedWidths() {
  return sampleOf(PUBLISHED_RUNS.map(({ deviationInputs }) => deviationInputs / Math.sqrt(PUBLISHED_RUN_NEURONS)));
}

/** The runs of a result from one of the published c₀/N. */
function runsFrom({ summary, spec }: OnlineResult, start: number): OnlineSummary[] {
  return summary.filter(({ inputs }) => inputs === spec.inputs[start]);
}

function endsOf(summary: readonly OnlineSummary[]): string {
  const ends = summary.map(({ inputs, meanInputs }) => `${meanInputs.toFixed(1)} from c₀ = ${inputs}`);
  return `N = ${summary[0].neurons}: ${ends.join(", ")}`;
}

/** How far a sequence rises at most above what it was before. */
function riseOf(means: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  let rise = 0;
  for (const mean of means) {
    least = Math.min(least, mean);
    rise = Math.max(rise, mean - least);
  }
  return rise;
}

function momentOf({ repetition, meanInputs, deviationInputs, retrieved }: OnlineRow): PublishedMoment {
  return [repetition, meanInputs, deviationInputs, retrieved];
}

/** p_eff where the mean c first reaches a value, by a straight line between two repetitions. */
function retrievedAt(course: readonly PublishedMoment[], c: number): number {
  const after = course.findIndex(([, mean]) => mean >= c);
  if (after <= 0) return course[after < 0 ? course.length - 1 : 0][3];
  return lineAt(
    course.slice(after - 1, after + 1).map(([, mean, , retrieved]) => [mean, retrieved]),
    c,
  );
}

/** What the published offline networks hold at c inputs, by straight lines. */
function publishedOffline(c: number, of: (row: (typeof PUBLISHED_OFFLINE)[number]) => readonly number[]): number {
  const after = PUBLISHED_OFFLINE.findIndex(({ inputs }) => inputs >= c);
  return lineAt(
    PUBLISHED_OFFLINE.slice(after - 1, after + 1).map((row) => [row.inputs, sampleOf(of(row)).mean]),
    c,
  );
}

function lineAt(points: readonly (readonly [number, number])[], x: number): number {
  const { at0, slope } = lineThrough(points);
  return at0 + slope * x;
}

function publishedAlong(): number {
  const c = GROWING_DENSITY * PUBLISHED_RUN_NEURONS;
  return retrievedAt(PUBLISHED_RUNS[0].course, c) / publishedOffline(c, (row) => row.random);
}

function publishedOverOffline() {
  return sampleOf(
    PUBLISHED_RUNS.map(({ retrieved, meanInputs }) => retrieved / publishedOffline(meanInputs, (row) => row.chosen)),
  );
}

/** What networks made offline hold, of each network. */
function offlineOf(
  { offline }: Results,
  rule: OfflineRule,
): { readonly loaded: SampleMean; readonly made: SampleMean } {
  const rows = offline.flatMap((result) => result.rows).filter((row) => row.rule === rule);
  return { loaded: sampleOf(rows.map(({ loaded }) => loaded)), made: sampleOf(rows.map(({ capacity }) => capacity)) };
}
