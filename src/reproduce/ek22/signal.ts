/** Signal reinforcement: loads, gains, fields, and the weights it prefers. */

import { bySeed } from "../../experiments/kit/seeds.ts";
import { summarizeWeights } from "../../experiments/weights/run.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { measuredOver } from "../claim.ts";
import { show } from "../show.ts";
import { bestGains, bestLoad, largestLoad, listGains, listLoads, loadOf, perSeed } from "./loads.ts";
import type { Claim } from "./results.ts";
import { CHOSEN } from "./rules.ts";

export const SIGNAL_CLAIMS: readonly Claim[] = [
  {
    claim: "Chosen {0, 1} connections hold more than error-correcting weights do per connection (Gardner's α_c = 2)",
    relation: ">",
    published: 2,
    judge({ capacity: [{ summary }] }) {
      const [byNoise, bySignal] = CHOSEN.map((rule) => bestLoad(summary, rule));
      const most = summary.reduce((a, b) => (b.capacity > a.capacity ? b : a));
      return {
        ...loadOf(bySignal),
        explanation: `Gardner's bound counts patterns per adjustable weight. The c connections used are chosen among N − 1, so p_c/c may exceed 2 without contradiction (signal reinforcement ${show(bySignal.load)}, noise reduction ${show(byNoise.load)}); per candidate, p_c/N is at most ${show(most.capacity / most.neurons)} here, below the 0.59 known for {0, 1} weights.`,
      };
    },
  },
  largestLoad(signal.name),
  {
    claim: "Best gain of signal reinforcement over random connectivity (almost one order of magnitude)",
    relation: "≈",
    published: 10,
    judge(results) {
      const { summary, best, published } = bestGains(results, signal.name);
      return {
        ...best,
        explanation: `At c/N = ${show(best.density)}; ${listGains(summary, signal.name)}. With short annealing ${show(published.measured)}, at c/N = ${show(published.density)}.`,
      };
    },
  },
  {
    claim:
      "Signal reinforcement holds most at the highest dilution: c/N of its largest α_c over the smallest c/N measured",
    relation: "≈",
    published: 1,
    judge({ capacity: [main] }) {
      const least = Math.min(...main.summary.map(({ inputs }) => inputs));
      return {
        ...measuredOver(perSeed(main, (rows) => bestLoad(rows, signal.name).inputs / least)),
        explanation: `${listLoads(main.summary, signal.name)}.`,
      };
    },
  },
  {
    claim: "P(C = 1|J) of signal reinforcement rises monotonically with |J|: Spearman's rank correlation",
    relation: "≈",
    published: 1,
    judge({ weights: [{ rows }] }) {
      const most = Math.max(...rows.map(({ patterns }) => patterns));
      const own = rows.filter(({ rule, patterns }) => rule === signal.name && patterns === most);
      const [{ strength, load, inputs, neurons }] = summarizeWeights(own);
      return {
        ...measuredOver(bySeed(own).map((rows) => summarizeWeights(rows)[0].rankCorrelation ?? 0)),
        explanation: `At c/N = ${show(inputs / neurons)}, α = ${show(load)}, over |J| of at least 200 pairs: connections have ${show(strength)} times the mean |J| of all pairs.`,
      };
    },
  },
  {
    claim:
      "Mean aligned field rises faster with load than its s.d., over a limited range: largest difference of the two slopes",
    relation: ">",
    published: 0,
    judge({ fields: [{ summary, rows }] }) {
      const slopes = (own: readonly { load: number; mean: number; deviation: number }[]) =>
        own
          .slice(1)
          .map((row, k) => (row.mean - own[k].mean - (row.deviation - own[k].deviation)) / (row.load - own[k].load));
      const ofRule = summary.filter(({ rule }) => rule === signal.name);
      const mean = slopes(ofRule);
      const at = mean.indexOf(Math.max(...mean));
      const faster = mean.flatMap((slope, k) =>
        slope > 0 ? [`${show(ofRule[k].load)}–${show(ofRule[k + 1].load)}`] : [],
      );
      const end = mean[mean.length - 1] <= 0;
      return {
        ...measuredOver(bySeed(rows.filter(({ rule }) => rule === signal.name)).map((own) => slopes(own)[at])),
        // a range without an end among the loads measured is not seen to be limited
        also: [end ? "agrees" : "undecided"],
        explanation: `N = ${ofRule[0].neurons}, c = ${ofRule[0].inputs}. The mean rises faster for α in ${faster.join(", ") || "no interval"}${end ? "; beyond, the s.d. rises faster" : "; no end of that range up to the largest load measured"}. Largest difference for α from ${show(ofRule[at].load)} to ${show(ofRule[at + 1].load)}.`,
      };
    },
  },
];
