/** Figures of continuous dynamics: portraits, landscapes, bifurcation diagrams and time courses. */
import { describe, expect, it } from "vitest";
import { continuation } from "../../src/dynamics/branches.ts";
import { landscape } from "../../src/dynamics/landscape.ts";
import { continuousNetwork } from "../../src/dynamics/network.ts";
import { portrait } from "../../src/dynamics/portrait.ts";
import { diagramFigure } from "../../src/experiments/flow/diagram-figure.ts";
import { landscapeFigure } from "../../src/experiments/flow/landscape-figure.ts";
import { portraitFigure, portraitPanel } from "../../src/experiments/flow/portrait-figure.ts";
import { portraitFinding } from "../../src/experiments/flow/portrait-finding.ts";
import { patternPlane, principalPlane, projectionFigure } from "../../src/experiments/flow/projection-figure.ts";
import { svgDocument, toSvgText } from "../../src/io/picture.ts";
import { planeFigure } from "../../src/plot/plane.ts";
import { timeCourseFigure } from "../../src/plot/time-course.ts";

const TANH = { type: "tanh", gain: 1 } as const;
const PAIR = continuousNetwork({
  weights: [
    [0, 2],
    [2, 0],
  ],
  activation: TANH,
});

describe("figures of continuous dynamics", () => {
  it("a portrait marks each equilibrium by its type, states what there is, and is the same twice", async () => {
    const found = await portrait(PAIR, { trajectories: 2, starts: 50, seed: 1 });
    const document = await svgDocument();
    const draw = () => portraitFigure(portraitPanel(found), { document, command: "palimpsest flow" });
    const svg = draw();
    expect(svg.querySelectorAll("circle.sink").length).toBe(2);
    expect(svg.querySelectorAll("circle.saddle").length).toBe(1);
    expect(svg.querySelectorAll("circle.start").length).toBe(2);
    expect(svg.getAttribute("aria-label")).toBe("2 sinks and a saddle");
    expect(toSvgText(svg)).toContain("palimpsest flow");
    expect(toSvgText(draw())).toBe(toSvgText(svg));
    expect(toSvgText(svg)).not.toContain("NaN");
  });

  it("paths end at the frame", async () => {
    const document = await svgDocument();
    const panel = {
      x: { name: "x", domain: [0, 1] as const },
      y: { name: "y", domain: [0, 1] as const },
      curves: [
        {
          paths: [
            [
              [-5, 0.5],
              [5, 0.5],
            ] as const,
            [
              [0.5, -1],
              [0.5, 0.25],
              [3, 0.25],
            ] as const,
          ],
          color: "#0072B2",
        },
      ],
    };
    const svg = planeFigure({ document, title: "t", subtitle: "s", panels: [panel], side: 100 });
    const numbers = Array.from(svg.querySelectorAll("path.curve"), (path) =>
      path
        .getAttribute("d")!
        .match(/[\d.]+/g)!
        .map(Number),
    );
    // the frame begins 58 px from the left and 10 from the top
    expect(numbers).toEqual([
      [58, 60, 158, 60],
      [108, 110, 108, 85, 158, 85],
    ]);
  });

  it("a landscape has as many critical points as were found, a diagram its events by name", async () => {
    const document = await svgDocument();
    const found = await landscape(PAIR, { nodes: 21, trajectories: 2, starts: 50, seed: 1 });
    const svg = landscapeFigure(found, { document });
    expect(svg.querySelectorAll("circle.sink").length).toBe(2);
    expect(svg.querySelector('[aria-label="contour"]')).not.toBeNull();
    const self = continuousNetwork({ weights: [[1]], activation: TANH });
    const { branches, name } = await continuation(self, { parameter: "gain", from: 0.5, to: 2 });
    const diagram = diagramFigure(branches, { document, name });
    expect(diagram.getAttribute("aria-label")).toBe("Equilibria by gain: pitchfork at 1");
    const labels = Array.from(diagram.querySelectorAll("text.label"), (text) => text.textContent);
    expect(labels).toEqual(expect.arrayContaining(["unstable", "sinks"]));
  });

  it("principal axes are those of an ellipse turned by 30°, patterns' axes its overlaps", () => {
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const states = Array.from({ length: 200 }, (_, k) => {
      const [a, b] = [3 * Math.cos(k * 0.1 * Math.PI), Math.sin(k * 0.1 * Math.PI)];
      return [c * a - s * b + 1, s * a + c * b - 2, 0];
    });
    const { project, share } = principalPlane(states);
    expect(share).toBeCloseTo(1, 10);
    expect(project([1 + c, -2 + s, 0]).map(Math.abs)).toEqual([expect.closeTo(1, 6), expect.closeTo(0, 6)]);
    expect(patternPlane([1, 1], [1, -1]).project([1, 0.5])).toEqual([0.75, 0.25]);
  });

  it("time courses name few neurons and draw those that move most of many", async () => {
    const document = await svgDocument();
    const times = [0, 1, 2];
    const few = timeCourseFigure([{ times, states: times.map((t) => [t, -t]) }], { document });
    expect(few.querySelectorAll("text.label").length).toBe(2);
    const many = times.map((t) => Array.from({ length: 50 }, (_, i) => (i * t) / 50));
    const svg = timeCourseFigure([{ times, states: many }], { document, most: 10 });
    expect(toSvgText(svg)).toContain("the 10 of 50 neurons that move most");
    expect(() => timeCourseFigure([], { document })).toThrow(RangeError);
    expect(() => projectionFigure([], { document, title: "" })).toThrow(RangeError);
    expect(() => portraitFigure([], { document })).toThrow(RangeError);
  });

  it("findings count in words", () => {
    const point = (type: "sink" | "source", form: "node" | "spiral") => ({ type, form });
    expect(portraitFinding({ equilibria: [] })).toBe("No equilibrium in this plane");
    expect(portraitFinding({ equilibria: [point("source", "spiral")], cycles: [[]] })).toBe(
      "A spiral source and a limit cycle",
    );
    expect(portraitFinding({ equilibria: [point("sink", "node"), point("sink", "spiral")] })).toBe("2 sinks");
  });
});
