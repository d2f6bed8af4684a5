import { mkdirSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import type { LedgerHeader } from "../io/ledger.ts";
import type { Row } from "../io/rows.ts";
import type { FoundLedger, Gathered, Shard } from "../sweep/ledgers.ts";
import type { SweepPlan } from "../sweep/spec.ts";
import type { SweepTask, SweepTasks } from "../sweep/tasks.ts";
import { EXIT, UsageError } from "./exit.ts";
import { addCommon, type CommonFlags, count } from "./options.ts";
import { addressOf } from "./queue.ts";
import { finishRun, type RunHead, withSession } from "./session.ts";

interface SweepFlags extends CommonFlags {
  readonly dryRun?: boolean;
  readonly shard?: string;
  readonly queue?: string | true;
}

/** `palimpsest sweep`: any experiment over a grid. */
export function addSweep(program: Command): void {
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
  command
    .command("status")
    .description("what is done of a sweep")
    .argument("<dir>", "its --out")
    .option("--json", "print one JSON document")
    .action(status);
  command
    .command("slurm")
    .description("a job script for a Slurm array on stdout")
    .argument("<spec>", "the sweep")
    .requiredOption("--out <dir>", "folder that all nodes see")
    .option("--seed <u64>", "seed, when the spec has none")
    .option("--shards <n>", "array tasks (default: one for 10 tasks of the sweep, at most 100)", count)
    .option("--at-most <n>", "array tasks that run at a time", count)
    .option("--cpus <n>", "cores of each array task", count, 1)
    .option("--time <hh:mm:ss>", "limit of each array task; when it is reached the task queues again", "01:00:00")
    .option("--warning <s>", "seconds before the limit at which the sweep is told to stop", count, 60)
    .option("--partition <name>", "of the cluster")
    .option("--memory <size>", "of each array task, such as 2G")
    .action(slurm);
}

/** `palimpsest merge`: the ledgers of a sweep together. */
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
  if (flags.dryRun) return dryRun(plan, swept, own, flags, shard);
  if (shard && flags.out === undefined) throw new UsageError("--shard needs --out, a folder that all shards see");
  // what other processes have finished in this folder is not computed again
  const elsewhere = (): Gathered =>
    gather(
      swept.tasks,
      flags.out === undefined || !(flags.resume || flags.queue !== undefined) ? [] : ledgersIn(flags.out, ledgersAt),
      header,
      "sweep",
    );
  const known = elsewhere();
  if (known.version !== undefined && known.version !== header.version) {
    process.stderr.write(`rows there are of version ${known.version}, this is ${header.version}\n`);
  }
  const rows = new Map<string, readonly Row[]>();
  const todo = own.filter((task) => known.rowsOf(task) === undefined);
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
    const rest = await runQueued(addressOf(flags.queue), { flags, plan, swept, todo, head, known: elsewhere });
    const repeat = commandLine(`sweep ${path}`, [["--seed", plan.seed]]);
    return finish({ flags, plan, swept, rowsOf: rest.rowsOf, started, repeat });
  }
  const { runTasks } = await import("../sweep/run.ts");
  await withSession(flags, head, ({ ledger, ...session }) =>
    runTasks(plan.experiment, todo, {
      ...session,
      backend: flags.backend,
      onTask: ({ key }, found) => {
        ledger?.append(key, found);
        rows.set(key, ledger?.get(key) ?? found);
      },
    }),
  );
  const rowsOf = (task: SweepTask) => rows.get(task.key) ?? known.rowsOf(task);
  const repeat = commandLine(`sweep ${path}`, [["--seed", plan.seed]]);
  if (shard === undefined) return finish({ flags, plan, swept, rowsOf, started, repeat });
  const where = flags.out!;
  const left = gather(swept.tasks, ledgersIn(where, ledgersAt), header, "sweep").missing.length;
  const next =
    left === 0 ? `palimpsest merge ${where}` : `${left} of ${swept.tasks.length} tasks are left to other shards`;
  if (flags.json) {
    const results = { ...swept, tasks: own };
    return finish({ flags, plan, swept: results, rowsOf, started, repeat, printOnly: true });
  }
  process.stdout.write(
    `shard ${shard.index} of ${shard.count}: ${own.length} tasks done, in ${where}/${ledgerName}; ${next}\n`,
  );
}

/** Lets workers run what is left, until the ledgers in --out have everything. */
async function runQueued(
  address: string,
  {
    flags,
    plan,
    swept,
    todo,
    head,
    known,
  }: {
    readonly flags: SweepFlags;
    readonly plan: SweepPlan;
    readonly swept: SweepTasks;
    readonly todo: readonly SweepTask[];
    readonly head: RunHead;
    /** Reads the ledgers. */
    readonly known: () => Gathered;
  },
): Promise<Gathered> {
  const { enqueue, showServer } = await import("../sweep/queue.ts");
  const { labelOf } = await import("../sweep/tasks.ts");
  const server = showServer(address);
  const total = swept.tasks.length;
  if (!flags.quiet && todo.length > 0) {
    process.stderr.write(`${todo.length} tasks for workers: palimpsest worker --queue ${server} --out ${flags.out}
`);
  }
  const count = (): number => total - known().missing.length;
  return withSession(flags, { ...head, count, ledger: null, threads: () => 1 }, async ({ signal, onProgress }) => {
    let missing = todo;
    for (let round = 0; missing.length > 0; round++) {
      let failure: string | undefined;
      const onFailed = (task: SweepTask, reason: string): void => {
        failure ??= `${labelOf(task)}: ${reason}`;
      };
      await enqueue(address, plan, missing, { signal, onProgress, onFailed });
      const found = known();
      if (found.missing.length === 0) return found;
      if (failure !== undefined) throw new Error(`sweep: ${found.missing.length} of ${total} tasks failed: ${failure}`);
      if (round === ROUNDS || found.missing.length === missing.length) {
        throw new Error(
          `sweep: ${found.missing.length} of ${total} tasks are in no ledger of ${flags.out}, though workers took them; is it the folder that the workers write to?`,
        );
      }
      missing = found.missing;
    }
    return known();
  });
}

/** A queue that lost its jobs is filled again, so often. */
const ROUNDS = 5;

/** Reads and expands a sweep; without a seed of its own it goes on with the one in --out. */
export async function openSweep(
  path: string,
  { seed, out, resume }: Pick<CommonFlags, "seed" | "out" | "resume">,
): Promise<{ readonly plan: SweepPlan; readonly swept: SweepTasks; readonly isDrawn: boolean }> {
  const { readSpecFile } = await import("../io/spec-file.ts");
  const { planSweep } = await import("../sweep/spec.ts");
  const { tasksOf } = await import("../sweep/tasks.ts");
  const spec = await readSpecFile(path);
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

/** The shard asked for, or the one that a job array's environment says this process is. */
async function shardOfFlags({ shard, queue }: SweepFlags): Promise<Shard | undefined> {
  const { parseShard, shardOfEnvironment } = await import("../sweep/shard.ts");
  const found = shard === undefined ? shardOfEnvironment(process.env) : parseShard(shard, process.env);
  if (shard !== undefined && queue !== undefined) throw new UsageError("--shard and --queue exclude each other");
  return queue === undefined ? found : undefined;
}

/** Writes and prints a whole sweep. */
export async function finish({
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
  /** The command that repeats it. */
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
    text: async () => `${tablesOf(swept.study, results)}\n`,
  });
}

/** Counts and estimates. */
async function dryRun(
  plan: SweepPlan,
  swept: SweepTasks,
  own: readonly SweepTask[],
  { threads, backend, json, out, resume }: SweepFlags,
  shard: Shard | undefined,
): Promise<void> {
  const { calibrate, showDuration } = await import("../sweep/calibrate.ts");
  const { secondsOf } = await import("../sweep/tasks.ts");
  const { ledgersAt, gather } = await import("../sweep/ledgers.ts");
  const { headerOf } = await import("./output.ts");
  const ledgers = out === undefined || !resume ? [] : ledgersIn(out, ledgersAt);
  const known = gather(swept.tasks, ledgers, headerOf("sweep", plan), "sweep");
  const todo = own.filter((task) => known.rowsOf(task) === undefined);
  const slowness = await calibrate(backend);
  const coreSeconds = secondsOf(todo) * slowness;
  const longest = Math.max(0, ...todo.map(({ point }) => point.seconds)) * slowness;
  const seconds = Math.max(coreSeconds / threads, longest);
  const found = {
    tasks: own.length,
    done: own.length - todo.length,
    points: swept.points.length,
    seeds: plan.seeds,
    coreSeconds,
    longestSeconds: longest,
    threads,
    seconds,
  };
  if (json) {
    process.stdout.write(`${JSON.stringify({ command: "sweep", spec: plan, dryRun: found })}\n`);
    return;
  }
  const part = shard ? ` in shard ${shard.index} of ${shard.count}` : "";
  const done = found.done > 0 ? `, ${found.done} of them done` : "";
  process.stdout.write(
    `${own.length} tasks${part}${done}: ${plan.experiment} at ${swept.points.length} points, ${plan.seeds} seeds\n` +
      `about ${showDuration(coreSeconds)} of one core of this machine, ${showDuration(seconds)} on ${threads} threads, ${showDuration(longest)} for the longest task\n`,
  );
}

/** What is done. */
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
  await finish({
    flags: { ...common, ...(flags.json && { json: true }), ...(flags.quiet && { quiet: true }) },
    plan,
    swept,
    rowsOf,
    started,
    repeat: commandLine(`merge ${places.join(" ")}`, []),
  });
}

const MOST_NAMED = 3;

/** The sweep that ledgers belong to, validated like one that a user gives. */
async function sweepOf(
  ledgers: readonly FoundLedger[],
  caller: string,
  where: string,
): Promise<{ plan: SweepPlan; swept: SweepTasks; header: LedgerHeader }> {
  const { planSweep } = await import("../sweep/spec.ts");
  const { tasksOf } = await import("../sweep/tasks.ts");
  const { headerOf } = await import("./output.ts");
  const found = ledgers[0]?.header;
  if (found === undefined) throw new UsageError(`${caller}: ${where} must hold ledgers of a sweep, got none`);
  if (found.command !== "sweep") {
    throw new UsageError(`${caller}: ${ledgers[0].path} must be of a sweep, got one of ${found.command}`);
  }
  const { parameters, ...rest } = found.spec as SweepPlan;
  const plan = await planSweep({ ...parameters, ...rest }); // what it holds is checked like a file
  const header = headerOf("sweep", plan);
  if (header.specHash !== found.specHash) {
    throw new UsageError(
      `${caller}: ${ledgers[0].path} must have the hash of its spec, ${header.specHash}, got ${found.specHash}`,
    );
  }
  return { plan, swept: await tasksOf(plan), header };
}

async function slurm(path: string, flags: SlurmFlags): Promise<void> {
  const { slurmScript } = await import("../sweep/slurm.ts");
  const { seed } = await import("./options.ts");
  const { plan, swept } = await openSweep(path, {
    out: flags.out,
    resume: true,
    ...(flags.seed !== undefined && { seed: seed(flags.seed) }),
  });
  const shards = flags.shards ?? Math.max(1, Math.min(100, Math.ceil(swept.tasks.length / 10)));
  mkdirSync(flags.out, { recursive: true }); // Slurm opens the logs before anything runs
  process.stdout.write(slurmScript({ ...flags, path, shards, seed: plan.seed, nTasks: swept.tasks.length }));
  process.stderr.write(
    `${swept.tasks.length} tasks in ${shards} array tasks; run it with\n` +
      `  array=$(sbatch --parsable job.sh)\n` +
      `  sbatch --dependency=afterany:$array --wrap "palimpsest merge ${flags.out}"\n`,
  );
}

interface SlurmFlags {
  readonly out: string;
  readonly seed?: string;
  readonly shards?: number;
  readonly atMost?: number;
  readonly cpus: number;
  readonly time: string;
  readonly warning: number;
  readonly partition?: string;
  readonly memory?: string;
}
