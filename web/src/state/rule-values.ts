/** What is set of the parameters of rules: all of those that a room has fields for, and those that are a rule's own. */
import { PARAMETERS, PARAMETERS_OF, type Rule, type RuleParameter, type RuleParametersSpec } from "../rules.data.ts";
import type { DeclaredField } from "./fields.ts";

export type RuleFields = Readonly<Partial<Record<RuleParameter, DeclaredField>>>;

/** The fields of a rule's own parameters. */
export function ownFields(rule: Rule, fields: RuleFields): readonly DeclaredField[] {
  return PARAMETERS_OF[rule].flatMap((name) => fields[name] ?? []);
}

/** Their values, as a spec has them; signals are read. */
export function ruleValues(rule: Rule, fields: RuleFields): RuleParametersSpec {
  return Object.fromEntries(PARAMETERS_OF[rule].flatMap((name) => (fields[name] ? [[name, fields[name].value]] : [])));
}

/** Values as options of the command line. */
export function ruleOptions(values: RuleParametersSpec): string[] {
  return Object.entries(values).map(([name, value]) => `${PARAMETERS[name as RuleParameter].flag} ${value}`);
}
