/**
 * How integrations choose their steps: every accepted and rejected step of both backends against the published formulas — Hairer, Nørsett &
 * Wanner, Solving Ordinary Differential Equations I, II.4, and the codes DOPRI5 and DOP853 of its appendix — written here in full.
 */
import { describe, expect, it } from "vitest";
import type { Integrator, Tableau } from "../../src/backend/contract/flow.ts";
import type { Kernels } from "../../src/backend/contract/kernels.ts";
import { fieldOf } from "../../src/dynamics/field.ts";
import { beginIntegration } from "../../src/dynamics/integration.ts";
import { METHODS } from "../../src/dynamics/methods/index.ts";
import { MOST_STAGES } from "../../src/dynamics/methods/method.ts";
import { continuousNetwork } from "../../src/dynamics/network.ts";
import { bothBackends, inScratch } from "../support/backends.ts";

const { all } = await bothBackends();

/** The choice of steps as the two codes state it: exponent of the error, part of the last error, caution, limits of the ratio of steps. */
const PUBLISHED = {
  dopri5: { exponent: 0.2 - 0.04 * 0.75, beta: 0.04, safety: 0.9, least: 0.2, most: 10, order: 5 },
  dop853: { exponent: 1 / 8, beta: 0, safety: 0.9, least: 0.333, most: 6, order: 8 },
} as const;

/** The flow u̇ = −u + W tanh(u) from an initial state. */
interface Case {
  readonly name: string;
  readonly weights: readonly (readonly number[])[];
  readonly initial: readonly number[];
  /** Length of the first step; 0: chosen. */
  readonly first: number;
  readonly duration: number;
}

const CASES: readonly Case[] = [
  { name: "stiff: a neuron that suppresses itself", weights: [[-30]], initial: [2], first: 0, duration: 2 },
  { name: "stiff, begun with far too long a step", weights: [[-30]], initial: [2], first: 1.5, duration: 2 },
  {
    name: "fast: two neurons that turn about each other",
    weights: [
      [1.5, -20],
      [20, 1.5],
    ],
    initial: [0.1, 0.2],
    first: 0,
    duration: 1.5,
  },
  {
    name: "fast, backwards in time, begun with far too long a step",
    weights: [
      [1.5, -20],
      [20, 1.5],
    ],
    initial: [0.5, 0.2],
    first: 1,
    duration: -1,
  },
  { name: "slow: steps grow as fast as they may", weights: [[0]], initial: [1e-3], first: 1e-6, duration: 5 },
];
const RELATIVE = 1e-6;
const ABSOLUTE = 1e-9;

/** An accepted step: the time it reaches, and the steps rejected until then. */
type Step = readonly [time: number, rejected: number];

/** The root mean square of `values` in units of what is tolerated at states of size |a|, |b|. */
function norm(values: readonly number[], a: readonly number[], b: readonly number[]): number {
  const units = a.map((x, i) => ABSOLUTE + RELATIVE * Math.max(Math.abs(x), Math.abs(b[i])));
  return Math.sqrt(values.reduce((sum, value, i) => sum + (value / units[i]) ** 2, 0) / values.length);
}

/** The accepted steps of a flow ẋ = f(x) by the published formulas. */
function stepsByDefinition(
  { stages, further, errors, table }: Tableau,
  { exponent, beta, safety, least, most, order }: (typeof PUBLISHED)[keyof typeof PUBLISHED],
  f: (x: readonly number[]) => number[],
  { initial, first, duration }: Case,
): Step[] {
  const sign = Math.sign(duration);
  const ofStages = (row: number, k: readonly number[][]) =>
    initial.map((_, i) => k.reduce((sum, values, j) => sum + table[row * MOST_STAGES + j] * values[i], 0));
  const moved = (x: readonly number[], by: number, along: readonly number[]) =>
    x.map((value, i) => value + by * along[i]);
  const guess = (x: readonly number[]): number => {
    const [d0, d1] = [norm(x, x, x), norm(f(x), x, x)];
    const h0 = d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : (0.01 * d0) / d1;
    const change = moved(f(moved(x, sign * h0, f(x))), -1, f(x));
    return Math.min(100 * h0, (0.01 / Math.max(d1, norm(change, x, x) / h0)) ** (1 / order));
  };
  const found: Step[] = [];
  let [t, x, step, before, rejected, isRefused] = [0, initial, first || guess(initial), 1e-4, 0, false];
  while (t !== duration) {
    const isLast = 1.01 * step >= Math.abs(duration - t);
    const h = isLast ? Math.abs(duration - t) : step;
    const k: number[][] = [];
    for (let stage = 0; stage < stages; stage++) k.push(f(moved(x, sign * h, ofStages(stage, k))));
    const next = moved(x, sign * h, ofStages(stages - 1, k));
    const [fine, coarse] = [0, 1].map((e) => (e < errors ? h * norm(ofStages(stages + further + e, k), x, next) : 0));
    const error = errors === 1 ? fine : fine ** 2 / Math.sqrt(fine ** 2 + 0.01 * coarse ** 2);
    if (error > 1) {
      step = h / Math.min(1 / least, error ** exponent / safety);
      rejected++;
    } else {
      const longer = h / Math.max(1 / most, Math.min(1 / least, error ** exponent / before ** beta / safety));
      step = isRefused ? Math.min(longer, h) : longer;
      before = Math.max(error, 1e-4);
      [t, x] = [isLast ? duration : t + sign * h, next];
      found.push([t, rejected]);
    }
    isRefused = error > 1;
  }
  return found;
}

/** An integrator of the package at the beginning of a case. */
function begun(kernels: Kernels, tableau: Tableau, { weights, initial, first, duration }: Case): Integrator {
  const network = continuousNetwork({ weights, activation: { type: "tanh" } });
  const tolerances = { relativeTolerance: RELATIVE, absoluteTolerance: ABSOLUTE };
  const request = { tableau, duration, step: first, ...tolerances };
  return beginIntegration(kernels, fieldOf(kernels, network), Float64Array.from(initial), request);
}

describe.each(["dopri5", "dop853"] as const)("%s", (name) => {
  const { tableau } = METHODS[name];

  it("controls its steps by the published numbers", () => {
    const { exponent, ...published } = PUBLISHED[name];
    expect(tableau).toMatchObject(published);
  });

  it.each(CASES)("accepts and rejects the steps that the formulas say: $name", (own) => {
    const { weights, duration } = own;
    const f = (x: readonly number[]) =>
      x.map((value, i) => x.reduce((sum, u, j) => sum + weights[i][j] * Math.tanh(u), -value));
    const expected = stepsByDefinition(tableau, PUBLISHED[name], f, own);
    expect(expected.length).toBeGreaterThan(5);
    for (const kernels of all) {
      const found = inScratch(kernels, () => {
        const integrator = begun(kernels, tableau, own);
        const steps: Step[] = [];
        while (integrator.status === 0) {
          integrator.advance(2 ** 30, 1);
          steps.push([integrator.time, integrator.rejected]);
        }
        return steps;
      });
      expect(found.map(([, rejected]) => rejected)).toEqual(expected.map(([, rejected]) => rejected));
      found.forEach(([time], k) => {
        expect(Math.abs(time - expected[k][0])).toBeLessThan(1e-8);
      });
      expect(found.at(-1)![0]).toBe(duration);
    }
  });

  it("stretches a step by up to a hundredth where that reaches the end", () => {
    const own = CASES.at(-1)!; // slow: its steps are far within tolerance
    for (const [part, stepsLeft] of [
      [1.009, 1],
      [1.011, 2],
    ]) {
      for (const kernels of all) {
        inScratch(kernels, () => {
          const integrator = begun(kernels, tableau, own);
          integrator.advance(2 ** 30, 2);
          const { time, step, rejected } = integrator;
          integrator.resume(time + part * step, 10);
          integrator.advance(2 ** 30, 10);
          expect([integrator.steps, integrator.rejected]).toEqual([2 + stepsLeft, rejected]);
          expect(integrator.time).toBe(time + part * step);
        });
      }
    }
  });

  it("goes on from a step cut short by the end with steps as long as before", () => {
    const [own] = CASES;
    for (const kernels of all) {
      inScratch(kernels, () => {
        const integrator = begun(kernels, tableau, own);
        integrator.advance(2 ** 30, 10);
        const { time, step } = integrator;
        // a hundredth of the step: with the most that a step may grow by, six- or tenfold, the next would be shorter
        integrator.resume(time + step / 100, 1);
        integrator.advance(2 ** 30, 1);
        expect(integrator.time).toBe(time + step / 100);
        expect(integrator.step).toBe(step);
      });
    }
  });
});
