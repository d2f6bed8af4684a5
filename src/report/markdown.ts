/** A report as Markdown; figures are PNG files beside it. */
import { type Report, type ReportClaim, type ReportFigure, sentence } from "./report.ts";

export function reportMarkdown({ title, introduction, sections, audit, figures, notes, command }: Report): string {
  const parts = [`# ${escapeText(title)}`, ...introduction.map(escapeText)];
  for (const section of sections) {
    parts.push(`## ${escapeText(section.title)}`, ...(section.text ?? []).map(escapeText));
    const rows = section.claims.map(({ claim, published, measured, error, seeds, verdict }) =>
      rowOf([claim, published, measured, error ?? "", String(seeds), wordOf(verdict)]),
    );
    if (rows.length > 0) {
      const head = rowOf(["claim", "published", "measured ± s.d.", "s.e.", "seeds", "verdict"]);
      parts.push([head, "|---|---:|---:|---:|---:|---|", ...rows].join("\n"));
    }
    if (section.table) {
      const { head, rows: lines } = section.table;
      const all = [rowOf([...head, "verdict"]), `|---|${"---:|".repeat(head.length - 1)}---|`];
      for (const { cells, verdict } of lines) all.push(rowOf([...cells, wordOf(verdict)]));
      parts.push(all.join("\n"));
    }
    parts.push(
      ...section.claims.map(({ claim, finding, explanation }) => {
        const words = finding === undefined ? "" : `**${escapeText(sentence(finding))}** `;
        return `*${escapeText(claim)}.* ${words}${escapeText(explanation)}`;
      }),
    );
    parts.push(...section.figures.map(pictureOf));
  }
  if (audit) {
    const rule = `|${"---|".repeat(audit.head.length)}`;
    parts.push(`## ${escapeText(audit.title)}`, [rowOf(audit.head), rule, ...audit.rows.map(rowOf)].join("\n"));
  }
  parts.push(...figures.map(pictureOf), "## Notes", ...notes.map(escapeText), `\`\`\`sh\n${command}\n\`\`\``);
  return `${parts.join("\n\n")}\n`;
}

/** Verdicts that are to be noticed are bold. */
function wordOf(verdict: ReportClaim["verdict"]): string {
  return verdict === "agrees" ? verdict : `**${verdict}**`;
}

function pictureOf({ name, alt }: ReportFigure): string {
  return `![${escapeText(alt)}](${name}.png)`;
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => (cell.startsWith("**") ? cell : escapeText(cell))).join(" | ")} |`;
}

/** What Markdown would take for its own: P(C = 1|J) would end a cell, *_ set emphasis. */
function escapeText(text: string): string {
  return text.replace(/[|*_<>[\]`\\]/g, "\\$&");
}
