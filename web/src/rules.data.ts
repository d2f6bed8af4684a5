/** The rules of connectivity as the page offers them, from the objects that declare them; runs while the page is built. */
import { flagOf } from "../../src/check/parameters.ts";
import {
  GROWTH_RULES as ALL_GROWTH_RULES,
  type RULES as DECLARED,
  type GrowthRuleName,
  parametersOfRule,
  RULE_NAMES,
  RULE_PARAMETER_NAMES,
  RULE_PARAMETERS,
  type Rule,
  type RuleParameter,
  ruleOf,
  SEARCH_RULES,
  type SearchRule,
  searchOf,
} from "../../src/hopfield/rules/index.ts";

export type {
  GrowthRuleName,
  Rule,
  RuleParameter,
  RuleParametersSpec,
  SearchRule,
} from "../../src/hopfield/rules/index.ts";
export { SEARCH_RULES };

/** A rule that needs no connectivity of the visitor's. */
export type FreeRule = { [Name in Rule]: (typeof DECLARED)[Name]["isGiven"] extends true ? never : Name }[Rule];
export const FREE_RULES = RULE_NAMES.filter((name): name is FreeRule => !ruleOf(name).isGiven);
/** Rules of growth but those that are a case of another, which a slider reaches. */
export const GROWTH_RULES: readonly GrowthRuleName[] = ALL_GROWTH_RULES.filter(
  (name) => Object.keys(ruleOf(name).fixed).length === 0,
);

export const LABELS = tableOf(RULE_NAMES, (name) => ruleOf(name).label);
/** Names of the parameters of each rule. */
export const PARAMETERS_OF = tableOf(RULE_NAMES, parametersOfRule);
export const PARAMETERS = tableOf(RULE_PARAMETER_NAMES, (name: RuleParameter) => {
  const { symbol, otherwise } = RULE_PARAMETERS[name];
  return { symbol, otherwise, flag: flagOf(name, RULE_PARAMETERS[name]) };
});

/** How each rule searches that does. */
export const SEARCHES = tableOf(SEARCH_RULES, (name: SearchRule) => {
  const { aim, firstSet, quickSweeps, schedule } = searchOf(name);
  const [sweeps = null] = Object.values(schedule.sweeps);
  if (sweeps === null) throw new TypeError(`rule ${name}: the lab says how long is searched, its solver must be told`);
  return { aim, firstSet, quickSweeps, sweeps, descents: schedule.descents };
});

function tableOf<Name extends string, Value>(
  names: readonly Name[],
  of: (name: Name) => Value,
): { readonly [One in Name]: Value } {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as { [One in Name]: Value };
}
