/** Critical loads as a figure for a terminal. */
import { RULES } from "../../hopfield/rules/index.ts";
import { MIN_WIDTH, terminalFigure } from "../../plot/terminal.ts";
import { isWide } from "../../plot/ticks.ts";
import { capacityFinding, capacitySubtitle } from "./finding.ts";
import { publishedCapacities, type RetrievalCriterion } from "./published.ts";
import { type CapacitySummary, capacitySeries } from "./series.ts";

/**
 * Capacities for a terminal: the finding, N and seeds, and the figure.
 *
 * @param summary  a row per point, as for `capacityFigure`.
 * @param options  `columns` of the terminal (default 80), whether to use `color` (default false), and when patterns count as retrieved.
 * @throws RangeError as `capacityFigure`.
 */
export function capacityTerminalFigure(
  summary: readonly CapacitySummary[],
  options: { readonly columns?: number; readonly color?: boolean } & RetrievalCriterion = {},
): string {
  const { color = false } = options;
  const width = Math.min(Math.max(options.columns ?? 80, MIN_WIDTH), 120); // wider only stretches the lines
  const lines = capacitySeries(summary, "capacityTerminalFigure");
  const published = publishedCapacities(options);
  const densities = lines.flatMap(({ points }) => points.map(({ density }) => density));
  const loads = [
    ...lines.flatMap(({ points }) => points.map(({ load }) => load)),
    ...published.map(({ value }) => value),
  ];
  const figure = terminalFigure(
    lines.map(({ rule, name, isNamed, color: ownColor, points }) => ({
      name: isNamed ? name : "",
      glyph: RULES[rule].glyph,
      color: ownColor,
      points: points.map(({ density, load }) => ({ x: density, y: load })),
    })),
    {
      width,
      height: Math.round(width / 4) + 2,
      color,
      xLabel: "connection density c/N",
      yLabel: "critical load α_c",
      xLog: isWide(densities),
      yLog: isWide(loads),
      lines: published,
    },
  );
  const sizes = [...new Set(lines.map(({ neurons }) => neurons))].sort((a, b) => a - b);
  // Here the glyphs stand for the rules, so several N are only listed.
  const subtitle =
    sizes.length === 1 ? capacitySubtitle(lines) : `N = ${sizes.join(", ")}; ${capacitySubtitle(lines).split("; ")[1]}`;
  const title = breakWords(capacityFinding(summary), width).map((line) =>
    color ? `\u{1b}[1m${line}\u{1b}[22m` : line,
  );
  return [...title, ...breakWords(subtitle, width), "", figure].join("\n");
}

/** Lines of at most so many columns, broken at spaces. */
function breakWords(text: string, columns: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last === "") lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
