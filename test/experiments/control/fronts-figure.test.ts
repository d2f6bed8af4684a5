/** Figures of fronts and of outcomes over the control weight μ and the discount λ. */
import { beforeAll, describe, expect, it } from "vitest";
import { OUTCOME_NAMES, type Outcome, outcomeKindOf } from "../../../src/control/outcomes.ts";
import {
  type FrontFigureRow,
  frontFigure,
  frontFinding,
  outcomeMapFigure,
  outcomeMapFinding,
} from "../../../src/experiments/control/fronts-figure.ts";
import { svgDocument } from "../../../src/io/picture.ts";

let document: Document;
beforeAll(async () => {
  document = await svgDocument();
});

function row(controlWeight: number, discount: number, outcome: Outcome, more = {}): FrontFigureRow {
  const [motion, effort] = [1 + controlWeight, 2 - controlWeight];
  const cost = (1 - controlWeight) * motion + controlWeight * effort;
  const rest = { gridCost: cost, firstGridCost: cost, isMended: false, status: "converged" };
  return { controlWeight, discount, outcome, motion, effort, cost, ...rest, ...more };
}

const FRONT = [
  row(0.1, 1, "recorded"),
  row(0.5, 1, "recorded", { isMended: true, firstGridCost: 2 }),
  row(0.9, 1, "recognized"),
];

const textOf = (figure: SVGSVGElement) =>
  figure.outerHTML
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#160;", " ")
    .replace(/\s+/g, " ");

describe("figures of fronts", () => {
  it("say how much motion control saves, and which minima were only local", () => {
    expect(frontFinding(FRONT)).toBe("Control saves up to 42 % of the motion; 1 local minimum mended");
    const stalled = [...FRONT.slice(0, 2), row(0.9, 1, "undecided", { status: "stalled" })];
    expect(frontFinding(stalled)).toContain("1 of 3 not converged");
    const figure = frontFigure(FRONT, { document, setting: "N = 2" });
    const text = textOf(figure);
    for (const name of ["recorded", "recognized", "local minimum found first", "N = 2, λ = 1; μ from 0.1 to 0.9"]) {
      expect(text).toContain(name);
    }
    expect(figure.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
    expect(() => frontFigure([...FRONT, row(0.1, 2, "recorded")], { document })).toThrow("a single λ");
    expect(() => frontFigure([], { document })).toThrow("frontFigure: rows must hold one front");
  });

  it("map outcomes over μ and λ, a cell for each and a name for each outcome", () => {
    const rows = [...FRONT, row(0.1, 2, "recorded"), row(0.5, 2, "recognized"), row(0.9, 2, "recognized")];
    expect(outcomeMapFinding(rows)).toBe("Recorded at small μ, recognized at large μ: from μ = 0.5 to 0.9 on, by λ");
    const figure = outcomeMapFigure(rows, { document });
    const cells = figure.querySelectorAll(".cell rect");
    expect(cells).toHaveLength(6);
    expect(textOf(figure).match(/recorded|recognized/g)).toHaveLength(3); // one of them in the title
    // every cell has an extent, none leaves the frame
    for (const cell of cells) expect(Number(cell.getAttribute("width"))).toBeGreaterThan(5);
    expect(
      outcomeMapFinding([...rows.slice(0, 2), row(0.9, 1, "freeAssociation"), row(0.95, 1, "newEquilibrium")]),
    ).toBe("Recorded or new equilibrium at small μ, free association at large μ: from μ = 0.9 on");
    const [single] = [outcomeMapFigure([row(0.5, 1, "associated")], { document })];
    expect(textOf(single)).toContain("At every μ and λ: associated");
  });

  it("name and color every outcome", () => {
    const text = textOf(
      outcomeMapFigure(
        OUTCOME_NAMES.map((name, k) => row(0.1 * (k + 1), 1, name)),
        { document },
      ),
    );
    for (const name of OUTCOME_NAMES) expect(text).toContain(outcomeKindOf(name).label);
    expect(new Set(OUTCOME_NAMES.map((name) => outcomeKindOf(name).color)).size).toBe(OUTCOME_NAMES.length);
  });
});
