import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { FieldsFound } from "../experiments/fields.ts";
import type { ClaimRow, Ek22Result, PointStore } from "../experiments/reproduce-ek22.ts";
import type { Ek22Size, PlannedExperiment } from "../experiments/reproduce-plan.ts";
import type { Ledger } from "../io/ledger.ts";
import type { Row } from "../io/rows.ts";
import type { Report, ReportFigure } from "../report/report.ts";
import { fieldsFromLedger, fieldsToLedger } from "../studies/fields-ledger.ts";
import { UsageError } from "./exit.ts";
import { addCommon, type CommonFlags, count } from "./options.ts";
import type { Figure } from "./output.ts";
import { finishRun, withSession } from "./session.ts";

const COLUMNS = [
  "claim",
  "published",
  "measured",
  "spread",
  "error",
  "seeds",
  "verdict",
  "relation",
  "section",
  "explanation",
];

interface ReproduceFlags extends CommonFlags {
  readonly quick?: boolean;
  readonly full?: boolean;
  /** Not among the flags listed: for tests. */
  readonly tiny?: boolean;
  readonly seeds?: number;
}

/** `palimpsest reproduce ek22`: every published claim against what this machine computes. */
export function addReproduce(program: Command): void {
  const command = program
    .command("reproduce")
    .description("every finding of a published work against what this machine computes: an HTML and a Markdown report")
    .argument("<work>", "ek22: Emina & Kropff 2022, selective connectivity")
    .option("--quick", "small networks, about two minutes on two cores (default: about 20 minutes)")
    .option("--full", "large networks, hours");
  command.addOption(command.createOption("--tiny", "seconds, for tests").hideHelp());
  addCommon(command.option("--seeds <count>", "independent networks a point (default: 1 to 10, by experiment)", count));
  command.action(run);
}

async function run(work: string, given: ReproduceFlags): Promise<void> {
  if (work !== "ek22") throw new UsageError(`reproduce: the work must be ek22, got "${work}"`);
  const sizes = (["quick", "full", "tiny"] as const).filter((name) => given[name]);
  if (sizes.length > 1) throw new UsageError(`--${sizes[0]} and --${sizes[1]} exclude each other`);
  const size = (sizes[0] ?? "default") as Ek22Size;
  const started = performance.now();
  const { planEk22 } = await import("../experiments/reproduce-plan.ts");
  const { reproduceEk22 } = await import("../experiments/reproduce-ek22.ts");
  const plan = planEk22({
    size,
    ...(given.seed !== undefined && { seed: given.seed }),
    ...(given.seeds !== undefined && { seeds: given.seeds }),
  });
  // a reproduction is the same for everyone unless asked otherwise
  const seed = BigInt(plan.seed);
  const out = given.out ?? (size === "default" ? "results/ek22" : `results/ek22/${size}`);
  const flags = { ...given, seed, out };
  const total = plan.experiments.reduce((sum, experiment) => sum + pointsOf(experiment), 0);
  const head = {
    command: "reproduce ek22",
    spec: plan,
    seed: plan.seed,
    total,
    unit: "points of experiments",
    count: (ledger?: { readonly size: number }) => ledger?.size ?? 0,
  };
  const result = await withSession(flags, head, ({ ledger, ...session }) =>
    reproduceEk22(plan, {
      ...session,
      backend: flags.backend,
      ...(ledger && { points: (experiment: PlannedExperiment) => storeOf(ledger, experiment) }),
    }),
  );
  const { commandLine } = await import("./output.ts");
  const sized = `reproduce ek22${size === "default" ? "" : ` --${size}`}`;
  const repeat = commandLine(sized, [
    ["--seeds", given.seeds],
    ["--seed", plan.seed],
  ]);
  const seconds = (performance.now() - started) / 1000;
  const figures = await figuresOf(result, repeat);
  await writeReport(out, await reportOf(result, figures, { repeat, seconds }));
  await finishRun(flags, {
    command: "reproduce ek22",
    spec: plan,
    seed: plan.seed,
    rows: result.rows,
    summary: (["agrees", "differs", "undecided"] as const).map((verdict) => ({
      verdict,
      claims: result.rows.filter((row) => row.verdict === verdict).length,
    })),
    cells: result.rows as unknown as readonly Row[],
    columns: COLUMNS,
    repeat,
    threads: flags.threads,
    started,
    figures: async () => Object.fromEntries(figures.map(({ name, draw }) => [name, draw])),
    text: async () =>
      `${await tableOf(result.rows)}\n\nreport    ${join(out, "report.html")}, ${join(out, "report.md")}`,
  });
}

/** How many points the ledger holds of an experiment. */
function pointsOf({ kind, spec }: PlannedExperiment): number {
  const length = (list: unknown) => (Array.isArray(list) ? list.length : 1);
  const seeds = spec.seeds ?? 1;
  if (kind === "capacity") return seeds * length(spec.inputs) * length(spec.rule);
  if (kind === "frontier") return seeds * (2 + length(spec.epsilon) + length(spec.margin));
  if (kind === "online") return seeds * (length(spec.inputs) + 2);
  return seeds * length(spec.loads) * length(spec.rule);
}

/** The ledger's part for one experiment: a point's row or rows. */
function storeOf(ledger: Ledger, { id, kind }: PlannedExperiment): PointStore {
  const encode = (found: unknown): readonly Row[] => {
    if (kind === "fields") return fieldsToLedger(found as FieldsFound);
    return (Array.isArray(found) ? found : [found]) as readonly Row[];
  };
  const decode = (rows: readonly Row[]): unknown => {
    if (kind === "fields") return fieldsFromLedger(rows);
    return kind === "capacity" ? rows[0] : rows;
  };
  const name = (key: string) => `${id}/${key}`;
  const reference = (key: string) => `${id}/reference/${key}`;
  return {
    known: (key) => {
      const rows = ledger.get(name(key));
      return rows && decode(rows);
    },
    onRow: (key, found) => ledger.append(name(key), encode(found)),
    knownReference: (key) => ledger.get(reference(key))?.[0],
    onReference: (key, found) => ledger.append(reference(key), [found as Row]),
  };
}

interface NamedFigure {
  readonly name: string;
  readonly section: string;
  readonly draw: Figure;
}

async function figuresOf({ results }: Ek22Result, command: string): Promise<NamedFigure[]> {
  const [
    { basinsFigure, capacityFigure, fieldMomentsFigure, frontierFigure, gainFigure, onlineFigure, weightsFigure },
    { diluteFigure, scalingFigure, searchFigure },
    { lineThrough },
    { OVERLAPS },
  ] = await Promise.all([
    import("../plot/index.ts"),
    import("../plot/reproduction.ts"),
    import("../experiments/reproduce-ek22.ts"),
    import("../experiments/reproduce-plan.ts"),
  ]);
  const { capacity, scaling, short, dilute, fields, weights, sparse, basins, frontier, online } = results;
  const overlaps = [OVERLAPS.usual, OVERLAPS.low];
  const searches = [
    ...short.map(({ spec: own, summary }) => ({ label: `swaps, ${own.anneal.sweeps} N`, summary })),
    { label: "heat bath", summary: capacity.summary },
  ];
  const limits = dilute.map(({ summary }, k) => ({
    overlap: overlaps[k],
    summary,
    limit: lineThrough(summary.map(({ inputs, neurons, load }) => [inputs / neurons, load])).at0,
  }));
  const bySize = [capacity, ...scaling].map(({ summary }) => summary).sort((a, b) => a[0].neurons - b[0].neurons);
  const figures: [
    name: string,
    section: string,
    draw: (options: { document: Document; command: string }) => SVGSVGElement | undefined,
  ][] = [
    ["capacity", LOADS, (options) => capacityFigure(capacity.summary, options)],
    ["gain", LOADS, (options) => gainFigure(capacity.summary, options)],
    ["scaling", LOADS, (options) => scalingFigure(bySize, options)],
    ["dilute", "Random connectivity", (options) => diluteFigure(limits, options)],
    ["search", LOADS, (options) => searchFigure(searches, options)],
    ["fields", "Noise reduction", (options) => fieldMomentsFigure(fields.summary, options)],
    ["weights-sparse", "Noise reduction", (options) => weightsFigure(sparse.summary, options)],
    ["weights", "Signal reinforcement", (options) => weightsFigure(weights.summary, options)],
    [
      "basins",
      "Basins",
      (options) =>
        basinsFigure(
          basins.summary.filter(({ load }) => BASIN_LOADS.some((shown) => Math.abs(load - shown) < 0.02)),
          options,
        ),
    ],
    ["frontier", FRONTIER, (options) => frontierFigure(frontier, options)],
    ["online", "Online learning", (options) => onlineFigure(online.rows, online.summary, options)],
  ];
  return figures.map(([name, section, draw]) => ({ name, section, draw: (document) => draw({ document, command }) }));
}

/** Sections without claims of the work. */
const LOADS = "Critical loads";
const FRONTIER = "What each rule buys";

/** Of the loads measured: more lines would not be told apart. */
const BASIN_LOADS = [0.25, 0.5, 1, 1.5, 2, 2.5];

async function reportOf(
  { rows, spec, results }: Ek22Result,
  figures: readonly NamedFigure[],
  { repeat, seconds }: { readonly repeat: string; readonly seconds: number },
): Promise<Report> {
  const [{ svgDocument }, { SECTIONS }, { VERDICT_RULES }, { VERSION }] = await Promise.all([
    import("../io/picture.ts"),
    import("../experiments/reproduce-ek22.ts"),
    import("../experiments/verdict.ts"),
    import("../version.ts"),
  ]);
  const drawn: (ReportFigure & { readonly section: string })[] = [];
  for (const { name, section, draw } of figures) {
    const figure = draw(await svgDocument());
    if (figure === undefined) continue;
    drawn.push({ name, section, svg: figure.outerHTML, alt: figure.getAttribute("aria-label") ?? name });
  }
  const about = await frontierText(results.frontier);
  const counted = (verdict: string) => rows.filter((row) => row.verdict === verdict).length;
  const [main] = spec.experiments;
  return {
    title: "Selective connectivity, reproduced",
    introduction: [
      "Every finding of Emina & Kropff, “Selective connectivity enhances storage capacity in attractor models of memory function” (Frontiers in Systems Neuroscience 16:983147, 2022), against what palimpsest computes on this machine.",
      `Of ${rows.length} rows ${counted("agrees")} agree, ${counted("differs")} differ and ${counted("undecided")} remain undecided, at the size “${spec.size}”: critical loads from networks of ${main.spec.neurons} neurons, seeds from ${spec.seed} on. Under every row stands what the value depends on.`,
    ],
    sections: [LOADS, ...SECTIONS, FRONTIER].map((title) => ({
      title,
      ...(title === LOADS && { text: [LOADS_TEXT] }),
      ...(title === FRONTIER && { text: about }),
      claims: rows
        .filter(({ section }) => section === title)
        .map((row) => ({
          claim: row.claim,
          published: `${row.relation} ${show(row.published)}`,
          measured: measuredOf(row),
          ...(row.seeds > 1 && { error: showAs(row.measured, row.error) }),
          seeds: row.seeds,
          verdict: row.verdict,
          explanation: row.explanation,
        })),
      figures: drawn.filter(({ section }) => section === title),
    })),
    figures: [],
    notes: [
      `Verdicts: ${VERDICT_RULES} A claim in words became a number: the bound stands in the claim.`,
      "± is the s.d. over seeds, s.e. the standard error of the mean, s.d./√seeds; bands of retrieved fractions are Wilson's 95 % intervals.",
      `Connectivity is searched by the heat bath of this package, 20 N steps a neuron between two descents, unless a row says otherwise. Version ${VERSION}; ${seconds.toFixed(0)} s for what was not known from an earlier run.`,
    ],
    command: repeat,
  };
}

const LOADS_TEXT =
  "p_c is the largest number of patterns of which at least 90 % are retrieved, each from itself as the cue, with a final overlap of at least 0.9; α_c = p_c/c is the critical load. A fresh network is made for every load tried. The rules stand against each other, against a search of the published kind cut short, and at several N.";

/** What the frontier says, in words. */
async function frontierText({ summary, spec }: Ek22Result["results"]["frontier"]): Promise<string[]> {
  const { RULE_LABELS } = await import("../plot/style.ts");
  const lists = [0, 0.1, 0.2, 0.3].flatMap((e) => {
    const there = summary.filter(({ flipped }) => flipped === e).sort((a, b) => b.patterns - a.patterns);
    if (there.length === 0) return [];
    const named = there.map(({ rule, epsilon, margin, patterns, patternsDeviation, seeds }) => {
      const parameter = rule === "signal" ? ` (ε = ${epsilon})` : rule === "margin" ? ` (κ = ${margin})` : "";
      const spread = seeds > 1 ? ` ± ${patternsDeviation.toFixed(0)}` : "";
      return `${RULE_LABELS[rule]}${parameter} ${patterns.toFixed(0)}${spread}`;
    });
    return [`e = ${e}: ${named.join(", ")}`];
  });
  return [
    `Beyond the work: how many patterns each rule stores when they have to be retrieved from cues with a fraction e of the neurons wrong. ε of signal reinforcement and κ of the margin rule are dials between number and robustness; noise reduction is ε = 0. The margin rule is this package's own: E_i = Σ_ν max(0, κ − ξ_i^ν h_i^ν)², so that fields which are safe cost nothing. Patterns at the best parameter of each rule, N = ${spec.neurons}, c = ${spec.inputs}: ${lists.join("; ")}.`,
  ];
}

async function writeReport(folder: string, report: Report): Promise<void> {
  const [{ reportHtml }, { reportMarkdown }] = await Promise.all([
    import("../report/html.ts"),
    import("../report/markdown.ts"),
  ]);
  writeFileSync(join(folder, "report.html"), reportHtml(report));
  writeFileSync(join(folder, "report.md"), reportMarkdown(report));
}

async function tableOf(rows: readonly ClaimRow[]): Promise<string> {
  const { table } = await import("./output.ts");
  return table(
    ["claim", "published", "measured", "seeds", "verdict"],
    rows.map((row) => [
      row.claim,
      `${row.relation} ${show(row.published)}`,
      measuredOf(row),
      String(row.seeds),
      row.verdict,
    ]),
  );
}

function measuredOf({ measured, spread, seeds }: ClaimRow): string {
  const mean = showAs(measured, measured);
  return seeds > 1 ? `${mean} ± ${showAs(measured, spread)}` : mean;
}

/** With the decimals that suit a value. */
function showAs(value: number, shown: number): string {
  return shown.toFixed(Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3);
}

function show(value: number): string {
  return String(Number(value.toPrecision(3)));
}
