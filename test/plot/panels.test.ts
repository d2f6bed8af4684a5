/** Figures of basins, fields, weights, numbers of patterns and gains: what they say, and that every text has its place. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type BasinsFigureRow, basinsFigure, basinsFinding } from "../../src/experiments/basins/figure.ts";
import {
  type TemperatureFigureRow,
  temperatureFigure,
  temperatureFinding,
} from "../../src/experiments/basins/temperature-figure.ts";
import { gainFigure, patternsFigure } from "../../src/experiments/capacity/panels.ts";
import type { CapacitySummary } from "../../src/experiments/capacity/series.ts";
import {
  type FieldMomentsRow,
  fieldMomentsFigure,
  fieldsFinding,
} from "../../src/experiments/fields/moments-figure.ts";
import {
  type FrontierFigureCurve,
  type FrontierFigureRow,
  frontierFigure,
  frontierFinding,
} from "../../src/experiments/frontier/figure.ts";
import { type WeightsFigureRow, weightsFigure, weightsFinding } from "../../src/experiments/weights/figure.ts";
import { svgDocument, toPng, toSvgText } from "../../src/io/picture.ts";
import { RULES, type RuleName } from "../../src/plot.ts";
import { faultsOf, numberOf } from "../support/ink.ts";

let document: Document;
beforeAll(async () => {
  document = await svgDocument();
});

const COMMAND = "palimpsest basins --neurons 300 --inputs 30 --patterns 6,15,30,60 --rule random,noise --seeds 3";
const network = (rule: RuleName, load: number) => {
  return { neurons: 300, inputs: 30, rule, seeds: 3, patterns: Math.round(30 * load), load };
};
const FLIPPED = Array.from({ length: 11 }, (_, k) => k / 20);

/** A curve that falls at `edge`. */
function basinsRow(rule: RuleName, load: number, edge: number): BasinsFigureRow {
  const curve = FLIPPED.map((flipped) => {
    const retrieved = edge > 0 ? 1 / (1 + Math.exp((flipped - edge) * 40)) : 0;
    return { flipped, retrieved, low: Math.max(0, retrieved - 0.05), high: Math.min(1, retrieved + 0.05) };
  });
  const held = curve.filter(({ retrieved }) => retrieved >= 0.9).map(({ flipped }) => flipped);
  return { ...network(rule, load), basin: Math.max(0, ...held), curve };
}

/** A curve over temperatures that is lost at `edge`. */
function temperatureRows(rule: RuleName, load: number, edge: number, inputs = 30): TemperatureFigureRow[] {
  return Array.from({ length: 13 }, (_, k) => k / 10).map((temperature) => {
    const overlap = edge > 0 ? 1 / (1 + Math.exp((temperature - edge) * 25)) : -0.02;
    const cue = { overlapDeviation: 0.03, overlap };
    const curve = [
      { flipped: 0.2, ...cue, overlap: overlap / 2 },
      { flipped: 0, ...cue },
    ];
    return { ...network(rule, load), inputs, temperature, curve };
  });
}

function fieldsRow(rule: RuleName, load: number, mean: number, deviation: number): FieldMomentsRow {
  const values = Array.from({ length: 120 }, (_, k) => -2 + k / 15);
  const counts = values.map((v) => Math.round(1e4 * Math.exp(-0.5 * ((v - mean) / Math.max(deviation, 0.02)) ** 2)));
  return { ...network(rule, load), mean, deviation, negative: 0, histogram: { first: -2, step: 1 / 15, counts } };
}

function weightsRow(rule: RuleName, load: number, of: (size: number) => number, rank: number | null): WeightsFigureRow {
  const curve = Array.from({ length: 21 }, (_, k) => (k - 10) / 12).map((weight) => {
    const probability = of(Math.abs(weight));
    return { weight, pairs: 3000, probability, low: probability * 0.9, high: probability * 1.1 };
  });
  return { ...network(rule, load), random: 0.1, preferred: 0.2, rankCorrelation: rank, curve };
}

const basins = [0.2, 0.5, 1, 2].flatMap((load) => [
  basinsRow("random", load, load < 0.3 ? 0.35 : 0),
  basinsRow("noise", load, 0.4 - 0.2 * load),
  basinsRow("signal", load, 0.45 - 0.15 * load),
]);
const fields = [0.2, 1, 2, 3].flatMap((load) => [
  fieldsRow("random", load, 1, Math.sqrt(load)),
  fieldsRow("noise", load, 1 - load / 20, 0.15 * load),
  fieldsRow("signal", load, 1 + load, 0.2 * load * load),
]);
const weights = [0.5, 1, 2].flatMap((load) => [
  weightsRow("random", load, () => 0.1, 0),
  weightsRow("noise", load, (j) => 0.13 * Math.exp(-((j - 0.2) ** 2) / 0.1), -0.4),
  weightsRow("signal", load, (j) => j * j, 1),
]);
const capacities = ([20, 50, 100, 250] as const).flatMap((inputs, k) =>
  (["random", "noise", "signal"] as const).map((rule): CapacitySummary => {
    const load = { random: [0.31, 0.25, 0.2, 0.16], noise: [2.2, 1.9, 1.6, 0.9], signal: [3.3, 2.6, 1.85, 0.67] }[rule][
      k
    ];
    const point = { neurons: 500, inputs, rule, epsilon: null, seeds: 3, load, loadDeviation: 0.04 * load };
    return { ...point, capacity: load * inputs, capacityDeviation: 0.04 * load * inputs };
  }),
);

const parameterOf = (rule: RuleName, value: number) => ({
  rule,
  epsilon: rule === "margin" ? null : value,
  ...(rule === "margin" && { margin: value }),
});
/** Falls from `most` at e = 0 to nothing at `edge`. */
const frontierPoints = (most: number, edge: number) =>
  [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4]
    .filter((e) => e < edge)
    .map((flipped) => ({ flipped, patterns: most * (1 - flipped / edge), patternsDeviation: 0.04 * most }));
const frontierCurves: FrontierFigureCurve[] = [
  { rule: "random", epsilon: null, points: frontierPoints(12, 0.45) },
  { ...parameterOf("noise", 0), points: frontierPoints(100, 0.38) },
  ...[0.5, 1, 2, 4, 8].flatMap((value) => [
    { ...parameterOf("signal", value), points: frontierPoints(140 - 9 * value, 0.3 + value / 60) },
    { ...parameterOf("margin", value), points: frontierPoints(175 - 10 * value, 0.28 + value / 50) },
  ]),
];
const frontierOf = (curves: readonly FrontierFigureCurve[]) => {
  const rules = RULES.filter((rule) => curves.some((curve) => curve.rule === rule));
  const summary: FrontierFigureRow[] = rules.flatMap((rule) =>
    curves
      .filter((curve) => curve.rule === rule)[0]
      .points.map((point) => ({ neurons: 500, inputs: 50, rule, seeds: 2, ...point })),
  );
  return { curves, summary };
};

const title = (svg: SVGSVGElement) =>
  Array.from(svg.querySelectorAll(".title"))
    .map((line) => line.textContent)
    .join(" ")
    .replaceAll("\u{a0}", " ");

describe("titles state what the data give", () => {
  it("of basins", () => {
    expect(title(basinsFigure(basins, { document }))).toBe(basinsFinding(basins));
    expect(basinsFinding(basins)).toBe(
      "At load 0.5, signal reinforcement retrieves patterns from cues with 30 % of the neurons wrong, random synapses from none",
    );
    const own = [basinsRow("noise", 0.5, 0.3), basinsRow("noise", 1, 0.2)];
    expect(basinsFinding(own)).toBe(
      "Noise reduction retrieves patterns from cues with 20 % of the neurons wrong at load 0.5, with 10 % at 1",
    );
    expect(basinsFinding([basinsRow("random", 1, 0.4), basinsRow("noise", 1, 0.2)])).toBe(
      "Chosen synapses retrieve patterns from no worse cues than random ones do",
    );
  });

  it("of temperatures", () => {
    const rows = [...temperatureRows("random", 0.5, 0.3), ...temperatureRows("signal", 0.5, 0.95)];
    expect(title(temperatureFigure(rows, { document }))).toBe(temperatureFinding(rows));
    expect(temperatureFinding(rows)).toBe(
      "At load 0.5, signal reinforcement keeps patterns up to T = 0.9, random synapses up to 0.3",
    );
    expect(temperatureFinding([...temperatureRows("random", 1, 0), ...temperatureRows("noise", 1, 0.5)])).toBe(
      "At load 1, noise reduction keeps patterns up to T = 0.5, random synapses at none",
    );
    expect(temperatureFinding(temperatureRows("random", 1, 0))).toBe("No pattern is kept at any of these temperatures");
  });

  it("dashes of mean-field theory stand only where it holds", () => {
    const dashes = (rows: TemperatureFigureRow[], isHebbian = true) =>
      temperatureFigure(rows, { document, isHebbian }).querySelectorAll(
        "path[stroke-dasharray], [stroke-dasharray] path",
      ).length;
    const dilute = [0.1, 0.3].flatMap((load) => temperatureRows("random", load, 0.6, 12));
    expect(dashes(dilute)).toBe(2);
    expect(dashes(dilute, false)).toBe(0);
    expect(dashes(temperatureRows("random", 0.3, 0.6, 60))).toBe(0);
    expect(dashes(temperatureRows("signal", 0.3, 0.6, 12))).toBe(0);
    // all connected, rules are the same
    expect(dashes([...temperatureRows("random", 0.05, 0.6, 299), ...temperatureRows("noise", 0.05, 0.6, 299)])).toBe(2);
    // lost at T = 0: nothing to draw
    expect(dashes(temperatureRows("random", 0.2, 0.6, 299))).toBe(0);
  });

  it("of fields", () => {
    expect(title(fieldMomentsFigure(fields, { document, patterns: 60 }))).toBe(
      "Signal reinforcement keeps the signal 3.8 times the noise at load 2, random synapses 0.7 times",
    );
    expect(fieldsFinding([fieldsRow("noise", 0.2, 1, 0)])).toBe(
      "Noise reduction keeps the signal free of noise at load 0.2",
    );
  });

  it("of weights", () => {
    expect(weightsFinding(weights)).toBe(
      "Noise reduction prefers |J| ≈ 0.2, signal reinforcement prefers the strongest weights at load 2",
    );
    expect(weightsFinding([weightsRow("noise", 1, (j) => 1 - j, -1)])).toBe(
      "Noise reduction prefers the weakest weights at load 1",
    );
  });

  it("of patterns against basin size", () => {
    const measured = frontierOf(frontierCurves);
    expect(title(frontierFigure(measured, { document }))).toBe(frontierFinding(measured.summary));
    expect(frontierFinding(measured.summary)).toBe(
      "From cues with 20 % of the neurons wrong, margin retrieves 53 patterns, signal reinforcement 48, noise reduction 47, random 7",
    );
    expect(frontierFinding(measured.summary.filter(({ rule, flipped }) => rule === "random" && flipped === 0))).toBe(
      "From themselves as cues, random retrieves 12 patterns",
    );
  });

  it("of numbers of patterns and gains", () => {
    expect(title(patternsFigure(capacities, { document }))).toBe(
      "500 neurons store up to 225 patterns, by noise reduction with c = 250 inputs each; random synapses at most 40, with 250",
    );
    expect(title(gainFigure(capacities, { document })!)).toBe(
      "Signal reinforcement stores up to 10.6 times as many patterns as random synapses at c/N = 0.04, noise reduction 8.0 times at c/N = 0.2",
    );
    expect(
      gainFigure(
        capacities.filter(({ rule }) => rule === "random"),
        { document },
      ),
    ).toBeUndefined();
  });
});

describe("every text is inside the frame and apart from the others", () => {
  const options = { command: COMMAND };
  const cases: Record<string, () => SVGSVGElement | undefined> = {
    basins: () => basinsFigure(basins, { document, ...options }),
    "basins of four rules": () =>
      basinsFigure([...basins, ...[0.2, 0.5, 1, 2].map((l) => basinsRow("margin", l, 0.48 - 0.1 * l))], { document }),
    "basins of one rule": () =>
      basinsFigure(
        basins.filter(({ rule }) => rule === "noise"),
        { document },
      ),
    "basins of one load and one seed": () =>
      basinsFigure([{ ...basinsRow("signal", 1, 0.3), seeds: 1 }], { document, ...options }),
    "basins that are all the same": () =>
      basinsFigure(
        [0.2, 0.5, 1, 2, 3].flatMap((l) => RULES.map((rule) => basinsRow(rule, l, 0.3))),
        { document },
      ),
    "basins at one fraction": () =>
      basinsFigure(
        basins.map((row) => ({ ...row, curve: row.curve.slice(3, 4) })),
        { document },
      ),
    fields: () => fieldMomentsFigure(fields, { document, ...options }),
    "fields at one load": () =>
      fieldMomentsFigure(
        fields.filter(({ load }) => load === 1),
        { document, ...options },
      ),
    "fields without noise": () => fieldMomentsFigure([fieldsRow("noise", 0.1, 1, 0)], { document }),
    weights: () => weightsFigure(weights, { document, ...options }),
    "weights of one rule": () =>
      weightsFigure(
        weights.filter(({ rule }) => rule === "signal"),
        { document },
      ),
    "weights of few pairs": () =>
      weightsFigure(
        weights.map((w) => ({ ...w, curve: w.curve.map((p) => ({ ...p, pairs: 3 })) })),
        { document },
      ),
    frontier: () => frontierFigure(frontierOf(frontierCurves), { document, ...options }),
    "frontier of one rule": () =>
      frontierFigure(frontierOf(frontierCurves.filter(({ rule }) => rule === "margin")), { document }),
    "frontier of one curve": () => frontierFigure(frontierOf(frontierCurves.slice(0, 1)), { document, ...options }),
    "frontier at one size": () =>
      frontierFigure(frontierOf(frontierCurves.map((curve) => ({ ...curve, points: curve.points.slice(0, 1) }))), {
        document,
      }),
    temperatures: () =>
      temperatureFigure(
        [0.1, 0.3, 1].flatMap((load) => [
          ...temperatureRows("random", load, 0.7 - 0.6 * load, 12),
          ...temperatureRows("noise", load, 0.8 - 0.3 * load, 12),
          ...temperatureRows("margin", load, 1, 12),
        ]),
        { document, ...options },
      ),
    "one temperature": () => temperatureFigure(temperatureRows("random", 0.5, 0.5).slice(0, 1), { document }),
    patterns: () => patternsFigure(capacities, { document, ...options }),
    "patterns of one point": () => patternsFigure(capacities.slice(0, 1), { document }),
    gain: () => gainFigure(capacities, { document, ...options }),
  };
  for (const [what, draw] of Object.entries(cases)) {
    it(what, async () => {
      const svg = draw()!;
      expect(svg.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
      expect(faultsOf(svg)).toEqual([]);
      expect((await toPng(toSvgText(svg), { width: 300 })).length).toBeGreaterThan(1000);
    });
  }

  it("basins wherever they end", () => {
    const edge = fc.double({ min: 0, max: 0.6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.array(edge, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 }), (edges) => {
        const rows = edges.flatMap((own, k) =>
          own.map((at, r) => basinsRow((["random", "noise", "signal"] as const)[r], 0.5 * (k + 1), at)),
        );
        expect(faultsOf(basinsFigure(rows, { document }))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});

it("lines pass through their points", () => {
  const svg = basinsFigure(
    basins.filter(({ rule, load }) => rule === "noise" && load === 1),
    { document },
  );
  const dots = Array.from(svg.querySelectorAll(".point circle"));
  const { curve } = basins.find(({ rule, load }) => rule === "noise" && load === 1)!;
  const [xs, ys] = [dots.map((dot) => numberOf(dot, "cx")), dots.map((dot) => numberOf(dot, "cy"))];
  const perFlip = (xs[10] - xs[0]) / 0.5;
  const perPart = (ys[10] - ys[0]) / (curve[10].retrieved - curve[0].retrieved);
  curve.forEach(({ flipped, retrieved }, k) => {
    expect(xs[k]).toBeCloseTo(xs[0] + perFlip * flipped, 6);
    expect(ys[k]).toBeCloseTo(ys[0] + perPart * (retrieved - curve[0].retrieved), 6);
  });
});

it("figures of nothing are refused", () => {
  expect(() => basinsFigure([], { document })).toThrow("basinsFigure: summary must hold at least one row, got none");
  expect(() => fieldMomentsFigure([], { document })).toThrow(RangeError);
  expect(() => weightsFigure([], { document })).toThrow(RangeError);
  expect(() => frontierFigure({ curves: [], summary: [] }, { document })).toThrow(RangeError);
  expect(() => fieldMomentsFigure(fields, { document, patterns: 7 })).toThrow(
    /patterns must be one of the loads, got 7/,
  );
  expect(() => basinsFigure(basins)).toThrow(TypeError);
});
