/** Figures of optimal control: states, controls, paths in the plane, sequences of patterns and value functions. */
import { Resvg } from "@resvg/resvg-js";
import { beforeAll, describe, expect, it } from "vitest";
import {
  controlFigure,
  controlPlaneFigure,
  historyFigure,
  historyFinding,
} from "../../../src/experiments/control/figure.ts";
import { valueFigure, valueLineFigure } from "../../../src/experiments/control/value-figure.ts";
import { packagedFonts, svgDocument, toSvgText } from "../../../src/io/picture.ts";

let document: Document;
beforeAll(async () => {
  document = await svgDocument();
});

/** Text of a figure, after it was rendered without complaint. */
function textOf(figure: SVGSVGElement): string {
  const svg = toSvgText(figure);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  expect(
    new Resvg(svg, { font: { fontFiles: packagedFonts(), loadSystemFonts: false } }).render().width,
  ).toBeGreaterThan(300);
  return svg.replace(/<[^>]*>/g, " ").replace(/(\s|&#160;)+/g, " ");
}

const S = 40;
const path = {
  nNeurons: 2,
  times: Float64Array.from({ length: S + 1 }, (_, n) => 0.1 * n),
  states: Float64Array.from({ length: 2 * (S + 1) }, (_, k) => Math.exp(-0.05 * k) * (k % 2 === 0 ? 1 : -1)),
  controls: Float64Array.from({ length: 4 * S }, (_, k) => (k % 4 === 1 ? 1 : k % 4 === 2 ? 0.3 : 0)),
  bounds: [0, 1, 0.5, 0],
  presentation: 3,
  outcome: "recorded" as const,
  reason: "a sink of A + ξ∞, 0.7 from every equilibrium of A",
  setting: "N = 2",
  residual: 1e-12,
};

describe("figures of control", () => {
  it("show states and controls against time, the bounds that matter and τ_p", () => {
    const text = textOf(controlFigure(path, { document, command: "palimpsest control" }));
    expect(text).toContain("Recorded: a sink of A + ξ∞, 0.7 from every equilibrium of A");
    for (const word of ["state u", "control ξ", "time t", "bound 1", "u₁", "ξ₁₂", "distance from optimal 1.0e-12"]) {
      expect(text).toContain(word);
    }
    expect(text).not.toContain("ξ₁₁"); // bound 0: not controlled
  });

  it("show many neurons by the first and largest few, and say so", () => {
    const N = 12;
    const many = {
      ...path,
      nNeurons: N,
      states: new Float64Array(N * (S + 1)).map((_, k) => Math.sin(k)),
      controls: new Float64Array(N * N * S).map((_, k) => 0.1 * Math.sin(k % (N * N))),
      bounds: new Float64Array(N * N).fill(0.5),
      residual: null,
    };
    const text = textOf(controlFigure(many, { document }));
    expect(text).toContain("the first 6 of 12 neurons");
    expect(text).toContain("the 6 largest controls");
    expect(text).toContain("control is free of cost");
  });

  it("compare the controlled path with the free one in the plane", () => {
    const free = Float64Array.from({ length: 60 }, (_, k) => Math.cos(0.05 * k));
    const equilibria = [{ state: [0, 0], type: "saddle" as const }];
    const text = textOf(controlPlaneFigure({ ...path, free, equilibria }, { document }));
    for (const word of ["controlled", "without control", "u₁", "u₂"]) expect(text).toContain(word);
  });

  it("tell what was kept, forgotten and restored", () => {
    const memory = (pattern: number, status: string, similarity: number) => ({ pattern, status, similarity });
    const history = [
      { pattern: 0, outcome: "recorded" as const, memories: [memory(0, "kept", 1)], largestChange: 0.5 },
      {
        pattern: 1,
        outcome: "recorded" as const,
        memories: [memory(0, "forgotten", 0.4), memory(1, "kept", 0.99)],
        largestChange: 0.9,
      },
      {
        pattern: 2,
        outcome: "freeAssociation" as const,
        memories: [memory(0, "restored", 0.97), memory(1, "kept", 0.98)],
        largestChange: 0.9,
      },
    ];
    expect(historyFinding(history)).toBe("T learned 2 patterns; P0 forgotten; P0 restored by others");
    const text = textOf(historyFigure(history, { document }));
    expect(text).toContain("what became of it at that time: P0 (recorded), P1 (recorded), P2 (free association)");
    expect(historyFinding(history.slice(0, 1))).toBe("T learned 1 pattern; none forgotten");
  });

  it("map the value function", () => {
    const nodes = 15;
    const values = Float64Array.from({ length: nodes * nodes }, (_, k) => (k % nodes) ** 2 + Math.floor(k / nodes));
    const panel = { nodes, values, paths: [path.states], doubtful: [[0, 1] as const] };
    const picture = valueFigure({ reach: 2, setting: "μ = 0.5", panels: [panel] }, { document });
    expect(picture.querySelectorAll(".stipple")).toHaveLength(1);
    const text = textOf(picture);
    expect(text).toContain("The least cost of every state: 0 to 210");
    expect(text).toContain("dotted: error above 2 %");
    expect(text).toContain("Hölder continuous");
    // planes of three neurons share their shades
    const slices = [-1, 0, 1].map((u3) => ({ title: `u₃ = ${u3}`, nodes, values: values.map((v) => v * (2 + u3)) }));
    expect(textOf(valueFigure({ reach: 2, setting: "", panels: slices }, { document }))).toContain("0 to 630");
  });

  it("draw value and feedback of one neuron", () => {
    const values = Float64Array.from({ length: 21 }, (_, k) => (k - 10) ** 2);
    const controls = values.map((_, k) => 0.04 * (10 - k));
    const equilibria = [{ state: [0], type: "sink" as const }];
    const line = { reach: 2, setting: "N = 1", values, controls, bound: 0.4, equilibria };
    expect(textOf(valueLineFigure(line, { document }))).toContain("bound 0.4");
  });
});
