/** Verdicts on published claims: when a measured value agrees, disagrees or leaves a claim undecided. */
import { expect, test } from "vitest";
import { allOf, verdictOf } from "../../src/reproduce/verdict.ts";

const about = { relation: "≈", published: 2, spread: 0, seeds: 3 } as const;

test("about: agrees within two standard errors of the mean over seeds", () => {
  const spread = { ...about, seeds: 4, spread: 0.2 }; // two standard errors: 0.2
  expect(verdictOf({ ...spread, measured: 2.19 })).toBe("agrees");
  expect(verdictOf({ ...spread, measured: 1.81 })).toBe("agrees");
  expect(verdictOf({ ...spread, measured: 2.21 })).toBe("differs");
});

test("about: a value of unknown error agrees where it is equal, and decides nothing otherwise", () => {
  expect(verdictOf({ ...about, seeds: 1, measured: 2 })).toBe("agrees");
  expect(verdictOf({ ...about, seeds: 1, measured: 2.01 })).toBe("undecided");
  expect(verdictOf({ ...about, seeds: 3, measured: 2.01 })).toBe("differs");
});

test("beyond a bound: by more than two standard errors", () => {
  const above = { relation: ">", published: 1, spread: 0.2, seeds: 4 } as const; // two standard errors: 0.2
  expect(verdictOf({ ...above, measured: 1.21 })).toBe("agrees");
  expect(verdictOf({ ...above, measured: 1.19 })).toBe("undecided");
  expect(verdictOf({ ...above, measured: 0.81 })).toBe("undecided");
  expect(verdictOf({ ...above, measured: 0.79 })).toBe("differs");
  expect(verdictOf({ ...above, relation: "<", measured: 0.79 })).toBe("agrees");
  expect(verdictOf({ ...above, relation: "<", measured: 1.21 })).toBe("differs");
});

test("what could not be measured is undecided", () => {
  expect(verdictOf({ ...about, measured: Number.NaN })).toBe("undecided");
});

test("a claim of several parts holds only when all do", () => {
  expect(allOf(["agrees", "agrees"])).toBe("agrees");
  expect(allOf(["agrees", "undecided"])).toBe("undecided");
  expect(allOf(["differs", "undecided"])).toBe("differs");
});

test("with an error of the difference: two and three standard errors of a normal variable, more with few degrees of freedom", () => {
  const sure = { ...about, difference: { error: 0.1, degrees: 1000 } };
  expect(verdictOf({ ...sure, measured: 2.19 })).toBe("agrees");
  expect(verdictOf({ ...sure, measured: 1.75 })).toBe("undecided");
  expect(verdictOf({ ...sure, measured: 2.31 })).toBe("differs");
  // Student's distribution with 4 degrees of freedom exceeds 2.87 with a chance of 4.55 %, 6.62 with 0.27 %
  const unsure = { ...about, difference: { error: 0.1, degrees: 4 } };
  expect(verdictOf({ ...unsure, measured: 2.28 })).toBe("agrees");
  expect(verdictOf({ ...unsure, measured: 2.3 })).toBe("undecided");
  expect(verdictOf({ ...unsure, measured: 2.65 })).toBe("undecided");
  expect(verdictOf({ ...unsure, measured: 2.67 })).toBe("differs");
  expect(verdictOf({ ...sure, relation: ">", measured: 2.25 })).toBe("agrees");
  expect(verdictOf({ ...sure, relation: ">", measured: 1.85 })).toBe("undecided");
  expect(verdictOf({ ...sure, relation: ">", measured: 1.75 })).toBe("differs");
  expect(verdictOf({ ...sure, relation: "<", measured: 1.75 })).toBe("agrees");
});

test("an error that is not known decides nothing, and none decides everything", () => {
  expect(verdictOf({ ...about, measured: 5, difference: { error: Number.NaN, degrees: 0 } })).toBe("undecided");
  expect(verdictOf({ ...about, measured: 2, difference: { error: 0, degrees: 1000 } })).toBe("agrees");
  expect(verdictOf({ ...about, measured: 2.01, difference: { error: 0, degrees: 1000 } })).toBe("differs");
});
test("a known error takes the place of the seeds'", () => {
  const known = { ...about, seeds: 1, tolerance: 0.01 };
  expect(verdictOf({ ...known, measured: 2.009 })).toBe("agrees");
  expect(verdictOf({ ...known, measured: 2.011 })).toBe("differs");
  expect(verdictOf({ ...known, relation: ">", measured: 2.009 })).toBe("undecided");
  expect(verdictOf({ ...known, relation: ">", measured: 2.011 })).toBe("agrees");
  expect(verdictOf({ ...known, relation: "<", measured: 2.011 })).toBe("differs");
});

test("a part of cases: one exception refutes always, few cases decide nothing", () => {
  const always = (successes: number, trials: number, published = 1) =>
    verdictOf({ ...about, published, measured: successes / trials, counted: { successes, trials } });
  expect(always(40, 40)).toBe("agrees");
  expect(always(39, 40)).toBe("differs");
  expect(always(4, 4)).toBe("agrees");
  expect(always(3, 3)).toBe("undecided");
  expect(always(0, 0)).toBe("undecided");
  // Wilson's interval of 20 in 40 is 0.35 to 0.65
  expect(always(20, 40, 0.64)).toBe("agrees");
  expect(always(20, 40, 0.66)).toBe("differs");
  const above = (successes: number) =>
    verdictOf({
      ...about,
      relation: ">",
      published: 0.5,
      measured: successes / 40,
      counted: { successes, trials: 40 },
    });
  expect([10, 20, 30].map(above)).toEqual(["differs", "undecided", "agrees"]);
});
