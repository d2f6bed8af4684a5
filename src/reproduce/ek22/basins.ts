/** Claims about basins of attraction and how they shrink with the load. */

import { groupBy } from "../../check/lists.ts";
import type { BasinsResult, BasinsRow } from "../../experiments/basins/run.ts";
import { bySeed } from "../../experiments/kit/seeds.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { meanAndDeviation } from "../../numeric/statistics.ts";
import { type Judged, measuredOver } from "../claim.ts";
import { show } from "../show.ts";
import type { Claim } from "./results.ts";
import { CHOSEN, type ChosenRule } from "./rules.ts";

/** Part of the largest basin that may be lost from one load to the next, a quarter of a pattern per connection away. */
const ABRUPT = 0.5;

const SECTION = "section “Basins of attraction”";

/** How each rule is said to lose its basins. */
const GRADUAL = {
  [noise.name]: "Basins of noise reduction with dilute wiring shrink gradually with load",
  [signal.name]: "Basins of signal reinforcement decrease progressively, not abruptly",
};

export const BASINS_CLAIMS: readonly Claim[] = [
  ...CHOSEN.map(
    (rule): Claim => ({
      claim: `${GRADUAL[rule]}: largest step over the largest basin (here: below ½)`,
      source: SECTION,
      relation: "<",
      published: ABRUPT,
      judge: ({ basins: [basins] }) => gradual(basins, rule),
    }),
  ),
  {
    claim: "Basins of signal reinforcement are larger than those of noise reduction: mean difference in e",
    source: SECTION,
    relation: ">",
    published: 0,
    judge({ basins: [{ rows }] }) {
      const both = (own: readonly BasinsRow[]) => CHOSEN.map((rule) => basinsOf(own, rule));
      const differences = bySeed(rows).map((own) => {
        const [byNoise, bySignal] = both(own);
        return meanAndDeviation(byNoise.map(({ edge }, k) => bySignal[k].edge - edge)).mean;
      });
      const [byNoise, bySignal] = both(rows);
      const lists = byNoise.map(
        ({ load, edge }, k) => `${showEdge(bySignal[k].edge)} against ${showEdge(edge)} at α = ${show(load)}`,
      );
      return {
        ...measuredOver(differences),
        explanation: `Largest fraction of flipped neurons from which 90 % of the patterns are retrieved: ${lists.join(", ")}.`,
      };
    },
  },
];

function basinsOf(rows: readonly BasinsRow[], rule: ChosenRule) {
  const own = rows.filter((row) => row.rule === rule);
  return groupBy(own, ({ patterns }) => String(patterns))
    .map((loaded) => ({
      load: loaded[0].load,
      edge: meanAndDeviation(bySeed(loaded).map(edgeOf)).mean,
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

function gradual({ rows, spec }: BasinsResult, rule: ChosenRule): Judged {
  const step = (own: readonly BasinsRow[]): number => {
    const edges = basinsOf(own, rule).map(({ edge }) => edge);
    return Math.max(...edges.slice(1).map((edge, k) => edges[k] - edge)) / Math.max(...edges);
  };
  const list = basinsOf(rows, rule).map(({ load, edge }) => `${showEdge(edge)} at α = ${show(load)}`);
  return {
    ...measuredOver(bySeed(rows).map(step)),
    explanation: `N = ${spec.neurons}, c/N = ${show(spec.inputs / spec.neurons)}; basins: ${list.join(", ")}.`,
  };
}

/** Writes a size of a basin with two digits, since sizes are measured to a hundredth. */
function showEdge(value: number): string {
  return value.toFixed(2);
}
