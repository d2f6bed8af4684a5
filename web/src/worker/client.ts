/** The page's side of the workers: every room has its own, so that no room waits for the jobs of another. */
import type { InputOf, Job, JobTable, OutputOf, PartOf, Reply, Request } from "./protocol.ts";

/** How a job is run, beside its input. */
export interface RunOptions<Part> {
  readonly signal?: AbortSignal;
  readonly onPart?: (part: Part) => void;
  /** Index of the room's worker that runs the job, default 0; jobs of one lane share what they keep between calls. */
  readonly lane?: number;
}

/** The jobs of a room as functions that the page calls. */
export interface Jobs<Table extends JobTable> {
  /**
   * @throws Error with the job's message; DOMException "AbortError" when `signal` is aborted, at once.
   */
  run<Name extends keyof Table & string>(
    name: Name,
    input: InputOf<Table[Name]>,
    options?: RunOptions<PartOf<Table[Name]>>,
  ): Promise<OutputOf<Table[Name]>>;
  /** Loads the jobs' code in all workers. */
  warm(): Promise<void>;
}

/** How many cores of this device a page should use at most. */
export const LANES = Math.max(1, Math.min(4, navigator.hardwareConcurrency ?? 1));

const rooms = new Map<string, Jobs<JobTable>>();

/**
 * The jobs of a room, run in its own workers.
 *
 * @param lanes  how many workers at most; default 1, capped by the cores there are.
 */
export function jobsOf<Table extends JobTable>(room: string, lanes = 1): Jobs<Table> {
  const known = rooms.get(room) ?? openRoom(room, Math.min(lanes, LANES));
  rooms.set(room, known);
  return known as unknown as Jobs<Table>;
}

function openRoom(room: string, count: number): Jobs<JobTable> {
  const lanes: Lane[] = [];
  const laneOf = (lane: number): Lane => (lanes[lane % count] ??= new Lane(room));
  return {
    run: (name, input, { lane = 0, ...options } = {}) => laneOf(lane).run(name, input, options),
    warm: async () => {
      await Promise.all(Array.from({ length: count }, (_, lane) => laneOf(lane).warm()));
    },
  };
}

interface Pending {
  readonly resolve: (output: never) => void;
  readonly reject: (error: unknown) => void;
  readonly onPart: ((part: never) => void) | undefined;
}

let lastId = 0;

/** One worker of a room and the jobs that run in it. */
class Lane {
  private readonly worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  private readonly pending = new Map<number, Pending>();
  private warmed: (() => void)[] = [];

  constructor(private readonly room: string) {
    this.worker.onmessage = ({ data }: MessageEvent<Reply>) => this.receive(data);
    this.worker.onerror = (event) => this.fail(event.message || "a worker of the lab could not be loaded");
  }

  run(job: string, input: unknown, { signal, onPart }: Omit<RunOptions<never>, "lane">): Promise<OutputOf<Job>> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject, onPart });
      this.send({ kind: "run", id, room: this.room, job, input });
      signal?.addEventListener("abort", () => {
        if (!this.pending.delete(id)) return;
        this.send({ kind: "abort", id });
        reject(signal.reason);
      });
    });
  }

  warm(): Promise<void> {
    return new Promise((resolve) => {
      this.warmed.push(resolve);
      this.send({ kind: "warm", room: this.room });
    });
  }

  private send(request: Request): void {
    this.worker.postMessage(request);
  }

  private receive(reply: Reply): void {
    if (reply.kind === "warm") {
      for (const resolve of this.warmed.splice(0)) resolve();
      return;
    }
    const waiting = this.pending.get(reply.id);
    if (waiting === undefined) return; // given up
    if (reply.kind === "part") {
      waiting.onPart?.(reply.part as never);
      return;
    }
    this.pending.delete(reply.id);
    if (reply.kind === "done") waiting.resolve(reply.output as never);
    else waiting.reject(new Error(reply.message));
  }

  private fail(message: string): void {
    for (const { reject } of this.pending.values()) reject(new Error(message));
    this.pending.clear();
    for (const resolve of this.warmed.splice(0)) resolve();
  }
}
