/** Eigenvalues of general matrices, and LU factorization. */
import { describe, expect, it } from "vitest";
import { type Eigenvalue, eigenvalues, eigenvaluesOfTwo } from "../../src/numeric/eigenvalues.ts";
import { factorInPlace } from "../../src/numeric/linear.ts";
import { plainRandom } from "../support/plain-random.ts";

function randomMatrix(n: number, random: () => number): Float64Array {
  return Float64Array.from({ length: n * n }, () => 2 * random() - 1);
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[Math.floor(at / n) * n + k] * b[k * n + (at % n)];
    return sum;
  });
}

function expectSpectrum(found: readonly Eigenvalue[], expected: readonly Eigenvalue[], tolerance: number): void {
  const left = [...found];
  for (const [re, im] of expected) {
    const distances = left.map(([a, b]) => Math.hypot(a - re, b - im));
    const at = distances.indexOf(Math.min(...distances));
    expect(distances[at], `${re} + ${im} i`).toBeLessThan(tolerance);
    left.splice(at, 1);
  }
}

describe("eigenvalues", () => {
  it("of 2 × 2 matrices are those of the quadratic formula", () => {
    const random = plainRandom(1);
    for (let k = 0; k < 500; k++) {
      const [a, b, c, d] = randomMatrix(2, random);
      const half = (a + d) / 2;
      const square = half * half - (a * d - b * c);
      const root = Math.sqrt(Math.abs(square));
      const found = eigenvalues(Float64Array.of(a, b, c, d), 2);
      expect(eigenvaluesOfTwo(Float64Array.of(a, b, c, d))).toEqual(found);
      const expected: Eigenvalue[] =
        square >= 0
          ? [
              [half + root, 0],
              [half - root, 0],
            ]
          : [
              [half, root],
              [half, -root],
            ];
      // near a double eigenvalue the roots move by the square root of the rounding
      expectSpectrum(found, expected, 1e-14 / Math.max(root, 1e-7) + 1e-14);
    }
  });

  it("of a similar matrix are the same, for every size to 40: real ones and pairs", () => {
    const random = plainRandom(2);
    for (let n = 1; n <= 40; n++) {
      // blocks on the diagonal, mixed by a random similarity
      const blocks = new Float64Array(n * n);
      const expected: Eigenvalue[] = [];
      for (let k = 0; k < n; ) {
        const [re, im] = [4 * random() - 2, 0.2 + random()];
        if (k + 1 < n && random() < 0.5) {
          blocks[k * n + k] = blocks[(k + 1) * n + k + 1] = re;
          blocks[k * n + k + 1] = im;
          blocks[(k + 1) * n + k] = -im;
          expected.push([re, im], [re, -im]);
          k += 2;
        } else {
          blocks[k * n + k] = re;
          expected.push([re, 0]);
          k++;
        }
      }
      const s = randomMatrix(n, random);
      for (let i = 0; i < n; i++) s[i * n + i] += 3; // well conditioned
      const inverse = new Float64Array(n * n);
      const factored = factorInPlace(s.slice(), n);
      for (let j = 0; j < n; j++) {
        const column = new Float64Array(n);
        column[j] = 1;
        factored.solve(column);
        for (let i = 0; i < n; i++) inverse[i * n + j] = column[i];
      }
      expectSpectrum(eigenvalues(product(product(s, blocks, n), inverse, n), n), expected, 1e-9);
    }
  });

  it("of a cyclic permutation are the roots of unity, of a companion matrix those of its polynomial", () => {
    for (const n of [2, 3, 4, 5, 8, 17]) {
      const shift = new Float64Array(n * n);
      for (let i = 0; i < n; i++) shift[i * n + ((i + 1) % n)] = 1;
      const expected = Array.from({ length: n }, (_, k): Eigenvalue => {
        return [Math.cos((2 * Math.PI * k) / n), Math.sin((2 * Math.PI * k) / n)];
      });
      expectSpectrum(eigenvalues(shift, n), expected, 1e-13);
    }
    // (x − 1)(x − 2)(x − 3)(x − 4)
    const companion = Float64Array.of(10, -35, 50, -24, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
    const four = [1, 2, 3, 4].map((x): Eigenvalue => [x, 0]);
    expectSpectrum(eigenvalues(companion, 4), four, 1e-12);
  });

  it("take what lies below the diagonal for nothing from the last bit of its neighbors on", () => {
    // 1 and 1 are the eigenvalues of (1 1; 0 1), those of (1 1; c 1) are 1 ± √c: a bit lost makes half of all digits uncertain
    for (const of of [eigenvaluesOfTwo, (matrix: Float64Array) => eigenvalues(matrix, 2)]) {
      for (const c of [2 ** -51.1, 2 ** -60, 0]) {
        expect(of(Float64Array.of(1, 1, c, 1))).toEqual([
          [1, 0],
          [1, 0],
        ]);
      }
      expect(of(Float64Array.of(1, 1, 2 ** -50, 1))).toEqual([
        [1 + 2 ** -25, 0],
        [1 - 2 ** -25, 0],
      ]);
    }
  });

  it("come by descending real part, and as NaN from what is not finite", () => {
    const found = eigenvalues(randomMatrix(12, plainRandom(3)), 12);
    for (let k = 1; k < 12; k++) expect(found[k][0]).toBeLessThanOrEqual(found[k - 1][0]);
    expect(eigenvalues(Float64Array.of(1, Number.NaN, 0, 1), 2)).toEqual([
      [Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN],
    ]);
  });
});

describe("factorInPlace", () => {
  it("solves to rounding, and knows a singular matrix and the sign of the determinant", () => {
    const random = plainRandom(4);
    for (let n = 1; n <= 12; n++) {
      const a = randomMatrix(n, random);
      const x = Float64Array.from({ length: n }, () => random());
      const b = Float64Array.from({ length: n }, (_, i) => x.reduce((sum, value, j) => sum + a[i * n + j] * value, 0));
      factorInPlace(a.slice(), n).solve(b);
      for (let i = 0; i < n; i++) expect(b[i]).toBeCloseTo(x[i], 9);
    }
    expect(factorInPlace(Float64Array.of(1, 2, 2, 4), 2).pivotRatio).toBe(0);
    expect(factorInPlace(Float64Array.of(0, 1, 1, 0), 2).sign).toBe(-1);
    expect(factorInPlace(Float64Array.of(2, 1, 1, 3), 2).sign).toBe(1);
  });
});
