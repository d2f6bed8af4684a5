/** Images to binary patterns: resampling, thresholds and dithering. */
import { expect, test } from "vitest";
import { binarize, otsuThreshold, resize } from "../../src/io/binarize.ts";

const image = (width: number, rows: readonly number[]) => {
  return { width, height: rows.length / width, values: Float64Array.from(rows) };
};

test("a picture of the size wanted stays as it is", () => {
  const same = image(3, [0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(resize(same, 3, 2).values).toEqual(same.values);
});

test("smaller: each pixel is the mean over its area", () => {
  expect(Array.from(resize(image(4, [0, 1, 1, 1, 0, 1, 0, 0]), 2, 1).values)).toEqual([0.5, 0.5]);
  // three pixels in two: each takes one and a half
  const [left, right] = resize(image(3, [0, 0.6, 1, 0, 0.6, 1, 0, 0.6, 1]), 2, 2).values;
  expect(left).toBeCloseTo((0 + 0.3) / 1.5, 12);
  expect(right).toBeCloseTo((0.3 + 1) / 1.5, 12);
});

test("larger: pixels are repeated; another ratio of sides: the middle is kept", () => {
  expect(Array.from(resize(image(2, [0, 1, 1, 0]), 4, 4).values)).toEqual([
    0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0,
  ]);
  expect(Array.from(resize(image(4, [0, 0.2, 0.4, 1, 0, 0.2, 0.4, 1]), 2, 2).values)).toEqual([0.2, 0.4, 0.2, 0.4]);
});

test("Otsu's threshold parts two groups of brightness; one brightness has ½", () => {
  const values = Float64Array.from([0.1, 0.15, 0.12, 0.7, 0.75, 0.8, 0.72]);
  const threshold = otsuThreshold(values);
  expect(threshold).toBeGreaterThan(0.15);
  expect(threshold).toBeLessThanOrEqual(0.7);
  expect(otsuThreshold(new Float64Array(5).fill(0.3))).toBe(0.5);
  expect(Array.from(binarize(image(3, [0.1, 0.9, 0.2]), 3, 1, "threshold"))).toEqual([1, -1, 1]);
});

test.each([0.1, 0.25, 0.5, 0.8])("dithering keeps a mean brightness of %d", (light) => {
  const side = 64;
  const flat = image(side, new Array<number>(side * side).fill(light));
  const out = binarize(flat, side, side, "dither");
  const bright = out.reduce((count, value) => count + (value < 0 ? 1 : 0), 0) / out.length;
  // all error is handed on but at the right and lower edges, where a pixel loses at most ½
  expect(Math.abs(bright - light)).toBeLessThan((2 * side * 0.5) / side ** 2);
});
