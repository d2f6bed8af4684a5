/** Runs the command as `runs.ts` lists, and turns what it leaves into lines, one a row, without what varies from run to run. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ENTRY, startIn } from "../support/command.ts";
import { folder } from "../support/folder.ts";
import type { Run } from "./runs.ts";

export const RECORDED = new URL("./recorded.jsonl", import.meta.url);

/** What depends on the machine or its load, wherever it stands in a document. */
const MEASURED = new Set(["solveMilliseconds", "seconds", "coreSeconds", "longestSeconds", "threads"]);
/** Lists longer than this, in characters of their JSON, are kept as a digest. */
const LONG = 500;

export function digestOf(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 12);
}

/** Lines before those of rows, summary and files: of the run, and of its spec and provenance. */
export const HEAD_LINES = 2;

/**
 * Starts runs, two at a time, in their order.
 *
 * @param settings  the command's file; threads of each run.
 * @returns  for each run the lines that it leaves.
 */
export function resultsOf(runs: readonly Run[], { entry = ENTRY, threads = 1 } = {}): Promise<string[]>[] {
  const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
  // each run waits for the lane that its turn is in; a lane goes on whatever became of a run
  return runs.map((run, k) => {
    const result = lanes[k % lanes.length].then(() => linesOf(run, entry, threads));
    lanes[k % lanes.length] = result.catch(() => undefined);
    result.catch(() => undefined); // told where it is awaited
    return result;
  });
}

async function linesOf(run: Run, entry: string, threads: number): Promise<string[]> {
  const place = folder();
  try {
    for (const [name, content] of Object.entries(run.files ?? {})) {
      const path = join(place, name);
      mkdirSync(dirname(path), { recursive: true });
      const isText = typeof content === "string" || content instanceof Uint8Array;
      writeFileSync(path, isText ? content : JSON.stringify(content));
    }
    let printed = "";
    for (const line of run.lines) {
      const args = [...line.split(" "), ...flagsOf(line, run, threads)];
      const { code, stdout, stderr } = await startIn(place, entry, args).finished;
      if (code !== 0 || stderr !== "") throw new Error(`palimpsest ${args.join(" ")}: exit code ${code}\n${stderr}`);
      printed = stdout;
    }
    return [
      JSON.stringify({ run: run.name, lines: run.lines }),
      ...(run.isPrinted ? textLines(printed) : documentLines(JSON.parse(printed))),
      ...fileLines(join(place, "out")),
    ];
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** What every line of a run is given, as far as its command takes it. */
function flagsOf(line: string, { isPrinted }: Run, threads: number): string[] {
  if (line === "--version") return [];
  const json = isPrinted ? [] : ["--json"];
  if (line.startsWith("sweep status ")) return json;
  return line.startsWith("merge ") ? [...json, "--quiet"] : [...json, "--quiet", "--threads", String(threads)];
}

/** A line for everything that stands in a document but its rows and summary, which follow. */
function documentLines({ rows = [], summary = [], provenance, ...rest }: Record<string, unknown>): string[] {
  const { backend, seed, commandLine } = (provenance ?? {}) as Record<string, unknown>;
  return [
    JSON.stringify(kept({ ...rest, ...(provenance !== undefined && { provenance: { backend, seed, commandLine } }) })),
    ...tableLines("rows", rows as object[]),
    ...tableLines("summary", summary as object[]),
  ];
}

/** A line with the names of the columns wherever they change, and a line with the values of each row. */
function tableLines(table: "rows" | "summary", rows: readonly object[]): string[] {
  let last = "";
  return rows.flatMap((row) => {
    const cells = kept(row);
    const names = JSON.stringify({ [table]: Object.keys(cells) });
    const line = JSON.stringify(Object.values(cells));
    const isNew = names !== last;
    last = names;
    return isNew ? [names, line] : [line];
  });
}

/** A value without what is measured, and with digests of long lists. */
function kept<T extends object>(value: T): T {
  const text = JSON.stringify(value, (name, part) => (MEASURED.has(name) ? undefined : part));
  return JSON.parse(text, (_, part) => {
    if (!Array.isArray(part)) return part;
    const list = JSON.stringify(part);
    return list.length > LONG ? { length: part.length, digest: digestOf(list) } : part;
  });
}

function textLines(text: string): string[] {
  return text
    .replace(/^\d+\.\d+\.\d+$/m, "<version>")
    .replace(/^time {6}[\d.]+ s$/m, "time      <seconds> s")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.stringify({ text: line }));
}

/**
 * What is in a run's folder: the names of all files, columns and digest of tables, digests of arrays. Figures, reports, Parquet
 * and records hold what varies, and are named alone.
 */
function fileLines(place: string): string[] {
  if (!existsSync(place)) return [];
  const names = readdirSync(place).sort();
  const lines = [JSON.stringify({ files: names })];
  for (const name of names) {
    const bytes = readFileSync(join(place, name));
    if (name.endsWith(".npz")) lines.push(JSON.stringify({ arrays: name, digest: digestOf(bytes) }));
    if (!name.endsWith(".csv")) continue;
    const text = bytes.toString();
    const columns = text.slice(0, text.indexOf("\r\n"));
    const isMeasured = columns.split(",").some((column) => MEASURED.has(column));
    lines.push(JSON.stringify({ table: name, columns, ...(!isMeasured && { digest: digestOf(text) }) }));
  }
  return lines;
}

/** Lines of a file of recorded results, by the names of their runs. */
export function recordedLines(text: string): Map<string, string[]> {
  const runs = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of text.trimEnd().split("\n")) {
    const { run } = JSON.parse(line) as { run?: string };
    if (run !== undefined) runs.set(run, (lines = []));
    lines.push(line);
  }
  return runs;
}
