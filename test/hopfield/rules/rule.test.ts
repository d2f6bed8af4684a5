/** Parameters of the rewiring rules: where ε and κ apply, and their defaults. */
import { describe, expect, it } from "vitest";
import { checkRule } from "../../../src/hopfield/rules/check.ts";
import { RULE_NAMES, type SearchRule, searchOf } from "../../../src/hopfield/rules/index.ts";
import type { RuleValues } from "../../../src/hopfield/rules/rule.ts";

const valuesOf = (rule: SearchRule, given: RuleValues, nPatterns: number, nInputs: number, nNeurons = 100) =>
  searchOf(rule).values(given, { nPatterns, nInputs, nNeurons });

describe("rules", () => {
  it("ε is 0 for noise reduction, p/c for signal reinforcement unless given", () => {
    expect(valuesOf("noise", {}, 30, 10)).toEqual({ epsilon: 0 });
    expect(valuesOf("signal", {}, 30, 10)).toEqual({ epsilon: 3 });
    expect(valuesOf("signal", { epsilon: 0.5 }, 30, 10)).toEqual({ epsilon: 0.5 });
    expect(valuesOf("signal", { epsilon: 0 }, 30, 10)).toEqual({ epsilon: 0 });
  });

  it("κ is the margin rule's alone, and ε not its", () => {
    expect(valuesOf("margin", { margin: 1.25 }, 30, 10)).toEqual({ margin: 1.25 });
    expect(valuesOf("margin", {}, 30, 10)).toEqual({ margin: 0.7 });
    expect(checkRule("f", "margin", { margin: 0.5 }, RULE_NAMES)).toBe("margin");
    expect(() => checkRule("f", "noise", { margin: 0.5 }, RULE_NAMES)).toThrow(
      new RangeError('f: margin must be left out for rule "noise", got 0.5'),
    );
    expect(() => checkRule("f", "margin", { epsilon: 0 }, RULE_NAMES)).toThrow(
      /epsilon must be left out for rule "margin", got 0/,
    );
  });

  it("take ε only where it means something", () => {
    const check = (rule: string, epsilon?: unknown) => checkRule("f", rule, { epsilon }, RULE_NAMES);
    expect(check("signal", 2)).toBe("signal");
    expect(check("noise", 0)).toBe("noise");
    expect(check("random")).toBe("random");
    expect(() => check("noise", 1)).toThrow(new RangeError('f: epsilon must be 0 or left out for rule "noise", got 1'));
    expect(() => check("random", 0)).toThrow(/epsilon must be left out for rule "random", got 0/);
    expect(() => check("signal", -1)).toThrow(/f: epsilon must be a finite number ≥ 0, got -1/);
    expect(() => check("signal", Number.NaN)).toThrow(RangeError);
    expect(() => check("signal", "1")).toThrow(TypeError);
    expect(() => checkRule("f", "random", {}, ["noise", "signal"])).toThrow(
      /rule must be one of "noise", "signal", got "random"/,
    );
  });
});
