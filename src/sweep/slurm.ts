/** What a job array's script is made from. */
export interface SlurmJob {
  /** Path of the spec of the sweep. */
  readonly path: string;
  readonly out: string;
  readonly seed: number | string;
  readonly nTasks: number;
  readonly shards: number;
  /** Array tasks that run at a time. */
  readonly atMost?: number;
  readonly cpus: number;
  readonly time: string;
  /** Seconds before the time limit at which the sweep is told to stop. */
  readonly warning: number;
  readonly partition?: string;
  readonly memory?: string;
  /** What runs the command line; default `palimpsest`. */
  readonly command?: string;
}

/**
 * A Slurm job script: an array task a shard, which stops before the time limit and queues again.
 *
 * Slurm signals the script alone (`B:`), so the script hands the signal on; the sweep keeps what is finished and exits with 75,
 * and the array task is requeued. A requeued task, or one that Slurm itself requeues after a node has failed, finds what is done
 * in its ledger.
 *
 * @throws RangeError when an option could break out of its line.
 */
export function slurmScript(job: SlurmJob): string {
  const { path, out, seed, shards, atMost, cpus, time, warning, partition, memory } = job;
  for (const [name, value] of Object.entries({ time, partition, memory })) {
    if (value !== undefined && !/^[\w:.,+-]+$/.test(value)) {
      throw new RangeError(
        `slurm: ${name} must hold letters, digits and : . , + - alone, got ${JSON.stringify(value)}`,
      );
    }
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what ends a line of the script or a name
  if (/[\0-\x1f%]/.test(out) || /[\0-\x1f]/.test(path))
    throw new RangeError("slurm: paths must hold no control characters and no %");
  if (shards < 1 || cpus < 1) throw new RangeError(`slurm: shards and cpus must be ≥ 1, got ${shards} and ${cpus}`);
  const options = [
    `--job-name=palimpsest`,
    `--array=0-${shards - 1}${atMost ? `%${atMost}` : ""}`,
    `--cpus-per-task=${cpus}`,
    `--time=${time}`,
    ...(partition ? [`--partition=${partition}`] : []),
    ...(memory ? [`--mem=${memory}`] : []),
    `--signal=B:USR1@${warning}`,
    "--requeue",
    "--open-mode=append",
    `--output=${/^[\w./-]+$/.test(out) ? out : `"${out.replaceAll('"', "")}"`}/slurm-%a.log`,
  ];
  return `#!/bin/bash
${options.map((option) => `#SBATCH ${option}`).join("\n")}
# ${job.nTasks} tasks of ${path.split("/").pop()} in ${shards} shards. When the time is nearly up Slurm signals this script; the sweep then keeps what is
# finished, and the array task queues again.
is_asked=
stop() { is_asked=1; kill -TERM "$sweep" 2>/dev/null; }
trap stop USR1
trap 'kill -TERM "$sweep" 2>/dev/null' TERM

${job.command ?? "palimpsest"} sweep ${quote(path)} --seed ${seed} --shard "$SLURM_ARRAY_TASK_ID/${shards}" --out ${quote(out)} \\
  --resume --threads "\${SLURM_CPUS_PER_TASK:-${cpus}}" --quiet &
sweep=$!
wait "$sweep"
code=$?
# a signal ends the wait, not the sweep
while kill -0 "$sweep" 2>/dev/null; do
  wait "$sweep"
  code=$?
done
if [ -n "$is_asked" ] && [ "$code" -ne 0 ]; then
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\${SLURM_ARRAY_TASK_ID}"
fi
exit "$code"
`;
}

function quote(word: string): string {
  return /^[\w./:,=+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
