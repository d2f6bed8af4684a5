/** Sweeps as job arrays of Slurm: tasks that are killed, requeued or out of time lose no rows. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { command, ENTRY } from "../support/command.ts";
import { type Slurm, slurmMissing, startSlurm } from "../support/slurm.ts";
import { finishedIn, TASKS, tableOf, undisturbed, writeSweep } from "../support/sweeps.ts";
import { until } from "../support/until.ts";

const missing = slurmMissing();
if (missing !== undefined) console.warn(`left out: sweeps through Slurm; ${missing}`);

let slurm: Slurm | undefined;
beforeAll(async () => {
  if (missing === undefined) slurm = await startSlurm();
}, 120_000);
afterAll(() => slurm?.stop());

/** The sweep's own process of a shard, as the job script started it. */
function processOf(out: string, shard: string): number | undefined {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        return words[1] === ENTRY && words.includes(out) && words.includes(shard);
      } catch {
        return false;
      }
    });
}

test.skipIf(missing !== undefined)(
  "a job array loses nothing when a task is killed and requeued, and another told that its time is up",
  { timeout: 240_000 },
  async () => {
    const { folder, run, logs } = slurm!;
    const spec = writeSweep(folder);
    const out = join(folder, "out");
    mkdirSync(join(folder, "bin"));
    const shim = join(folder, "bin", "palimpsest");
    writeFileSync(shim, `#!/bin/sh\nexec ${process.execPath} ${ENTRY} "$@"\n`);
    chmodSync(shim, 0o755);
    slurm!.env["PATH"] = `${join(folder, "bin")}:${process.env["PATH"]}`;

    const made = await command("sweep", "slurm", spec, "--out", out, "--shards", 2, "--cpus", 1, "--time", "00:20:00");
    expect(made.code).toBe(0);
    expect(made.stderr).toContain(`${TASKS} tasks in 2 array tasks`);
    writeFileSync(join(folder, "job.sh"), made.stdout);
    const array = run("sbatch", "--parsable", "job.sh").trim();
    const shards = [0, 1].map((k) => new RegExp(`^rows-${k}-of-2\\.jsonl$`));
    const state = (task: string): string =>
      run("squeue", "-h", "-o", "%T", "-t", "all", "-j", task).trim().split("\n")[0];
    // Slurm lets a requeued job wait for two minutes; a few seconds will do for the node to forget the one that ended
    const restart = async (task: string): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      run("scontrol", "update", `JobId=${task}`, "StartTime=now");
    };

    // the first is killed in the middle of a task
    await until(() => finishedIn(out, shards[0]).length > 0, "finished task of shard 0", logs);
    process.kill(processOf(out, "0/2")!, "SIGKILL");
    await until(() => state(`${array}_0`) === "FAILED", "failed task 0", logs);
    const left = finishedIn(out, shards[0]);
    expect(left.length).toBeLessThan(TASKS / 2);
    run("scontrol", "requeue", `${array}_0`);
    const restarted = restart(`${array}_0`);

    // the second is told that its time is up, as Slurm tells it: the script alone
    await until(() => finishedIn(out, shards[1]).length > 0, "finished task of shard 1", logs);
    run("scancel", "--batch", "--signal=USR1", `${array}_1`);
    await until(() => state(`${array}_1`) === "PENDING", "requeued task 1", logs);
    const kept = finishedIn(out, shards[1]);
    expect(kept.length).toBeLessThan(TASKS / 2);
    await restarted;
    await restart(`${array}_1`);
    const merge = run(
      "sbatch",
      "--parsable",
      `--dependency=afterany:${array}`,
      "--wrap",
      `palimpsest merge ${out} --quiet`,
    ).trim();

    await until(() => state(merge) === "COMPLETED", "merge", logs, 150);
    expect(finishedIn(out, shards[0]).slice(0, left.length)).toEqual(left); // nothing computed twice
    expect(finishedIn(out, shards[1]).slice(0, kept.length)).toEqual(kept);
    const keys = finishedIn(out).map((line) => (JSON.parse(line) as { key: string }).key);
    expect(new Set(keys).size).toBe(TASKS);
    expect(keys).toHaveLength(TASKS);
    expect(tableOf(out)).toBe(await undisturbed(spec, folder));
  },
);
