/** `palimpsest merge` and `palimpsest sweep status`: what ledgers of a sweep hold together. */
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import type { LedgerHeader } from "../io/ledger.ts";
import type { FoundLedger } from "../sweep/ledgers.ts";
import type { SweepPlan } from "../sweep/spec.ts";
import type { SweepTasks } from "../sweep/tasks.ts";
import { EXIT, UsageError } from "./exit.ts";
import { finishSweep } from "./sweep.ts";

/** Adds `palimpsest merge`, which gathers the ledgers of a sweep. */
export function addMerge(program: Command): void {
  program
    .command("merge")
    .description("prove that every task of a sweep is there, and write its tables and figures")
    .argument("<dir...>", "--out of its shards or workers, or single ledgers")
    .option("--out <dir>", "folder for tables and figures (default: the first folder)")
    .option("--json", "print one JSON document instead of tables")
    .option("--quiet", "no messages on stderr")
    .action(merge);
}

/** Adds `palimpsest sweep status`, which prints how much of a sweep is done. */
export function addStatus(sweep: Command): void {
  sweep
    .command("status")
    .description("what is done of a sweep")
    .argument("<dir>", "its --out")
    .option("--json", "print one JSON document")
    .action(status);
}

/** Merges ledgers, after proving that they are complete. */
async function merge(
  places: readonly string[],
  flags: { out?: string; json?: boolean; quiet?: boolean },
): Promise<void> {
  const started = performance.now();
  const { statSync } = await import("node:fs");
  const { commandLine } = await import("./output.ts");
  const { ledgersAt, gather } = await import("../sweep/ledgers.ts");
  const { labelOf } = await import("../sweep/tasks.ts");
  const ledgers = ledgersAt(places, "merge");
  const { plan, swept, header } = await sweepOf(ledgers, "merge", places[0]);
  const { missing, repeated, rowsOf } = gather(swept.tasks, ledgers, header, "merge");
  if (missing.length > 0) {
    const some = missing.slice(0, MOST_NAMED).map(labelOf).join("; ");
    const more = missing.length > MOST_NAMED ? "; …" : "";
    process.stderr.write(
      `palimpsest: merge: ${missing.length} of ${swept.tasks.length} tasks are missing: ${some}${more}; run their shards again with --resume\n`,
    );
    process.exitCode = EXIT.resumable;
    return;
  }
  if (!flags.quiet) {
    const twice = repeated > 0 ? `; ${repeated} were there more than once, with the same rows` : "";
    process.stderr.write(`all ${swept.tasks.length} tasks are there, in ${ledgers.length} ledgers${twice}\n`);
  }
  const folder = flags.out ?? places.find((place) => statSync(place).isDirectory());
  if (folder === undefined) throw new UsageError("merge: --out must be given when single ledgers are merged");
  const common = { threads: availableParallelism(), backend: "wasm", out: folder } as const;
  await finishSweep({
    flags: { ...common, ...(flags.json && { json: true }), ...(flags.quiet && { quiet: true }) },
    plan,
    swept,
    rowsOf,
    started,
    repeat: commandLine(`merge ${places.join(" ")}`, []),
  });
}

const MOST_NAMED = 3;

/** Prints how much of a sweep the ledgers of a folder have done. */
async function status(folder: string, flags: { readonly json?: boolean }): Promise<void> {
  const { ledgersAt, gather } = await import("../sweep/ledgers.ts");
  const { secondsOf } = await import("../sweep/tasks.ts");
  const ledgers = ledgersAt([folder], "sweep status");
  const { plan, swept, header } = await sweepOf(ledgers, "sweep status", folder);
  const { done, missing, repeated } = gather(swept.tasks, ledgers, header, "sweep status");
  const total = swept.tasks.length;
  const share = 1 - secondsOf(missing) / secondsOf(swept.tasks);
  const files = ledgers.map(({ path, tasks, tornBytes }) => ({ path, tasks: tasks.size, tornBytes }));
  if (flags.json) {
    const document = { command: "sweep status", spec: plan, tasks: total, done, repeated, share, ledgers: files };
    process.stdout.write(`${JSON.stringify(document)}\n`);
    return;
  }
  const { table } = await import("../report/table.ts");
  const lines = files.map(({ path, tasks, tornBytes }) => [path, String(tasks), tornBytes > 0 ? `${tornBytes}` : ""]);
  process.stdout.write(
    `${plan.experiment}: ${done} of ${total} tasks done, ${(100 * share).toFixed(0)} % of the time\n\n` +
      `${table(["ledger", "tasks", "torn bytes"], lines)}\n`,
  );
}

/** The sweep that ledgers belong to, validated like one that a user gives. */
async function sweepOf(
  ledgers: readonly FoundLedger[],
  caller: string,
  where: string,
): Promise<{ plan: SweepPlan; swept: SweepTasks; header: LedgerHeader }> {
  const { planSweep, specOf } = await import("../sweep/spec.ts");
  const { tasksOf } = await import("../sweep/tasks.ts");
  const { headerOf } = await import("./output.ts");
  const found = ledgers[0]?.header;
  if (found === undefined) throw new UsageError(`${caller}: ${where} must hold ledgers of a sweep, got none`);
  if (found.command !== "sweep") {
    throw new UsageError(`${caller}: ${ledgers[0].path} must be of a sweep, got one of ${found.command}`);
  }
  const plan = await planSweep(specOf(found.spec as SweepPlan)); // what it holds is checked like a file
  const header = headerOf("sweep", plan);
  if (header.specHash !== found.specHash) {
    throw new UsageError(
      `${caller}: ${ledgers[0].path} must have the hash of its spec, ${header.specHash}, got ${found.specHash}`,
    );
  }
  return { plan, swept: await tasksOf(plan), header };
}
