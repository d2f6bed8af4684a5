/** What the reproduction of any work shares: its report from rows and figures, and its table. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BackendName } from "../backend/contract/kernels.ts";
import type { Session } from "../experiments/kit/session.ts";
import type { Figure } from "../experiments/kit/study.ts";
import { svgDocument } from "../io/picture.ts";
import type { Row } from "../io/rows.ts";
import { reportHtml } from "../report/html.ts";
import { reportMarkdown } from "../report/markdown.ts";
import type { Report, ReportClaim, ReportFigure, ReportTable, WordTable } from "../report/report.ts";
import { table } from "../report/table.ts";
import { VERSION } from "../version.ts";
import type { ClaimRow } from "./claim.ts";

/** A reproduction that is planned and not yet run. */
export interface Reproduction {
  readonly spec: unknown;
  readonly seed: number | string;
  /** How many results the ledger of the whole run has, and what they are called. */
  readonly total: number;
  readonly unit: string;
  /**
   * @param swept  rows that the sweeps found, by their names, if they were run.
   */
  compute(session: Session, backend: BackendName, swept?: ReadonlyMap<string, readonly Row[]>): Promise<Reproduced>;
  /** The longest parts as sweeps, for a work whose report takes long. */
  readonly sweeps?: readonly ReproductionSweep[];
}

/** A part of a report as the spec of a sweep, and the name of its files and results. */
export interface ReproductionSweep {
  readonly name: string;
  readonly spec: object;
}

/** A work that is reproduced: rows, and what its report says around them. */
export interface Reproduced {
  readonly rows: readonly ClaimRow[];
  readonly title: string;
  /** The work as it is cited: authors, title and place. */
  readonly work: string;
  /** A sentence about the sizes that were computed. */
  readonly extent: string;
  /** Sections in the order of the report; one may have no claims. Claims of one that is tabled have a line each, without explanations. */
  readonly sections: readonly {
    readonly title: string;
    readonly text: readonly string[];
    readonly isTabled?: boolean;
  }[];
  readonly notes: readonly string[];
  /** Everything the work states, with the rows that judge it. */
  readonly audit?: WordTable;
  figures(): Promise<readonly FigureEntry[]>;
}

/** A figure that a work has: the name of its files without an ending, the section of the report it belongs to, and how it is drawn. */
export type FigureEntry = readonly [
  name: string,
  section: string,
  draw: (options: { readonly document: Document; readonly command: string }) => SVGSVGElement | undefined,
];

/** A figure of the report and the section it belongs to, drawn with the command that repeats the report. */
export interface NamedFigure {
  readonly name: string;
  readonly section: string;
  readonly draw: Figure;
}

export async function reportOf(
  { rows, title, work, extent, sections, notes, audit }: Reproduced,
  figures: readonly NamedFigure[],
  run: {
    readonly size: string;
    readonly seed: number | string;
    readonly repeat: string;
    readonly seconds: number;
  },
): Promise<Report> {
  const drawn: (ReportFigure & { readonly section: string })[] = [];
  for (const { name, section, draw } of figures) {
    const figure = draw(await svgDocument());
    if (figure === undefined) continue;
    drawn.push({ name, section, svg: figure.outerHTML, alt: figure.getAttribute("aria-label") ?? name });
  }
  const counted = (verdict: string) => rows.filter((row) => row.verdict === verdict).length;
  return {
    title,
    introduction: [
      `Every finding of ${work}, against what palimpsest computes on this machine.`,
      `Of ${rows.length} rows ${counted("agrees")} agree, ${counted("differs")} differ and ${counted("undecided")} remain undecided, at the size “${run.size}”: ${extent}, seeds from ${run.seed} on. Under every row stands what the value depends on.`,
    ],
    sections: sections.map(({ title: name, text, isTabled }) => {
      const own = rows.filter(({ section }) => section === name);
      return {
        title: name,
        text,
        claims: isTabled ? [] : own.map(reportClaim),
        ...(isTabled && { table: linesOf(own) }),
        figures: drawn.filter(({ section }) => section === name),
      };
    }),
    figures: [],
    ...(audit && { audit }),
    notes: [...notes, `Version ${VERSION}; ${run.seconds.toFixed(0)} s for what was not known from an earlier run.`],
    command: run.repeat,
  };
}

function reportClaim(row: ClaimRow): ReportClaim {
  const holds = row.condition !== undefined && row.verdict === "agrees" ? `holds ${row.condition}` : undefined;
  const finding = row.finding ?? holds;
  const where = row.source === undefined ? "" : ` (${row.source}.)`;
  return {
    claim: row.claim,
    published: publishedOf(row),
    measured: measuredOf(row),
    ...(row.seeds > 1 && { error: showAs(row.measured, row.error) }),
    seeds: row.seeds,
    verdict: row.verdict,
    ...(finding !== undefined && { finding }),
    explanation: `${row.explanation}${where}${optimalityOf(row)}`,
  };
}

/** A line for each claim: the published value, what was measured in the same way and in our own, and z. */
function linesOf(rows: readonly ClaimRow[]): ReportTable {
  const mean = (value: number, spread: number | undefined) => `${value.toFixed(1)} ± ${(spread ?? 0).toFixed(1)}`;
  return {
    head: ["quantity", "published", "here, as published", "seeds", "z", "here, our way"],
    rows: rows.map((row) => ({
      cells: [
        row.claim,
        mean(row.published, row.publishedSpread),
        row.seeds > 1 ? mean(row.measured, row.spread) : row.measured.toFixed(1),
        String(row.seeds),
        row.z === undefined ? "" : row.z.toFixed(1),
        row.own === undefined ? "" : (row.ownSeeds ?? 0) > 1 ? mean(row.own, row.ownSpread) : row.own.toFixed(1),
      ],
      verdict: row.verdict,
    })),
  };
}

/** Says how near to optimal the solutions are on which a value rests. */
function optimalityOf({ solutions = 0, unconverged = 0, residual = 0 }: ClaimRow): string {
  if (solutions === 0) return "";
  const from = `at most ${residual.toExponential(1)} from optimal`;
  if (unconverged === 0)
    return ` (${solutions === 1 ? "Converged" : `${solutions} solutions, all converged`}, ${from}.)`;
  return ` (${unconverged} of ${solutions} solutions did not converge; ${from}.)`;
}

/** Writes report.html and report.md into a folder. */
export function writeReport(folder: string, report: Report): void {
  writeFileSync(join(folder, "report.html"), reportHtml(report));
  writeFileSync(join(folder, "report.md"), reportMarkdown(report));
}

/** The table of claims that the command line prints. */
export function tableOf(rows: readonly ClaimRow[]): string {
  return table(
    ["claim", "published", "measured", "seeds", "verdict"],
    rows.map((row) => [row.claim, publishedOf(row), measuredOf(row), String(row.seeds), wordOf(row)]),
  );
}

/** The verdict for a table, which has no room for the condition; the report gives it. */
function wordOf({ finding, verdict }: ClaimRow): string {
  return finding === undefined ? verdict : finding.startsWith("holds ") ? "holds when …" : finding;
}

function publishedOf({ relation, published, publishedSpread }: ClaimRow): string {
  const isTiny = published !== 0 && Math.abs(published) < LEAST_PLAIN;
  const spread = publishedSpread === undefined ? "" : ` ± ${Number(publishedSpread.toPrecision(2))}`;
  return `${relation} ${isTiny ? published.toExponential() : Number(published.toPrecision(3))}${spread}`;
}

function measuredOf({ measured, spread, seeds, tolerance, low, high }: ClaimRow): string {
  const mean = Number.isFinite(measured) ? showAs(measured, measured) : "–";
  if (low !== undefined && high !== undefined) return `${mean} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
  if (tolerance !== undefined && tolerance > 0) return `${mean} ± ${tolerance.toExponential(0)}`;
  return seeds > 1 ? `${mean} ± ${showAs(measured, spread)}` : mean;
}

/** Writes `shown` with the decimals that suit `value`. */
function showAs(value: number, shown: number): string {
  if (value === 0 && shown === 0) return "0";
  if (value !== 0 && Math.abs(value) < LEAST_DECIMAL) return shown.toExponential(1);
  return shown.toFixed(Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3);
}

/** Bounds and measured values smaller than this are written with a power of ten. */
const LEAST_PLAIN = 1e-4;
const LEAST_DECIMAL = 5e-3;
