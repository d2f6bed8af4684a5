/** `palimpsest sweep slurm`: a job script that runs a sweep as a Slurm array. */
import { mkdirSync } from "node:fs";
import type { Command } from "commander";
import type { SlurmJob } from "../sweep/slurm.ts";
import { count } from "./options.ts";
import { openSweep } from "./sweep.ts";

interface SlurmFlags extends Omit<SlurmJob, "path" | "seed" | "nTasks" | "shards" | "command"> {
  readonly seed?: string;
  readonly shards?: number;
}

/** Adds `palimpsest sweep slurm`, which prints a job script. */
export function addSlurm(sweep: Command): void {
  sweep
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
    .action(run);
}

async function run(path: string, flags: SlurmFlags): Promise<void> {
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
