/** Noise reduction: loads, gains, fields, and the weights it prefers. */

import { bySeed } from "../../experiments/kit/seeds.ts";
import { summarizeWeights, type WeightsResult, type WeightsSummary } from "../../experiments/weights/run.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { random } from "../../hopfield/rules/random.ts";
import { measuredOver } from "../claim.ts";
import { show } from "../show.ts";
import type { Claim } from "./results.ts";

/** Extreme weights, by |J| over √⟨J²⟩. */
const EXTREMES = [
  { name: "highest", words: "|J| > 2√⟨J²⟩", isThere: (size: number) => size > 2 },
  { name: "lowest", words: "|J| < √⟨J²⟩/4", isThere: (size: number) => size < 0.25 },
] as const;

export const NOISE_CLAIMS: readonly Claim[] = [
  {
    claim: "Mean aligned field of noise reduction falls below 1, while its s.d. shrinks",
    of: ["noiseFields"],
    relation: "<",
    published: 1,
    judge({ fields: [{ summary }] }) {
      const atRandom = (load: number) => summary.find((row) => row.rule === random.name && row.load === load)!;
      // a single pattern has no noise
      const rows = summary.filter(({ rule, load }) => rule === noise.name && load <= 2 && atRandom(load).deviation > 0);
      const last = rows[rows.length - 1];
      const ratios = rows.map((row) => row.deviation / atRandom(row.load).deviation);
      return {
        measured: last.mean,
        spread: last.meanDeviation,
        seeds: last.seeds,
        also: [ratios.every((ratio) => ratio < 1) ? "agrees" : "differs"],
        explanation: `At α = ${show(last.load)} (N = ${last.neurons}, c = ${last.inputs}); ${rows.map((row) => `${show(row.mean)} at ${show(row.load)}`).join(", ")}. The s.d. is ${show(ratios[0])} times that of random connectivity at α = ${show(rows[0].load)}, ${show(ratios[ratios.length - 1])} at ${show(last.load)}.`,
      };
    },
  },
  ...EXTREMES.map(
    ({ name, words, isThere }): Claim => ({
      claim: `Noise reduction avoids the ${name} weights where connectivity is sparse: P(C = 1|J), ${words}, over c/(N − 1)`,
      of: ["noiseWeights"],
      relation: "<",
      published: 1,
      judge({ sparse: [sparse] }) {
        const [all, each, most] = noiseAtMostPatterns(sparse);
        const typical = Math.sqrt(most) / all.inputs;
        const preference = ({ curve, random: chance }: WeightsSummary) => {
          const there = curve.filter(({ weight }) => isThere(Math.abs(weight) / typical));
          const [connections, pairs] = (["connections", "pairs"] as const).map((key) =>
            there.reduce((sum, point) => sum + point[key], 0),
          );
          return pairs === 0 ? 0 : connections / pairs / chance;
        };
        return {
          ...measuredOver(each.map(preference)),
          explanation: `c/N = ${show(all.inputs / all.neurons)}, α = ${show(all.load)}, √⟨J²⟩ = ${show(typical)}. Most preferred is |J| = ${show(all.preferred)}; the mean |J| of connections, ${show(all.strength)} times that of all pairs, tells nothing of the extremes.`,
        };
      },
    }),
  ),
];

/** The networks of noise reduction with the most patterns: over all seeds, for each seed, and how many patterns. */
function noiseAtMostPatterns({ rows }: WeightsResult): [all: WeightsSummary, each: WeightsSummary[], most: number] {
  const most = Math.max(...rows.map(({ patterns }) => patterns));
  const own = rows.filter(({ rule, patterns }) => rule === noise.name && patterns === most);
  return [summarizeWeights(own)[0], bySeed(own).map((one) => summarizeWeights(one)[0]), most];
}
