/** Noise reduction: loads, gains, fields, and the weights it prefers. */

import { bySeed } from "../../experiments/kit/seeds.ts";
import { summarizeWeights, type WeightsResult, type WeightsSummary } from "../../experiments/weights/run.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { random } from "../../hopfield/rules/random.ts";
import { measuredOver } from "../claim.ts";
import { show } from "../show.ts";
import type { Claim } from "./results.ts";

const LOW_WEIGHTS = "Noise reduction prefers weights of low absolute value where connectivity is sparse";

const WEIGHTS = "section “Connectivity as a function of weight”";

export const NOISE_CLAIMS: readonly Claim[] = [
  {
    claim: "Mean aligned field of noise reduction falls below 1, while its s.d. shrinks",
    source: "section “Signal and noise”, eq. 4",
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
    source: WEIGHTS,
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
    source: WEIGHTS,
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
