/**
 * The ledger: an append-only JSONL file of finished tasks, from which an interrupted run resumes.
 *
 *     {"format":1,"command":"capacity","specHash":"…","version":"0.1.0","spec":{…}}     header, written once
 *     {"key":"neurons=500,inputs=20,rule=signal,seed=1","rows":[{…},…]}                 one line per finished task
 *
 * Numbers that JSON has no word for are written `{"$number":"NaN"}`, `"Infinity"`, `"-Infinity"` or `"-0"`; a cell is
 * never an object otherwise. A line is appended by a single write, so a process killed at any moment leaves at most its
 * last line torn; that line is cut off at the next opening and its task runs again. One process writes a ledger at a
 * time; shards write a ledger each.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { canonicalJson } from "./hash.ts";
import type { Cell, Row } from "./rows.ts";

/** First line of a ledger: whose results these are. */
export interface LedgerHeader {
  readonly format: 1;
  /** Subcommand, such as "capacity". */
  readonly command: string;
  /** `specHash(spec)`; a ledger is continued only under the same hash. */
  readonly specHash: string;
  /** Version of the package that began the ledger. */
  readonly version: string;
  readonly spec: unknown;
}

/** What a ledger file holds, read without changing it. */
export interface LedgerContent {
  readonly header: LedgerHeader;
  /** Rows of each finished task, in the order in which the tasks finished; read from the line's text when asked for. */
  readonly tasks: ReadonlyMap<string, readonly Row[]>;
  /** Length of the part that is in order. */
  readonly soundBytes: number;
  /** Bytes of a torn last line after it, 0 in a file that was closed properly. */
  readonly tornBytes: number;
}

export interface Ledger {
  /** The header in the file; its `version` may be older than the running one. */
  readonly header: LedgerHeader;
  /** Number of finished tasks. */
  readonly size: number;
  /** Bytes of a torn last line that were cut off at opening. */
  readonly repairedBytes: number;
  /** Whether the task is finished. */
  has(key: string): boolean;
  /** Rows of a finished task, or undefined. */
  get(key: string): readonly Row[] | undefined;
  /** Keys of the finished tasks, in the order in which they finished. */
  keys(): IterableIterator<string>;
  /**
   * Writes a finished task. On disk at the latest a second later, and on `close`.
   *
   * A key that is there already with the same rows is ignored.
   *
   * @throws RangeError when the key is there with other rows, or empty.
   * @throws TypeError when a cell is not a string, number, boolean or null.
   * @throws Error when the ledger is closed or the disk refuses; the file then ends with the last whole line.
   */
  append(key: string, rows: readonly Row[]): void;
  /** Writes through to the disk and releases the file; further calls do nothing. */
  close(): void;
}

/** Writing through to the disk costs milliseconds, so it happens at most this often; a power cut loses no more. */
const SYNC_INTERVAL_MS = 1000;
const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/**
 * Opens the ledger of a spec, beginning it when the file does not exist.
 *
 * @param path    the file; its directory exists.
 * @param header  for a new file; an existing one must carry the same `specHash`.
 * @throws RangeError when the file is not a ledger, belongs to another spec (the message names the keys that differ), is
 * damaged before its last line, or gives a task twice with different rows.
 */
export function openLedger(path: string, header: LedgerHeader): Ledger {
  const headerLine = `${JSON.stringify(encodeHeader(header))}\n`;
  let content: Scanned = { header, tasks: new TaskLines(path), soundBytes: 0, tornBytes: 0 };
  const isNew = !existsSync(path);
  if (!isNew) {
    const found = scan(path, "openLedger");
    if (found !== undefined) {
      checkSameSpec(path, found.header, header);
      content = found;
      if (found.tornBytes > 0) truncateSync(path, found.soundBytes);
    } else {
      truncateSync(path, 0); // killed while it wrote the header: nothing was finished
    }
  }
  const file = openSync(path, "a");
  try {
    if (content.soundBytes === 0) {
      const bytes = Buffer.from(headerLine);
      writeWhole(file, bytes, 0);
      fsyncSync(file);
      if (isNew) syncDirectory(dirname(path));
      content = { ...content, soundBytes: bytes.length };
    }
    return new LedgerFile(file, content);
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/**
 * Reads a ledger without changing it, for merging and reports.
 *
 * @throws RangeError when the file is not a ledger, is damaged before its last line, or gives a task twice with
 * different rows.
 */
export function readLedger(path: string): LedgerContent {
  const content = scan(path, "readLedger");
  if (content === undefined)
    throw new RangeError(`readLedger: ${path} must begin with a whole header line, got a torn one`);
  return content;
}

class LedgerFile implements Ledger {
  readonly header: LedgerHeader;
  readonly repairedBytes: number;
  readonly #file: number;
  readonly #tasks: TaskLines;
  #endBytes: number;
  #isClosed = false;
  #isDirty = false;
  #lastSyncMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #syncError: unknown;

  constructor(file: number, content: Scanned) {
    this.#file = file;
    this.header = content.header;
    this.repairedBytes = content.tornBytes;
    this.#tasks = content.tasks;
    this.#endBytes = content.soundBytes;
  }

  get size(): number {
    return this.#tasks.size;
  }

  has(key: string): boolean {
    return this.#tasks.has(key);
  }

  get(key: string): readonly Row[] | undefined {
    return this.#tasks.get(key);
  }

  keys(): IterableIterator<string> {
    return this.#tasks.keys();
  }

  append(key: string, rows: readonly Row[]): void {
    if (this.#isClosed) throw new Error("append: the ledger is closed");
    if (typeof key !== "string" || key === "") {
      throw new RangeError(`append: key must be a non-empty string, got ${JSON.stringify(key)}`);
    }
    if (this.#syncError !== undefined) throw this.#syncError;
    const line = JSON.stringify({ key, rows: rows.map((row, index) => encodeRow(row, index)) });
    // What is kept is what a later run will read from the file, not the caller's own objects.
    const task = decodeTask(JSON.parse(line));
    if (task === undefined) throw new TypeError(`append: rows of ${JSON.stringify(key)} must be plain objects`);
    const known = this.#tasks.get(key);
    if (known !== undefined) {
      if (canonicalJson(known) === canonicalJson(task.rows)) return;
      throw new RangeError(
        `append: task ${JSON.stringify(key)} must give the same rows every time, got ${excerpt(canonicalJson(task.rows))} after ${excerpt(canonicalJson(known))}`,
      );
    }
    const bytes = Buffer.from(`${line}\n`);
    writeWhole(this.#file, bytes, this.#endBytes);
    this.#endBytes += bytes.length;
    this.#tasks.add(key, line);
    this.#isDirty = true;
    this.#syncSoon();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    try {
      if (this.#isDirty) fsyncSync(this.#file);
    } finally {
      closeSync(this.#file);
    }
  }

  /** Syncs now when the last time is long enough ago, otherwise when it will be. */
  #syncSoon(): void {
    const now = performance.now();
    const waitMs = this.#lastSyncMs + SYNC_INTERVAL_MS - now;
    if (waitMs <= 0) {
      this.#sync();
    } else if (this.#timer === undefined) {
      this.#timer = setTimeout(() => {
        try {
          this.#sync();
        } catch (error) {
          this.#syncError = error; // thrown by the next append: nobody listens to a timer
        }
      }, waitMs);
      this.#timer.unref();
    }
  }

  #sync(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastSyncMs = performance.now();
    this.#isDirty = false;
    fsyncSync(this.#file);
  }
}

/** Appends all bytes, or leaves the file as long as it was and throws. */
function writeWhole(file: number, bytes: Buffer, endBytes: number): void {
  try {
    let written = 0;
    while (written < bytes.length) written += writeSync(file, bytes, written);
  } catch (error) {
    ftruncateSync(file, endBytes); // a full disk must not leave half a line in the middle
    throw error;
  }
}

/** Makes a new file's name survive a power cut, where the system lets a directory be synced. */
function syncDirectory(path: string): void {
  let directory: number;
  try {
    directory = openSync(path, "r");
  } catch {
    return;
  }
  try {
    fsyncSync(directory);
  } catch {
    // Windows and some network file systems cannot; the ledger still works.
  } finally {
    closeSync(directory);
  }
}

/** Finished tasks as the lines of their ledger: a million of them cost their text and no more, until they are asked for. */
class TaskLines implements ReadonlyMap<string, readonly Row[]> {
  readonly #path: string;
  readonly #lines = new Map<string, string>();

  constructor(path: string) {
    this.#path = path;
  }

  /** Keeps a line under its key; false when the key is there with other rows. */
  add(key: string, line: string): boolean {
    const known = this.#lines.get(key);
    if (known === undefined) {
      this.#lines.set(key, line);
      return true;
    }
    return known === line || canonicalJson(this.#decode(key, known)) === canonicalJson(this.#decode(key, line));
  }

  get size(): number {
    return this.#lines.size;
  }

  has(key: string): boolean {
    return this.#lines.has(key);
  }

  get(key: string): readonly Row[] | undefined {
    const line = this.#lines.get(key);
    return line === undefined ? undefined : this.#decode(key, line);
  }

  keys(): MapIterator<string> {
    return this.#lines.keys();
  }

  *entries(): MapIterator<[string, readonly Row[]]> {
    for (const [key, line] of this.#lines) yield [key, this.#decode(key, line)];
  }

  *values(): MapIterator<readonly Row[]> {
    for (const [, rows] of this.entries()) yield rows;
  }

  [Symbol.iterator](): MapIterator<[string, readonly Row[]]> {
    return this.entries();
  }

  forEach(visit: (rows: readonly Row[], key: string, map: ReadonlyMap<string, readonly Row[]>) => void): void {
    for (const [key, rows] of this.entries()) visit(rows, key, this);
  }

  #decode(key: string, line: string): readonly Row[] {
    const task = decodeLine(line);
    if (task !== undefined) return task.rows;
    throw new RangeError(
      `ledger: the line of task ${JSON.stringify(key)} in ${this.#path} must be a task {"key", "rows"}, got ${excerpt(line)}; delete that line to run its task again`,
    );
  }
}

interface Scanned extends LedgerContent {
  readonly tasks: TaskLines;
}

/**
 * Reads a ledger line by line. Lines are looked at from outside, by how they begin and end; the last one, which a kill or
 * a power cut may have torn, is read in full.
 *
 * @returns the content, or undefined when the file is empty or holds nothing but a torn header of a ledger.
 */
function scan(path: string, caller: string): Scanned | undefined {
  const tasks = new TaskLines(path);
  const notLedger = (got: string): RangeError =>
    new RangeError(`${caller}: ${path} must be a ledger, got ${got}; move the file away or choose another directory`);
  let header: LedgerHeader | undefined;
  let lineNumber = 0;
  let soundBytes = 0;
  let damage: { lineNumber: number; text: string; bytes: number } | undefined;
  let lastPart: Buffer = Buffer.alloc(0);
  for (const { bytes, isWhole, isLast } of blocksOf(path, caller)) {
    if (!isWhole) {
      lastPart = bytes;
      break;
    }
    const text = bytes.toString("utf8");
    soundBytes += bytes.length;
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf("\n", start);
      const line = text.slice(start, end);
      start = end + 1;
      lineNumber++;
      if (header === undefined) {
        header = decodeHeader(line);
        if (header === undefined) throw notLedger(`a first line ${excerpt(line)}`);
        continue;
      }
      const isEnd = isLast && start === text.length;
      const key = isEnd ? decodeLine(line)?.key : keyOf(line);
      if (key === undefined) {
        const lineBytes = bytes.length - 1 - bytes.lastIndexOf(NEWLINE, bytes.length - 2);
        damage = { lineNumber, text: line, bytes: lineBytes };
        if (!isEnd) throw damagedLine(caller, path, damage);
        soundBytes -= lineBytes;
      } else if (!tasks.add(key, line)) {
        throw new RangeError(
          `${caller}: ${path} must give every task once, got ${JSON.stringify(key)} again in line ${lineNumber} with other rows`,
        );
      }
    }
  }
  if (damage !== undefined && lastPart.length > 0) throw damagedLine(caller, path, damage);
  if (header === undefined) {
    const text = lastPart.toString("utf8");
    // Only what openLedger itself can have begun may be written over.
    const beginning = '{"format":1,"command":';
    if (text === "" || text.startsWith(beginning) || beginning.startsWith(text)) return undefined;
    throw notLedger(`a file without a header that begins ${excerpt(text)}`);
  }
  return { header, tasks, soundBytes, tornBytes: (damage?.bytes ?? 0) + lastPart.length };
}

const LINE_BEGIN = '{"key":"';
const LINE_MIDDLE = '","rows":[';

/** The key of a line that looks whole; lines written otherwise are read in full. */
function keyOf(line: string): string | undefined {
  if (line.startsWith(LINE_BEGIN) && line.endsWith("]}")) {
    const end = line.indexOf('"', LINE_BEGIN.length);
    const key = line.slice(LINE_BEGIN.length, end);
    if (end > LINE_BEGIN.length && line.startsWith(LINE_MIDDLE, end) && !key.includes("\\")) return key;
  }
  return decodeLine(line)?.key;
}

function damagedLine(caller: string, path: string, damage: { lineNumber: number; text: string }): RangeError {
  return new RangeError(
    `${caller}: line ${damage.lineNumber} of ${path} must be a task {"key", "rows"}, got ${excerpt(damage.text)}; delete that line to run its task again`,
  );
}

/**
 * A file in blocks of about a MiB that end with a newline; the last is not whole when no newline follows it. `isLast` is
 * set on the last whole one.
 */
function* blocksOf(path: string, caller: string): Generator<{ bytes: Buffer; isWhole: boolean; isLast: boolean }> {
  const file = openSync(path, "r");
  try {
    if (!fstatSync(file).isFile()) throw new RangeError(`${caller}: ${path} must be a file, got something else`);
    let ready: Buffer | undefined;
    let pending: Buffer[] = [];
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const length = readSync(file, chunk, 0, CHUNK_BYTES, null);
      if (length === 0) break;
      const end = chunk.subarray(0, length).lastIndexOf(NEWLINE) + 1;
      if (end > 0) {
        if (ready) yield { bytes: ready, isWhole: true, isLast: false };
        ready = Buffer.concat([...pending, chunk.subarray(0, end)]);
        pending = [];
      }
      if (end < length) pending.push(chunk.subarray(end, length));
    }
    if (ready) yield { bytes: ready, isWhole: true, isLast: true };
    if (pending.length > 0) yield { bytes: Buffer.concat(pending), isWhole: false, isLast: false };
  } finally {
    closeSync(file);
  }
}

/** Fixed order of keys: `scan` recognises a torn header by its beginning. */
function encodeHeader({ format, command, specHash, version, spec }: LedgerHeader): unknown {
  return { format, command, specHash, version, spec: JSON.parse(canonicalJson(spec)) };
}

function decodeHeader(text: string): LedgerHeader | undefined {
  const value = parseObject(text);
  const isHeader =
    value?.format === 1 &&
    typeof value.command === "string" &&
    typeof value.specHash === "string" &&
    typeof value.version === "string" &&
    Object.hasOwn(value, "spec");
  return isHeader ? (value as unknown as LedgerHeader) : undefined;
}

/**
 * @throws RangeError that names what differs when the ledger at `path` is of another spec.
 */
export function checkSameSpec(path: string, there: LedgerHeader, here: LedgerHeader, caller = "openLedger"): void {
  if (there.specHash === here.specHash) return;
  throw new RangeError(
    `${caller}: ${path} must belong to this spec, got one that differs in ${specDifference(there, here)}; choose another directory or the same spec`,
  );
}

/** Where two specs differ, in words. */
export function specDifference(
  there: Pick<LedgerHeader, "command" | "spec">,
  here: Pick<LedgerHeader, "command" | "spec">,
): string {
  const differences = differencesOf(there.spec, here.spec, "");
  if (there.command !== here.command) differences.unshift(`command (${there.command} there, ${here.command} here)`);
  const more = differences.length - MOST_DIFFERENCES;
  return (
    `${differences.slice(0, MOST_DIFFERENCES).join(", ")}${more > 0 ? ` and ${more} more` : ""}` || "its hash alone"
  );
}

const MOST_DIFFERENCES = 8;

function differencesOf(there: unknown, here: unknown, at: string): string[] {
  if (there !== undefined && here !== undefined && canonicalJson(there) === canonicalJson(here)) return [];
  const [before, now] = [membersOf(there), membersOf(here)];
  if (before && now && Array.isArray(there) === Array.isArray(here)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
    return keys.flatMap((key) => differencesOf(before[key], now[key], at === "" ? key : `${at}.${key}`));
  }
  const show = (value: unknown): string => (value === undefined ? "absent" : excerpt(canonicalJson(value)));
  return [`${at || "spec"} (${show(there)} there, ${show(here)} here)`];
}

/** What a difference is looked for in: tables, and lists of tables. */
function membersOf(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value) && !value.every((item) => typeof item === "object" && item !== null)) return undefined;
  return value as Record<string, unknown>;
}

function encodeRow(row: Row, rowIndex: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([, cell]) => cell !== undefined)
      .map(([column, cell]) => [column, encodeCell(cell, column, rowIndex)]),
  );
}

function encodeCell(cell: Cell, column: string, rowIndex: number): unknown {
  if (cell === null || typeof cell === "string" || typeof cell === "boolean") return cell;
  if (typeof cell === "number") {
    if (Object.is(cell, -0)) return { $number: "-0" };
    return Number.isFinite(cell) ? cell : { $number: String(cell) };
  }
  throw new TypeError(
    `append: cell ${JSON.stringify(column)} of row ${rowIndex} must be a string, number, boolean or null, got ${typeof cell}`,
  );
}

interface Task {
  readonly key: string;
  readonly rows: readonly Row[];
}

function decodeLine(text: string): Task | undefined {
  const value = parseObject(text);
  return value === undefined ? undefined : decodeTask(value);
}

function decodeTask(value: Record<string, unknown>): Task | undefined {
  const { key, rows } = value;
  if (typeof key !== "string" || key === "" || !Array.isArray(rows)) return undefined;
  const decoded: Row[] = [];
  for (const row of rows) {
    if (typeof row !== "object" || row === null || Array.isArray(row)) return undefined;
    const cells = Object.entries(row).map(([column, cell]) => [column, decodeCell(cell)] as const);
    if (cells.some(([, cell]) => cell === undefined)) return undefined;
    decoded.push(Object.freeze(Object.fromEntries(cells) as Row));
  }
  return { key, rows: Object.freeze(decoded) };
}

const NAMED_NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
  "-0": -0,
};

function decodeCell(cell: unknown): Cell | undefined {
  if (cell === null || typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean") return cell;
  const name = (cell as { $number?: unknown }).$number;
  return typeof name === "string" && Object.hasOwn(NAMED_NUMBERS, name) ? NAMED_NUMBERS[name] : undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function excerpt(text: string): string {
  const shown = text.replace(/\p{Cc}/gu, "\u{fffd}");
  return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
}
