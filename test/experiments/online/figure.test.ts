/** The figure of online learning: panels, names, and texts that do not overlap. */
import { Resvg } from "@resvg/resvg-js";
import { beforeAll, describe, expect, it } from "vitest";
import { onlineFigure } from "../../../src/experiments/online/figure.ts";
import { type OnlineEnd, onlineFinding } from "../../../src/experiments/online/finding.ts";
import {
  loadsFinding,
  type OnlineDistributionPoint,
  type OnlineReference,
  onlineDistributionFigure,
  onlineLoadsFigure,
} from "../../../src/experiments/online/panels.ts";
import { packagedFonts, svgDocument, toPng, toSvgText } from "../../../src/io/picture.ts";
import { textShade } from "../../../src/plot/shade.ts";
import { RULE_COLORS } from "../../../src/plot.ts";

let document: Document;
beforeAll(async () => {
  document = await svgDocument();
});

/** A run from c₀ to `end`, in the course it takes. */
function runOf(
  inputs: number,
  end: number,
  seed = 1,
  repetitions = 600,
): { rows: OnlineDistributionPoint[]; summary: OnlineEnd } {
  const shared = { neurons: 200, inputs, epsilon: 1, seed };
  const rows: OnlineDistributionPoint[] = [];
  for (let repetition = 0; repetition <= repetitions; repetition += repetition < 60 ? 1 : 12) {
    const left = Math.exp(-repetition / 40);
    const patterns = 10 + 10 * Math.floor(9 * (1 - left));
    const meanInputs = end + (inputs - end) * left;
    const around = (part: number) => Math.max(1, Math.round(meanInputs + 20 * part * (1 - left)));
    const bins = new Map<number, number>();
    for (const part of [-1, -0.5, -0.5, 0, 0, 0, 0.5, 0.5, 1]) {
      bins.set(around(part), (bins.get(around(part)) ?? 0) + 1);
    }
    rows.push({
      ...shared,
      repetition,
      meanInputs,
      leastInputs: around(-1),
      lowerInputs: around(-0.5),
      upperInputs: around(0.5),
      mostInputs: around(1),
      histogram: repetition % 12 === 0 ? [...bins].map(([c, neurons]) => `${c}:${neurons}`).join(" ") : null,
      additions: Math.round(400 * left),
      removals: Math.round(300 * left),
      patterns,
      retrieved: Math.round(0.85 * patterns),
    });
  }
  const { meanInputs, patterns, retrieved } = rows[rows.length - 1];
  const references = { referenceInputs: 70, randomCapacity: 14, offlineCapacity: 105 };
  return {
    rows,
    summary: { ...shared, status: "converged", meanInputs, deviationInputs: 8, patterns, retrieved, ...references },
  };
}

const three = [runOf(20, 70.4), runOf(70, 70.6), runOf(180, 71.1)];

const draw = (runs: readonly ReturnType<typeof runOf>[], options = {}) =>
  onlineFigure(
    runs.flatMap(({ rows }) => rows),
    runs.map(({ summary }) => summary),
    { document, rule: "signal", ...options },
  );

const textsOf = (svg: SVGSVGElement, name: string) =>
  Array.from(svg.querySelectorAll(`.${name}`)).map((element) => (element.textContent ?? "").replaceAll("\u{a0}", " "));

/** The ink of a text as the renderer draws it. */
function inkOf(text: Element, svg: SVGSVGElement): { x0: number; y0: number; x1: number; y1: number } {
  let transform = "";
  for (let at = text.parentElement; at !== null && at.tagName !== "svg"; at = at.parentElement) {
    transform = `${at.getAttribute("transform") ?? ""} ${transform}`;
  }
  const anchor = text.closest("[text-anchor]")?.getAttribute("text-anchor") ?? "start";
  const size = `width="${svg.getAttribute("width")}" height="${svg.getAttribute("height")}"`;
  const alone = `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="DejaVu Sans"><g transform="${transform}" text-anchor="${anchor}">${text.outerHTML}</g></svg>`;
  const box = new Resvg(alone, { font: { loadSystemFonts: false, fontFiles: packagedFonts() } }).getBBox();
  if (box === undefined) throw new Error(`nothing is drawn of ${text.outerHTML}`);
  return { x0: box.x, y0: box.y, x1: box.x + box.width, y1: box.y + box.height };
}

function checkTexts(svg: SVGSVGElement): void {
  const [width, height] = [Number(svg.getAttribute("width")), Number(svg.getAttribute("height"))];
  const texts = Array.from(svg.querySelectorAll("text"), (text) => ({ text, ink: inkOf(text, svg) }));
  for (const [k, { text, ink }] of texts.entries()) {
    const isInside = ink.x0 >= 4 && ink.y0 >= 4 && ink.x1 <= width - 4 && ink.y1 <= height - 4;
    expect(isInside, `${text.textContent} at ${JSON.stringify(ink)} leaves the frame`).toBe(true);
    for (const other of texts.slice(k + 1)) {
      const meets = ink.x0 < other.ink.x1 && other.ink.x0 < ink.x1 && ink.y0 < other.ink.y1 && other.ink.y0 < ink.y1;
      expect(meets, `${text.textContent} and ${other.text.textContent} overlap`).toBe(false);
    }
  }
}

describe("the figure of online learning", () => {
  it("has three panels, and in each the lines of every run in the colour of its c₀", () => {
    const svg = draw(three);
    for (const [panel, lines] of [
      ["inputs", 3],
      ["changes", 6],
      ["patterns", 6],
    ] as const) {
      const strokes = Array.from(svg.querySelectorAll(`.${panel} .line`), (mark) => mark.getAttribute("stroke"));
      expect(strokes).toHaveLength(lines);
      expect(new Set(strokes).size).toBe(3);
    }
    expect(svg.querySelectorAll(".inputs .band path").length).toBe(6);
    const colors = Array.from(svg.querySelectorAll(".inputs .label"), (text) => text.getAttribute("fill"));
    const strokes = Array.from(svg.querySelectorAll(".inputs .line"), (mark) => mark.getAttribute("stroke")!);
    expect(colors).toEqual(strokes.map(textShade));
  });

  it("names each c₀, the ends, and the critical loads it compares with", () => {
    const svg = draw(three);
    expect(textsOf(svg, "inputs .label")).toEqual(["c0 = 20", "c0 = 70", "c0 = 180"]);
    expect(textsOf(svg, "end")).toEqual(["70.4", "70.6", "71.1", "added", "removed", "77", "77", "77"]);
    expect(textsOf(svg, "patterns .label")).toEqual([
      "pc chosen offline (signal reinforcement), c = 70: 105",
      "pc random, c = 70: 14",
    ]);
    const dashes = Array.from(svg.querySelectorAll(".published"), (mark) => mark.getAttribute("stroke"));
    expect(dashes).toEqual([RULE_COLORS.signal, RULE_COLORS.random]);
  });

  it("sets no text over another or beyond the frame", () => {
    const command = "palimpsest online --neurons 200 --inputs 20,70,180 --epsilon 1 --seeds 1 --seed 1";
    checkTexts(draw(three, { command }));
    checkTexts(draw([runOf(68, 70), runOf(70, 70.2), runOf(72, 70.1)], { command })); // all begin alike
    checkTexts(draw([runOf(1, 2, 1, 5)]));
    checkTexts(draw([runOf(3, 1500, 1, 12_000), runOf(1900, 1500)], { command }));
  });

  it("draws every seed, and names each c₀ once", () => {
    const svg = draw([runOf(20, 70, 1), runOf(20, 71, 2), runOf(150, 70.5, 1), runOf(150, 70.7, 2)]);
    expect(svg.querySelectorAll(".inputs .line").length).toBe(4);
    expect(textsOf(svg, "inputs .label")).toHaveLength(2);
    expect(textsOf(svg, "end").slice(0, 2)).toEqual(["70.5", "70.6"]);
    checkTexts(svg);
  });

  it("leaves the comparison out where there is none", () => {
    const alone = three.map(({ rows, summary }) => ({
      rows,
      summary: { ...summary, referenceInputs: null, randomCapacity: null, offlineCapacity: null },
    }));
    expect(draw(alone).querySelectorAll(".published").length).toBe(0);
  });

  it("becomes a picture", async () => {
    const png = await toPng(toSvgText(draw(three)));
    expect(png.length).toBeGreaterThan(20_000);
  });

  it("refuses what it cannot draw", () => {
    expect(() => onlineFigure([], [], { document, rule: "signal" })).toThrow(
      /^onlineFigure: rows must hold at least one repetition/,
    );
    expect(() => onlineFigure(three[0].rows, [three[0].summary], { rule: "signal" })).toThrow(/document must be given/);
  });
});

describe("the figure of distributions", () => {
  const rows = three.flatMap((run) => run.rows);
  const summary = three.map((run) => run.summary);

  it("has a panel for each c₀, and a distribution for some repetitions in each, whose area is one", () => {
    const svg = onlineDistributionFigure(rows, summary, { document, rule: "signal" });
    expect(textsOf(svg, "panel-title")).toEqual(["from c0 = 20", "from c0 = 70", "from c0 = 180"]);
    expect(svg.querySelectorAll(".panel .line").length).toBe(18);
    expect(textsOf(svg, "title").join(" ")).toBe(
      "Neurons come to differ by 8 (s.d.) in their number of inputs, 71 on average",
    );
    checkTexts(svg);
    const five = [runOf(3, 70), runOf(20, 70), runOf(60, 70), runOf(90, 70), runOf(180, 71)];
    const few = onlineDistributionFigure(
      five.flatMap((run) => run.rows),
      five.map((run) => run.summary),
      { document, rule: "signal" },
    );
    expect(textsOf(few, "panel-title")).toEqual(["from c0 = 3", "from c0 = 60", "from c0 = 180"]);
    checkTexts(few);
  });

  it("refuses rows without distributions", () => {
    const bare = rows.map((row) => ({ ...row, histogram: null }));
    expect(() => onlineDistributionFigure(bare, summary, { document, rule: "signal" })).toThrow(
      /^onlineDistributionFigure: rows must hold at least one distribution/,
    );
  });
});

describe("the figure of patterns against inputs", () => {
  const runs = [runOf(20, 70), runOf(150, 70.5), runOf(20, 71, 2), runOf(150, 70.2, 2)];
  const rows = runs.flatMap((run) => run.rows);
  const summary = runs.map((run) => run.summary);
  const references = [18, 35, 70, 105, 140].flatMap((inputs): OnlineReference[] =>
    [1, 2].flatMap((seed) => [
      { rule: "random", inputs, seed, capacity: Math.round(0.2 * inputs) + seed },
      { rule: "signal", inputs, seed, capacity: Math.round(90 + 0.2 * inputs) + seed },
    ]),
  );

  it("has the way from each c₀, the ends of all runs, and a curve for each rule it compares with", () => {
    const svg = onlineLoadsFigure(rows, summary, references, { document, rule: "signal" });
    const lines = Array.from(svg.querySelectorAll(".panel .line"), (line) => line.getAttribute("stroke"));
    expect(lines.slice(0, 2)).toEqual([RULE_COLORS.random, RULE_COLORS.signal]);
    // a point for every number of patterns on the two ways
    const levels = runs.slice(0, 2).map((run) => new Set(run.rows.map(({ patterns }) => patterns)).size);
    expect(svg.querySelectorAll(".panel .point circle").length).toBe(10 + 4 + levels[0] + levels[1]);
    checkTexts(svg);
    checkTexts(onlineLoadsFigure(rows, summary, [], { document, rule: "signal" }));
    const one = references.filter(({ inputs }) => inputs === 70);
    checkTexts(onlineLoadsFigure(rows, summary, one, { document, rule: "signal" }));
    expect(() => onlineLoadsFigure([], [], [], { document, rule: "signal" })).toThrow(
      /^onlineLoadsFigure: rows must hold/,
    );
  });

  it("says what learning ends with, and what is held with all patterns known", () => {
    expect(loadsFinding(summary, "signal")).toBe(
      "Learning pattern by pattern ends with 77 patterns retrieved at c = 70, where signal reinforcement with all patterns known holds 105",
    );
    expect(loadsFinding([{ ...summary[0], offlineCapacity: null }], "signal")).toBe(
      "Learning pattern by pattern ends with 77 patterns retrieved at c = 70",
    );
  });
});

describe("the finding", () => {
  const ends = (...values: [number, number, ("converged" | "maxRepetitions")?][]) =>
    values.map(([inputs, meanInputs, status = "converged"]) => ({ ...three[0].summary, inputs, meanInputs, status }));

  it("says whether all runs lead to the same number", () => {
    expect(onlineFinding(ends([20, 70], [70, 70.4], [180, 70.7]))).toBe(
      "From 20, 70 or 180 inputs a neuron, growth and pruning lead to the same number, 70 (ends 1.0 % apart)",
    );
    expect(onlineFinding(ends([20, 60], [180, 75]))).toBe(
      "From 20 or 180 inputs a neuron, growth and pruning lead to 60 to 75",
    );
    expect(onlineFinding(ends([20, 70.2]))).toBe("Growth and pruning lead from 20 to 70 inputs a neuron");
    expect(onlineFinding(ends([20, 40, "maxRepetitions"], [180, 90, "maxRepetitions"]))).toBe(
      "Growth and pruning had not come to rest, with 40 to 90 inputs a neuron",
    );
  });
});
