/** Every method of integration has the shape that the integrator's kernel takes, and the order it states. */
import { describe, expect, test } from "vitest";
import { METHOD_NAMES, METHODS } from "../../src/dynamics/methods/index.ts";
import { fixedSteps, MOST_STAGES } from "../../src/dynamics/methods/method.ts";

describe.each(METHOD_NAMES)("%s", (name) => {
  const method = METHODS[name];
  const { stages, further, errors, denseRows, table } = method.tableau;
  const row = (at: number): Float64Array => table.subarray(at * MOST_STAGES, (at + 1) * MOST_STAGES);
  const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);
  const weights = row(stages - 1);
  const nodes = Array.from({ length: stages }, (_, i) => sum(row(i)));

  test("is listed under its name, with a source", () => {
    expect(method.name).toBe(name);
    expect(method.citation).toMatch(/\w/);
    expect(method.isAdaptive).toBe(errors > 0);
  });

  test("is explicit, of at most 16 stages, with at most 2 estimates of the error", () => {
    expect(table.length).toBe((stages + further + errors + denseRows) * MOST_STAGES);
    expect(stages + further).toBeLessThanOrEqual(MOST_STAGES);
    expect(errors).toBeLessThanOrEqual(2);
    for (let i = 0; i < stages + further; i++) expect(Array.from(row(i).subarray(i)).every((a) => a === 0)).toBe(true);
  });

  test("ends at the new state, whose field is the next step's first stage", () => {
    expect(nodes[0]).toBe(0);
    expect(nodes[stages - 1]).toBeCloseTo(1, 13);
    expect(weights[stages - 1]).toBe(0);
    for (let k = 0; k < errors; k++) expect(sum(row(stages + further + k))).toBeCloseTo(0, 13);
  });

  test("integrates powers of time up to its order exactly, and no more", () => {
    const error = (q: number) => sum(weights.map((b, i) => b * (i < stages ? nodes[i] : 0) ** (q - 1))) - 1 / q;
    for (let q = 1; q <= method.order; q++) expect(Math.abs(error(q))).toBeLessThan(1e-13);
    expect(Math.abs(error(method.order + 1))).toBeGreaterThan(1e-6);
  });

  test("keeps its stages and dense output without estimates of the error", () => {
    const fixed = fixedSteps(method);
    expect(fixed.errors).toBe(0);
    expect(fixed.table.length).toBe(table.length - errors * MOST_STAGES);
    expect(fixed.table.subarray(0, (stages + further) * MOST_STAGES)).toEqual(
      table.subarray(0, (stages + further) * MOST_STAGES),
    );
    if (denseRows > 0)
      expect(fixed.table.subarray(-denseRows * MOST_STAGES)).toEqual(table.subarray(-denseRows * MOST_STAGES));
  });
});
