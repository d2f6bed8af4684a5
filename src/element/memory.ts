/** The memory behind the element: a worker that stores and recalls. */
import type { Patterns } from "../hopfield/patterns.ts";
import type { Course, Reply, Requests, Stored } from "./protocol.ts";
import type { Settings } from "./settings.ts";

interface Waiting {
  readonly resolve: (output: never) => void;
  readonly reject: (reason: Error) => void;
  readonly onPart?: (part: number) => void;
}

/** Networks in a worker, one at a time: what stores digits and recalls them. */
export class Memory {
  private readonly worker = createWorker();
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;
  private failure: Error | undefined;

  constructor() {
    this.worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => this.hear(data));
    this.worker.addEventListener("error", ({ message }) => {
      this.fail(
        message
          ? `its worker failed: ${message}`
          : "its worker did not start; element-worker.js must lie beside the module that has palimpsest/element",
      );
    });
  }

  /** Stores patterns in a new network; what an older one still had to say is no longer waited for. */
  store(patterns: Patterns, settings: Settings, onPart: (part: number) => void): Promise<Stored> {
    this.forget();
    return this.ask("store", { patterns, settings }, onPart);
  }

  recall(cue: Int8Array): Promise<Course> {
    return this.ask("recall", cue);
  }

  close(): void {
    this.forget();
    this.worker.terminate();
  }

  private ask<Kind extends keyof Requests>(
    kind: Kind,
    input: Requests[Kind]["input"],
    onPart?: (part: number) => void,
  ): Promise<Requests[Kind]["output"]> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      if (this.failure) {
        reject(this.failure);
        return;
      }
      this.waiting.set(id, { resolve, reject, ...(onPart && { onPart }) });
      this.worker.postMessage({ id, kind, input });
    });
  }

  private hear(reply: Reply): void {
    const waiting = this.waiting.get(reply.id);
    if (!waiting) return;
    if ("part" in reply) {
      waiting.onPart?.(reply.part);
      return;
    }
    this.waiting.delete(reply.id);
    if ("failure" in reply) waiting.reject(new Error(`palimpsest-recall: ${reply.failure}`));
    else waiting.resolve(reply.output as never);
  }

  private fail(reason: string): void {
    this.failure = new Error(`palimpsest-recall: ${reason}`);
    this.rejectAll(this.failure);
  }

  private forget(): void {
    this.rejectAll(new DOMException("palimpsest-recall: another network took its place", "AbortError"));
  }

  private rejectAll(reason: Error): void {
    for (const { reject } of this.waiting.values()) reject(reason);
    this.waiting.clear();
  }
}

/**
 * A worker of element-worker.js beside this file. The last line is what Vite and webpack look for, word for word, to bundle
 * the worker as well; esbuild is told to by an entry point of its own.
 */
function createWorker(): Worker {
  const home = new URL(import.meta.url);
  // from another server, as with a link to a content network: a page may only start workers of its own
  if (/^https?:$/.test(home.protocol) && home.origin !== location.origin) {
    const source = `import ${JSON.stringify(new URL("element-worker.js", home).href)};`;
    return new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
  }
  return new Worker(new URL("./element-worker.js", import.meta.url), { type: "module" });
}
