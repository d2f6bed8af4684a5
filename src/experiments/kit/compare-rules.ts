/** Rules held against each other, over their seeds. */
import type { Rule } from "../../hopfield/rules/index.ts";
import { type WelchTest, welchTest } from "../../numeric/statistics.ts";

/** A rule compared with another under the same conditions. */
export interface RuleComparison extends WelchTest {
  /** The other rule: differences are this summary's less its. */
  readonly rule: Rule;
}

/** Values of one rule, one of each seed, and under which conditions they were found. */
export interface RuleValues<Conditions extends { readonly rule: Rule }> {
  readonly common: Conditions;
  readonly values: readonly number[];
}

/** Welch's t-test against every other rule under the same conditions, where the values have spread. */
export function compareRules<Conditions extends { readonly rule: Rule }>(
  entry: RuleValues<Conditions>,
  all: readonly RuleValues<Conditions>[],
  isSame: (a: Conditions, b: Conditions) => boolean,
): RuleComparison[] {
  return all.flatMap(({ common, values }) => {
    if (common.rule === entry.common.rule || !isSame(common, entry.common)) return [];
    const test = welchTest(entry.values, values);
    return test === null ? [] : [{ rule: common.rule, ...test }];
  });
}
