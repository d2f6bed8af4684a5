/** `palimpsest reproduce`: the claims of a published work, computed anew and judged. */
import { join } from "node:path";
import type { Command } from "commander";
import type { Figure } from "../experiments/kit/study.ts";
import type { Row } from "../io/rows.ts";
import type { ReproductionSize, ReproductionSpec } from "../reproduce/plan.ts";
import type { Reproduction } from "../reproduce/report.ts";
import { UsageError } from "./exit.ts";
import { addCommon, type CommonFlags, count } from "./options.ts";
import { finishRun, withSession } from "./session.ts";

const COLUMNS = [
  "claim",
  "published",
  "publishedSpread",
  "measured",
  "spread",
  "error",
  "seeds",
  "z",
  "verdict",
  "condition",
  "own",
  "ownSpread",
  "ownSeeds",
  "relation",
  "section",
  "source",
  "tolerance",
  "trials",
  "low",
  "high",
  "finding",
  "solutions",
  "unconverged",
  "residual",
  "explanation",
];

interface ReproduceFlags extends CommonFlags {
  readonly quick?: boolean;
  readonly full?: boolean;
  /** A size for tests; the help does not list it. */
  readonly tiny?: boolean;
  readonly seeds?: number;
  /** Where specs of sweeps are written, instead of a report; where sweeps left what they found. */
  readonly sweeps?: string;
  readonly swept?: string;
}

/** The works that can be reproduced, each loaded only when it is asked for. */
const WORKS: Readonly<Record<string, (spec: ReproductionSpec) => Promise<Reproduction>>> = {
  ek22: async (spec) => (await import("../reproduce/ek22/report.ts")).ek22(spec),
  clmm: async (spec) => (await import("../reproduce/clmm/report.ts")).clmm(spec),
};

/** `palimpsest reproduce <work>`: every published claim against what this machine computes. */
export function addReproduce(program: Command): void {
  const command = program
    .command("reproduce")
    .description("every finding of a published work against what this machine computes: an HTML and a Markdown report")
    .argument(
      "<work>",
      "ek22: Emina & Kropff 2022, selective connectivity; clmm: Cardin, Lovison, Maritan & Megighian 2023, optimal control",
    )
    .option("--quick", "four minutes on two cores (clmm: half a one; default: 20 minutes, clmm: one and a half)")
    .option("--full", "days (clmm: minutes)");
  command.option("--sweeps <dir>", "only write the longest parts as specs of sweeps, for a cluster (ek22)");
  command.option("--swept <dir>", "take what these sweeps found, each in the folder of its name (ek22)");
  command.addOption(command.createOption("--tiny", "seconds, for tests").hideHelp());
  addCommon(
    command.option(
      "--seeds <count>",
      "independent networks a point, or random sequences of patterns (default: by experiment)",
      count,
    ),
  );
  command.action(run);
}

async function run(work: string, given: ReproduceFlags): Promise<void> {
  const open = Object.hasOwn(WORKS, work) ? WORKS[work] : undefined;
  if (!open) throw new UsageError(`reproduce: the work must be ${Object.keys(WORKS).join(" or ")}, got "${work}"`);
  const sizes = (["quick", "full", "tiny"] as const).filter((name) => given[name]);
  if (sizes.length > 1) throw new UsageError(`--${sizes[0]} and --${sizes[1]} exclude each other`);
  const size = (sizes[0] ?? "default") as ReproductionSize;
  const started = performance.now();
  const { spec, seed, total, unit, compute, sweeps } = await open({
    size,
    ...(given.seed !== undefined && { seed: given.seed }),
    ...(given.seeds !== undefined && { seeds: given.seeds }),
  });
  if (!sweeps && (given.sweeps ?? given.swept) !== undefined) throw new UsageError(`reproduce ${work} has no sweeps`);
  const { rowsOfSweeps, writeSweeps } = await import("./swept.ts");
  if (given.sweeps !== undefined) {
    process.stdout.write(`${writeSweeps(given.sweeps, sweeps ?? []).join("\n")}\n`);
    return;
  }
  const swept = given.swept === undefined ? undefined : await rowsOfSweeps(sweeps ?? [], given.swept);
  const command = `reproduce ${work}`;
  // a reproduction is the same for everyone unless asked otherwise
  const out = given.out ?? (size === "default" ? `results/${work}` : `results/${work}/${size}`);
  const flags = { ...given, seed: BigInt(seed), out };
  const head = { command, spec, seed, total, unit, count: (ledger?: { readonly size: number }) => ledger?.size ?? 0 };
  const reproduced = await withSession(flags, head, (session) => compute(session, flags.backend, swept));
  const { rows } = reproduced;
  const [{ commandLine }, { reportOf, tableOf, writeReport }] = await Promise.all([
    import("./output.ts"),
    import("../reproduce/report.ts"),
  ]);
  const repeat = commandLine(`${command}${size === "default" ? "" : ` --${size}`}`, [
    ["--seeds", given.seeds],
    ["--seed", seed],
  ]);
  const seconds = (performance.now() - started) / 1000;
  const figures = (await reproduced.figures()).map(([name, section, draw]) => ({
    name,
    section,
    draw: once((document) => draw({ document, command: repeat })),
  }));
  writeReport(out, await reportOf(reproduced, figures, { size, seed, repeat, seconds }));
  await finishRun(flags, {
    command,
    spec,
    seed,
    rows,
    summary: (["agrees", "differs", "undecided"] as const).map((verdict) => ({
      verdict,
      claims: rows.filter((row) => row.verdict === verdict).length,
    })),
    cells: rows as unknown as readonly Row[],
    columns: COLUMNS,
    repeat,
    threads: flags.threads,
    started,
    figures: async () => Object.fromEntries(figures.map(({ name, draw }) => [name, draw])),
    text: async () => `${tableOf(rows)}\n\nreport    ${join(out, "report.html")}, ${join(out, "report.md")}`,
  });
}

/** Draws a figure the first time, for the report, and gives the same one again. */
function once(draw: Figure): Figure {
  let drawn: ReturnType<Figure>;
  let isDrawn = false;
  return (document) => {
    if (!isDrawn) drawn = draw(document);
    isDrawn = true;
    return drawn;
  };
}
