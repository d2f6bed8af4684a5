/** What a command leaves behind: the folder of --out, the JSON document, tables. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { join } from "node:path";
import type { Figure } from "../experiments/kit/study.ts";
import { toNpz } from "../io/columns.ts";
import { toCsv } from "../io/csv.ts";
import { specHash } from "../io/hash.ts";
import { type Ledger, type LedgerHeader, openLedger, readLedger } from "../io/ledger.ts";
import { toParquet } from "../io/parquet.ts";
import { svgDocument, toPng, toSvgText } from "../io/picture.ts";
import type { Row } from "../io/rows.ts";
import { specDifference } from "../io/spec-difference.ts";
import { VERSION } from "../version.ts";
import { UsageError } from "./exit.ts";

export { table } from "../report/table.ts";

/** The ledger of a run by one process. */
export const LEDGER = "rows.jsonl";

/** The first line of a run's ledgers. */
export function headerOf(command: string, spec: unknown): LedgerHeader {
  return { format: 1, command, specHash: specHash(spec), version: VERSION, spec };
}

/**
 * Opens the ledger of a run in its folder. A finished run of the same spec is begun anew, since it would give the same
 * rows; anything else that is there is kept unless `resume` says to continue it.
 *
 * @param total  tasks of the whole run.
 * @param name   of the ledger.
 */
export function openRun(
  folder: string,
  command: string,
  spec: unknown,
  total: number,
  resume: boolean,
  name = LEDGER,
): Ledger {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  const header = headerOf(command, spec);
  if (existsSync(path) && !resume) {
    const found = readLedger(path);
    if (found.header.specHash !== header.specHash) {
      const difference = specDifference(found.header, header);
      throw new UsageError(
        `--out: ${folder} holds the run of another spec, which differs in ${difference}; choose another folder, or remove it`,
      );
    }
    if (found.tasks.size < total) {
      throw new UsageError(
        `--out: ${folder} holds ${found.tasks.size} of ${total} results of this run; continue it with --resume, or remove the folder`,
      );
    }
    rmSync(path);
  }
  return openLedger(path, header);
}

/** Everything a finished run is known by. */
export interface RunDocument {
  readonly command: string;
  readonly spec: unknown;
  readonly rows: readonly unknown[];
  readonly summary: readonly unknown[];
  readonly provenance: RunProvenance;
}

export interface RunProvenance {
  readonly version: string;
  readonly backend: string;
  readonly threads: number;
  readonly seed: number | string;
  readonly seconds: number;
  readonly started: string;
  readonly commandLine: string;
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
}

export function provenance(run: {
  backend: string;
  threads: number;
  seed: number | string;
  seconds: number;
  commandLine: string;
}): RunProvenance {
  return {
    version: VERSION,
    ...run,
    started: new Date(Date.now() - run.seconds * 1000).toISOString(),
    node: process.version,
    platform: `${platform()} ${arch()}`,
    cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`,
  };
}

/** Writes the tables, figures and record of a run; returns the path of the first picture. */
export async function writeRun(
  folder: string,
  document: RunDocument,
  table: { readonly rows: readonly Row[]; readonly columns: readonly string[]; readonly arrays?: boolean },
  figures: Readonly<Record<string, Figure>>,
): Promise<string | undefined> {
  mkdirSync(folder, { recursive: true });
  const { rows, ...record } = document;
  writeFileSync(join(folder, "rows.csv"), toCsv(table.rows, table.columns));
  const metadata = { palimpsest: JSON.stringify(record) };
  writeFileSync(join(folder, "rows.parquet"), await toParquet(table.rows, table.columns, metadata));
  if (table.arrays) writeFileSync(join(folder, "rows.npz"), toNpz(table.rows, table.columns));
  writeFileSync(join(folder, "run.json"), `${JSON.stringify(record, null, 2)}\n`);
  let first: string | undefined;
  for (const [name, figure] of Object.entries(figures)) {
    const drawn = figure(await svgDocument());
    if (drawn === undefined) continue;
    const svg = toSvgText(drawn);
    writeFileSync(join(folder, `${name}.svg`), svg);
    const picture = join(folder, `${name}.png`);
    writeFileSync(picture, await toPng(svg));
    first ??= picture;
  }
  return first;
}

/** Writes further files of a run, by name. */
export function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array>>): void {
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
}

export function printJson(document: RunDocument): void {
  process.stdout.write(`${JSON.stringify(document)}\n`);
}

/** A command line that repeats the run: words as they are, or flags that have a value, in the order given. */
export function commandLine(command: string, flags: readonly (string | readonly [string, unknown])[]): string {
  const parts = flags.flatMap((flag) => {
    if (typeof flag === "string") return [quote(flag)];
    const [name, value] = flag;
    if (value === undefined || value === null) return [];
    return [`${name} ${quote(Array.isArray(value) ? value.join(",") : String(value))}`];
  });
  return ["palimpsest", command, ...parts].join(" ");
}

function quote(word: string): string {
  return /^[\w./:,=+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
