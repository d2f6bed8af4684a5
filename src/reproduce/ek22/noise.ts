/** Noise reduction: loads, gains, fields, and the weights it prefers. */

import { bySeed } from "../../experiments/kit/seeds.ts";
import { summarizeWeights, type WeightsResult, type WeightsSummary } from "../../experiments/weights/run.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { random } from "../../hopfield/rules/random.ts";
import { measuredOver } from "../claim.ts";
import { show } from "../show.ts";
import { bestGain, bestGains, largestLoad, listGains, perSeed } from "./loads.ts";
import type { Claim } from "./results.ts";

const LOW_WEIGHTS = "Noise reduction prefers weights of low absolute value where connectivity is sparse";

export const NOISE_CLAIMS: readonly Claim[] = [
  largestLoad(noise.name),
  {
    claim: "Best gain of noise reduction over random connectivity",
    relation: "≈",
    published: 7,
    judge(results) {
      const { summary, best, published } = bestGains(results, noise.name);
      return {
        ...best,
        explanation: `At c/N = ${show(best.density)}; ${listGains(summary, noise.name)}. With short annealing the best gain is ${show(published.measured)}, at c/N = ${show(published.density)}. Where c is small a random network holds so few patterns (p_c of a few) that whole numbers limit every ratio.`,
      };
    },
  },
  {
    claim: "c/N at which noise reduction gains most is fairly dense (here: above 0.09)",
    relation: ">",
    published: 0.09,
    judge(results) {
      const { briefly, best, published } = bestGains(results, noise.name);
      return {
        ...measuredOver(perSeed(results.capacity[0], (rows) => bestGain(rows, noise.name).density)),
        explanation: `By mean loads the gain is largest at c/N = ${show(best.density)}, with short annealing at ${show(published.density)}: ${listGains(briefly, noise.name)}. Where gains are nearly equal, the search and the seeds decide which is the largest.`,
      };
    },
  },
  {
    claim: "Mean aligned field of noise reduction falls below 1, while its s.d. shrinks",
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
  {
    claim: `${LOW_WEIGHTS}: mean |J| of connections over that of all pairs`,
    relation: "<",
    published: 1,
    judge({ sparse: [sparse] }) {
      const [all, each] = noiseAtMostPatterns(sparse);
      return {
        ...measuredOver(each.map(({ strength }) => strength)),
        explanation: `At the same networks as the next row, α = ${show(all.load)}. Weights of medium size are preferred to those next to 0, which raises the mean although the strongest are avoided.`,
      };
    },
  },
  {
    claim: `${LOW_WEIGHTS}: |J| of the largest P(C = 1|J) over the root mean square of all weights`,
    relation: "<",
    published: 1,
    judge({ sparse: [sparse] }) {
      const [all, each, most] = noiseAtMostPatterns(sparse);
      const typical = Math.sqrt(most) / all.inputs;
      const strong = all.curve.filter(({ weight }) => Math.abs(weight) > 2 * typical);
      const weak = all.curve.filter(({ weight }) => Math.abs(weight) < typical / 4);
      const times = (points: typeof strong): string => {
        const [connections, pairs] = (["connections", "pairs"] as const).map((name) =>
          points.reduce((sum, point) => sum + point[name], 0),
        );
        return pairs === 0 ? "not" : `${show(connections / pairs / all.random)} times as often`;
      };
      return {
        ...measuredOver(each.map(({ preferred }) => preferred / typical)),
        explanation: `c/N = ${show(all.inputs / all.neurons)}, α = ${show(all.load)}, √⟨J²⟩ = ${show(typical)}. Strong weights, |J| > 2√⟨J²⟩, are connected ${times(strong)} as by random wiring. Weights next to 0, |J| < √⟨J²⟩/4, are ${times(weak)}: preferred are weights of low absolute value, but not the lowest. So the mean |J| of connections, ${show(all.strength)} times that of all pairs, does not show it.`,
      };
    },
  },
];

/** The networks of noise reduction with the most patterns: over all seeds, for each seed, and how many patterns. */
function noiseAtMostPatterns({ rows }: WeightsResult): [all: WeightsSummary, each: WeightsSummary[], most: number] {
  const most = Math.max(...rows.map(({ patterns }) => patterns));
  const own = rows.filter(({ rule, patterns }) => rule === noise.name && patterns === most);
  return [summarizeWeights(own)[0], bySeed(own).map((one) => summarizeWeights(one)[0]), most];
}
