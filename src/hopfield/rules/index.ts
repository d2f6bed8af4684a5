/** The rules of connectivity. A new one is a file beside these and a line in `RULES`; everything else follows from there. */
import { given } from "./given.ts";
import { margin } from "./margin.ts";
import { noise } from "./noise.ts";
import { random } from "./random.ts";
import type { ConnectivityRule, ConnectivitySearch, DeclaredRuleParameter, RuleGrowth, RuleValues } from "./rule.ts";
import { signal } from "./signal.ts";
import { strongest } from "./strongest.ts";

/** Every rule by its name, in the order in which tables and figures show them. */
export const RULES = named({
  random,
  given,
  noise,
  signal,
  margin,
  strongest,
});

/** The name of a rule. */
export type Rule = keyof typeof RULES;
/** The name of a rule that searches for connectivity. */
export type SearchRule = { [Name in Rule]: (typeof RULES)[Name]["search"] extends null ? never : Name }[Rule];
/** The name of a rule that can also lead the growth and pruning of connections. */
export type GrowthRuleName = {
  [Name in SearchRule]: (typeof RULES)[Name]["search"] extends { readonly growth: null } ? never : Name;
}[SearchRule];

type TablesOf<Name extends Rule> = { [One in Name]: (typeof RULES)[One]["parameters"] }[Name];
/** Names of parameters that any of some rules has. */
type ParametersOf<Name extends Rule> =
  TablesOf<Name> extends infer Table ? (Table extends Table ? keyof Table : never) : never;
/** The name of a parameter of some rule. */
export type RuleParameter = ParametersOf<Rule>;

/** What a spec says of the parameters of rules: ε of signal reinforcement, κ of the margin rule. */
export type RuleParametersSpec = { readonly [Name in RuleParameter]?: number };

export const RULE_NAMES: readonly Rule[] = Object.keys(RULES) as Rule[];
export const SEARCH_RULES: readonly SearchRule[] = RULE_NAMES.filter(isSearchRule);
export const GROWTH_RULES: readonly GrowthRuleName[] = SEARCH_RULES.filter(
  (name): name is GrowthRuleName => ruleOf(name).search?.growth !== null,
);

/** The parameters of all rules, in their order. */
export const RULE_PARAMETERS: { readonly [Name in RuleParameter]: DeclaredRuleParameter } = Object.assign(
  {},
  ...RULE_NAMES.map((name) => RULES[name].parameters),
);
export const RULE_PARAMETER_NAMES = Object.keys(RULE_PARAMETERS) as readonly RuleParameter[];

/** A rule of which only the name is known. */
export function ruleOf(name: Rule): ConnectivityRule {
  return RULES[name];
}

/** The search of a rule that has one. */
export function searchOf(name: SearchRule): ConnectivitySearch {
  return RULES[name].search;
}

/** The cost of a rule that can lead growth and pruning. */
export function growthOf(name: GrowthRuleName): RuleGrowth {
  return RULES[name].search.growth;
}

export function isSearchRule(name: Rule): name is SearchRule {
  return ruleOf(name).search !== null;
}

/** Names of the parameters that are a rule's own. */
export function parametersOfRule(name: Rule): readonly RuleParameter[] {
  return Object.keys(RULES[name].parameters) as RuleParameter[];
}

/** The symbol of a parameter in the papers. */
export function symbolOf(name: RuleParameter): string {
  return RULE_PARAMETERS[name].symbol;
}

/** The rules that have a parameter of their own. */
export function ownersOf(parameter: RuleParameter): readonly Rule[] {
  return RULE_NAMES.filter((name) => parametersOfRule(name).includes(parameter));
}

/** The first of some names whose rule keeps the caller's connectivity; there may be names of no rule among them. */
export function givenAmong(names: readonly string[]): Rule | undefined {
  return RULE_NAMES.find((name) => ruleOf(name).isGiven && names.includes(name));
}

/** Values as rows and results have them: all parameters of all rules, null where a rule has none. */
export function withNulls(values: RuleValues): Record<RuleParameter, number | null> {
  return Object.fromEntries(RULE_PARAMETER_NAMES.map((name) => [name, values[name] ?? null])) as Record<
    RuleParameter,
    number | null
  >;
}

/** Names stand once: the key of a rule in the table is the name that it has. */
function named<Table extends { readonly [Name in keyof Table]: ConnectivityRule & { readonly name: Name } }>(
  table: Table,
): Table {
  return Object.freeze(table);
}
