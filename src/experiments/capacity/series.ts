/** The lines of a capacity figure, from a summary of measured loads. */

import { NULL_MODEL_NAMES } from "../../hopfield/null-model-kinds.ts";
import { RULE_NAMES, RULES, type Rule } from "../../hopfield/rules/index.ts";
import { mix } from "../../plot/shade.ts";
import { INK } from "../../plot/style.ts";
import { showNumber } from "../../plot/words.ts";
import { withNullLabel } from "../kit/null-models.ts";
import type { CapacitySummary as Summary } from "./run.ts";

/** Capacity of one kind of network, over its seeds. */
export type CapacitySummary = Pick<
  Summary,
  | "neurons"
  | "inputs"
  | "rule"
  | "epsilon"
  | "seeds"
  | "load"
  | "loadDeviation"
  | "capacity"
  | "capacityDeviation"
  | "null"
>;

/** A line of a capacity figure: one rule, one N, and one ε where several were given for the same network. */
export interface CapacitySeries {
  readonly rule: Rule;
  readonly name: string;
  readonly color: string;
  readonly neurons: number;
  /** Index of N among all N in ascending order, which chooses the point symbol. */
  readonly symbol: number;
  /** Opacity of the line in (0, 1]: the smaller N, the fainter. */
  readonly opacity: number;
  /** Whether the name stands beside this line: of several N only the largest. */
  readonly isNamed: boolean;
  readonly seeds: readonly number[];
  /** Points in ascending order of density, at least one. */
  readonly points: readonly CapacityPoint[];
}

export interface CapacityPoint {
  /** Connection density c/N, in (0, 1). */
  readonly density: number;
  /** Critical load α_c = p_c/c, mean over seeds. */
  readonly load: number;
  /** Standard deviation of α_c over seeds. */
  readonly deviation: number;
}

const FAINTEST = 0.4;

/**
 * Groups a summary into lines, in the order of `RULES`, small N first.
 *
 * @param caller  function that took the summary, for messages.
 * @throws RangeError when no row has a finite load, or a value is out of range.
 */
export function capacitySeries(summary: readonly CapacitySummary[], caller: string): CapacitySeries[] {
  for (const row of summary) checkRow(row, caller);
  const rows = summary.filter(({ load }) => Number.isFinite(load));
  if (rows.length === 0) {
    throw new RangeError(`${caller}: summary must hold at least one finite load, got ${summary.length} rows without`);
  }
  const sizes = [...new Set(rows.map(({ neurons }) => neurons))].sort((a, b) => a - b);
  const series: CapacitySeries[] = [];
  for (const { rule, own, color } of kindsOf(rows)) {
    const ofRule = rows.filter((row) => row.rule === rule && (row.null ?? "none") === own);
    const label = withNullLabel(RULES[rule].label, { null: own });
    // ε may follow c along a line; it splits lines only where one network was measured with several.
    const networks = new Set(ofRule.map(({ neurons, inputs }) => `${neurons}/${inputs}`));
    const isSplit = networks.size < ofRule.length;
    const epsilons = isSplit
      ? [...new Set(ofRule.map(({ epsilon }) => epsilon))].sort((a, b) => (a ?? 0) - (b ?? 0))
      : [];
    const parts = isSplit
      ? epsilons.map((epsilon) => ({ epsilon, rows: ofRule.filter((row) => row.epsilon === epsilon) }))
      : [{ epsilon: null, rows: ofRule }];
    for (const part of parts) {
      const ownSizes = sizes.filter((neurons) => part.rows.some((row) => row.neurons === neurons));
      for (const neurons of ownSizes) {
        const own = part.rows.filter((row) => row.neurons === neurons).sort((a, b) => a.inputs - b.inputs);
        const symbol = sizes.indexOf(neurons);
        series.push({
          rule,
          name: part.epsilon === null ? label : `${label}, ε = ${showNumber(part.epsilon)}`,
          color,
          neurons,
          symbol,
          opacity: sizes.length === 1 ? 1 : FAINTEST + ((1 - FAINTEST) * symbol) / (sizes.length - 1),
          isNamed: neurons === ownSizes[ownSizes.length - 1],
          seeds: own.map(({ seeds }) => seeds),
          points: own.map(({ inputs, load, loadDeviation }) => ({
            density: inputs / neurons,
            load,
            deviation: Number.isFinite(loadDeviation) ? loadDeviation : 0,
          })),
        });
      }
    }
  }
  return series;
}

/** How dark the null models of a rule are drawn, in their order: towards ink, so that they differ from each other and from the rule. */
const DARKER = [0.35, 0.6, 0.8];

/** Rules, each with its null models behind it. */
function kindsOf(rows: readonly CapacitySummary[]) {
  return RULE_NAMES.flatMap((rule) =>
    (["none", ...NULL_MODEL_NAMES] as const)
      .filter((own) => rows.some((row) => row.rule === rule && (row.null ?? "none") === own))
      .map((own) => {
        const { color } = RULES[rule];
        return { rule, own, color: own === "none" ? color : mix(color, INK, DARKER[NULL_MODEL_NAMES.indexOf(own)]) };
      }),
  );
}

function checkRow(row: CapacitySummary, caller: string): void {
  if (!RULE_NAMES.includes(row.rule)) {
    throw new RangeError(`${caller}: rule must be one of ${RULE_NAMES.join(", ")}, got ${JSON.stringify(row.rule)}`);
  }
  for (const name of ["neurons", "inputs", "seeds"] as const) {
    if (!(row[name] > 0 && Number.isFinite(row[name]))) {
      throw new RangeError(`${caller}: ${name} must be a finite number > 0, got ${row[name]}`);
    }
  }
  for (const name of ["load", "loadDeviation"] as const) {
    if (row[name] < 0) throw new RangeError(`${caller}: ${name} must be ≥ 0, got ${row[name]}`);
  }
}
