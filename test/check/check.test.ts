/** Checks of arguments: messages name the argument, the rule and the value, and suggest known words. */
import { describe, expect, it } from "vitest";
import { checkChoice, checkInteger, checkKeys, checkNumber, nearestWord, show } from "../../src/check/check.ts";

describe("checks of arguments", () => {
  it("name the argument, the rule and the value", () => {
    expect(checkInteger("f: n", 5, 1, 10)).toBe(5);
    expect(() => checkInteger("f: n", 11, 1, 10)).toThrow(new RangeError("f: n must be an integer in [1, 10], got 11"));
    expect(() => checkInteger("f: n", 0, 1)).toThrow(new RangeError("f: n must be an integer ≥ 1, got 0"));
    expect(() => checkInteger("f: n", 1.5, 1)).toThrow(new RangeError("f: n must be an integer ≥ 1, got 1.5"));
    expect(() => checkInteger("f: n", Number.NaN, 1)).toThrow(new RangeError("f: n must be an integer ≥ 1, got NaN"));
    expect(() => checkInteger("f: n", 2 ** 53, 1)).toThrow(RangeError);
    expect(() => checkInteger("f: n", "3", 1)).toThrow(new TypeError('f: n must be an integer, got "3"'));
    expect(() => checkInteger("f: n", 3n, 1)).toThrow(TypeError);
    expect(() => checkInteger("f: n", undefined, 1)).toThrow(new TypeError("f: n must be an integer, got undefined"));
    expect(checkNumber("f: x", 0, 0)).toBe(0);
    expect(() => checkNumber("f: x", 0, 0, true)).toThrow(new RangeError("f: x must be a finite number > 0, got 0"));
    expect(() => checkNumber("f: x", -0.1, 0)).toThrow(new RangeError("f: x must be a finite number ≥ 0, got -0.1"));
    expect(() => checkNumber("f: x", Number.POSITIVE_INFINITY)).toThrow("f: x must be a finite number, got Infinity");
    expect(() => checkNumber("f: x", Number.NaN, 0)).toThrow("got NaN");
    expect(() => checkNumber("f: x", "1", 0)).toThrow(new TypeError('f: x must be a number, got "1"'));
    expect(checkChoice("f: rule", "noise", ["noise", "signal"])).toBe("noise");
    expect(() => checkChoice("f: rule", "quiet", ["noise", "signal"])).toThrow(
      new TypeError('f: rule must be one of "noise", "signal", got "quiet"'),
    );
  });

  it("name the known key nearest to an unknown one", () => {
    const known = ["inputs", "rule", "temperatures"];
    expect(() => checkKeys("f: spec", { inputs: 1, rule: 2 }, known)).not.toThrow();
    expect(() => checkKeys("f: spec", { input: 1 }, known)).toThrow(
      new TypeError('f: spec: unknown key "input"; did you mean "inputs"?'),
    );
    expect(() => checkKeys("f: spec", { temperature: 1 }, known)).toThrow('did you mean "temperatures"?');
    expect(() => checkKeys("f: spec", { banana: 1 }, known)).toThrow(
      'unknown key "banana"; known are inputs, rule, temperatures',
    );
    expect(() => checkKeys("f: spec", undefined, known)).toThrow(
      new TypeError("f: spec must be an object, got undefined"),
    );
    expect(() => checkKeys("f: spec", 3, known)).toThrow("f: spec must be an object, got 3");
  });

  it("find near words by edits, case aside", () => {
    expect(nearestWord("Sweeps", ["sweeps", "solver"])).toBe("sweeps");
    expect(nearestWord("seads", ["seeds", "seed"])).toBe("seeds");
    expect(nearestWord("x", ["threshold"])).toBeUndefined();
    expect(nearestWord("anything", [])).toBeUndefined();
  });

  it("show values in a few words", () => {
    expect(show("a")).toBe('"a"');
    expect(show(null)).toBe("null");
    expect(show([1, 2])).toBe("Array of length 2");
    expect(show(new Int8Array(3))).toBe("Int8Array of length 3");
    expect(show({})).toBe("an object");
    expect(show(() => 1)).toBe("a function");
    expect(show(1n)).toBe("1");
  });
});
