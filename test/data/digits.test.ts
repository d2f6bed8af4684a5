/** The images of digits that come with the package. */
import { expect, test } from "vitest";
import { digits } from "../../src/data/digits.ts";

test("two hundred digits, 0 to 9 in turn, all different, of ink on paper", () => {
  const { nPatterns, nNeurons, values, width, height, labels } = digits();
  expect([nPatterns, nNeurons, width * height]).toEqual([200, 784, 784]);
  expect(labels.slice(0, 12)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  const rows = Array.from({ length: 200 }, (_, mu) => values.subarray(mu * 784, (mu + 1) * 784).join(""));
  expect(new Set(rows).size).toBe(200);
  for (let mu = 0; mu < 200; mu++) {
    const row = values.subarray(mu * 784, (mu + 1) * 784);
    const ink = row.filter((value) => value === 1).length / 784;
    expect(ink).toBeGreaterThan(0.03);
    expect(ink).toBeLessThan(0.35);
    for (const corner of [0, 27, 756, 783]) expect(row[corner]).toBe(-1);
  }
  // a zero has a hole, a one does not: mean ink of the middle 4 × 4 pixels
  const middle = (digit: number) => {
    let ink = 0;
    for (let mu = digit; mu < 200; mu += 10) {
      for (let y = 12; y < 16; y++) for (let x = 12; x < 16; x++) ink += values[mu * 784 + y * 28 + x] > 0 ? 1 : 0;
    }
    return ink / (20 * 16);
  };
  expect(middle(0)).toBeLessThan(0.2);
  expect(middle(1)).toBeGreaterThan(0.5);
});

test("the first few of them, and what is no number of digits", () => {
  expect(digits({ count: 10 }).values).toEqual(digits().values.subarray(0, 7840));
  expect(() => digits({ count: 201 })).toThrow(/digits: count must be an integer in \[1, 200\], got 201/);
});
