/** `palimpsest sweep`: any experiment over a grid of its parameters, on threads, as a shard of a job array, or from a queue. */
import { readdirSync } from "node:fs";
import type { Command } from "commander";
import type { Row } from "../io/rows.ts";
import type { FoundLedger, Gathered, Shard } from "../sweep/ledgers.ts";
import type { SweepPlan } from "../sweep/spec.ts";
import type { SweepTask, SweepTasks } from "../sweep/tasks.ts";
import { UsageError } from "./exit.ts";
import { addCommon, type CommonFlags } from "./options.ts";
import { addressOf, runQueued } from "./queue.ts";
import { finishRun, type RunHead, withSession } from "./session.ts";

interface SweepFlags extends CommonFlags {
  readonly dryRun?: boolean;
  readonly shard?: string;
  readonly queue?: string | true;
}

/** `palimpsest sweep`: any experiment over a grid. */
export function addSweep(program: Command): Command {
  const command = program
    .command("sweep")
    .description("any experiment over a grid of its parameters: on threads, as shards of a job array, or from a queue")
    .argument("<spec>", "experiment, grid, seeds and seed, as .yaml, .toml or .json")
    .enablePositionalOptions()
    .option("--dry-run", "count the tasks and estimate their time")
    .option(
      "--shard <i/n>",
      "part i of n, counted from 0; /n takes i from the environment (default: what a Slurm array task is)",
    )
    .option("--queue [redis://…]", "let workers take the tasks from a queue on this Redis (default: PALIMPSEST_QUEUE)");
  addCommon(command).action(run);
  return command;
}

async function run(path: string, given: SweepFlags): Promise<void> {
  const started = performance.now();
  const { plan, swept, isDrawn } = await openSweep(path, given);
  const flags = isDrawn ? given : { ...given, seed: BigInt(plan.seed) };
  const { commandLine, headerOf } = await import("./output.ts");
  const header = headerOf("sweep", plan);
  const shard = await shardOfFlags(flags);
  const { shardLedger, ledgersAt, gather } = await import("../sweep/ledgers.ts");
  const { shardOf } = await import("../sweep/tasks.ts");
  const own = shard === undefined ? swept.tasks : shardOf(swept.tasks, shard.index, shard.count);
  if (flags.queue !== undefined && flags.out === undefined) {
    throw new UsageError("--queue needs --out, the folder that the workers write to");
  }
  if (shard && flags.out === undefined) throw new UsageError("--shard needs --out, a folder that all shards see");
  if (shard && isDrawn) throw new UsageError("--shard needs a seed, in the spec or by --seed, the same for all shards");
  const inFolder = (): Gathered =>
    gather(swept.tasks, flags.out === undefined ? [] : ledgersIn(flags.out, ledgersAt), header, "sweep");
  // what other processes have finished in this folder is not computed again
  const goesOn = flags.resume || flags.queue !== undefined;
  const known = goesOn || shard ? inFolder() : gather(swept.tasks, [], header, "sweep");
  if (known.version !== undefined && known.version !== header.version) {
    process.stderr.write(`rows there are of version ${known.version}, this is ${header.version}\n`);
  }
  const rows = new Map<string, readonly Row[]>();
  const todo = own.filter((task) => !goesOn || known.rowsOf(task) === undefined);
  if (flags.dryRun) {
    const { dryRun } = await import("./dry-run.ts");
    return dryRun(plan, swept, own, todo, shard, flags);
  }
  const ledgerName = shard && shardLedger(shard);
  const head: RunHead = {
    command: "sweep",
    spec: plan,
    seed: plan.seed,
    total: own.length,
    unit: "tasks",
    count: () => own.length - todo.length + rows.size,
    ...(ledgerName !== undefined && { ledger: ledgerName }),
    threads: () => Math.max(1, Math.min(flags.threads, todo.length || 1)),
  };
  if (!flags.quiet && own.length > todo.length) {
    process.stderr.write(`${own.length - todo.length} of ${own.length} tasks are done already\n`);
  }
  if (flags.queue !== undefined) {
    const rest = await runQueued(addressOf(flags.queue), { flags, plan, swept, todo, head, known: inFolder });
    const repeat = commandLine(`sweep ${path}`, [["--seed", plan.seed]]);
    return finishSweep({ flags, plan, swept, rowsOf: rest.rowsOf, started, repeat });
  }
  const { runTasks } = await import("../sweep/run.ts");
  await withSession(flags, head, ({ ledger, ...session }) =>
    runTasks(plan.experiment, todo, {
      ...session,
      backend: flags.backend,
      onTask: ({ key }, found) => {
        ledger?.set(key, found);
        rows.set(key, ledger?.get(key) ?? found);
      },
    }),
  );
  const rowsOf = (task: SweepTask) => rows.get(task.key) ?? known.rowsOf(task);
  const repeat = commandLine(`sweep ${path}`, [["--seed", plan.seed]]);
  if (shard === undefined) return finishSweep({ flags, plan, swept, rowsOf, started, repeat });
  const where = flags.out!;
  const left = inFolder().missing.length;
  const next =
    left === 0 ? `palimpsest merge ${where}` : `${left} of ${swept.tasks.length} tasks are left to other shards`;
  if (flags.json) {
    const results = { ...swept, tasks: own };
    return finishSweep({ flags, plan, swept: results, rowsOf, started, repeat, printOnly: true });
  }
  process.stdout.write(
    `shard ${shard.index} of ${shard.count}: ${own.length} tasks done, in ${where}/${ledgerName}; ${next}\n`,
  );
}

/** Reads and expands a sweep; without a seed of its own it goes on with the one in --out. */
export async function openSweep(
  path: string,
  { seed, out, resume }: Pick<CommonFlags, "seed" | "out" | "resume">,
): Promise<{ readonly plan: SweepPlan; readonly swept: SweepTasks; readonly isDrawn: boolean }> {
  const { readSweepSpec } = await import("../sweep/spec-files.ts");
  const { planSweep } = await import("../sweep/spec.ts");
  const { tasksOf } = await import("../sweep/tasks.ts");
  const spec = await readSweepSpec(path);
  const isGiven = seed !== undefined || (spec as { seed?: unknown } | null)?.seed !== undefined;
  let known = seed;
  if (!isGiven && out !== undefined && resume) {
    const { ledgersAt } = await import("../sweep/ledgers.ts");
    const there = ledgersIn(out, ledgersAt)[0]?.header.spec as SweepPlan | undefined;
    if (there?.seed !== undefined) known = BigInt(there.seed);
  }
  const plan = await planSweep(spec, known);
  return { plan, swept: await tasksOf(plan), isDrawn: !isGiven && known === undefined };
}

/** Ledgers of a folder that may not be there yet. */
export function ledgersIn(
  folder: string,
  ledgersAt: (places: readonly string[], caller: string) => FoundLedger[],
): FoundLedger[] {
  try {
    readdirSync(folder);
  } catch {
    return [];
  }
  return ledgersAt([folder], "sweep");
}

/** The shard that was asked for, or the one that the environment of a job array gives to this process. */
async function shardOfFlags({ shard, queue }: SweepFlags): Promise<Shard | undefined> {
  const { parseShard, shardOfEnvironment } = await import("../sweep/shard.ts");
  const found = shard === undefined ? shardOfEnvironment(process.env) : parseShard(shard, process.env);
  if (shard !== undefined && queue !== undefined) throw new UsageError("--shard and --queue exclude each other");
  return queue === undefined ? found : undefined;
}

/** Writes the rows and figures of a whole sweep and prints its tables. */
export async function finishSweep({
  flags,
  plan,
  swept,
  rowsOf,
  started,
  repeat,
  printOnly = false,
}: {
  readonly flags: CommonFlags;
  readonly plan: SweepPlan;
  readonly swept: SweepTasks;
  readonly rowsOf: (task: SweepTask) => readonly Row[] | undefined;
  readonly started: number;
  /** The command that repeats the sweep, for its captions and records. */
  readonly repeat: string;
  readonly printOnly?: boolean;
}): Promise<void> {
  const { figuresOf, resultsOf, tablesOf } = await import("../sweep/results.ts");
  const results = resultsOf(swept, rowsOf);
  const { out, ...rest } = flags;
  await finishRun(printOnly || out === undefined ? rest : { ...rest, out }, {
    command: "sweep",
    spec: plan,
    seed: plan.seed,
    rows: results.rows,
    summary: results.summary,
    cells: results.rows,
    columns: results.columns,
    arrays: true,
    repeat,
    threads: flags.threads,
    started,
    figures: () => figuresOf(swept.study, results, repeat),
    text: async () => tablesOf(swept.study, results),
  });
}
