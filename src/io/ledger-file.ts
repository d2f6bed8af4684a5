/** Reads ledgers, whole or torn, without changing them. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { canonicalJson } from "./hash.ts";
import { decodeHeader, decodeLine, excerpt, type LedgerHeader } from "./ledger-lines.ts";
import type { Row } from "./rows.ts";

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

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/** As `LedgerContent`, with lines that can be added to. */
export interface Scanned extends LedgerContent {
  readonly tasks: TaskLines;
}

/**
 * Reads a ledger line by line. Lines are looked at from outside, by how they begin and end; the last one, which a kill or
 * a power cut may have torn, is read in full.
 *
 * @returns the content, or undefined when the file is empty or holds nothing but a torn header of a ledger.
 */
export function scan(path: string, caller: string): Scanned | undefined {
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

/** Finished tasks as the lines of their ledger: a million of them cost their text and no more, until they are asked for. */
export class TaskLines implements ReadonlyMap<string, readonly Row[]> {
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
