/** Noise reduction: loads, gains, fields, and the weights it prefers. */

import { groupBy } from "../../check/lists.ts";
import { summarizeWeights, type WeightsResult, type WeightsSummary } from "../../experiments/weights/run.ts";
import { meanAndSpread } from "../../numeric/statistics.ts";
import { show } from "../show.ts";
import { bestGain, bestLoad, explainMost, listGains, loadOf, perSeed, randomOf } from "./loads.ts";
import type { Claim } from "./results.ts";

const LOW_WEIGHTS = "Noise reduction prefers weights of low absolute value where connectivity is sparse";

export const NOISE_CLAIMS: readonly Claim[] = [
  {
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
];

/** The networks of noise reduction with the most patterns: over all seeds, for each seed, and how many patterns. */
function noiseAtMostPatterns({ rows }: WeightsResult): [all: WeightsSummary, bySeed: WeightsSummary[], most: number] {
  const most = Math.max(...rows.map(({ patterns }) => patterns));
  const own = rows.filter(({ rule, patterns }) => rule === "noise" && patterns === most);
  const bySeed = groupBy(own, ({ seed }) => String(seed)).map((seed) => summarizeWeights(seed)[0]);
  return [summarizeWeights(own)[0], bySeed, most];
}
