/** Tracing a curve that falls: where it is sampled, and where it crosses a value. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeOfFall, traceFall } from "../../../src/experiments/frontier/trace-fall.ts";

const RESOLUTION = { drop: 0.05, ratio: 1.03 };
const MOST = 5000;

/** A fall from `top` with the logarithm, defined up to `end`. */
const fallOf = (top: number, slope: number, end: number) => (p: number) => ({
  value: Math.max(0, top - slope * Math.log(p)),
  isHeld: p <= end,
});

const falls = fc.record({
  top: fc.double({ min: 0, max: 0.6, noNaN: true }),
  slope: fc.double({ min: 0, max: 0.5, noNaN: true }),
  end: fc.integer({ min: 0, max: 2 * MOST }),
  first: fc.integer({ min: 1, max: 2 * MOST }),
});

describe("tracing a fall", () => {
  it("looks nowhere twice, and finely enough wherever it is defined", async () => {
    await fc.assert(
      fc.asyncProperty(falls, async ({ top, slope, end, first }) => {
        const fall = fallOf(top, slope, end);
        const samples = await traceFall(async (at) => ({ at, ...fall(at) }), first, MOST, RESOLUTION);
        const places = samples.map(({ at }) => at);
        expect(new Set(places).size).toBe(places.length);
        expect([...places].sort((a, b) => a - b)).toEqual(places);
        expect(places.every((at) => Number.isInteger(at) && at >= 1 && at <= MOST)).toBe(true);
        expect(samples.every(({ at, value, isHeld }) => value === fall(at).value && isHeld === fall(at).isHeld)).toBe(
          true,
        );
        const held = samples.filter(({ isHeld }) => isHeld);
        expect(held.length > 0).toBe(end > 0);
        // how far it is defined is known to 3 %, or to one place
        const last = held.at(-1)?.at ?? 0;
        if (last > 0 && last < MOST) {
          const beyond = samples.find(({ isHeld }) => !isHeld)!.at;
          expect(beyond <= Math.max(RESOLUTION.ratio * last, last + 1)).toBe(true);
        }
        held.slice(1).forEach((b, k) => {
          const a = held[k];
          expect(a.value - b.value <= RESOLUTION.drop || b.at <= RESOLUTION.ratio * a.at || b.at === a.at + 1).toBe(
            true,
          );
        });
        expect(samples.length).toBeLessThan(90);
      }),
    );
  });

  it("tells to one place how far a short one is defined", async () => {
    for (const end of [1, 2]) {
      const fall = fallOf(0.5, 0.01, end);
      const samples = await traceFall(async (at) => ({ at, ...fall(at) }), 3, MOST, RESOLUTION);
      expect(samples.map(({ at, isHeld }) => [at, isHeld])).toEqual([
        [1, true],
        [2, end === 2],
        [3, false],
      ]);
    }
  });

  it("reads a place off between samples: exactly where the fall is straight in the logarithm", async () => {
    const fall = fallOf(0.45, 0.1, 80); // 0.012 at p = 80
    const samples = await traceFall(async (at) => ({ at, ...fall(at) }), 5, MOST, RESOLUTION);
    for (const value of [0.25, 0.2, 0.1, 0.05]) {
      expect(placeOfFall(samples, value)).toBeCloseTo(Math.exp((0.45 - value) / 0.1), 8);
    }
    expect(placeOfFall(samples, 0.001)).toBe(samples.filter(({ isHeld }) => isHeld).at(-1)!.at);
    expect(placeOfFall(samples, 0.4)).toBeUndefined(); // before the first place
    expect(placeOfFall([], 0.1)).toBeUndefined();
  });

  it("takes the last place where chance makes a fall rise", () => {
    const samples = [0.3, 0.2, 0.25, 0.1].map((value, k) => ({ at: 10 * 2 ** k, value, isHeld: true }));
    expect(placeOfFall(samples, 0.25)).toBe(40);
    expect(placeOfFall(samples, 0.1)).toBe(80);
    expect(placeOfFall(samples, 0.175)).toBeCloseTo(40 * Math.SQRT2, 10);
  });
});
