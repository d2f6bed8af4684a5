/** Lines of cells: which separator, which lines are remarks, and what stands in quotes. */
import { type CsvError, parse } from "csv-parse/sync";
import { excerpt, refusal } from "./words.ts";

/** Text as rows of cells. */
export interface Table {
  /** Cells without blanks around them and without their quotes; empty lines and remarks are left out. */
  readonly rows: readonly (readonly string[])[];
  /** Line of each row in the file, from 1. */
  readonly lines: readonly number[];
  /** What stands between cells, in words. */
  readonly separator: string;
  /** Lines that begin with # or %. */
  readonly remarks: readonly string[];
}

/** Separators in words; of those that occur in as many lines the first is taken. */
const SEPARATORS: readonly (readonly [separator: string, words: string])[] = [
  ["\t", "tabs"],
  [";", "semicolons"],
  [",", "commas"],
  ["|", "bars"],
];
const LINES_LOOKED_AT = 200;

/** Splits a text into rows of cells. */
export function tableOf(name: string, text: string): Table {
  const remarks: string[] = [];
  const lines = text.split(/\r\n|\n|\r/);
  const hasQuotes = text.includes('"');
  lines.forEach((line, k) => {
    if (!/^\s*[#%]/.test(line)) return;
    remarks.push(line.trim());
    lines[k] = "";
  });
  const separator = separatorOf(lines);
  if (separator !== " ") refuseDecimalCommas(name, separator, lines, hasQuotes);
  const cells = separator === " " ? inBlanks(name, lines) : inColumns(name, lines, separator, hasQuotes);
  const kept = cells.filter(([row]) => row.some((cell) => cell !== ""));
  const rows = withoutLastSeparator(kept.map(([row]) => row));
  const words = SEPARATORS.find(([own]) => own === separator)?.[1] ?? "blanks";
  return { rows, lines: kept.map(([, line]) => line), separator: words, remarks };
}

type Numbered = readonly [row: string[], line: number];

function separatorOf(lines: readonly string[]): string {
  const some = lines
    .filter((line) => line.trim() !== "")
    .slice(0, LINES_LOOKED_AT)
    .map((line) => line.replace(/"(?:[^"]|"")*"/g, '""'));
  if (some.length > 0 && some.every((line) => attributesOf(line) !== "")) return " ";
  const counts = SEPARATORS.map(([separator]) => some.filter((line) => line.includes(separator)).length);
  const most = Math.max(...counts);
  const inBlanks = some.filter((line) => /\S\s+\S/.test(line)).length;
  // blanks belong to names where something else stands between them
  return most > 0 && (2 * most >= some.length || most >= inBlanks) ? SEPARATORS[counts.indexOf(most)][0] : " ";
}

/** "1 2 0,5" is no row of two cells. */
function refuseDecimalCommas(name: string, separator: string, lines: readonly string[], hasQuotes: boolean): void {
  if (separator !== "," || hasQuotes) return;
  const odd = lines.find(
    (line) => /^\s*\S+\s+[^,]*\d,\d/.test(line) && /^[\s\d.,+-]+$/.test(line) && !/,\s/.test(line),
  );
  if (odd === undefined) return;
  throw refusal(
    name,
    `must have one separator of cells, got blanks and commas in ${excerpt(odd)}`,
    "write decimal points and one separator, as df.to_csv(file, decimal='.') does",
  );
}

/** Attributes of an edge as networkx writes them, at the end of a line; empty where there are none. */
function attributesOf(line: string): string {
  const begin = line.trimEnd().endsWith("}") ? line.indexOf("{") : -1;
  return begin < 0 ? "" : line.slice(begin).trim();
}

/** Cells between blanks; a quoted cell may hold blanks, and attributes at the end of a line are one cell. */
function inBlanks(name: string, lines: readonly string[]): Numbered[] {
  const attributes = lines.map(attributesOf);
  const plain = lines.map((line, k) => (attributes[k] === "" ? line : line.slice(0, line.indexOf("{"))).trim());
  const withAttributes = (words: string[], k: number): string[] => (attributes[k] ? [...words, attributes[k]] : words);
  if (!plain.some((line) => line.includes('"'))) {
    return plain.map((line, k) => [withAttributes(line === "" ? [] : line.split(/\s+/), k), k + 1]);
  }
  // one blank between any two cells, so that the parser finds no empty ones
  const single = plain.map((line) => {
    const pieces = line.match(/"(?:[^"]|"")*"|[^\s"]+|\s+|"/g) ?? [];
    return pieces.map((piece) => (piece.trim() === "" ? " " : piece)).join("");
  });
  return parsed(name, single.join("\n"), " ").map(([words, line]) => [withAttributes(words, line - 1), line]);
}

/** Without quotes, cells are what stands between separators; with them they are read by the parser. */
function inColumns(name: string, lines: readonly string[], separator: string, hasQuotes: boolean): Numbered[] {
  if (hasQuotes) return parsed(name, lines.join("\n"), separator);
  return lines.map((line, k) => [line.split(separator).map((cell) => cell.trim()), k + 1]);
}

function parsed(name: string, text: string, separator: string): Numbered[] {
  try {
    const records = parse(text, {
      delimiter: separator,
      relax_column_count: true,
      skip_empty_lines: false,
      ltrim: separator !== " ",
      rtrim: separator !== " ",
      record_delimiter: "\n",
      info: true,
    }) as unknown as readonly { readonly record: string[]; readonly info: { readonly lines: number } }[];
    return records.map(({ record, info }) => [record.map((cell) => cell.trim()), info.lines]);
  } catch (error) {
    const { message } = error as CsvError;
    throw refusal(
      name,
      `must have cells in whole quotes: ${message}`,
      'write a quote within a quoted cell twice, as csv.writer and df.to_csv do ("say ""so""")',
    );
  }
}

/** Rows that all end with a separator have no empty last column. */
function withoutLastSeparator(rows: string[][]): string[][] {
  const isLast = rows.length > 0 && rows.every((row) => row.length > 1 && row[row.length - 1] === "");
  return isLast ? rows.map((row) => row.slice(0, -1)) : rows;
}
