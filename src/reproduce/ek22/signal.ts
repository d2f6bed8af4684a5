/** Signal reinforcement: loads, gains, fields, and the weights it prefers. */

import { groupBy } from "../../check/lists.ts";
import type { FieldsRow } from "../../experiments/fields/run.ts";
import { bySeed } from "../../experiments/kit/seeds.ts";
import { summarizeWeights, type WeightsPoint } from "../../experiments/weights/run.ts";
import { random } from "../../hopfield/rules/random.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { measuredOver } from "../claim.ts";
import { NORMAL } from "../compare-means.ts";
import { show } from "../show.ts";
import type { Claim } from "./results.ts";

const REGIMES = { sparse: "dilute", weights: "between", dense: "dense" } as const;

export const SIGNAL_CLAIMS: readonly Claim[] = [
  ...(["sparse", "weights", "dense"] as const).map(
    (part): Claim => ({
      claim: `P(C = 1|J) of signal reinforcement rises monotonically with |J|, ${REGIMES[part]}: steps of |J| at which it falls by three standard errors`,
      of: ["signalWeights"],
      relation: "≈",
      published: 0,
      judge({ [part]: [{ rows }] }) {
        const most = Math.max(...rows.map(({ patterns }) => patterns));
        const own = rows.filter(({ rule, patterns }) => rule === signal.name && patterns === most);
        const [{ strength, load, inputs, neurons, seeds, rankCorrelation, curve }] = summarizeWeights(own);
        const { falls, steps } = fallsOf(curve);
        return {
          measured: falls,
          seeds,
          // a count that should be 0: chance reaches three standard errors once in 740 steps
          difference: { error: 0, degrees: NORMAL },
          explanation: `At c/N = ${show(inputs / neurons)}, α = ${show(load)}, over ${steps} steps between |J| of at least 200 pairs; Spearman's rank correlation with |J| is ${show(rankCorrelation ?? 0)}. Connections have ${show(strength)} times the mean |J| of all pairs.`,
        };
      },
    }),
  ),
  {
    claim:
      "Mean aligned field rises faster with load than its s.d., over a limited range: largest difference of the two slopes",
    of: ["signalFields"],
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
  {
    claim: "s.d. of the aligned field of signal reinforcement at its α_c over that of random connectivity at its own",
    of: ["signalNoise"],
    relation: ">",
    published: 1,
    judge({ fields: [{ rows, spec }], capacity: [{ summary }] }) {
      const loadOf = (rule: string) =>
        summary.find((row) => row.rule === rule && row.inputs === spec.inputs)?.load ?? Number.NaN;
      const [bySignal, byRandom] = [signal.name, random.name].map((rule) => ({ rule, load: loadOf(rule) }));
      const ratios = bySeed(rows).map((own) => deviationAt(own, bySignal) / deviationAt(own, byRandom));
      return {
        ...measuredOver(ratios),
        explanation: `N = ${spec.neurons}, c = ${spec.inputs}, α_c = ${show(bySignal.load)} and ${show(byRandom.load)}; s.d. between measured loads by straight lines. Signal reinforcement lets noise grow, and the signal more.`,
      };
    },
  },
];

/** At how many steps between neighbouring |J| the probability of a connection falls by more than three binomial standard errors. */
function fallsOf(curve: readonly WeightsPoint[]): { readonly falls: number; readonly steps: number } {
  const sizes = groupBy(curve, ({ overlap }) => String(Math.abs(overlap)))
    .map((points) => {
      const [pairs, connections] = (["pairs", "connections"] as const).map((name) =>
        points.reduce((sum, point) => sum + point[name], 0),
      );
      const probability = connections / pairs;
      // of one connection more and one less, so that it is never 0
      const smooth = (connections + 1) / (pairs + 2);
      return { size: Math.abs(points[0].overlap), pairs, probability, variance: (smooth * (1 - smooth)) / pairs };
    })
    .filter(({ pairs }) => pairs >= NOTABLE_PAIRS)
    .sort((a, b) => a.size - b.size);
  const steps = sizes.slice(1).map((after, k) => {
    const before = sizes[k];
    return before.probability - after.probability > 3 * Math.sqrt(before.variance + after.variance);
  });
  return { falls: steps.filter(Boolean).length, steps: steps.length };
}

/** Rarer weights say little of P. */
const NOTABLE_PAIRS = 200;

/** The s.d. of the fields of one rule at a load, by straight lines between the loads that were measured. */
function deviationAt(
  rows: readonly FieldsRow[],
  { rule, load }: { readonly rule: string; readonly load: number },
): number {
  const own = rows.filter((row) => row.rule === rule).sort((a, b) => a.load - b.load);
  const next = own.findIndex((row) => row.load >= load);
  if (next <= 0) return own[next < 0 ? own.length - 1 : 0].deviation;
  const [a, b] = [own[next - 1], own[next]];
  return a.deviation + ((load - a.load) / (b.load - a.load)) * (b.deviation - a.deviation);
}
