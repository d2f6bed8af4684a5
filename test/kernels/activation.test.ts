/** Elementary functions and activations in the kernels: errors in units in the last place, the same bits on both backends. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ACTIVATION, PART } from "../../src/backend/contract/codes.ts";
import type { Kernels } from "../../src/backend/contract/kernels.ts";
import { bothBackends, inScratch } from "../support/backends.ts";
import { guarded } from "../support/guard.ts";
import { plainRandom } from "../support/plain-random.ts";
import { tanhError } from "../support/precise.ts";
import { expectSame } from "../support/same.ts";
import { ulp } from "../support/ulp.ts";

const { wasm, js, all } = await bothBackends();
const KINDS: readonly ACTIVATION[] = [0, 1, 2];
const ALL_PARTS: readonly PART[] = [0, 1, 2, 3, 4];
const [EXP, LN, LN1P, TANH, ATAN] = [0, 1, 2, 3, 4] as const;

/** Arguments where something ends, changes branch or overflows. */
const SPECIAL = [
  0,
  2 ** -1074,
  1e-310,
  2 ** -1022,
  1e-200,
  1e-17,
  2 ** -53,
  2 ** -27,
  0.25,
  0.3466,
  0.41421356,
  0.5,
].concat(
  [
    0.75,
    1 - 2 ** -53,
    1,
    1 + 2 ** -52,
    2.414213562,
    5,
    18,
    21.9,
    22,
    22.1,
    44,
    300,
    354,
    355,
    700,
    708,
    709.5,
    710,
    746,
  ],
  [1000, 2 ** 53, 1e154, 1e160, 1e300, Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN],
);
const BOTH_SIGNS = [...SPECIAL, ...SPECIAL.map((x) => -x)];

function mapped(kernels: Kernels, xs: ArrayLike<number>, run: (kernels: Kernels, io: Io) => void): Float64Array {
  return inScratch(kernels, () => {
    const input = kernels.arena.float64(xs.length);
    const output = guarded(kernels.arena, "float64", xs.length);
    input.view.set(xs);
    run(kernels, { input, output: output.block, count: xs.length });
    output.expectIntact();
    return output.values();
  });
}
interface Io {
  readonly input: ReturnType<Kernels["arena"]["float64"]>;
  readonly output: ReturnType<Kernels["arena"]["float64"]>;
  readonly count: number;
}
const part = (kernels: Kernels, kind: ACTIVATION, what: PART, slope: number, xs: ArrayLike<number>) =>
  mapped(kernels, xs, (k, { input, output, count }) => k.activate(kind, what, slope, input, output, count));
const elementary = (kernels: Kernels, what: 0 | 1 | 2 | 3 | 4, xs: ArrayLike<number>) =>
  mapped(kernels, xs, (k, { input, output, count }) => k.elementary(what, input, output, count));

/** The largest distance from the engine's function, in units of the last place of its value. */
function worst(what: 0 | 1 | 2 | 3 | 4, reference: (x: number) => number, xs: Float64Array): number {
  const found = elementary(wasm, what, xs);
  let most = 0;
  for (let k = 0; k < xs.length; k++) {
    const expected = reference(xs[k]);
    const off = Math.abs(found[k] - expected) / ulp(expected);
    if (off > most) most = off;
  }
  return most;
}

function spread(count: number, of: (r: number) => number): Float64Array {
  const random = plainRandom(3);
  return Float64Array.from({ length: count }, () => of(random()));
}
const uniform = (low: number, high: number) => spread(30_000, (r) => low + (high - low) * r);
const signed = (low: number, high: number) =>
  spread(30_000, (r) => Math.sign(r - 0.5) * 2 ** (low + (high - low) * Math.abs(2 * r - 1)));

describe("elementary functions of lanes", () => {
  it("tanh lies within 3 units in the last place of the truth", () => {
    const random = plainRandom(8);
    const xs = Float64Array.from({ length: 6000 }, (_, k) => {
      if (k < 3000) return 0.1 + 0.4 * random(); // where E = e^{2x} − 1 is rounded most
      return k < 5000 ? 4 * random() - 2 : 2 ** (24 * random() - 20) * (random() < 0.5 ? -1 : 1);
    });
    const found = elementary(wasm, TANH, xs);
    const off = xs.map((x, k) => tanhError(x, found[k]));
    expect(off.reduce((most, e) => Math.max(most, e), 0)).toBeLessThanOrEqual(3);
  });

  it("lie within 2 units in the last place of the engine's, ln within 1, tanh within 5", () => {
    // the engine's tanh is itself up to 2.1 from the truth, the others up to 1
    expect(worst(TANH, Math.tanh, signed(-30, 6))).toBeLessThanOrEqual(5);
    expect(worst(TANH, Math.tanh, uniform(-3, 3))).toBeLessThanOrEqual(5);
    expect(worst(ATAN, Math.atan, signed(-30, 30))).toBeLessThanOrEqual(2);
    expect(worst(ATAN, Math.atan, uniform(-4, 4))).toBeLessThanOrEqual(2);
    expect(worst(EXP, Math.exp, signed(-40, 9.47))).toBeLessThanOrEqual(2);
    expect(worst(EXP, Math.exp, uniform(-2, 2))).toBeLessThanOrEqual(2);
    expect(
      worst(
        LN,
        Math.log,
        uniform(-1073, 1023).map((x) => 2 ** x),
      ),
    ).toBeLessThanOrEqual(1);
    expect(worst(LN, Math.log, uniform(0.5, 2))).toBeLessThanOrEqual(1);
    expect(worst(LN1P, Math.log1p, uniform(-0.999, 2))).toBeLessThanOrEqual(2);
    expect(worst(LN1P, Math.log1p, signed(-60, -1))).toBeLessThanOrEqual(2);
  });

  it("are exact or infinite where they end", () => {
    for (const kernels of all) {
      const of = (what: 0 | 1 | 2 | 3 | 4, x: number) => elementary(kernels, what, [x])[0];
      const inf = Number.POSITIVE_INFINITY;
      for (const [what, pairs] of [
        [
          EXP,
          [
            [0, 1],
            [inf, inf],
            [-inf, 0],
            [710, inf],
            [-746, 0],
            [-745.13, 5e-324],
            [709.7, Math.exp(709.7)],
          ],
        ],
        [
          LN,
          [
            [1, 0],
            [0, -inf],
            [-0, -inf],
            [-1, Number.NaN],
            [inf, inf],
            [-inf, Number.NaN],
            [2, Math.LN2],
          ],
        ],
        [
          LN1P,
          [
            [0, 0],
            [-1, -inf],
            [-2, Number.NaN],
            [inf, inf],
            [1e-300, 1e-300],
          ],
        ],
        [
          TANH,
          [
            [0, 0],
            [-0, -0],
            [inf, 1],
            [-inf, -1],
            [25, 1],
            [1e300, 1],
            [1e-300, 1e-300],
            [-5e-324, -5e-324],
          ],
        ],
        [
          ATAN,
          [
            [0, 0],
            [-0, -0],
            [inf, Math.PI / 2],
            [-inf, -Math.PI / 2],
            [1, Math.PI / 4],
            [1e-300, 1e-300],
          ],
        ],
      ] as const) {
        for (const [x, y] of pairs) expect(of(what, x), `${kernels.backend} function ${what} of ${x}`).toBe(y);
        expect(of(what, Number.NaN)).toBeNaN();
      }
    }
  });

  it("exp of 709.7 and below −708 lose no more precision than subnormals must", () => {
    const xs = spread(2000, (r) => -745 + 40 * r);
    const found = elementary(wasm, EXP, xs);
    xs.forEach((x, k) => {
      expect(Math.abs(found[k] - Math.exp(x))).toBeLessThanOrEqual(2 * ulp(Math.exp(x)));
    });
  });

  it("have the same bits on both backends, in either lane", () => {
    const xs = Float64Array.from([...BOTH_SIGNS, ...signed(-1070, 1023).subarray(0, 20_000)]);
    for (const what of [EXP, LN, LN1P, TANH, ATAN] as const) {
      const expected = elementary(js, what, xs);
      expectSame(elementary(wasm, what, xs), expected, `function ${what}`);
      expectSame(elementary(wasm, what, xs.subarray(1)), expected.subarray(1), `function ${what}`);
    }
  });
});

describe("activations", () => {
  it("have the same bits on both backends for 1 to 5 entries, in place and at every special argument", () => {
    for (const kind of KINDS) {
      for (const what of ALL_PARTS) {
        for (const slope of [1, 0.3, 10, 1e-3]) {
          for (let n = 1; n <= 5; n++) {
            const xs = spread(n, (r) => (what < 3 ? 8 * r - 4 : r));
            expectSame(part(wasm, kind, what, slope, xs), part(js, kind, what, slope, xs));
          }
          const random = spread(3000, (r) => (what < 3 ? (r - 0.5) * 60 : 2.2 * r - 1.1));
          const xs = Float64Array.from([...BOTH_SIGNS, ...random]);
          const expected = part(js, kind, what, slope, xs);
          expectSame(part(wasm, kind, what, slope, xs), expected, `kind ${kind} part ${what}`);
          const inPlace = inScratch(wasm, () => {
            const block = wasm.arena.float64(xs.length);
            block.view.set(xs);
            wasm.activate(kind, what, slope, block, block, xs.length);
            return block.view.slice();
          });
          expectSame(inPlace, expected);
        }
      }
    }
  });

  it("are the formulas they are named after", () => {
    const us = spread(5000, (r) => 12 * r - 6);
    const slope = 1.7;
    const formulas: Record<ACTIVATION, (u: number) => number> = {
      0: (u) => Math.tanh(slope * u),
      1: (u) => 1 / (1 + Math.exp(-slope * u)),
      2: (u) => Math.atan(slope * u) / Math.PI + 0.5,
    };
    for (const kind of KINDS) {
      const found = part(wasm, kind, 0, slope, us);
      us.forEach((u, k) => {
        // the formulas themselves lose digits of ½ ± … near 0, a few 1e-16
        expect(Math.abs(found[k] - formulas[kind](u))).toBeLessThan(4e-16);
      });
    }
  });

  it("g and g′ keep their relative precision far in the tails", () => {
    for (const u of [5, 20, 50, 200, 340]) {
      const bell = part(wasm, 0, 1, 1, [u, -u]);
      for (const d of bell) expect(d / ((4 * Math.exp(-2 * u)) / (1 + Math.exp(-2 * u)) ** 2)).toBeCloseTo(1, 12);
      const tail = part(wasm, 1, 0, 1, [-u])[0];
      expect(tail / (Math.exp(-u) / (1 + Math.exp(-u)))).toBeCloseTo(1, 12);
      expect(part(wasm, 2, 0, 1, [-1e9 * u])[0] / (1 / (Math.PI * 1e9 * u))).toBeCloseTo(1, 12);
    }
  });

  it("are odd (tanh) or odd about ½, and their derivatives even", () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), fc.constantFrom(...KINDS), (u, kind) => {
        const [plus, minus] = part(wasm, kind, 0, 1, [u, -u]);
        if (kind === 0) expect(minus === -plus).toBe(true);
        else expect(Math.abs(plus + minus - 1)).toBeLessThanOrEqual(2 ** -52);
        const [slopePlus, slopeMinus] = part(wasm, kind, 1, 1, [u, -u]);
        expect(slopePlus).toBe(slopeMinus);
        const [bendPlus, bendMinus] = part(wasm, kind, 2, 1, [u, -u]);
        expect(bendPlus === -bendMinus).toBe(true);
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it("g′ and g″ are the derivatives of g and g′, and g⁻¹ that of the primitive", () => {
    const h = 1e-5;
    for (const kind of KINDS) {
      for (const u of [-3, -1.1, -0.2, 0, 0.4, 0.9, 2.5]) {
        const central = (what: PART, at: number, slope: number) => {
          const [up, down] = part(wasm, kind, what, slope, [at + h, at - h]);
          return (up - down) / (2 * h);
        };
        // error h²/6 of the third derivative (of order slope³) and 1e-16/h of rounding
        for (const slope of [1, 2]) {
          expect(part(wasm, kind, 1, slope, [u])[0]).toBeCloseTo(central(0, u, slope), 8);
          expect(part(wasm, kind, 2, slope, [u])[0]).toBeCloseTo(central(1, u, slope), 8);
          const v = part(wasm, kind, 0, slope, [u])[0];
          if (v > 0.01 && v < 0.99) expect(central(4, v, slope)).toBeCloseTo(part(wasm, kind, 3, slope, [v])[0], 5);
        }
      }
    }
  });

  it("g⁻¹ undoes g, and the primitive is 0 at its start and finite or infinite at the ends as it should", () => {
    for (const kind of KINDS) {
      const us = spread(2000, (r) => 6 * r - 3);
      const back = part(wasm, kind, 3, 1.3, part(wasm, kind, 0, 1.3, us));
      // an error of g of 2⁻⁵² is 2⁻⁵²/g′(u) of u; 1/g′ ≤ 4 cosh²(3.9)/1.3 ≈ 1600 here
      us.forEach((u, k) => {
        expect(Math.abs(back[k] - u)).toBeLessThan(2e-12);
      });
    }
    for (const kernels of all) {
      const { LN2, LN10 } = Math;
      const inf = Number.POSITIVE_INFINITY;
      expect(Array.from(part(kernels, 0, 4, 1, [0, 1, -1, 1.1]))).toEqual([0, LN2, LN2, Number.NaN]);
      expect(Array.from(part(kernels, 1, 4, 1, [0, 1, 0.5, -0.1]))).toEqual([0, 0, -LN2, Number.NaN]);
      expect(Array.from(part(kernels, 2, 4, 1, [0.5, 0, 1, 1.1]).map(Math.abs))).toEqual([0, inf, inf, Number.NaN]);
      expect(Array.from(part(kernels, 0, 3, 1, [0, 1, -1, 2]))).toEqual([0, inf, -inf, Number.NaN]);
      expect(Array.from(part(kernels, 1, 3, 1, [0.5, 1, 0, 2]))).toEqual([0, inf, -inf, Number.NaN]);
      expect(Array.from(part(kernels, 2, 3, 1, [0.5, 1, 0, 2]))).toEqual([0, inf, -inf, Number.NaN]);
      expect(part(kernels, 1, 3, 1, [0.1])[0]).toBeCloseTo(Math.log(0.1) - Math.log(0.9), 14);
      expect(part(kernels, 2, 3, 1, [0.75, 1e-12])).toEqual(part(kernels, 2, 3, 1, [0.75, 1e-12]));
      expect(part(kernels, 2, 3, 1, [0.75])[0]).toBeCloseTo(1, 14);
      expect(part(kernels, 2, 3, 1, [1e-12])[0] / (-1e12 / Math.PI)).toBeCloseTo(1, 14);
      expect(part(kernels, 1, 4, 1, [0.1])[0]).toBeCloseTo(-0.1 * LN10 + 0.9 * Math.log(0.9), 14);
    }
  });
});
