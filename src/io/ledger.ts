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
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, truncateSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { ResultStore } from "../run/results.ts";
import { canonicalJson } from "./hash.ts";
import { type LedgerContent, type Scanned, scan, TaskLines } from "./ledger-file.ts";
import { decodeTask, encodeHeader, encodeRow, excerpt, type LedgerHeader } from "./ledger-lines.ts";
import type { Row } from "./rows.ts";
import { checkSameSpec } from "./spec-difference.ts";

export type { LedgerContent, LedgerHeader };

/** Rows of finished tasks by key, in a file. */
export interface Ledger extends ResultStore<readonly Row[]> {
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
  set(key: string, rows: readonly Row[]): void;
  /** Writes through to the disk and releases the file; further calls do nothing. */
  close(): void;
}

/** Writing through to the disk costs milliseconds, so it happens at most this often; a power cut loses no more. */
const SYNC_INTERVAL_MS = 1000;

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

  set(key: string, rows: readonly Row[]): void {
    if (this.#isClosed) throw new Error("set: the ledger is closed");
    if (typeof key !== "string" || key === "") {
      throw new RangeError(`set: key must be a non-empty string, got ${JSON.stringify(key)}`);
    }
    if (this.#syncError !== undefined) throw this.#syncError;
    const line = JSON.stringify({ key, rows: rows.map((row, index) => encodeRow(row, index)) });
    // What is kept is what a later run will read from the file, not the caller's own objects.
    const task = decodeTask(JSON.parse(line));
    if (task === undefined) throw new TypeError(`set: rows of ${JSON.stringify(key)} must be plain objects`);
    const known = this.#tasks.get(key);
    if (known !== undefined) {
      if (canonicalJson(known) === canonicalJson(task.rows)) return;
      throw new RangeError(
        `set: task ${JSON.stringify(key)} must give the same rows every time, got ${excerpt(canonicalJson(task.rows))} after ${excerpt(canonicalJson(known))}`,
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
          this.#syncError = error; // thrown by the next set: nobody listens to a timer
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
