/** The sheet of recalled patterns: a tile for every pattern, with its pixels, overlap and frame. */
import { expect, test } from "vitest";
import { type RecallSheet, recallFigure, recallFinding } from "../../../src/experiments/recall/figure.ts";
import { svgDocument } from "../../../src/io/picture.ts";

const stored = Int8Array.of(1, -1, 1, 1, -1, -1, /**/ -1, -1, -1, -1, -1, 1);
const sheet: RecallSheet = {
  width: 3,
  height: 2,
  patterns: 5,
  inputs: 4,
  noise: 0.2,
  occlude: 0,
  threshold: 0.9,
  stored,
  cues: stored.map((s) => -s),
  cueOverlaps: [-1, -1],
  noun: "digits",
  lines: [
    { rule: "random", states: stored.map((s) => -s), overlaps: [-1, 0.2], retrieved: 1 },
    { rule: "signal", states: stored, overlaps: [1, 0.9951], retrieved: 5 },
  ],
};

test("a tile for every pattern and line: its pixels, its overlap, a frame in the rule's color where it is recalled", async () => {
  const svg = recallFigure(sheet, { document: await svgDocument(), command: "palimpsest recall" });
  const paths = Array.from(svg.querySelectorAll("path"), (path) => path.getAttribute("d"));
  expect(paths).toHaveLength(8);
  expect(paths[0]).toBe("M0 0h1v1h-1zM2 0h1v1h-1zM0 1h1v1h-1z"); // runs end with their row
  expect(paths[1]).toBe("M2 1h1v1h-1z");
  const texts = Array.from(svg.querySelectorAll("text"), (text) => text.textContent);
  for (const text of [
    "stored",
    "cue",
    "20\u{a0}% of the pixels wrong",
    "1 of 5 recalled",
    "−1.00",
    "0.995",
    "palimpsest recall",
  ]) {
    expect(texts).toContain(text);
  }
  const framed = Array.from(svg.querySelectorAll("rect")).filter((rect) => rect.getAttribute("stroke") === "#E69F00");
  expect(framed).toHaveLength(2);
  const [width, height] = ["width", "height"].map((name) => Number(svg.getAttribute(name)));
  for (const text of Array.from(svg.querySelectorAll("text"))) {
    if (text.getAttribute("class") === null) continue;
    expect(Number(text.getAttribute("y"))).toBeLessThan(height);
    expect(Number(text.getAttribute("x"))).toBeLessThan(width);
  }
});

test.each([
  [{}, "Chosen synapses recall all 5 digits from damaged cues, as many random ones only 1"],
  [{ noise: 0, noun: undefined }, "Chosen synapses recall all 5 patterns, as many random ones only 1"],
  [{ lines: [sheet.lines[0]] }, "Random synapses recall 1 of 5 digits from damaged cues"],
  [
    {
      lines: [
        { ...sheet.lines[0], rule: "given", retrieved: 0 },
        { ...sheet.lines[1], retrieved: 3 },
      ],
    },
    "Chosen synapses recall 3 of 5 digits from damaged cues, those given none",
  ],
  [
    { patterns: 1, noun: "pictures", lines: sheet.lines.map((line) => ({ ...line, retrieved: 1 })) },
    "Chosen synapses recall the one picture from a damaged cue, as many random ones too",
  ],
])("the finding: %j", (change, finding) => {
  const { noun, ...rest } = { ...sheet, ...(change as Partial<RecallSheet>) };
  expect(recallFinding({ ...rest, ...(noun !== undefined && { noun }) })).toBe(finding);
});

test.each([
  [100, 4, 4],
  [13, 1, 60],
  [30, 60, 1],
  [1, 2, 3],
])(
  "%d pictures of %d × %d pixels: tiles and overlaps touch no others, on a page of bounded width",
  async (shown, width, height) => {
    const states = new Int8Array(shown * width * height).fill(1);
    const overlaps = new Array<number>(shown).fill(0.125);
    const lines = sheet.lines.map((line) => ({ ...line, states, overlaps }));
    const many = {
      ...sheet,
      width,
      height,
      patterns: shown,
      stored: states,
      cues: states,
      cueOverlaps: overlaps,
      lines,
    };
    const svg = recallFigure(many, { document: await svgDocument() });
    const tiles = Array.from(svg.querySelectorAll("g[transform]")).filter((group) => !group.querySelector("g"));
    expect(tiles.length).toBe(4 * shown);
    const boxes = tiles.map((group) => {
      const [x, y] = /translate\(([\d.]+),([\d.]+)\)/.exec(group.getAttribute("transform")!)!.slice(1).map(Number);
      const [w, h] = ["width", "height"].map((name) => Number(group.querySelector("rect")!.getAttribute(name)));
      const wide = Math.max(w, group.querySelector("text") ? 26 : 0); // "0.12" in 11 px
      return {
        x0: x + (w - wide) / 2,
        x1: x + (w + wide) / 2,
        y0: y,
        y1: y + h + (group.querySelector("text") ? 16 : 0),
      };
    });
    boxes.forEach((a, k) => {
      for (const b of boxes.slice(0, k)) {
        expect(a.x0 >= b.x1 || b.x0 >= a.x1 || a.y0 >= b.y1 || b.y0 >= a.y1).toBe(true);
      }
    });
    const [right, bottom] = ["width", "height"].map((name) => Number(svg.getAttribute(name)));
    expect(right).toBeLessThan(1300);
    for (const { x1, y1 } of boxes) expect(x1 <= right && y1 <= bottom).toBe(true);
  },
);

test("refuses an empty sheet", async () => {
  const document = await svgDocument();
  expect(() => recallFigure({ ...sheet, lines: [] }, { document })).toThrow(
    /must hold at least one pattern and rule, got 2 and 0/,
  );
});
