/** What every long command does around its work: ledger, threads, progress, interruption, and what it leaves behind. */

import type { BackendName } from "../backend/contract/kernels.ts";
import type { KeptRows, LargestNetwork, PlannedRun } from "../experiments/kit/planned-run.ts";
import type { Session } from "../experiments/kit/session.ts";
import type { Figure, Terminal } from "../experiments/kit/study.ts";
import type { Ledger } from "../io/ledger.ts";
import type { Row } from "../io/rows.ts";
import { Interrupted, interruptSignal } from "./exit.ts";
import type { CommonFlags, RepeatFlag } from "./options.ts";
import { reporter } from "./progress.ts";

/** A run before it begins. */
export interface RunHead {
  readonly command: string;
  /** What was planned, with every default: the ledger's identity. */
  readonly spec: unknown;
  readonly seed: number | string;
  /** Results of the whole run, and what they are called. */
  readonly total: number;
  readonly unit: string;
  /** Results there are: known from the ledger or found. */
  readonly count: (ledger: Ledger | undefined) => number;
  /** Name of the ledger in --out, when it is not rows.jsonl; null when others write. */
  readonly ledger?: string | null;
  /** Written to stderr after an interruption without --out. */
  readonly found?: () => Promise<string | undefined>;
  /** The largest network that will be worked on: what it takes is told beforehand when it is large. */
  readonly largest?: LargestNetwork;
  /** Told before the run begins. */
  readonly told?: readonly string[];
  /** Threads wanted, when fewer than --threads will do; asked once the ledger is open. */
  readonly threads?: (ledger: Ledger | undefined) => number;
}

/**
 * Runs what was planned: goes on from the ledger, computes the rest, writes --out and prints.
 *
 * @param words    flags of the command with their values, or words as they are, but the seed, for the line that repeats the run.
 * @param started  when the command began, by `performance.now()`.
 */
export async function runCommand(
  command: string,
  flags: CommonFlags,
  planned: PlannedRun,
  words: readonly (string | RepeatFlag)[],
  started: number,
): Promise<void> {
  const { spec, seed, seedIs, total, unit, largest, told } = planned;
  let kept: KeptRows = new Map<string, readonly Row[]>();
  const head: RunHead = {
    ...{ command, spec, seed, total, unit },
    ...(largest && { largest }),
    ...(told && { told }),
    count: () => kept.size,
    found: async () => planned.soFar?.(),
    threads(ledger) {
      kept = ledger ?? kept;
      return planned.threads?.(flags.threads, kept) ?? flags.threads;
    },
  };
  // a seed that was drawn is told
  const withSeed = seedIs === "drawn" ? flags : { ...flags, seed: BigInt(seed) };
  const { found, threads } = await withSession(withSeed, head, async ({ executor, signal, onProgress }) => {
    const { backend, out: folder, resume = false } = flags;
    const found = await planned.run({ executor, signal, onProgress, backend, folder, resume, kept });
    return { found, threads: executor.threads };
  });
  const { commandLine, writeFiles } = await import("./output.ts");
  const isRepeated = seedIs !== "unused" || flags.seed !== undefined;
  const repeat = commandLine(command, [...words, ["--seed", isRepeated ? seed : undefined]]);
  const { rows, summary, cells, columns } = found;
  if (flags.out !== undefined && found.files) writeFiles(flags.out, await found.files());
  await finishRun(flags, {
    ...{ command, spec, seed, rows, summary, cells, columns, repeat, threads, started },
    figures: () => found.figures(repeat),
    text: async () => found.text(terminal()),
  });
}

/** Where text is printed. */
function terminal(): Terminal {
  const { stdout, env } = process;
  const color = stdout.isTTY === true && env["NO_COLOR"] === undefined && env["TERM"] !== "dumb";
  return { columns: stdout.columns ?? 80, color };
}

/** Runs `work` with everything opened, and closes it whatever happens. */
export async function withSession<T>(
  flags: CommonFlags,
  head: RunHead,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { command, spec, seed, total, unit } = head;
  const { out, quiet = false } = flags;
  const { LEDGER, openRun } = await import("./output.ts");
  const { threads } = await import("../run/threads.ts");
  const name = head.ledger === undefined ? LEDGER : head.ledger;
  const ledger =
    out === undefined || name === null ? undefined : openRun(out, command, spec, total, flags.resume ?? false, name);
  if (flags.seed === undefined && !quiet) process.stderr.write(`seed ${seed} (drawn)\n`);
  const executor = threads(head.threads?.(ledger) ?? flags.threads);
  if (!quiet) for (const line of head.told ?? []) process.stderr.write(line);
  if (head.largest && !quiet) await tellMemory(head.largest, executor.threads, flags.backend);
  const signal = interruptSignal();
  const progress = reporter(command, quiet);
  try {
    return await work({ ledger, executor, signal, onProgress: progress.update });
  } catch (error) {
    progress.stop();
    if (!signal.aborted) throw error;
    const state = `${head.count(ledger)} of ${total} ${unit}`;
    if (out === undefined) {
      const found = quiet ? undefined : await head.found?.();
      if (found !== undefined) process.stderr.write(`${found}\n`);
      throw new Interrupted(`interrupted with ${state}; nothing is kept without --out`, false);
    }
    throw new Interrupted(
      `interrupted with ${state}, kept in ${name === null ? out : `${out}/${name}`}; the same command with --seed ${seed} --resume continues`,
      true,
    );
  } finally {
    progress.stop();
    ledger?.close();
    await executor.close();
  }
}

const WORTH_TELLING = 100 * 2 ** 20;

/** One line on stderr for networks of 100 MiB and more. */
async function tellMemory(size: NonNullable<RunHead["largest"]>, threads: number, backend: BackendName): Promise<void> {
  const { totalBytes, workBytes } = await import("../hopfield/memory.ts");
  const { sharesNetwork } = await import("../hopfield/network.ts");
  const { strideOf } = await import("../hopfield/stride.ts");
  const isShared = size.bytes === undefined && sharesNetwork(backend, size.nNeurons, threads);
  const bytes =
    size.bytes === undefined
      ? totalBytes({ ...size, stride: strideOf(size.nNeurons), threads, isShared })
      : threads * size.bytes + workBytes(size.nNeurons, size.nInputs);
  if (bytes < WORTH_TELLING) return;
  const copies =
    threads === 1 ? "" : isShared ? `, one copy for ${threads} threads` : `, a copy for each of ${threads} threads`;
  process.stderr.write(
    `memory ${(bytes / 2 ** 30).toFixed(2)} GiB: ${size.bytes === undefined ? "overlaps" : "patterns and pools"} of ${size.nNeurons} neurons${copies}\n`,
  );
}

/** A run that ended. */
export interface RunTail {
  readonly command: string;
  readonly spec: unknown;
  readonly seed: number | string;
  readonly rows: readonly unknown[];
  readonly summary: readonly unknown[];
  /** The rows as tables hold them. */
  readonly cells: readonly Row[];
  readonly columns: readonly string[];
  /** Whether --out has the columns as arrays too, in rows.npz. */
  readonly arrays?: boolean;
  /** The command that repeats the run, whatever the defaults of another version. */
  readonly repeat: string;
  readonly threads: number;
  /** When it began, by `performance.now()`. */
  readonly started: number;
  /** Figures by the names of their files; the first is the one shown. */
  readonly figures: () => Promise<Readonly<Record<string, Figure>>>;
  /** What is printed when no JSON is asked for. */
  readonly text: () => Promise<string>;
}

/** Writes --out and prints. */
export async function finishRun(flags: CommonFlags, tail: RunTail): Promise<void> {
  const { printJson, provenance, writeRun } = await import("./output.ts");
  const { command, spec, rows, summary, seed, repeat, threads } = tail;
  const seconds = (performance.now() - tail.started) / 1000;
  const machine = provenance({ backend: flags.backend, threads, seed, seconds, commandLine: repeat });
  const document = { command, spec, rows, summary, provenance: machine };
  let picture: string | undefined;
  if (flags.out !== undefined) {
    const { cells, columns, arrays = false } = tail;
    picture = await writeRun(flags.out, document, { rows: cells, columns, arrays }, await tail.figures());
  }
  if (flags.json) {
    printJson(document);
    return;
  }
  const shown = picture === undefined ? "" : `picture   ${picture}\n`;
  process.stdout.write(`${await tail.text()}\n${shown}repeat    ${repeat}\ntime      ${seconds.toFixed(1)} s\n`);
}
