/** A report as one HTML file that needs nothing else: inline SVG, no scripts, no resources. */
import {
  type Report,
  type ReportClaim,
  type ReportFigure,
  type ReportTable,
  sentence,
  type WordTable,
} from "./report.ts";

const STYLE = `
:root { color-scheme: light dark; --paper: #faf7f0; --ink: #1c1a17; --muted: #68625a; --rule: #d9d2c3; --agrees: #00694c; --differs: #a04000; --undecided: #68625a; }
@media (prefers-color-scheme: dark) { :root { --paper: #1c1a17; --ink: #f1ece1; --muted: #a8a093; --rule: #3d3933; --agrees: #4cc9a0; --differs: #f0a060; --undecided: #a8a093; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 3rem 1.5rem 5rem; max-width: 64rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 Georgia, "Iowan Old Style", "Source Serif 4", "DejaVu Serif", serif; }
h1 { font-size: 2rem; line-height: 1.2; font-weight: 600; margin: 0 0 1rem; text-wrap: balance; }
h2 { font-size: 1.4rem; font-weight: 600; margin: 3rem 0 .5rem; }
p { max-width: 44rem; margin: .7rem 0; }
.counts { display: flex; flex-wrap: wrap; gap: 2rem; margin: 1.5rem 0; padding: 0; list-style: none; }
.counts b { font-size: 1.8rem; font-weight: 600; font-variant-numeric: tabular-nums lining-nums; margin-right: .35rem; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums lining-nums; }
th { text-align: left; font-weight: 400; font-style: italic; color: var(--muted); padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--ink); }
td { padding: .7rem .9rem .1rem 0; vertical-align: top; }
td.claim { width: 52%; }
th.number, td.number { text-align: right; white-space: nowrap; }
table.lines td { padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--rule); font-size: .95rem; }
tr.why td { padding: .15rem 0 .8rem; border-bottom: 1px solid var(--rule); color: var(--muted); font-size: .92rem; line-height: 1.45; overflow-wrap: anywhere; }
td small { display: block; color: var(--muted); font-size: .8rem; line-height: 1.2; }
sub, sup { line-height: 0; }
.verdict { font-weight: 600; white-space: nowrap; }
.agrees { color: var(--agrees); } .differs { color: var(--differs); } .undecided { color: var(--undecided); }
figure { margin: 2rem 0; padding: .75rem; background: #faf7f0; border-radius: 3px; overflow-x: auto; }
figure svg { display: block; width: 100%; min-width: 50rem; height: auto; }
pre { overflow-x: auto; font-size: .85rem; padding: .8rem 1rem; border: 1px solid var(--rule); }
@media (max-width: 44rem) {
  body { padding: 1.5rem 1rem 3rem; font-size: 1rem; }
  table, tbody, tr, td { display: block; }
  thead { display: none; }
  td, td.claim { width: auto; padding: .15rem 0; }
  tr:not(.why) { padding-top: .8rem; }
  td.number { display: inline-block; text-align: left; vertical-align: top; margin-right: 1.5rem; }
  td.number::before { content: attr(data-name); display: block; font-size: .8rem; font-style: italic; color: var(--muted); }
}
.notes p { color: var(--muted); font-size: .95rem; }
`;

export function reportHtml(report: Report): string {
  const { title, introduction, sections, audit, figures, notes, command } = report;
  const claims = sections.flatMap((section) => [...section.claims, ...(section.table?.rows ?? [])]);
  const counts = (["agrees", "differs", "undecided"] as const).map((verdict) => {
    const count = claims.filter((claim) => claim.verdict === verdict).length;
    return `<li class="${verdict}"><b>${count}</b>${COUNTED[verdict]}</li>`;
  });
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    ...introduction.map(paragraph),
    `<ul class="counts">${counts.join("")}</ul>`,
    ...sections.flatMap((section) => [
      `<section><h2>${escapeHtml(section.title)}</h2>`,
      ...(section.text ?? []).map(paragraph),
      ...(section.claims.length > 0 ? [tableOf(section.claims)] : []),
      ...(section.table ? [linesOf(section.table)] : []),
      ...section.figures.map(figureOf),
      "</section>",
    ]),
    ...(audit ? [`<section><h2>${escapeHtml(audit.title)}</h2>${wordsOf(audit)}</section>`] : []),
    ...figures.map(figureOf),
    `<section class="notes"><h2>Notes</h2>${notes.map(paragraph).join("")}<pre>${escapeHtml(command)}</pre></section>`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body.join("\n")}
</body>
</html>
`;
}

/** A table of words. */
function wordsOf({ head, rows }: WordTable): string {
  const cells = (name: string, row: readonly string[]) =>
    row.map((text) => `<${name}>${subscripts(text)}</${name}>`).join("");
  const lines = rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("\n");
  return `<div class="wide"><table class="lines"><thead><tr>${cells("th", head)}</tr></thead><tbody>${lines}</tbody></table></div>`;
}

const COUNTED = { agrees: "agree", differs: "differ", undecided: "undecided" } as const;

function tableOf(claims: readonly ReportClaim[]): string {
  const head = ["published", "measured ± s.d.", "seeds"].map((name) => `<th class="number">${name}</th>`).join("");
  return `<div class="wide"><table><thead><tr><th>claim</th>${head}<th>verdict</th></tr></thead>
<tbody>${claims.map(claimRows).join("\n")}</tbody></table></div>`;
}

function linesOf({ head, rows }: ReportTable): string {
  const [first, ...others] = head;
  const names = others.map((name) => `<th class="number">${subscripts(name)}</th>`).join("");
  const lines = rows.map(({ cells: [name, ...numbers], verdict }) => {
    const cells = numbers.map(
      (text, k) => `<td class="number" data-name="${escapeHtml(others[k])}">${escapeHtml(text)}</td>`,
    );
    return `<tr><td>${subscripts(name)}</td>${cells.join("")}<td class="verdict ${verdict}">${verdict}</td></tr>`;
  });
  return `<div class="wide"><table class="lines"><thead><tr><th>${subscripts(first)}</th>${names}<th>verdict</th></tr></thead>
<tbody>${lines.join("\n")}</tbody></table></div>`;
}

function claimRows({ claim, published, measured, error, seeds, verdict, finding, explanation }: ReportClaim): string {
  const number = (name: string, text: string, below = "") =>
    `<td class="number" data-name="${name}">${escapeHtml(text)}${below}</td>`;
  const cells = [
    `<td class="claim">${subscripts(claim)}</td>`,
    number("published", published),
    number("measured", measured, error === undefined ? "" : `<small>s.e. ${escapeHtml(error)}</small>`),
    number("seeds", String(seeds)),
    `<td class="verdict ${verdict}">${verdict}</td>`,
  ];
  const words = finding === undefined ? "" : `<b class="${verdict}">${subscripts(sentence(finding))}</b> `;
  return `<tr>${cells.join("")}</tr><tr class="why"><td colspan="5">${words}${subscripts(explanation)}</td></tr>`;
}

/** The namespace is known to HTML; links to it would be the only addresses in the file. */
function figureOf({ svg, alt }: ReportFigure): string {
  const bare = svg
    .replace(/ xmlns(:\w+)?="[^"]*"/g, "")
    .replace(/^<svg[^>]*>/, (start) => start.replace(/ (role|aria-label)="[^"]*"/g, ""))
    .replace("<svg", `<svg role="img" aria-label="${escapeHtml(alt)}"`);
  return `<figure>${bare}</figure>`;
}

function paragraph(text: string): string {
  return `<p>${subscripts(text)}</p>`;
}

/** α_c, ξ_ij and e^{−λt} as printed. */
function subscripts(text: string): string {
  return escapeHtml(text)
    .replace(/\^\{([^}]+)\}/g, "<sup>$1</sup>")
    .replace(/(\p{L})_([\p{L}\d]{1,3})(?![\p{L}\d])/gu, "$1<sub>$2</sub>");
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
