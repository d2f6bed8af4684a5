/** Claims about basins of attraction and how they shrink with the load. */

import { groupBy } from "../../check/lists.ts";
import type { BasinsResult, BasinsRow } from "../../experiments/basins/run.ts";
import { meanAndDeviation, meanAndSpread } from "../../numeric/statistics.ts";
import { show } from "../show.ts";
import type { ChosenRule } from "./loads.ts";
import type { Claim, Found } from "./results.ts";

/** Part of the largest basin that may be lost from one load to the next, a quarter of a pattern per connection away. */
const ABRUPT = 0.5;

export const BASINS_CLAIMS: readonly Claim[] = [
  {
    claim:
      "Basins of noise reduction with dilute wiring shrink gradually with load: largest step over the largest basin (here: below ½)",
    relation: "<",
    published: ABRUPT,
    needs: ["basins"],
    judge: ({ basins }) => gradual(basins, "noise"),
  },
  {
    claim:
      "Basins of signal reinforcement decrease progressively, not abruptly: largest step over the largest basin (here: below ½)",
    relation: "<",
    published: ABRUPT,
    needs: ["basins"],
    judge: ({ basins }) => gradual(basins, "signal"),
  },
  {
    claim: "Basins of signal reinforcement are larger than those of noise reduction: mean difference in e",
    relation: ">",
    published: 0,
    needs: ["basins"],
    judge({ basins }) {
      const differences = groupBy(basins.rows, ({ seed }) => String(seed)).map((rows) => {
        const [noise, signal] = [basinsOf(rows, "noise"), basinsOf(rows, "signal")];
        return meanAndDeviation(noise.map(({ edge }, k) => signal[k].edge - edge)).mean;
      });
      const [measured, spread] = meanAndSpread(differences);
      const [noise, signal] = (["noise", "signal"] as const).map((rule) => basinsOf(basins.rows, rule));
      const lists = noise.map(
        ({ load, edge }, k) => `${showEdge(signal[k].edge)} against ${showEdge(edge)} at α = ${show(load)}`,
      );
      return {
        measured,
        spread,
        seeds: differences.length,
        explanation: `Largest fraction of flipped neurons from which 90 % of the patterns are retrieved: ${lists.join(", ")}.`,
      };
    },
  },
];

function basinsOf(rows: readonly BasinsRow[], rule: string): { readonly load: number; readonly edge: number }[] {
  const own = rows.filter((row) => row.rule === rule);
  return groupBy(own, ({ patterns }) => String(patterns))
    .map((loaded) => ({
      load: loaded[0].load,
      edge: meanAndDeviation(groupBy(loaded, ({ seed }) => String(seed)).map(edgeOf)).mean,
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

function gradual({ rows, spec }: BasinsResult, rule: ChosenRule): Found {
  const step = (own: readonly BasinsRow[]): number => {
    const edges = basinsOf(own, rule).map(({ edge }) => edge);
    return Math.max(...edges.slice(1).map((edge, k) => edges[k] - edge)) / Math.max(...edges);
  };
  const [measured, spread] = meanAndSpread(groupBy(rows, ({ seed }) => String(seed)).map(step));
  const list = basinsOf(rows, rule).map(({ load, edge }) => `${showEdge(edge)} at α = ${show(load)}`);
  return {
    measured,
    spread,
    seeds: spec.seeds,
    explanation: `N = ${spec.neurons}, c/N = ${show(spec.inputs / spec.neurons)}; basins: ${list.join(", ")}.`,
  };
}

/** Writes a size of a basin with two digits, since sizes are measured to a hundredth. */
function showEdge(value: number): string {
  return value.toFixed(2);
}
