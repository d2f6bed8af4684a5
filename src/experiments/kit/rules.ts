/** The rules an experiment compares, and their parameters: the one place that knows which rule takes which. */
import { checkChoice } from "../../check/check.ts";
import { listOf, unique } from "../../check/lists.ts";
import { type AnnealPlan, type AnnealSpec, planAnneal } from "../../hopfield/anneal.ts";
import {
  checkRule,
  epsilonOf,
  isSearchRule,
  marginOf,
  RULES,
  type Rule,
  type SearchRule,
} from "../../hopfield/rules/rule.ts";
import { meanAndDeviation } from "../../numeric/statistics.ts";

/** The part of a spec that says how connectivity is chosen. */
export interface RulesSpec {
  readonly rule: Rule | readonly Rule[];
  /** ε of signal reinforcement; default p/c, following the load. */
  readonly epsilon?: number;
  /** κ of the margin rule; default 0.85 (1 − c/N)^{3/2}, see `rewire`. */
  readonly margin?: number;
}

export const RULES_KEYS = ["rule", "epsilon", "margin"] as const;

/** A `RulesSpec` with its defaults filled in. */
export interface RulesPlan {
  readonly rule: readonly Rule[];
  readonly epsilon: number | null;
  /** There when the margin rule is; null for the default. */
  readonly margin?: number | null;
}

/** How each rule of a plan is searched. */
export interface SearchesPlan {
  /** Of the rules with an ε. */
  readonly anneal: AnnealPlan;
  /** Of the margin rule, there when it is. */
  readonly marginAnneal?: AnnealPlan;
}

/** Parameters of one rule at one load, as rows carry them; null where the rule has none. */
export interface RuleParameters {
  readonly epsilon: number | null;
  /** κ, in rows of a plan that has the margin rule. */
  readonly margin?: number | null;
  /** a, in rows of a plan that has one. */
  readonly codingLevel?: number;
}

/** Their columns among the first of tables. */
export const PARAMETER_COLUMNS = ["epsilon"] as const;

/**
 * Columns of a table of a plan: κ and the coding level come last and only in plans that have them, so that others find theirs where
 * they were.
 */
export function withMargin(
  columns: readonly string[],
  { rule, coding }: Pick<RulesPlan, "rule"> & { readonly coding?: unknown },
): readonly string[] {
  return [...columns, ...(rule.includes("margin") ? ["margin"] : []), ...(coding ? ["codingLevel"] : [])];
}

/** Validates the rules of a spec. */
export function planRules(where: string, spec: RulesSpec): RulesPlan {
  const rules = listOf(`${where}: rule`, spec.rule).map((rule) => checkChoice(`${where}: rule`, rule, RULES));
  if (spec.epsilon !== undefined && !rules.includes("signal")) {
    throw new RangeError(`${where}: epsilon must be left out unless rule has "signal", got ${spec.epsilon}`);
  }
  if (spec.margin !== undefined && !rules.includes("margin")) {
    throw new RangeError(`${where}: margin must be left out unless rule has "margin", got ${spec.margin}`);
  }
  for (const rule of rules) {
    const epsilon = rule === "signal" ? spec.epsilon : undefined;
    checkRule(where, rule, epsilon, RULES, rule === "margin" ? spec.margin : undefined);
  }
  const margin = rules.includes("margin") && { margin: spec.margin ?? null };
  return { rule: unique(rules), epsilon: spec.epsilon ?? null, ...margin };
}

/** Validates the annealer's part of a spec, for each of its rules. */
export function planSearches(where: string, spec: AnnealSpec, { rule }: RulesPlan): SearchesPlan {
  const marginAnneal = rule.includes("margin") && { marginAnneal: planAnneal(where, spec, true) };
  return { anneal: planAnneal(where, spec), ...marginAnneal };
}

/** A rule's parameters at a load. */
export function parametersOf(
  plan: RulesPlan & { readonly neurons: number; readonly coding?: { readonly codingLevel: number } },
  rule: Rule,
  nPatterns: number,
  nInputs: number,
): RuleParameters {
  const { epsilon, margin } = isSearchRule(rule)
    ? searchCost(plan, rule, nPatterns, nInputs)
    : { epsilon: null, margin: null };
  return {
    epsilon,
    ...(plan.rule.includes("margin") && { margin }),
    ...(plan.coding && { codingLevel: plan.coding.codingLevel }),
  };
}

/** The cost that a search minimises, as `rewireNetwork` takes it. */
export function searchCost(
  plan: RulesPlan & { readonly neurons: number },
  rule: SearchRule,
  nPatterns: number,
  nInputs: number,
): { readonly epsilon: number | null; readonly margin: number | null } {
  return {
    epsilon: epsilonOf(rule, plan.epsilon ?? undefined, nPatterns, nInputs),
    margin: marginOf(rule, plan.margin ?? undefined, nInputs, plan.neurons),
  };
}

/** Mean parameters over rows of one rule. */
export function meanParameters(rows: readonly RuleParameters[]): RuleParameters {
  const mean = (values: readonly (number | null)[]): number | null =>
    values[0] === null ? null : meanAndDeviation(values.map((value) => value ?? 0)).mean;
  const epsilon = mean(rows.map((row) => row.epsilon));
  const { margin, codingLevel } = rows[0];
  return {
    epsilon,
    ...(margin !== undefined && { margin: mean(rows.map((row) => row.margin ?? null)) }),
    ...(codingLevel !== undefined && { codingLevel }),
  };
}
