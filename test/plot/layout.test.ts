/** Layout of figures: ticks of axes, columns of labels, and the width of text. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spreadColumn } from "../../src/plot/labels.ts";
import { splitSubscripts, textWidth, wrapText } from "../../src/plot/measure.ts";
import { formatTick, linearTicks, logTicks } from "../../src/plot/ticks.ts";

describe("ticks", () => {
  it("are round, inside the axis, ascending and about as many as asked", () => {
    const range = fc.tuple(
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    );
    fc.assert(
      fc.property(range, fc.integer({ min: 2, max: 12 }), ([min, span], count) => {
        const ticks = linearTicks(min, min + span, count);
        expect(ticks.length).toBeLessThanOrEqual(count + 1);
        expect(ticks.length).toBeGreaterThanOrEqual(Math.floor(count / 3));
        for (const [i, tick] of ticks.entries()) {
          expect(tick).toBeGreaterThanOrEqual(min - span * 1e-6);
          expect(tick).toBeLessThanOrEqual(min + span * (1 + 1e-6));
          if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1]);
        }
      }),
    );
    expect(linearTicks(0, 3.56, 8)).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5]);
    expect(linearTicks(0, 0.7, 7)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
  });

  it("of a logarithmic axis are 1, 2, 5 or fewer", () => {
    expect(logTicks(0.035, 1.15, 10)).toEqual([0.05, 0.1, 0.2, 0.5, 1]);
    expect(logTicks(0.035, 1.15, 3)).toEqual([0.1, 0.3, 1]);
    expect(logTicks(1e-6, 1, 4)).toEqual([1e-6, 1e-4, 0.01, 1]);
  });

  it("are written in plain digits with a minus sign", () => {
    expect([0, 0.05, -1.5, 20000, 1e6, 1e-6].map(formatTick)).toEqual(["0", "0.05", "−1.5", "20000", "1e6", "1e−6"]);
  });
});

describe("a column of texts", () => {
  it("keeps its distances and its order, and moves nothing that has room", () => {
    expect(spreadColumn([10, 50, 90], 19, 0, 100)).toEqual([10, 50, 90]);
    expect(spreadColumn([50, 50, 50], 20, 0, 100)).toEqual([30, 50, 70]);
    expect(spreadColumn([0, 0], 20, 0, 100)).toEqual([0, 20]);
    const wanted = fc.array(fc.double({ min: -50, max: 450, noNaN: true }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(wanted, (heights) => {
        const placed = spreadColumn(heights, 19, 0, 400);
        const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
        for (const [k, label] of order.entries()) {
          expect(placed[label]).toBeGreaterThanOrEqual(-1e-9);
          expect(placed[label]).toBeLessThanOrEqual(400 + 1e-9);
          if (k > 0) expect(placed[label] - placed[order[k - 1]]).toBeGreaterThanOrEqual(19 - 1e-9);
        }
      }),
    );
  });
});

describe("text", () => {
  it("finds subscripts of single letters only", () => {
    const marked = (text: string) =>
      splitSubscripts(text)
        .map((part) => (part.isSubscript ? `[${part.text}]` : part.text))
        .join("");
    expect(marked("critical load α_c = p_c/c")).toBe("critical load α[c] = p[c]/c");
    expect(marked("x_{max}, c_est")).toBe("x[max], c[est]");
    expect(marked("my_file_name a__b snake_case")).toBe("my_file_name a__b snake_case");
  });

  it("is wrapped without losing a character or exceeding the width", () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom("a", "W", "i", "-", "α"), minLength: 1, maxLength: 30 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 40, max: 300 }), (list, width) => {
        const lines = wrapText(list.join(" "), width, 12);
        expect(lines.join("").replaceAll(" ", "")).toBe(list.join(""));
        for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
