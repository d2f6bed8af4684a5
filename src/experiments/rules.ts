/** The rules an experiment compares, and their parameters: the one place that knows which rule takes which. */
import { checkChoice } from "../check.ts";
import { checkRule, epsilonOf, RULES, type Rule, type SearchRule } from "../hopfield/rule.ts";
import { meanAndDeviation } from "../statistics.ts";
import { listOf, unique } from "./lists.ts";

/** The part of a spec that says how connectivity is chosen. */
export interface RulesSpec {
  readonly rule: Rule | readonly Rule[];
  /** ε of signal reinforcement; default p/c, following the load. */
  readonly epsilon?: number;
}

export const RULES_KEYS = ["rule", "epsilon"] as const;

/** A `RulesSpec` with its defaults filled in. */
export interface RulesPlan {
  readonly rule: readonly Rule[];
  readonly epsilon: number | null;
}

/** Parameters of one rule at one load, as rows carry them; null where the rule has none. */
export interface RuleParameters {
  readonly epsilon: number | null;
}

/** Their columns in tables. */
export const PARAMETER_COLUMNS = ["epsilon"] as const;

/** Validates the rules of a spec. */
export function planRules(where: string, spec: RulesSpec): RulesPlan {
  const rules = listOf(`${where}: rule`, spec.rule).map((rule) => checkChoice(`${where}: rule`, rule, RULES));
  if (spec.epsilon !== undefined && !rules.includes("signal")) {
    throw new RangeError(`${where}: epsilon must be left out unless rule has "signal", got ${spec.epsilon}`);
  }
  for (const rule of rules) checkRule(where, rule, rule === "signal" ? spec.epsilon : undefined, RULES);
  return { rule: unique(rules), epsilon: spec.epsilon ?? null };
}

/** A rule's parameters at a load. */
export function parametersOf(plan: RulesPlan, rule: Rule, nPatterns: number, nInputs: number): RuleParameters {
  return { epsilon: rule === "random" ? null : epsilonOf(rule, plan.epsilon ?? undefined, nPatterns, nInputs) };
}

/** The cost that a search minimises, as `rewireNetwork` takes it. */
export function searchCost(plan: RulesPlan, rule: SearchRule, nPatterns: number, nInputs: number): { epsilon: number } {
  return { epsilon: epsilonOf(rule, plan.epsilon ?? undefined, nPatterns, nInputs) };
}

/** Mean parameters over rows of one rule. */
export function meanParameters(rows: readonly RuleParameters[]): RuleParameters {
  const mean = (values: readonly (number | null)[]): number | null =>
    values[0] === null ? null : meanAndDeviation(values.map((value) => value ?? 0)).mean;
  return { epsilon: mean(rows.map(({ epsilon }) => epsilon)) };
}
