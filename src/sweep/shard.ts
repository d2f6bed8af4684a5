/** Which part of a sweep a process is. */
import type { Shard } from "./ledgers.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const MOST_SHARDS = 1_000_000;

/**
 * "3/16", counted from 0; "/16" takes the 3 from the environment of a Slurm array or a Kubernetes Indexed Job.
 *
 * @throws RangeError when it is neither, or out of range.
 */
export function parseShard(text: string, environment: Environment): Shard {
  const parts = /^(\d{0,7})\/(\d{1,7})$/.exec(text);
  if (parts === null)
    throw new RangeError(`--shard must be i/n with 0 ≤ i < n, such as 0/16, got ${JSON.stringify(text)}`);
  const index = parts[1] || (environment["SLURM_ARRAY_TASK_ID"] ?? environment["JOB_COMPLETION_INDEX"]);
  if (index === undefined) {
    throw new RangeError(
      `--shard ${text} needs SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX in the environment, got neither`,
    );
  }
  return checkShard(`--shard ${text}`, Number(index), Number(parts[2]));
}

/**
 * The shard of a Slurm array task, from its place in the array; undefined outside of one.
 *
 * @throws RangeError when the environment says which, but not of how many.
 */
export function shardOfEnvironment(environment: Environment): Shard | undefined {
  const id = environment["SLURM_ARRAY_TASK_ID"];
  const count = environment["SLURM_ARRAY_TASK_COUNT"];
  if (id !== undefined && count !== undefined) {
    const first = Number(environment["SLURM_ARRAY_TASK_MIN"] ?? 0);
    const step = Number(environment["SLURM_ARRAY_TASK_STEP"] ?? 1);
    return checkShard(`SLURM_ARRAY_TASK_ID=${id} of ${count}`, (Number(id) - first) / step, Number(count));
  }
  const index = environment["JOB_COMPLETION_INDEX"];
  if (index === undefined) return undefined;
  throw new RangeError(
    `JOB_COMPLETION_INDEX=${index} needs --shard /n, since the environment does not say how many there are`,
  );
}

function checkShard(where: string, index: number, count: number): Shard {
  const isWhole = Number.isInteger(index) && Number.isInteger(count);
  if (!isWhole || index < 0 || index >= count || count > MOST_SHARDS) {
    throw new RangeError(`${where}: a shard must be i/n with 0 ≤ i < n ≤ ${MOST_SHARDS}; give --shard i/n`);
  }
  return { index, count };
}
