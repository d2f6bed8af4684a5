/** A rule with its parameters as a caller gives them. */
import { checkChoice } from "../../check/check.ts";
import { RULE_PARAMETER_NAMES, RULE_PARAMETERS, type Rule, type RuleParameter, ruleOf } from "./index.ts";

/** What a spec says of the parameters of rules, unchecked. */
export type GivenParameters = { readonly [Name in RuleParameter]?: unknown };

/**
 * Checks a rule with its parameters.
 *
 * @param rules  the names that are allowed.
 * @throws TypeError for another name or kind of value, RangeError for a value out of range or a parameter that the rule does not have.
 */
export function checkRule<Name extends Rule>(
  where: string,
  rule: unknown,
  given: GivenParameters,
  rules: readonly Name[],
): Name {
  const checked = checkChoice(`${where}: rule`, rule, rules);
  const { parameters, fixed } = ruleOf(checked);
  for (const name of RULE_PARAMETER_NAMES) {
    if (given[name] === undefined) continue;
    const value = checkParameter(where, name, given[name]);
    if (name in parameters || value === fixed[name]) continue;
    const allowed = fixed[name] === undefined ? "left out" : `${fixed[name]} or left out`;
    throw new RangeError(`${where}: ${name} must be ${allowed} for rule "${checked}", got ${value}`);
  }
  return checked;
}

/** A value of one parameter, whose rule is known to be there. */
export function checkParameter(where: string, name: RuleParameter, value: unknown): number {
  return RULE_PARAMETERS[name].kind.check(`${where}: ${name}`, value) as number;
}
