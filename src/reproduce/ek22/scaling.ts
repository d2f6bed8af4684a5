/** Whether the gain over random connectivity depends on c/N alone: small and large networks made our way, which searches all of them equally well. */
import { RULES } from "../../hopfield/rules/index.ts";
import { random } from "../../hopfield/rules/random.ts";
import { differenceOf, quotientOf, type SampleMean } from "../compare-means.ts";
import { show } from "../show.ts";
import { publishedGains } from "./curve.ts";
import { capacityAt } from "./loads.ts";
import { PUBLISHED_SIZES } from "./published.ts";
import type { Claim, Results } from "./results.ts";
import { CHOSEN, type ChosenRule } from "./rules.ts";

/** c/N at which sizes are compared: where the noise rule gains most. */
const DENSITY = 0.2;

export const SCALING_CLAIMS: readonly Claim[] = CHOSEN.map((rule) => ({
  claim: `The gain of ${RULES[rule].label} depends on c/N alone: of the largest networks over the smallest, at the same c/N`,
  of: ["densityAlone"],
  relation: "≈",
  published: 1,
  judge(results) {
    const gains = gainsOf(results, rule);
    const [small, large] = [gains[0], gains[gains.length - 1]];
    const ratio = large.gain.mean / small.gain.mean;
    const { error, degrees } = differenceOf(small.gain, large.gain);
    const list = gains.map(({ neurons, gain }) => `${show(gain.mean)} at N = ${neurons}`);
    return {
      measured: ratio,
      spread: ratio * Math.hypot(small.gain.deviation / small.gain.mean, large.gain.deviation / large.gain.mean),
      seeds: large.gain.networks,
      difference: { error: error / small.gain.mean, degrees },
      condition: "when networks of every size are searched equally well",
      explanation: `Made our way, c/N = ${show(small.density)}: ${list.join(", ")}. The published gains at the nearest c/N are ${publishedList(rule, small.density)}.`,
    };
  },
}));

/** Gains of networks of every size at the c/N of them all that is nearest to the one where the noise rule gains most. */
function gainsOf({ capacity, scaling }: Results, rule: ChosenRule) {
  return [...capacity, ...scaling]
    .map(({ spec: { neurons, inputs }, rows }) => {
      const c = inputs.reduce((a, b) => (Math.abs(b / neurons - DENSITY) < Math.abs(a / neurons - DENSITY) ? b : a));
      const of = (name: ChosenRule | typeof random.name): SampleMean =>
        capacityAt(rows, { neurons, inputs: c, rule: name })!;
      return { neurons, density: c / neurons, gain: quotientOf(of(rule), of(random.name)) };
    })
    .sort((a, b) => a.neurons - b.neurons);
}

function publishedList(rule: ChosenRule, density: number): string {
  const nearest = PUBLISHED_SIZES.map((neurons) => {
    const gain = publishedGains(neurons, rule).reduce((a, b) =>
      Math.abs(b.density - density) < Math.abs(a.density - density) ? b : a,
    );
    return `${show(gain.value)} at N = ${neurons} (c/N = ${show(gain.density)})`;
  });
  return nearest.join(", ");
}
