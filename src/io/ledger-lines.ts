/** Lines of a ledger: the header, and a finished task with its rows. */
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

/** Fixed order of keys: `scan` recognises a torn header by its beginning. */
export function encodeHeader({ format, command, specHash, version, spec }: LedgerHeader): unknown {
  return { format, command, specHash, version, spec: JSON.parse(canonicalJson(spec)) };
}

export function decodeHeader(text: string): LedgerHeader | undefined {
  const value = parseObject(text);
  const isHeader =
    value?.format === 1 &&
    typeof value.command === "string" &&
    typeof value.specHash === "string" &&
    typeof value.version === "string" &&
    Object.hasOwn(value, "spec");
  return isHeader ? (value as unknown as LedgerHeader) : undefined;
}

export function encodeRow(row: Row, rowIndex: number): Record<string, unknown> {
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
    `set: cell ${JSON.stringify(column)} of row ${rowIndex} must be a string, number, boolean or null, got ${typeof cell}`,
  );
}

export interface Task {
  readonly key: string;
  readonly rows: readonly Row[];
}

export function decodeLine(text: string): Task | undefined {
  const value = parseObject(text);
  return value === undefined ? undefined : decodeTask(value);
}

export function decodeTask(value: Record<string, unknown>): Task | undefined {
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

export function excerpt(text: string): string {
  const shown = text.replace(/\p{Cc}/gu, "\u{fffd}");
  return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
}
