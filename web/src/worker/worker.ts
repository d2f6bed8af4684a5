/** The one script of all workers: loads the jobs of the room it is asked for and runs them. */
import { buffersOf, type JobTable, type Reply, type Request } from "./protocol.ts";

const tables = import.meta.glob<{ readonly jobs: JobTable }>("../rooms/*/jobs.ts");
const running = new Map<number, AbortController>();

self.onmessage = ({ data }: MessageEvent<Request>) => {
  if (data.kind === "abort") running.get(data.id)?.abort();
  else if (data.kind === "run") void run(data);
  else void jobsOf(data.room).then(() => send({ kind: "warm", room: data.room }));
};

async function run({ id, room, job, input }: Request & { kind: "run" }): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  running.set(id, controller);
  try {
    const table = await jobsOf(room);
    if (!Object.hasOwn(table, job))
      throw new TypeError(`${room}: job must be one of ${Object.keys(table)}, got ${job}`);
    signal.throwIfAborted();
    const report = (part: unknown) => send({ kind: "part", id, part });
    const output = await table[job](input, { signal, report });
    signal.throwIfAborted();
    send({ kind: "done", id, output }, buffersOf(output));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send({ kind: "failed", id, message, isAborted: signal.aborted });
  } finally {
    running.delete(id);
  }
}

async function jobsOf(room: string): Promise<JobTable> {
  const load = tables[`../rooms/${room}/jobs.ts`];
  if (load === undefined) throw new TypeError(`worker: room must have a jobs.ts, got ${room}`);
  return (await load()).jobs;
}

function send(reply: Reply, buffers: Transferable[] = []): void {
  self.postMessage(reply, { transfer: buffers });
}
