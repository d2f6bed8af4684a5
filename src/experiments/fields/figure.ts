/**
 * The figure of aligned local fields: how ξ_i^ν h_i^ν is distributed over neurons and stored patterns, for connectivity
 * chosen by different rules. A field that is not positive makes its pattern unstable.
 */
import { RULES, type Rule, ruleOf } from "../../hopfield/rules/index.ts";
import { type FigureOptions, panelFigure } from "../../plot/panels.ts";
import { capitalize, showNumber } from "../../plot/words.ts";
import { distributionsPanel } from "./distributions.ts";

/** Aligned local fields ξ_i^ν h_i^ν in a network of one rule. */
export interface FieldDistribution {
  readonly rule: Rule;
  /** Aligned local fields ξ_i^ν h_i^ν of neurons and patterns, f64 in any order. */
  readonly fields: Float64Array;
}

export interface FieldsFigureOptions extends FigureOptions {
  readonly nNeurons: number;
  readonly nPatterns: number;
  /** Number of inputs of each neuron, c. */
  readonly inputs: number;
}

/**
 * Draws the distributions over each other, a name beside each.
 *
 * @throws TypeError when there is no document; RangeError when there is no field to draw.
 */
export function fieldsFigure(distributions: readonly FieldDistribution[], options: FieldsFigureOptions): SVGSVGElement {
  const { nNeurons, nPatterns, inputs, ...rest } = options;
  const drawn = distributions.filter(({ fields }) => fields.length > 0);
  if (drawn.length === 0) throw new RangeError("fieldsFigure: distributions must hold at least one field, got none");
  const rows = drawn.map(({ rule, fields }) => ({ rule, histogram: countsOf(fields, inputs) }));
  return panelFigure({
    ...rest,
    title: finding(drawn[0], drawn[drawn.length - 1]),
    subtitle: `N = ${nNeurons}, c = ${inputs}, p = ${nPatterns} (load ${showNumber(nPatterns / inputs)}); distribution over neurons and stored patterns`,
    width: 800,
    height: 400,
    panels: [distributionsPanel(rows)],
  });
}

/** How often each value occurs: c·ξh is an integer with the parity of c·p, so values are 2/c apart. */
function countsOf(fields: Float64Array, inputs: number) {
  const step = 2 / inputs;
  const first = fields.reduce((least, field) => Math.min(least, field));
  const counts: number[] = [];
  for (const field of fields) {
    const at = Math.round((field - first) / step);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { first, step, counts: Array.from(counts, (count) => count ?? 0) };
}

function finding(first: FieldDistribution, last: FieldDistribution): string {
  const unstable = ({ fields }: FieldDistribution) =>
    percent(fields.filter((field) => !(field > 0)).length / fields.length);
  const name = RULES[last.rule].label;
  if (first === last) return `With ${name} connectivity ${unstable(last)} of the aligned fields are unstable`;
  const who = ruleOf(last.rule).unchosen ? `${name} connectivity` : name;
  return `${capitalize(who)} leaves ${unstable(last)} of the aligned fields unstable, ${RULES[first.rule].label} connectivity ${unstable(first)}`;
}

function percent(part: number): string {
  if (part === 0) return "none";
  const percent = 100 * part;
  return `${percent >= 10 ? percent.toFixed(0) : percent >= 0.1 ? percent.toFixed(1) : percent.toPrecision(1)} %`;
}
