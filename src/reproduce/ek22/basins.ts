/** Claims about basins of attraction and how they shrink with the load. */

import { groupBy } from "../../check/lists.ts";
import type { BasinsResult, BasinsRow } from "../../experiments/basins/run.ts";
import { bySeed } from "../../experiments/kit/seeds.ts";
import { RULES } from "../../hopfield/rules/index.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { meanAndDeviation } from "../../numeric/statistics.ts";
import { type Judged, measuredOver } from "../claim.ts";
import { sampleOf } from "../compare-means.ts";
import { show } from "../show.ts";
import type { Claim } from "./results.ts";
import { CHOSEN, type ChosenRule } from "./rules.ts";

/** Part of the largest basin that may be lost from one load to the next, a quarter of a pattern per connection away. */
const ABRUPT = 0.5;

/** How each rule is said to lose its basins. */
const GRADUAL = {
  [noise.name]: {
    words: "Basins of noise reduction with dilute wiring shrink gradually with load",
    of: "noiseBasins",
  },
  [signal.name]: { words: "Basins of signal reinforcement decrease progressively, not abruptly", of: "signalBasins" },
} as const;

export const BASINS_CLAIMS: readonly Claim[] = [
  ...CHOSEN.map(
    (rule): Claim => ({
      claim: `${GRADUAL[rule].words}: largest step over the largest basin (here: below ½)`,
      of: [GRADUAL[rule].of],
      relation: "<",
      published: ABRUPT,
      judge: ({ basins: [basins] }) => gradual(basins, rule),
    }),
  ),
  {
    claim: "Basins of signal reinforcement are larger than those of noise reduction: mean difference in e",
    of: ["largerBasins"],
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
  ...CHOSEN.map(
    (rule): Claim => ({
      claim: `Below 50 % of a pattern in the cue the inverse state is retrieved, ${RULES[rule].label}: mean final overlap from cues with 10 %`,
      of: ["inverse"],
      relation: "<",
      published: -0.7,
      judge({ inverse: [{ rows, spec }] }) {
        const at = (e: number) =>
          rows.filter((row) => row.rule === rule && row.flipped === e).map(({ overlap }) => overlap);
        const right = sampleOf(at(0.1));
        return {
          ...measuredOver(at(0.9)),
          explanation: `An overlap below −0.7 is a retrieved inverse. N = ${spec.neurons}, c = ${spec.inputs}, α = ${show(rows[0].load)}; from cues with 90 % the overlap is ${show(right.mean)}. Fields change sign with the state, so that both differ by ties alone.`,
        };
      },
    }),
  ),
  {
    claim:
      "Random networks forget everything beyond their critical load (amnesic transition): fraction retrieved at twice that load (here: below ½)",
    of: ["amnesia"],
    relation: "<",
    published: ABRUPT,
    judge({ amnesia: [{ rows, spec }] }) {
      const fractions = bySeed(rows).map((own) => atTwice(own));
      const list = groupBy(rows, ({ load }) => String(load)).map(
        (own) => `${show(sampleOf(own.map(({ retrieved }) => retrieved)).mean)} at α = ${show(own[0].load)}`,
      );
      return {
        ...measuredOver(fractions),
        explanation: `N = ${spec.neurons}, c = ${spec.inputs}; fraction of the patterns retrieved from themselves: ${list.join(", ")}. The critical load is the last one of each network at which 90 % are.`,
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

/** The fraction retrieved at the load nearest to twice the last one that is held. */
function atTwice(rows: readonly BasinsRow[]): number {
  const sorted = [...rows].sort((a, b) => a.load - b.load);
  const lost = sorted.findIndex(({ retrieved }) => retrieved < HELD);
  const critical = sorted[lost < 0 ? sorted.length - 1 : Math.max(0, lost - 1)].load;
  const away = ({ load }: BasinsRow) => Math.abs(load - 2 * critical);
  return sorted.reduce((a, b) => (away(b) < away(a) ? b : a)).retrieved;
}
