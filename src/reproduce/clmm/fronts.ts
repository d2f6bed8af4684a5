/** Claims about the Pareto front of motion against effort. */
import { rankCorrelation } from "../../numeric/statistics.ts";
import { measuredOver } from "../claim.ts";
import { show } from "../show.ts";
import { together } from "./optimality.ts";
import type { Claim, Results } from "./results.ts";

/** The part of J by which rounding alone may make it exceed the bound. */
const ROUNDING = 1e-8;

export const FRONT_CLAIMS: readonly Claim[] = [
  {
    claim: "Pareto front: the more control costs, the more motion is left: rank correlation of motion with μ",
    relation: "≈",
    published: 1,
    of: ["pareto"],
    judge({ fronts }) {
      const ranks = fronts.map(({ rows }) =>
        rankCorrelation(
          rows.map(({ controlWeight }) => controlWeight),
          rows.map(({ motion }) => motion),
        ),
      );
      const list = fronts.map(({ rows }) => {
        const [first, last] = [rows[0], rows[rows.length - 1]];
        return `from ${show(first.motion)} (effort ${show(first.effort)}) to ${show(last.motion)} (${show(last.effort)})`;
      });
      return {
        ...measuredOver(ranks),
        optimality: together(fronts),
        explanation: `${fronts.length} networks; motion for μ from ${fronts[0].rows[0].controlWeight} to ${last(fronts[0].rows).controlWeight}: ${list.join("; ")}. Effort falls as motion rises.`,
      };
    },
  },
  {
    claim:
      "J(μ) is concave: how far any J lies above what the controls of another μ prove possible, over J, in steps of one length (here: below 10⁻⁸)",
    relation: "<",
    published: ROUNDING,
    of: ["pareto", "cost"],
    judge({ fronts, map }) {
      const all = [...fronts, ...map];
      const rows = all.flatMap((front) => front.rows);
      const mended = rows.filter(({ isMended }) => isMended);
      const list = mended
        .slice(0, 4)
        .map(({ controlWeight, discount, firstGridCost, gridCost }) => {
          const part = show(100 * (firstGridCost / gridCost - 1));
          return `μ = ${controlWeight}, λ = ${discount}: ${firstGridCost.toPrecision(5)} → ${gridCost.toPrecision(5)} (${part} %)`;
        })
        .join("; ");
      return {
        measured: Math.max(0, ...rows.map(({ excess, gridCost }) => excess / gridCost)),
        condition: "at global minima",
        optimality: together(all),
        explanation: `${rows.length} minima on ${all.length} fronts. Of those first found, ${mended.length} broke the rule and so were only local; solved again from the controls of other μ they ended lower${mended.length > 0 ? `: ${list}` : ""}.`,
      };
    },
  },
];

function last(rows: Results["fronts"][number]["rows"]) {
  return rows[rows.length - 1];
}
