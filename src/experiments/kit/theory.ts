/** Theory of large networks beside what was measured: whether it speaks of a plan's networks, and its curves. */
import { RULE_PARAMETER_NAMES, type Rule, type RuleParametersSpec, ruleOf } from "../../hopfield/rules/index.ts";
import { criticalLoads, meanFields } from "../../hopfield/theory/index.ts";
import type { Point } from "../../plot/labels.ts";
import type { RulesPlan } from "./rules.ts";

/** What theory has to know of networks beside c/N and p/c. */
export interface TheoryConditions {
  /** Parameters of rules that are not at their defaults. */
  readonly values: RuleParametersSpec;
  /** Final overlap from which a pattern counts as retrieved; default 0.9. */
  readonly threshold?: number;
}

/** Plans of which theory may not speak: of other patterns than random ±1, other weights than Hebbian ones, at a temperature. */
interface Beyond {
  readonly patterns?: unknown;
  readonly patternKind?: unknown;
  readonly coding?: unknown;
  readonly learning?: unknown;
  readonly temperature?: number;
  readonly threshold?: number;
}

/** The conditions of a plan as an option of figures; none where theory says nothing of its networks. */
export function theoryConditions(plan: RulesPlan & Beyond): { readonly theory?: TheoryConditions } {
  const { patterns, patternKind, coding, learning, temperature, threshold } = plan;
  if (patterns ?? patternKind ?? coding ?? learning ?? temperature) return {};
  const values = Object.fromEntries(RULE_PARAMETER_NAMES.map((name) => [name, plan[name] ?? undefined]));
  return { theory: { values, ...(threshold !== undefined && threshold < 1 && { threshold }) } };
}

/** Curves end here: theory leaves out loops of connections, which make measured loads fall steeply beyond. */
const DENSEST = 0.5;
/** Points of a curve of theory. */
const POINTS = 16;

/** Whether a rule has a curve of its own: critical loads of unchosen connectivity are known, and drawn as such. */
function hasCurve(rule: Rule): boolean {
  return ruleOf(rule).theory !== null && ruleOf(rule).search !== null;
}

/** Critical loads α_c against c/N over the range of some densities: no points where theory has none, or there is one density. */
export function theoryLoads(rule: Rule, densities: readonly number[], conditions: TheoryConditions): Point[] {
  if (!hasCurve(rule)) return [];
  const range = between(Math.min(...densities), Math.min(DENSEST, Math.max(...densities)));
  return criticalLoads(rule, range, conditions).map(({ density, load }) => ({ x: density, y: load }));
}

/** Mean aligned fields against the load α at a density c/N. */
export function theoryFields(
  rule: Rule,
  density: number,
  loads: readonly number[],
  { values }: TheoryConditions,
): Point[] {
  if (!hasCurve(rule) || !(density < 1)) return [];
  const range = between(Math.min(...loads), Math.max(...loads));
  return meanFields(rule, density, range, values).map(({ load, mean }) => ({ x: load, y: mean }));
}

/** Numbers from one to another, evenly spaced in their logarithm. */
function between(least: number, most: number): number[] {
  if (!(most > least && least > 0)) return [];
  return Array.from({ length: POINTS }, (_, k) =>
    k === POINTS - 1 ? most : least * (most / least) ** (k / (POINTS - 1)),
  );
}
