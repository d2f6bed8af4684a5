/** `palimpsest sweep --queue` and `palimpsest worker`: tasks of sweeps that processes on several machines take from a queue. */
import { availableParallelism } from "node:os";
import { type Command, Option } from "commander";
import type { BackendName } from "../backend/contract/kernels.ts";
import type { Gathered } from "../sweep/ledgers.ts";
import type { SweepPlan } from "../sweep/spec.ts";
import type { SweepTask, SweepTasks } from "../sweep/tasks.ts";
import { interruptSignal, UsageError } from "./exit.ts";
import { type CommonFlags, count } from "./options.ts";
import { type RunHead, withSession } from "./session.ts";

/** The environment variable that may hold the queue's address: other users of the machine can read a command line. */
const VARIABLE = "PALIMPSEST_QUEUE";

/** The address of Redis: the flag's, or the environment's when it has none. A password leaves the process title at once. */
export function addressOf(flag: string | true): string {
  const address = flag === true ? process.env[VARIABLE] : flag;
  if (address === undefined || address === "") {
    throw new UsageError(`--queue needs the address of a Redis server, such as redis://host:6379, or ${VARIABLE}`);
  }
  if (flag !== true && address.includes("@")) process.title = "palimpsest";
  return address;
}

interface WorkerFlags {
  readonly queue: string | true;
  readonly out: string;
  readonly threads: number;
  readonly backend: BackendName;
  readonly lock: number;
  readonly idle?: number;
  readonly quiet?: boolean;
}

/** `palimpsest worker`: takes tasks of sweeps from a queue. */
export function addWorker(program: Command): void {
  program
    .command("worker")
    .description("take tasks of sweeps from a queue on Redis, until stopped")
    .requiredOption(
      "--queue [redis://…]",
      `address of Redis (default: ${VARIABLE}, which keeps a password out of sight)`,
    )
    .requiredOption("--out <dir>", "folder for this worker's ledgers, the same as the sweep's")
    .option("--threads <n>", "tasks at a time", count, availableParallelism())
    .addOption(new Option("--backend <name>", "what computes").choices(["wasm", "js"]).default("wasm"))
    .option("--lock <s>", "seconds after which the task of a worker that has died goes to another", count, 30)
    .option("--idle <s>", "end after so many seconds without a task (default: never)", count)
    .option("--quiet", "no line for each task on stderr")
    .action(run);
}

async function run({ queue, out, threads: wanted, backend, lock, idle, quiet }: WorkerFlags): Promise<void> {
  const address = addressOf(queue);
  if (lock < 1) throw new UsageError(`--lock must be at least 1 s, got ${lock}`);
  const { showServer, work } = await import("../sweep/queue.ts");
  const { threads } = await import("../run/threads.ts");
  const { VERSION } = await import("../version.ts");
  const server = showServer(address);
  const executor = threads(wanted);
  const log = (line: string): void => {
    if (!quiet) process.stderr.write(`${line}\n`);
  };
  try {
    const done = await work(address, {
      folder: out,
      version: VERSION,
      backend,
      executor,
      signal: interruptSignal(),
      lockSeconds: lock,
      ...(idle !== undefined && { idleSeconds: idle }),
      log,
    });
    log(`${done} tasks from ${server}, in ${out}`);
  } finally {
    await executor.close();
  }
}

/** Lets workers run what is left, until the ledgers in --out have everything. */
export async function runQueued(
  address: string,
  {
    flags,
    plan,
    swept,
    todo,
    head,
    known,
  }: {
    readonly flags: CommonFlags;
    readonly plan: SweepPlan;
    readonly swept: SweepTasks;
    readonly todo: readonly SweepTask[];
    readonly head: RunHead;
    /** Reads what the ledgers hold by now. */
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

/** How many times a queue that has lost its jobs is filled again. */
const ROUNDS = 5;
