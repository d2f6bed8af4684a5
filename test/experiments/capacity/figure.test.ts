/** The figure of capacity: lines, bands and axes at their values, and the finding that its title states. */
import { readFileSync } from "node:fs";
import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { capacityFigure } from "../../../src/experiments/capacity/figure.ts";
import { capacityFinding } from "../../../src/experiments/capacity/finding.ts";
import { publishedCapacities, type RetrievalCriterion } from "../../../src/experiments/capacity/published.ts";
import type { CapacitySummary } from "../../../src/experiments/capacity/series.ts";
import { diluteLoad } from "../../../src/hopfield/thermal-overlap.ts";
import { packagedFonts, svgDocument, toPng, toSvgText } from "../../../src/io/picture.ts";
import { textWidth } from "../../../src/plot/measure.ts";
import { RULE_COLORS, RULES, type RuleName } from "../../../src/plot.ts";
import { inkOf, meets, numberOf } from "../../support/ink.ts";

let document: Document;
beforeAll(async () => {
  document = await svgDocument();
});

function point(rule: RuleName, inputs: number, load: number, other: Partial<CapacitySummary> = {}): CapacitySummary {
  const capacity = load * inputs;
  return {
    neurons: 500,
    inputs,
    rule,
    epsilon: null,
    seeds: 3,
    load,
    loadDeviation: 0.03 * load,
    capacity,
    capacityDeviation: 0.03 * capacity,
    ...other,
  };
}

const line = (rule: RuleName, loads: Record<number, number>, other: Partial<CapacitySummary> = {}) =>
  Object.entries(loads).map(([inputs, load]) => point(rule, Number(inputs), load, other));

const random = line("random", { 20: 0.31, 50: 0.25, 100: 0.2, 250: 0.16, 499: 0.146 });
const noise = line("noise", { 20: 0.55, 50: 1.2, 100: 1.6, 250: 0.9 });
const signal = line("signal", { 20: 3.3, 50: 2.6, 100: 1.85, 250: 0.67 });
const margin = line("margin", { 20: 2.1, 50: 2.3, 100: 1.75, 250: 0.8 });
const typical = [...random, ...noise, ...signal];

const draw = (summary: readonly CapacitySummary[], options = {}) => capacityFigure(summary, { document, ...options });

/** Vertical offset of the group that holds the axes. */
const bodyTop = (svg: SVGSVGElement) => Number(/translate\(0,(\d+)\)/.exec(svg.innerHTML)?.[1]);

/** Points a pixel apart along everything drawn as a line: series and published values. */
function linePoints(svg: SVGSVGElement): { x: number; y: number }[] {
  const corners: { x: number; y: number }[][] = [];
  for (const path of Array.from(svg.querySelectorAll(".line path"))) {
    const numbers = (path.getAttribute("d") ?? "").match(/-?[\d.]+(?:e-?\d+)?/g) ?? [];
    const own: { x: number; y: number }[] = [];
    for (let i = 0; i + 1 < numbers.length; i += 2) own.push({ x: Number(numbers[i]), y: Number(numbers[i + 1]) });
    corners.push(own);
  }
  for (const dash of Array.from(svg.querySelectorAll(".published line"))) {
    corners.push([
      { x: numberOf(dash, "x1"), y: numberOf(dash, "y1") },
      { x: numberOf(dash, "x2"), y: numberOf(dash, "y2") },
    ]);
  }
  const top = bodyTop(svg);
  return corners.flatMap((own) =>
    own.slice(1).flatMap((b, i) => {
      const a = own[i];
      const steps = Math.ceil(Math.hypot(b.x - a.x, b.y - a.y)) + 1;
      return Array.from({ length: steps + 1 }, (_, k) => ({
        x: a.x + ((b.x - a.x) * k) / steps,
        y: top + a.y + ((b.y - a.y) * k) / steps,
      }));
    }),
  );
}

function checkTexts(svg: SVGSVGElement): void {
  const [width, height] = [numberOf(svg, "width"), numberOf(svg, "height")];
  const texts = Array.from(svg.querySelectorAll("text")).map((text) => ({ text, ink: inkOf(text, svg) }));
  const frame = { x0: 4, y0: 4, x1: width - 4, y1: height - 4 };
  for (const { text, ink } of texts) {
    const isInside = ink.x0 >= frame.x0 && ink.y0 >= frame.y0 && ink.x1 <= frame.x1 && ink.y1 <= frame.y1;
    expect(isInside, `${text.textContent} at ${JSON.stringify(ink)} leaves the frame`).toBe(true);
  }
  for (const [i, a] of texts.entries()) {
    for (const b of texts.slice(i + 1)) {
      expect(meets(a.ink, b.ink), `${a.text.textContent} and ${b.text.textContent} overlap`).toBe(false);
    }
  }
  const points = linePoints(svg);
  const dots = Array.from(svg.querySelectorAll(".point circle")).map((dot) => ({
    x0: numberOf(dot, "cx") - 4,
    x1: numberOf(dot, "cx") + 4,
    y0: bodyTop(svg) + numberOf(dot, "cy") - 4,
    y1: bodyTop(svg) + numberOf(dot, "cy") + 4,
  }));
  for (const { text, ink } of texts) {
    if (text.getAttribute("class") !== "label") continue;
    const hit = points.find(({ x, y }) => x > ink.x0 && x < ink.x1 && y > ink.y0 && y < ink.y1);
    expect(hit, `${text.textContent} lies on a line`).toBeUndefined();
    for (const dot of dots) expect(meets(ink, dot), `${text.textContent} lies on a point`).toBe(false);
  }
}

const textsOf = (svg: SVGSVGElement, name: string) =>
  Array.from(svg.querySelectorAll(`.${name}`)).map((element) => (element.textContent ?? "").replaceAll("\u{a0}", " "));

describe("capacity figure", () => {
  it("draws a line, a band and a dot per point for every rule, in the rule's color", () => {
    const svg = draw([...typical, ...margin]);
    const strokes = Array.from(svg.querySelectorAll(".line")).map((mark) => mark.getAttribute("stroke"));
    expect(strokes).toEqual((["random", "noise", "signal", "margin"] as const).map((rule) => RULE_COLORS[rule]));
    expect(svg.querySelectorAll(".band path").length).toBe(4);
    expect(svg.querySelectorAll(".point circle").length).toBe(17);
    expect(svg.querySelectorAll(".published line").length).toBe(2);
    expect(textsOf(svg, "label").sort()).toEqual(
      [
        "0.138: fully connected",
        "dilute limit for m ≥ 0.9: 0.299",
        "margin",
        "noise reduction",
        "random",
        "signal reinforcement",
      ].sort(),
    );
    expect(svg.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("puts every point where its values say, on logarithmic axes", () => {
    const svg = draw(random);
    const dots = Array.from(svg.querySelectorAll(".point circle"));
    const xs = dots.map((dot) => numberOf(dot, "cx"));
    const scale = (xs[4] - xs[0]) / Math.log(499 / 20);
    random.forEach(({ inputs }, i) => {
      expect(xs[i]).toBeCloseTo(xs[0] + scale * Math.log(inputs / 20), 6);
    });
    // α_c up to 0.31 spans less than a factor 8: linear, so heights are proportional to loads.
    const ys = dots.map((dot) => numberOf(dot, "cy"));
    const dashes = Array.from(svg.querySelectorAll(".published line")).map((dash) => numberOf(dash, "y1"));
    const perLoad = (dashes[0] - dashes[1]) / (diluteLoad({ threshold: 0.9 }) - 0.138);
    random.forEach(({ load }, i) => {
      expect(ys[i]).toBeCloseTo(dashes[0] - (load - 0.138) * perLoad, 6);
    });
  });

  it("compares with the limits of the criterion by which patterns were retrieved", () => {
    const labels = (criterion: RetrievalCriterion) => publishedCapacities(criterion).map(({ label }) => label);
    expect(labels({ threshold: 0.7, strict: true })).toEqual([
      "0.138: fully connected",
      "dilute limit for m > 0.7: 0.456",
    ]);
    expect(publishedCapacities({ threshold: 0 })[1].value).toBeCloseTo(2 / Math.PI, 14);
    // the value of all connected networks is one of T = 0, where the overlap is 0.967 at least
    expect(labels({ temperature: 0.3 })).toEqual(["dilute limit for m ≥ 0.9, T = 0.3: 0.226"]);
    expect(labels({ threshold: 0.99 })).toEqual(["dilute limit for m ≥ 0.99: 0.148"]);
    expect(labels({ threshold: 1 })).toEqual([]);
    const svg = draw(random, { threshold: 0.3 });
    expect(textsOf(svg, "label")).toContain("dilute limit for m ≥ 0.3: 0.606");
    expect(draw(random, { threshold: 1 }).querySelectorAll(".published line").length).toBe(0);
  });

  it("states the finding that the data give", () => {
    // 3.3 / 0.31 at c = 20
    expect(textsOf(draw(typical), "title").join(" ")).toBe(
      "Chosen synapses store up to 10.6 times as many patterns as random ones",
    );
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 5, noNaN: true }), { minLength: 2, maxLength: 12 }), (loads) => {
        const rows = loads.map((load, i) => point(i % 2 === 0 ? "random" : "signal", 20 + (i >> 1), load));
        let best = 0;
        for (let i = 1; i < loads.length; i += 2) best = Math.max(best, loads[i] / loads[i - 1]);
        const title = capacityFinding(rows);
        if (best < 1.05) expect(title).toBe("Chosen synapses store no more patterns than random ones");
        else expect(Number(/up to ([\d.]+) times/.exec(title)?.[1])).toBeCloseTo(best, best < 100 ? 1 - 1e-9 : -0.31);
      }),
    );
  });

  it("compares only networks of the same N and c", () => {
    expect(
      capacityFinding([point("random", 20, 0.1, { neurons: 100 }), point("random", 20, 0.3), point("signal", 20, 0.6)]),
    ).toContain("2.0 times");
    expect(capacityFinding([point("random", 20, 0.1), point("signal", 50, 3)])).toBe(
      "Signal reinforcement stores up to 3 patterns per connection, at c/N = 0.1",
    );
    expect(capacityFinding(noise)).toBe("Noise reduction stores up to 1.6 patterns per connection, at c/N = 0.2");
    expect(capacityFinding([point("signal", 20, 0)])).toBe("Signal reinforcement stores no pattern at these sizes");
  });

  it("states N and the number of seeds", () => {
    expect(textsOf(draw(typical), "subtitle")).toEqual(["N = 500, mean ± s.d. over 3 seeds"]);
    expect(textsOf(draw([point("random", 20, 0.2, { seeds: 1, loadDeviation: 0 })]), "subtitle")).toEqual([
      "N = 500, one seed per point",
    ]);
    const mixed = [...random, ...line("random", { 20: 0.3 }, { neurons: 250, seeds: 5 })];
    expect(textsOf(draw(mixed), "subtitle")).toEqual(["N = 250 ●, 500 ■; mean ± s.d. over 3 to 5 seeds"]);
  });

  it("sets α_c with a real subscript and a command as it is typed", () => {
    const svg = draw(typical, { command: "palimpsest capacity --out a_b/x_c <&>" });
    const name = Array.from(svg.querySelectorAll(".axis-name")).find((text) => text.textContent === "critical load αc");
    expect(name?.querySelector("tspan")?.textContent).toBe("c");
    expect(textsOf(svg, "command")).toEqual(["palimpsest capacity --out a_b/x_c <&>"]);
    expect(svg.querySelectorAll(".command tspan").length).toBe(0);
    expect(toSvgText(svg)).toContain("&lt;&amp;&gt;");
  });

  const cases: Record<string, readonly CapacitySummary[]> = {
    typical,
    "all four rules": [...typical, ...margin],
    "one rule": random,
    "one point": [point("random", 50, 0.25, { seeds: 1, loadDeviation: 0 })],
    "one point with a deviation": [point("signal", 50, 2.6)],
    "a load of 0": [...typical, point("noise", 5, 0, { loadDeviation: 0 })],
    "nothing but a load of 0": [point("signal", 5, 0)],
    "a deviation larger than the load": [point("random", 20, 0.1, { loadDeviation: 0.4 }), ...signal],
    "only dense networks": (["random", "noise", "signal"] as const).flatMap((rule, k) =>
      line(rule, { 200: 0.17 + k / 9, 300: 0.155 + k / 9, 499: 0.146 + k / 9 }),
    ),
    "four N": [100, 200, 400, 800].flatMap((neurons, k) =>
      typical
        .filter(({ inputs }) => inputs < neurons)
        .map((row) => ({ ...row, neurons, load: row.load * (1 + 0.06 * k) })),
    ),
    "twelve N": Array.from({ length: 12 }, (_, k) => 500 + 100 * k).flatMap((neurons) =>
      typical.map((row) => ({ ...row, neurons })),
    ),
    "several ε": [0.5, 1, 2, 4].flatMap((epsilon, k) =>
      signal.map((row) => ({ ...row, epsilon, load: row.load * (1 - 0.18 * k) })),
    ),
    "lines that coincide": RULES.flatMap((rule) => line(rule, { 20: 0.65, 50: 0.6, 100: 0.58, 250: 0.55 })),
    "lines on the published values": [
      ...line("random", { 20: 0.138, 250: 0.138 }),
      ...line("noise", { 20: 0.637, 250: 0.637 }),
    ],
    "sixty points a line": (["random", "noise", "signal"] as const).flatMap((rule, k) =>
      Array.from({ length: 60 }, (_, i) => point(rule, 10 + 8 * i, (0.2 + k) * (1 + 0.3 * Math.sin(i / 9)))),
    ),
    "six decades of c/N": [1, 10, 100, 1000, 10000, 100000].map((c) => point("random", c, 0.2, { neurons: 1e6 })),
  };
  for (const [what, summary] of Object.entries(cases)) {
    it(`keeps every text inside the frame, off the lines and off other texts: ${what}`, () => {
      const svg = draw(summary, { command: "palimpsest capacity --neurons 500 --inputs 20,50,100,250,499 --seeds 3" });
      expect(svg.outerHTML).not.toMatch(/NaN|undefined/);
      checkTexts(svg);
    });
  }

  it("keeps its texts apart when it is small, and under a very long command", () => {
    checkTexts(draw(typical, { width: 420, height: 320 }));
    const command = `palimpsest capacity --out /${"directory".repeat(30)} ${"--inputs 20,50,100 ".repeat(12)}`;
    const svg = draw(typical, { command });
    expect(textsOf(svg, "command").join("").replaceAll(" ", "")).toBe(command.replaceAll(" ", ""));
    checkTexts(svg);
  });

  it("keeps its texts apart whatever the loads are", () => {
    const load = fc.double({ min: 0.05, max: 4, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...RULES), load, load, load), { minLength: 1, maxLength: 4 }),
        (lines) => {
          const rows = new Map<RuleName, CapacitySummary[]>();
          for (const [rule, a, b, c] of lines) rows.set(rule, line(rule, { 20: a, 60: b, 300: c }));
          checkTexts(draw([...rows.values()].flat()));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("leaves out points that were not measured and says what it cannot draw", () => {
    expect(draw([...random, point("signal", 20, Number.NaN)]).querySelectorAll(".line").length).toBe(1);
    expect(() => draw([])).toThrow(/capacityFigure: summary must hold at least one finite load/);
    expect(() => draw([point("random", 20, Number.NaN)])).toThrow(RangeError);
    expect(() => draw([point("random", 20, -1)])).toThrow("capacityFigure: load must be ≥ 0, got -1");
    expect(() => draw([point("random", 0, 1)])).toThrow("capacityFigure: inputs must be a finite number > 0, got 0");
    expect(() => draw([point("best" as RuleName, 20, 1)])).toThrow(
      /rule must be one of random, given, noise, signal, margin, strongest, got "best"/,
    );
    expect(() => draw(random, { width: 100 })).toThrow(/width must be at least 420, got 100/);
    expect(() => capacityFigure(random)).toThrow(TypeError);
  });
});

describe("text widths", () => {
  it("are those of the font that is shipped, within 2 %, and never too small", () => {
    for (const [text, isBold] of [
      ["signal reinforcement", true],
      ["connection density c/N", false],
      ["Chosen synapses store up to 10.6 times as many", true],
      ["0123456789 {}[]|~!@#$%^&*()_+-=,.;:'\"<>?/", false],
      ["critical load α_c", false],
    ] as const) {
      // Two bars around the text: the distance between them is the advance of the text, not its ink.
      const advance = (middle: string) => {
        const escaped = middle.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="100"><text x="9" y="50" font-family="DejaVu Sans" font-weight="${isBold ? "bold" : "normal"}" font-size="20">|${escaped}|</text></svg>`;
        const box = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: packagedFonts() } }).getBBox();
        return box?.width ?? 0;
      };
      const drawn = text.includes("α_c")
        ? 20 * (textWidth("critical load ", 1) + 0.659 + 0.55 * 0.72)
        : advance(text) - advance("");
      const computed = textWidth(text, 20, isBold);
      expect(Math.abs(computed - drawn) / drawn, text).toBeLessThan(0.02);
    }
  });
});

describe("picture", () => {
  it("is a PNG of the width asked for, in which the texts are really drawn", async () => {
    const text = toSvgText(draw(typical));
    expect(text).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/,
    );
    const png = await toPng(text, { width: 640 });
    expect(Array.from(png.subarray(0, 8))).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(new DataView(png.buffer, png.byteOffset).getUint32(16)).toBe(640);
    const { pixels, width } = new Resvg(text, {
      font: { loadSystemFonts: false, fontFiles: packagedFonts() },
    }).render();
    const mute = new Resvg(text, { font: { loadSystemFonts: false, fontFiles: [] } }).render().pixels;
    // Ink of the title: pixels of its row that are there only with the font.
    let changed = 0;
    for (let y = 18; y < 42; y++) {
      for (let x = 0; x < width; x++) {
        if (pixels[4 * (y * width + x)] !== mute[4 * (y * width + x)]) changed++;
      }
    }
    expect(changed).toBeGreaterThan(1500);
  });

  it("is the same bytes every time, and the figure too", async () => {
    const [a, b] = [toSvgText(draw(typical)), toSvgText(draw(typical))];
    expect(a).toBe(b);
    expect(Buffer.from(await toPng(a)).equals(Buffer.from(await toPng(b)))).toBe(true);
  });

  it("refuses a missing font, a senseless width and what is not SVG", async () => {
    const text = toSvgText(draw(random));
    await expect(toPng(text, { fontFiles: ["/nowhere/Font.ttf"] })).rejects.toThrow(/files that exist, got \/nowhere/);
    await expect(toPng(text, { width: 0 })).rejects.toThrow(
      "toPng: width must be a whole number from 1 to 20000, got 0",
    );
    await expect(toPng("hello")).rejects.toThrow(Error);
    for (const file of packagedFonts()) expect(readFileSync(file).subarray(0, 4)).toEqual(Buffer.of(0, 1, 0, 0));
  });
});

it("theory stands beside the chosen rules as dashes, where its conditions are given", () => {
  const dashes = (svg: SVGSVGElement) =>
    svg.querySelectorAll(".line path[stroke-dasharray], .line[stroke-dasharray] path");
  const rules = [...typical, ...margin];
  expect(dashes(draw(rules))).toHaveLength(0);
  const figure = draw(rules, { theory: { values: {} } });
  expect(dashes(figure)).toHaveLength(3); // not of random synapses, whose limits are marks
  expect(figure.textContent).toContain("dashes: theory of N → ∞ (margin: upper bound)");
  const one = draw(line("signal", { 50: 2.6 }), { theory: { values: {} } });
  expect(dashes(one)).toHaveLength(0); // a curve has two ends
});
