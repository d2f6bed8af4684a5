import { describe, expect, it } from "vitest";
import { checkRule, epsilonOf, marginOf, RULES } from "../../../src/hopfield/rules/rule.ts";

describe("rules", () => {
  it("ε is 0 for noise reduction, p/c for signal reinforcement unless given", () => {
    expect(epsilonOf("noise", undefined, 30, 10)).toBe(0);
    expect(epsilonOf("signal", undefined, 30, 10)).toBe(3);
    expect(epsilonOf("signal", 0.5, 30, 10)).toBe(0.5);
    expect(epsilonOf("signal", 0, 30, 10)).toBe(0);
  });

  it("κ is the margin rule's alone, and ε not its", () => {
    expect(epsilonOf("margin", undefined, 30, 10)).toBeNull();
    expect(marginOf("signal", undefined, 10, 100)).toBeNull();
    expect(marginOf("margin", 1.25, 10, 100)).toBe(1.25);
    expect(marginOf("margin", undefined, 10, 100)).toBe(0.7);
    expect(checkRule("f", "margin", undefined, RULES, 0.5)).toBe("margin");
    expect(() => checkRule("f", "noise", undefined, RULES, 0.5)).toThrow(
      new RangeError('f: margin must be left out for rule "noise", got 0.5'),
    );
    expect(() => checkRule("f", "margin", 0, RULES)).toThrow(/epsilon must be left out for rule "margin", got 0/);
  });

  it("take ε only where it means something", () => {
    expect(checkRule("f", "signal", 2, RULES)).toBe("signal");
    expect(checkRule("f", "noise", 0, RULES)).toBe("noise");
    expect(checkRule("f", "random", undefined, RULES)).toBe("random");
    expect(() => checkRule("f", "noise", 1, RULES)).toThrow(
      new RangeError('f: epsilon must be 0 or left out for rule "noise", got 1'),
    );
    expect(() => checkRule("f", "random", 0, RULES)).toThrow(/epsilon must be left out for rule "random", got 0/);
    expect(() => checkRule("f", "signal", -1, RULES)).toThrow(/f: epsilon must be a finite number ≥ 0, got -1/);
    expect(() => checkRule("f", "signal", Number.NaN, RULES)).toThrow(RangeError);
    expect(() => checkRule("f", "signal", "1", RULES)).toThrow(TypeError);
    expect(() => checkRule("f", "random", undefined, ["noise", "signal"])).toThrow(
      /rule must be one of "noise", "signal", got "random"/,
    );
  });
});
