/** What Welch's tests between rules say, in one line of text. */
import { RULES, type Rule } from "../../hopfield/rules/index.ts";

/** Rules compared at one place: a load, or a number of inputs. */
interface Compared {
  readonly rule: Rule;
  readonly against: readonly { readonly rule: Rule; readonly difference: number; readonly p: number }[];
}

const SIGNIFICANT = 0.05;

/**
 * A line of what Welch's tests say of every two rules; none when there is nothing to test.
 *
 * @param places  what each summary stands for: "loads".
 */
export function comparisonLine(summary: readonly Compared[], places: string): string {
  const rules = [...new Set(summary.map(({ rule }) => rule))];
  const said = rules.flatMap((rule, k) =>
    rules.slice(0, k).flatMap((other) => {
      const tests = summary
        .filter((entry) => entry.rule === rule)
        .flatMap(({ against }) => against.filter((test) => test.rule === other));
      if (tests.length === 0) return [];
      const more = tests.filter(({ p, difference }) => p < SIGNIFICANT && difference > 0).length;
      const fewer = tests.filter(({ p, difference }) => p < SIGNIFICANT && difference < 0).length;
      const pairs = [
        [`${RULES[rule].label} > ${RULES[other].label}`, more],
        [`${RULES[other].label} > ${RULES[rule].label}`, fewer],
      ] as const;
      // what is asked first is said even when the answer is no
      const found = pairs.filter(([, count], k) => count > 0 || (k === 0 && fewer === 0));
      return found.map(([pair, count]) => `${pair} at ${count} of ${tests.length}`);
    }),
  );
  return said.length === 0 ? "" : `\nWelch's t-test, p < ${SIGNIFICANT}, over ${places}: ${said.join("; ")}\n`;
}
