/**
 * Tasks of sweeps in a BullMQ queue on Redis, and workers that take them. A job says which sweep and which of its tasks; rows
 * go to the worker's ledger and never to Redis, so that a queue lost is a queue filled anew.
 */
import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Job, JobsOptions, Queue, QueueEvents, Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { BackendName } from "../backend/contract/kernels.ts";
import { checkKeys } from "../check/check.ts";
import { specHash } from "../io/hash.ts";
import { type Ledger, type LedgerHeader, openLedger } from "../io/ledger.ts";
import type { Executor } from "../run/executor.ts";
import type { RunOptions } from "../run/pace.ts";
import { workerLedger } from "./ledgers.ts";
import { rowsOf } from "./run.ts";
import { planSweep, type SweepPlan, specOf } from "./spec.ts";
import { byLength, labelOf, type SweepTask, tasksOf } from "./tasks.ts";

const QUEUE = "palimpsest";
/** A task is tried again after an error of the machine; one that is no task of its sweep is not. */
const OPTIONS: JobsOptions = { attempts: 3, backoff: 1000, removeOnComplete: true, removeOnFail: true };
/** ms between looks at which jobs are left: events can be lost while Redis is away. */
const LOOK_MS = 2000;
/** Jobs asked about, or added, at a time. */
const BATCH = 500;
/** Workers that died with the same task before it is given up. */
const MOST_STALLS = 20;

/** What a job in the queue tells its worker. */
interface JobData {
  readonly sweep: SweepPlan;
  readonly key: string;
}

/** A Redis server without its credentials, for messages. */
export function showServer(url: string): string {
  const { protocol, host, pathname } = parseServer(url);
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}

function parseServer(url: string): URL {
  let parsed: URL | undefined;
  try {
    parsed = new URL(url);
  } catch {
    // told below, without the text: it may hold a password
  }
  if (parsed === undefined || (parsed.protocol !== "redis:" && parsed.protocol !== "rediss:") || parsed.host === "") {
    throw new RangeError(
      "--queue must be the address of a Redis server, such as redis://host:6379, got something else",
    );
  }
  return parsed;
}

interface Connected {
  readonly bullmq: typeof import("bullmq");
  /** A connection that waits for Redis to come back. */
  readonly redis: Redis;
}

async function connect(url: string): Promise<Connected> {
  const server = showServer(url);
  let bullmq: typeof import("bullmq");
  let Client: typeof Redis;
  try {
    bullmq = await import("bullmq");
    Client = (await import("ioredis")).Redis;
  } catch {
    throw new Error("a queue needs the packages bullmq and ioredis: npm install bullmq ioredis");
  }
  const redis = new Client(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: (attempt: number) => Math.min(100 * attempt, 2000),
  });
  let reason: Error | undefined;
  redis.on("error", (error: Error) => {
    reason = error;
  });
  const wait = new Promise<never>((_, reject) => {
    setTimeout(() => reject(reason ?? new Error("no answer")), CONNECT_MS).unref();
  });
  try {
    await Promise.race([redis.connect().then(() => redis.ping()), wait]);
  } catch (error) {
    redis.disconnect();
    // the reason alone: the error itself carries the commands sent, the password among them
    throw new Error(`cannot use Redis at ${server}: ${(reason ?? (error as Error)).message}`);
  }
  return { bullmq, redis };
}

const CONNECT_MS = 5000;

/** Runs tasks through the queue; resolves when none of their jobs is left, whatever became of them. */
export async function enqueue(
  url: string,
  plan: SweepPlan,
  tasks: readonly SweepTask[],
  { signal, onProgress, onFailed }: RunOptions & { readonly onFailed?: (task: SweepTask, reason: string) => void },
): Promise<void> {
  const { bullmq, redis } = await connect(url);
  const hash = specHash(plan);
  const open = new Map(byLength(tasks).map((task) => [`${hash}-${task.key}`, task]));
  const total = tasks.length;
  const queue: Queue = new bullmq.Queue(QUEUE, { connection: redis });
  const events: QueueEvents = new bullmq.QueueEvents(QUEUE, { connection: redis.duplicate() });
  queue.on("error", () => {}); // Redis is away; the connections come back by themselves
  events.on("error", () => {});
  const end = (id: string): void => {
    const task = open.get(id);
    if (task === undefined) return;
    open.delete(id);
    onProgress?.({ done: (total - open.size) / total, total: 1, label: labelOf(task) });
  };
  events.on("completed", ({ jobId }) => end(jobId));
  events.on("failed", ({ jobId, failedReason }) => {
    const task = open.get(jobId);
    if (task !== undefined) onFailed?.(task, failedReason);
    end(jobId);
  });
  try {
    const jobs = [...open].map(([jobId, { key }]) => ({
      name: "task",
      data: { sweep: plan, key } satisfies JobData,
      opts: { ...OPTIONS, jobId },
    }));
    for (let at = 0; at < jobs.length; at += BATCH) {
      signal?.throwIfAborted();
      await orAborted(queue.addBulk(jobs.slice(at, at + BATCH)), signal);
    }
    while (open.size > 0) {
      await orAborted(new Promise((resolve) => setTimeout(resolve, LOOK_MS)), signal);
      for (const id of await orAborted(gone(redis, queue, [...open.keys()]), signal)) end(id);
    }
  } finally {
    await Promise.race([Promise.allSettled([queue.close(), events.close()]), later(1000)]);
    redis.disconnect();
  }
}

/** Jobs that are not in Redis any more. */
async function gone(redis: Redis, queue: Queue, ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < ids.length; at += BATCH) {
    const part = ids.slice(at, at + BATCH);
    const there = await Promise.all(part.map((id) => redis.exists(queue.toKey(id))));
    found.push(...part.filter((_, k) => there[k] === 0));
  }
  return found;
}

export interface WorkerOptions {
  /** Where ledgers are written, one for each sweep. */
  readonly folder: string;
  readonly version: string;
  readonly backend: BackendName;
  readonly executor: Executor;
  readonly signal: AbortSignal;
  /** Seconds after which the task of a worker that has died goes to another. */
  readonly lockSeconds: number;
  /** Ends after so many seconds without a task. */
  readonly idleSeconds?: number;
  /** Called with what happened, a line at a time. */
  readonly log: (line: string) => void;
}

/** A sweep that a worker has met. */
interface OpenSweep {
  readonly plan: SweepPlan;
  readonly tasks: ReadonlyMap<string, SweepTask>;
  readonly ledger: Ledger;
}

/** Takes tasks until aborted, or idle for long enough; returns how many it has finished. */
export async function work(url: string, options: WorkerOptions): Promise<number> {
  const { executor, signal, lockSeconds, idleSeconds, log } = options;
  const { bullmq, redis } = await connect(url);
  setMaxListeners(0, signal);
  const sweeps = new Map<string, Promise<OpenSweep>>();
  const id = `${hostname().replace(/[^\w-]/g, "-")}-${process.pid}-${randomBytes(3).toString("hex")}`;
  mkdirSync(options.folder, { recursive: true });
  let [finished, underWay, lastEnd] = [0, 0, performance.now()];
  const take = async (job: Job<unknown>, token?: string): Promise<void> => {
    underWay++;
    try {
      const { sweep, task } = await taskOfJob(job, sweeps, id, options, bullmq.UnrecoverableError);
      if (!sweep.ledger.has(task.key)) {
        const isWhole = !task.point.isLarge;
        const rows = await rowsOf(sweep.plan.experiment, task, { ...options, isWhole });
        sweep.ledger.set(task.key, rows);
      }
      finished++;
      log(`${sweep.plan.experiment} ${labelOf(task)}`);
    } catch (error) {
      if (!signal.aborted) {
        log(`job ${show(job.id)}: ${(error as Error).message}`);
        throw error;
      }
      // back to the others at once, and no attempt of it counted
      await Promise.race([job.moveToWait(token), later(1000)]);
      throw new bullmq.WaitingError();
    } finally {
      underWay--;
      lastEnd = performance.now();
    }
  };
  const worker: Worker = new bullmq.Worker(QUEUE, take, {
    connection: redis,
    concurrency: executor.threads,
    lockDuration: lockSeconds * 1000,
    stalledInterval: lockSeconds * 1000,
    maxStalledCount: MOST_STALLS,
  });
  let isAway = false;
  worker.on("error", (error) => {
    if (!isAway) log(`Redis at ${showServer(url)}: ${error.message}; waiting for it`);
    isAway = true;
  });
  worker.on("active", () => {
    isAway = false;
  });
  try {
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve());
      if (signal.aborted) resolve();
      const timer = setInterval(() => {
        const isIdle = underWay === 0 && performance.now() - lastEnd > (idleSeconds ?? Number.POSITIVE_INFINITY) * 1000;
        if (!isIdle && !signal.aborted) return;
        clearInterval(timer);
        resolve();
      }, 100);
    });
  } finally {
    await Promise.race([worker.close(), later(CLOSE_MS)]);
    for (const sweep of sweeps.values()) {
      await sweep.then(
        ({ ledger }) => ledger.close(),
        () => undefined,
      );
    }
    redis.disconnect();
  }
  return finished;
}

const CLOSE_MS = 5000;
/** Sweeps that a worker keeps at hand. */
const MOST_SWEEPS = 1000;

/** A job is a stranger's: its sweep is validated as a file is, and its task has to be one of that sweep. */
async function taskOfJob(
  job: Job<unknown>,
  sweeps: Map<string, Promise<OpenSweep>>,
  id: string,
  { folder, version }: WorkerOptions,
  Refused: new (message: string) => Error,
): Promise<{ readonly sweep: OpenSweep; readonly task: SweepTask }> {
  const data = job.data as JobData;
  let text: string;
  try {
    checkKeys("job", data, ["sweep", "key"]);
    text = JSON.stringify(data.sweep) ?? "";
    if (text.length > MOST_JOB_BYTES) throw new RangeError(`job: sweep must have at most ${MOST_JOB_BYTES} bytes`);
    if (sweeps.size >= MOST_SWEEPS && !sweeps.has(text)) throw new RangeError(`job: more than ${MOST_SWEEPS} sweeps`);
  } catch (error) {
    throw new Refused((error as Error).message);
  }
  let opened = sweeps.get(text);
  if (opened === undefined) {
    opened = openSweep(data.sweep, folder, version, id);
    sweeps.set(text, opened);
  }
  let sweep: OpenSweep;
  try {
    sweep = await opened;
  } catch (error) {
    sweeps.delete(text);
    const isWrong = error instanceof RangeError || error instanceof TypeError;
    throw isWrong ? new Refused(error.message) : error;
  }
  const task = typeof data.key === "string" ? sweep.tasks.get(data.key) : undefined;
  if (task === undefined) throw new Refused(`job: key must be a task of its sweep, got ${show(data.key)}`);
  return { sweep, task };
}

const MOST_JOB_BYTES = 2 ** 20;

async function openSweep(given: SweepPlan, folder: string, version: string, id: string): Promise<OpenSweep> {
  checkKeys("job: sweep", given, ["experiment", "grid", "parameters", "seeds", "seed"]);
  if (typeof given.parameters !== "object") throw new TypeError("job: sweep.parameters must be a table");
  if (given.seed === undefined) throw new TypeError("job: sweep.seed must be given, got undefined");
  const plan = await planSweep(specOf(given));
  const { tasks } = await tasksOf(plan);
  const hash = specHash(plan);
  const header: LedgerHeader = { format: 1, command: "sweep", specHash: hash, version, spec: plan };
  const ledger = openLedger(join(folder, workerLedger(hash, id)), header);
  return { plan, ledger, tasks: new Map(tasks.map((task) => [task.key, task])) };
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? String(value);
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

/** The promise's result, unless the signal comes first. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
