/** The rules an experiment compares, and their parameters. */
import { checkChoice } from "../../check/check.ts";
import { listOf, unique } from "../../check/lists.ts";
import { ANNEALING, type AnnealPlan, type AnnealSpec, planAnneal } from "../../hopfield/anneal.ts";
import { searchValuesOf } from "../../hopfield/rewire.ts";
import { checkParameter } from "../../hopfield/rules/check.ts";
import {
  isSearchRule,
  ownersOf,
  parametersOfRule,
  RULE_NAMES,
  RULE_PARAMETER_NAMES,
  type Rule,
  type RuleParameter,
  type RuleParametersSpec,
  type SearchRule,
  searchOf,
} from "../../hopfield/rules/index.ts";
import type { RuleValues } from "../../hopfield/rules/rule.ts";
import { meanAndDeviation } from "../../numeric/statistics.ts";

/** The part of a spec that says how connectivity is chosen; its parameters are declared by the rules. */
export interface RulesSpec extends RuleParametersSpec {
  readonly rule: Rule | readonly Rule[];
}

/** Parameters that have their column among the first of every table; those of other rules come last, where there are such rules. */
export const PARAMETER_COLUMNS = ["epsilon"] as const satisfies readonly RuleParameter[];
type FirstParameter = (typeof PARAMETER_COLUMNS)[number];

/** A value of each parameter, null for none; but for the first columns only where a rule of the plan has the parameter. */
type ParameterColumns = { readonly [Name in FirstParameter]: number | null } & {
  readonly [Name in Exclude<RuleParameter, FirstParameter>]?: number | null;
};

/** A `RulesSpec` with its defaults filled in; a parameter is null where its default holds. */
export interface RulesPlan extends ParameterColumns {
  readonly rule: readonly Rule[];
}

/** How the rules of a plan are searched: most of them by `anneal`, those with a schedule of their own by a plan of their own. */
export interface SearchesPlan extends OwnSearches {
  readonly anneal: AnnealPlan;
}
type OwnSearches = { readonly [Own in `${SearchRule}Anneal`]?: AnnealPlan };

/** Parameters of one rule at one load, as rows carry them; null where the rule has none. */
export interface RuleParameters extends ParameterColumns {
  /** Coding level a; left out where the plan has none. */
  readonly codingLevel?: number;
}

/** Names of the parameters that rows of these rules have. */
function namesFor(rules: readonly Rule[]): readonly RuleParameter[] {
  return RULE_PARAMETER_NAMES.filter(
    (name) => isFirst(name) || rules.some((rule) => parametersOfRule(rule).includes(name)),
  );
}

function isFirst(name: RuleParameter): boolean {
  return (PARAMETER_COLUMNS as readonly RuleParameter[]).includes(name);
}

/** Parameters by name, as rows and plans of these rules have them. */
export function parameterColumns(
  rules: readonly Rule[],
  of: (name: RuleParameter) => number | null | undefined,
): ParameterColumns {
  return Object.fromEntries(namesFor(rules).map((name) => [name, of(name) ?? null])) as unknown as ParameterColumns;
}

/** The values that a plan or row has, by name. */
export function givenIn(row: ParameterColumns): RuleValues {
  return Object.fromEntries(RULE_PARAMETER_NAMES.map((name) => [name, row[name] ?? undefined]));
}

/** The parameters that a row or summary has, with its coding level. */
export function parametersIn(row: RuleParameters): RuleParameters {
  const names = [...RULE_PARAMETER_NAMES, "codingLevel"] as const;
  return Object.fromEntries(
    names.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])),
  ) as unknown as RuleParameters;
}

/**
 * Columns of a table of a plan: parameters other than the first and the coding level come last and only in plans that have them, so that
 * others find theirs where they were.
 */
export function withParameters(
  columns: readonly string[],
  { rule, coding }: Pick<RulesPlan, "rule"> & { readonly coding?: unknown },
): readonly string[] {
  return [...columns, ...namesFor(rule).filter((name) => !isFirst(name)), ...(coding ? ["codingLevel"] : [])];
}

/** Validates the rules of a spec. */
export function planRules(where: string, spec: RulesSpec): RulesPlan {
  const rules = listOf(`${where}: rule`, spec.rule).map((rule) => checkChoice(`${where}: rule`, rule, RULE_NAMES));
  for (const name of RULE_PARAMETER_NAMES) checkOwned(where, name, spec[name], rules);
  for (const name of RULE_PARAMETER_NAMES) if (spec[name] !== undefined) checkParameter(where, name, spec[name]);
  return { rule: unique(rules), ...parameterColumns(rules, (name) => spec[name]) };
}

/** Refuses a parameter that none of the rules has. */
export function checkOwned(where: string, name: RuleParameter, value: unknown, rules: readonly Rule[]): void {
  const owners = ownersOf(name);
  if (value === undefined || owners.some((owner) => rules.includes(owner))) return;
  const named = owners.map((owner) => `"${owner}"`).join(" or ");
  throw new RangeError(`${where}: ${name} must be left out unless rule has ${named}, got ${String(value)}`);
}

/** Validates the part of a spec that says how long is searched, for each of its rules. */
export function planSearches(
  where: string,
  spec: AnnealSpec,
  { rule: rules }: Pick<RulesPlan, "rule">,
  {
    neurons,
    inputs,
    connectivity,
  }: { readonly neurons: number; readonly inputs: readonly number[]; readonly connectivity?: unknown },
): SearchesPlan {
  const searched = rules.filter(isSearchRule).map((name) => ({ name, search: searchOf(name) }));
  const { search, effort, ...dense } = spec;
  const own = searched.flatMap((one) => {
    const key = ownSearch(one.name);
    return key === undefined ? [] : [[key, planAnneal(where, dense, one)] as const];
  });
  const networks = { nNeurons: neurons, inputs: connectivity === undefined ? inputs : [], rules: searched };
  return { anneal: planAnneal(where, spec, undefined, networks), ...(Object.fromEntries(own) as OwnSearches) };
}

/** Key of a rule's own search in a plan; undefined where the rule is searched by `anneal`. */
function ownSearch(rule: SearchRule): keyof OwnSearches | undefined {
  return searchOf(rule).schedule === ANNEALING ? undefined : `${rule}Anneal`;
}

/** The plan by which one rule is searched. */
export function searchPlanOf(plan: SearchesPlan, rule: SearchRule): AnnealPlan {
  const key = ownSearch(rule);
  return (key && plan[key]) ?? plan.anneal;
}

/** A rule's parameters at a load. */
export function parametersOf(
  plan: RulesPlan & SearchesPlan & { readonly neurons: number; readonly coding?: { readonly codingLevel: number } },
  rule: Rule,
  nPatterns: number,
  nInputs: number,
): RuleParameters {
  const values = isSearchRule(rule) ? searchValues(plan, rule, nPatterns, nInputs) : {};
  return {
    ...parameterColumns(plan.rule, (name) => values[name]),
    ...(plan.coding && { codingLevel: plan.coding.codingLevel }),
  };
}

/** All parameters of a search, as `rewireNetwork` takes them. */
export function searchValues(
  plan: RulesPlan & SearchesPlan & { readonly neurons: number },
  rule: SearchRule,
  nPatterns: number,
  nInputs: number,
): RuleValues {
  const size = { nNeurons: plan.neurons, nPatterns, nInputs };
  return searchValuesOf(rule, searchPlanOf(plan, rule), givenIn(plan), size);
}

/** Mean parameters over rows of one rule. */
export function meanParameters(rows: readonly RuleParameters[]): RuleParameters {
  const [{ codingLevel, ...first }] = rows.map(parametersIn);
  const mean = (name: RuleParameter): number | null =>
    first[name] === null ? null : meanAndDeviation(rows.map((row) => row[name] ?? 0)).mean;
  const means = Object.keys(first).map((name) => [name, mean(name as RuleParameter)]);
  return { ...(Object.fromEntries(means) as ParameterColumns), ...(codingLevel !== undefined && { codingLevel }) };
}
