/** Signal reinforcement: loads, gains, fields, and the weights it prefers. */

import { groupBy } from "../../check/lists.ts";
import { summarizeWeights } from "../../experiments/weights/run.ts";
import { meanAndSpread } from "../../numeric/statistics.ts";
import { show } from "../show.ts";
import { bestGain, bestLoad, explainMost, listGains, listLoads, loadOf, perSeed, randomOf } from "./loads.ts";
import type { Claim } from "./results.ts";

export const SIGNAL_CLAIMS: readonly Claim[] = [
  {
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
];
