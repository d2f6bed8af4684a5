/** Figures in a terminal: every width, color or none, and names that cannot control it. */
import { describe, expect, it } from "vitest";
import type { CapacitySummary } from "../../src/experiments/capacity/series.ts";
import { capacityTerminalFigure } from "../../src/experiments/capacity/terminal.ts";
import { terminalFigure } from "../../src/plot/terminal.ts";
import { RULE_GLYPHS, type RuleName } from "../../src/plot.ts";

const line = (rule: RuleName, loads: Record<number, number>): CapacitySummary[] =>
  Object.entries(loads).map(([inputs, load]) => ({
    neurons: 500,
    inputs: Number(inputs),
    rule,
    epsilon: null,
    seeds: 3,
    load,
    loadDeviation: 0.03 * load,
    capacity: load * Number(inputs),
    capacityDeviation: 1,
  }));
const summary = [
  ...line("random", { 20: 0.31, 50: 0.25, 100: 0.2, 250: 0.16, 499: 0.146 }),
  ...line("noise", { 20: 0.55, 50: 1.2, 100: 1.6, 250: 0.9 }),
  ...line("signal", { 20: 3.3, 50: 2.6, 100: 1.85, 250: 0.67 }),
];
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what the test is about
const plain = (text: string) => text.replace(/\u001b\[[\d;]*m/g, "");
const count = (text: string, glyph: string) => text.split(glyph).length - 1;

describe("terminal figure", () => {
  it.each([40, 60, 80, 100, 120, 200])("fits %i columns and shows every point and name", (columns) => {
    const figure = capacityTerminalFigure(summary, { columns });
    for (const row of figure.split("\n")) expect(Array.from(row).length).toBeLessThanOrEqual(columns);
    expect(count(figure, RULE_GLYPHS.random)).toBe(5 + 1); // points and the name
    expect(count(figure, RULE_GLYPHS.signal)).toBe(4 + 1);
    expect(figure).toContain("● random");
    expect(figure).toContain("▲ signal reinforcement");
    expect(figure).toContain("╌ dilute limit for m ≥ 0.9");
    expect(figure.replaceAll("\n", " ")).toContain("up to 10.6 times as many patterns");
  });

  it("says the same with color as without", () => {
    const colored = capacityTerminalFigure(summary, { columns: 80, color: true });
    expect(plain(colored)).toBe(capacityTerminalFigure(summary, { columns: 80 }));
    expect(colored).toContain("\u001b[38;5;178m▲ signal reinforcement\u001b[39m");
    expect(capacityTerminalFigure(summary, { columns: 80 })).not.toContain("\u001b");
    // Every color is taken back on its own line.
    for (const row of colored.split("\n")) expect(count(row, "[38;5;")).toBe(count(row, "[39m"));
  });

  it("draws points, ticks and dashes at their values", () => {
    const points = Array.from({ length: 5 }, (_, i) => ({ x: i, y: 10 * i }));
    const rows = terminalFigure([{ name: "", glyph: "o", color: "#0072B2", points }], {
      width: 60,
      height: 24,
      lines: [{ value: 20, label: "half" }],
    }).split("\n");
    const at = rows.flatMap((row, i) => (row.includes("o") ? [{ row: i, column: row.indexOf("o") }] : [])).reverse();
    expect(at.length).toBe(5);
    // Equal steps, up to one cell of rounding.
    for (let i = 1; i < 5; i++) {
      expect(Math.abs(at[i].row - at[0].row - ((at[4].row - at[0].row) * i) / 4)).toBeLessThanOrEqual(1);
      expect(Math.abs(at[i].column - at[0].column - ((at[4].column - at[0].column) * i) / 4)).toBeLessThanOrEqual(1);
    }
    expect(rows[at[2].row]).toContain("╌╌╌");
    expect(rows[at[2].row]).toMatch(/20 ┤.*half$/);
    expect(rows[rows.length - 1].trim().split(/\s+/)).toEqual(["0", "1", "2", "3", "4"]);
    const axis = rows[rows.length - 2];
    expect(axis[at[3].column]).toBe("┬");
  });

  it("has a row of its own for every name, however many and however close", () => {
    const series = Array.from({ length: 25 }, (_, i) => ({
      name: `line ${i}`,
      glyph: "x",
      color: "#000000",
      points: [{ x: 0, y: 1 }],
    }));
    const rows = terminalFigure(series, { width: 80, height: 10 }).split("\n");
    for (let i = 0; i < 25; i++) expect(rows.filter((row) => row.endsWith(`x line ${i}`)).length).toBe(1);
  });

  it("survives a single point, zero loads and points that cannot be drawn", () => {
    expect(capacityTerminalFigure(line("random", { 50: 0.25 }))).toContain("●");
    expect(capacityTerminalFigure(line("random", { 5: 0, 50: 0 }))).toContain("store no pattern");
    const log = { xLog: true, yLog: true };
    const series = (points: { x: number; y: number }[]) => [{ name: "a", glyph: "o", color: "#000000", points }];
    const some = terminalFigure(
      series([
        { x: 0, y: 1 },
        { x: 1, y: 1 },
        { x: 9, y: Number.NaN },
      ]),
      log,
    );
    expect(count(some, "o")).toBe(2);
    expect(() => terminalFigure(series([{ x: 0, y: 1 }]), log)).toThrow(/at least one point that can be drawn/);
    expect(() => terminalFigure([], {})).toThrow(RangeError);
    expect(() => terminalFigure(series([{ x: 1, y: 1 }]), { width: 10 })).toThrow("width must be at least 30, got 10");
  });

  it("does not let a name control the terminal", () => {
    const series = [{ name: "a\u001b[2Jb\nc", glyph: "o", color: "#000000", points: [{ x: 1, y: 1 }] }];
    const figure = terminalFigure(series, { width: 80, height: 10 });
    expect(figure).not.toContain("\u001b");
    expect(figure).toContain("a[2Jbc");
  });
});
