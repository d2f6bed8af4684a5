/** What the page and its workers say to each other. */

/** What a job gets beside its input. */
export interface JobContext<Part> {
  /** The signal that is aborted when the page no longer wants the result. */
  readonly signal: AbortSignal;
  /** Sends a part of the result, or how far the job is. */
  readonly report: (part: Part) => void;
}

/** Work that a worker does under a name; `Part` is what it reports on the way. */
// biome-ignore lint/suspicious/noExplicitAny: jobs of every type lie in one table
export type Job<Input = any, Output = any, Part = any> = (input: Input, context: JobContext<Part>) => Promise<Output>;

/** The jobs of a room, by name: what its `jobs.ts` exports as `jobs`. */
export type JobTable = Readonly<Record<string, Job>>;

export type InputOf<J extends Job> = Parameters<J>[0];
export type OutputOf<J extends Job> = Awaited<ReturnType<J>>;
export type PartOf<J extends Job> = J extends Job<infer _I, infer _O, infer Part> ? Part : never;

/** Messages from the page to a worker. */
export type Request =
  | { readonly kind: "run"; readonly id: number; readonly room: string; readonly job: string; readonly input: unknown }
  | { readonly kind: "abort"; readonly id: number }
  /** Loads the jobs of a room, so that they are there without a network. */
  | { readonly kind: "warm"; readonly room: string };

/** Messages from a worker to the page. */
export type Reply =
  | { readonly kind: "part"; readonly id: number; readonly part: unknown }
  | { readonly kind: "done"; readonly id: number; readonly output: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly message: string; readonly isAborted: boolean }
  | { readonly kind: "warm"; readonly room: string };

const handedOver = new WeakMap<object, Transferable[]>();

/** Marks a result whose buffers the worker does not need any more: they are moved to the page instead of copied. */
export function handOver<T extends object>(output: T, ...arrays: readonly ArrayBufferView[]): T {
  handedOver.set(output, [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))]);
  return output;
}

/** The buffers that `handOver` has marked for a result. */
export function buffersOf(output: unknown): Transferable[] {
  return typeof output === "object" && output !== null ? (handedOver.get(output) ?? []) : [];
}
