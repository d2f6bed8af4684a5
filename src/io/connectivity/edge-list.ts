/** Edge lists: a line for each edge, source and target in two of its columns, perhaps a weight. */
import { Edges } from "./edges.ts";
import type { ConnectivityFormat, ConnectivityOptions } from "./format.ts";
import { areOfTwoKinds, type Columns, columnsOf, hasHead, hasRoles, saysEdges } from "./head.ts";
import { Ids, numbered } from "./numbering.ts";
import { hasLostDigits, isMissing, isNumber, numberIn, wholeOf } from "./numbers.ts";
import type { Table } from "./table.ts";
import { excerpt, refusal } from "./words.ts";

const HOW = "write source,target,weight a line, as df.to_csv(file, index=False) does";
/** Arrows, and attributes of neurons in networkx.write_multiline_adjlist. */
const NO_NEURON = /^(?:[-=~]*>|--+|\{.*)$/;
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;
/** The weight among the attributes of an edge as networkx writes them. */
const WEIGHT = /['"]weight['"]\s*:\s*([^,}]+)/;

export const edgeList: ConnectivityFormat = {
  isShaped: true,
  takes: ["sourceColumn", "targetColumn", "weightColumn", "indexBase"],
  recognise: ({ text }) => text !== undefined,
  read({ name, table }, options) {
    const { rows, lines } = table;
    if (rows.length === 0) throw refusal(name, "must list at least one edge, got none", HOW);
    const { head, first } = headOf(table, options);
    const width = (head ?? rows[0]).length;
    for (let k = first; k < rows.length; k++) {
      if (rows[k].length === width) continue;
      throw refusal(
        name,
        `must have as many cells in every line, got ${rows[k].length} in line ${lines[k]} and ${width} before`,
        `${HOW}; lists of neighbors are read with --connectivity-format adjacency-list`,
      );
    }
    if (width < 2) throw refusal(name, `must have source,target in every line, got ${show(rows[first] ?? [])}`, HOW);
    if (first === rows.length) throw refusal(name, "must list at least one edge, got a head alone", HOW);
    const columns = chosenColumns(name, rows, first, head, options, KONECT.test(table.remarks[0] ?? ""));
    const { source, target, weight } = columns;
    const attributes = rows.every((row, k) => k < first || row[width - 1].startsWith("{")) ? width - 1 : undefined;
    const isWeighted =
      weight !== undefined || (attributes !== undefined && rows.every((row) => WEIGHT.test(row[attributes])));
    const isSymmetric = isUndirected(name, table);
    const ids = new Ids();
    const edges = new Edges(name, isWeighted);
    for (let k = first; k < rows.length; k++) {
      const row = rows[k];
      const odd = [row[source], row[target]].find((cell) => NO_NEURON.test(cell));
      if (odd !== undefined) {
        throw refusal(
          name,
          `must have neurons as sources and targets, got ${excerpt(odd)} in line ${lines[k]}`,
          "write cells between commas, source,target,weight, as networkx.write_edgelist(G, file, delimiter=',', data=['weight']) does",
        );
      }
      if (row[source] === "" || row[target] === "") {
        throw refusal(
          name,
          `must have source,target in every line, got ${show(row)} in line ${lines[k]}`,
          `${HOW}; leave lines without a partner out`,
        );
      }
      const cell = weight !== undefined ? row[weight] : isWeighted ? WEIGHT.exec(row[attributes!])![1].trim() : "1";
      const [j, i] = [ids.of(row[source]), ids.of(row[target])];
      const value = weightIn(name, cell, lines[k]);
      const where = (): string => `in line ${lines[k]}`;
      edges.add(j, i, value, where);
      if (isSymmetric && i !== j) edges.add(i, j, value, where);
    }
    const { nNeurons, numbers, names, note } = numbered(name, ids.list, options);
    edges.renumber(numbers);
    const titled = (column: number): string => head?.[column] || `column ${column + 1}`;
    const unread = Array.from({ length: width }, (_, c) => c).filter(
      (c) => c !== source && c !== target && c !== weight && c !== attributes && head?.[c] !== "",
    );
    return {
      nNeurons,
      edges,
      ...(names && { names }),
      notes: [
        `edge list, cells between ${table.separator}`,
        head ? `head ${head.join(",")}` : "no head",
        note,
        isSymmetric ? "edges taken both ways, since they are sym" : `${titled(source)} → ${titled(target)}`,
        isWeighted ? `weights of ${weight === undefined ? "weight" : titled(weight)}` : "no weights",
        ...(unread.length > 0 ? [`not read: ${unread.map(titled).join(", ")}`] : []),
        ...(table.remarks.length > 0 ? [`lines of # or % left out: ${table.remarks.length}`] : []),
      ],
    };
  },
};

/**
 * How well numbers without a head go as a list of edges, where they may be a small matrix too. "ids": the first two columns have large
 * numbers, beyond all others; "run": neurons run from 0 or 1 without gaps, no edge stands twice, and none leads to its own source;
 * "pairs": the same, but neurons leave gaps.
 */
export function fitOf(rows: readonly (readonly string[])[]): "ids" | "run" | "pairs" | undefined {
  const ids = rows.flatMap((row) => row.slice(0, 2));
  if (ids.some(hasLostDigits)) return "ids";
  const whole = ids.every((id) => /^\d+$/.test(id));
  const rest = rows.flatMap((row) => row.slice(2).map(Number));
  const [least, most] = [Math.min(...ids.map(Number)), Math.max(...ids.map(Number))];
  const isWide = rows[0].length > 3;
  if (whole && (isWide ? least >= 1000 : most >= 100) && rest.every((value) => value < (isWide ? least : most))) {
    return "ids";
  }
  const pairs = new Set<string>();
  const neurons = new Set<string>();
  for (const [a, b] of rows) {
    const [source, target] = [wholeOf(a), wholeOf(b)];
    if (source === undefined || target === undefined || source === target) return undefined;
    if (pairs.has(`${source} ${target}`)) return undefined;
    pairs.add(`${source} ${target}`);
    neurons.add(source).add(target);
  }
  const base = neurons.has("0") ? 0 : 1;
  const isRun = Array.from({ length: neurons.size }, (_, k) => String(k + base)).every((id) => neurons.has(id));
  return isRun ? "run" : "pairs";
}

/** What the first line of files of KONECT says of their edges. */
const KONECT = /^%\s*(sym|asym|bip)\b/;

function isUndirected(name: string, { remarks }: Table): boolean {
  const kind = KONECT.exec(remarks[0] ?? "")?.[1];
  if (kind !== "bip") return kind === "sym";
  throw refusal(name, "must connect neurons of one kind, got a bipartite network (bip)", HOW);
}

interface Head {
  readonly head?: readonly string[];
  /** The first row of edges. */
  readonly first: number;
}

/** Whether a file of KONECT has times in its fourth column. */
export function hasTimes({ rows, remarks }: Table): boolean {
  return KONECT.test(remarks[0] ?? "") && rows.every((row) => row.length === 4);
}

function headOf({ rows, remarks }: Table, options: ConnectivityOptions): Head {
  const named = [options.sourceColumn, options.targetColumn, options.weightColumn].filter(
    (column) => column !== undefined && !/^\d+$/.test(column),
  );
  // R titles every column but that of the lines' own names
  const isShort = rows.length > 1 && rows[0].length + 1 === rows[1].length && saysEdges(rows[0]);
  if (isShort) return { head: ["", ...rows[0]], first: 1 };
  if (named.length > 0 || hasHead(rows)) return { head: rows[0], first: 1 };
  // a remark may be the head: "# FromNodeId ToNodeId"
  const remark = remarks.map((line) => line.replace(/^[#%\s]+/, "").split(/[\s,;|]+/)).find(hasRoles);
  return remark && remark.length === rows[0].length ? { head: remark, first: 0 } : { first: 0 };
}

function chosenColumns(
  name: string,
  rows: readonly (readonly string[])[],
  first: number,
  head: readonly string[] | undefined,
  options: ConnectivityOptions,
  isKonect: boolean,
): Columns & { readonly source: number; readonly target: number } {
  const width = rows[first].length;
  const said = {
    source: columnSaid(name, options.sourceColumn, "--source-column", head, width),
    target: columnSaid(name, options.targetColumn, "--target-column", head, width),
    weight: columnSaid(name, options.weightColumn, "--weight-column", head, width),
  };
  const worded = head ? columnsOf(head) : {};
  // a column without a title beside others that have one numbers the lines
  const plain = Array.from({ length: width }, (_, c) => c).filter((c) => head?.[c] !== "");
  const isHalf = (worded.source === undefined) !== (worded.target === undefined);
  if (isHalf && (said.source === undefined || said.target === undefined)) {
    const [only, place] = worded.source === undefined ? [worded.target, 1] : [worded.source, 0];
    if (only !== plain[place]) {
      throw refusal(
        name,
        `must say which columns are sources and targets, got the head ${head!.join(",").slice(0, 80)}`,
        "name them by --source-column and --target-column",
      );
    }
  }
  const isSaid = said.source !== undefined && said.target !== undefined;
  if (
    head &&
    !isHalf &&
    worded.source === undefined &&
    !isSaid &&
    areOfTwoKinds(head[plain[0]], head[plain[1]] ?? "")
  ) {
    throw refusal(
      name,
      `must say which columns are sources and targets, got the head ${head.join(",").slice(0, 80)}`,
      "name them by --source-column and --target-column",
    );
  }
  const source = said.source ?? worded.source ?? plain.find((c) => c !== said.target && c !== worded.target)!;
  const target = said.target ?? worded.target ?? plain.find((c) => c !== source);
  if (target === undefined || source === undefined || source === target) {
    throw refusal(name, "must have sources and targets in different columns", HOW);
  }
  let weight = said.weight ?? worded.weight;
  if (head === undefined && weight === undefined && (width === 3 || (width === 4 && isKonect))) {
    const third = [0, 1, 2].find((c) => c !== source && c !== target)!;
    // one odd cell of a column of numbers is a mistake, and a column of words is of types
    const isWeight = (cell: string): boolean =>
      (isNumber(cell) && !/^(true|false)$/i.test(cell)) || DECIMAL_COMMA.test(cell);
    if (rows.some((row) => isWeight(row[third]))) weight = third;
  }
  if (weight === source || weight === target) weight = undefined;
  return { source, target, ...(weight !== undefined && { weight }) };
}

function columnSaid(
  name: string,
  said: string | undefined,
  option: string,
  head: readonly string[] | undefined,
  width: number,
): number | undefined {
  if (said === undefined) return undefined;
  const named = head?.indexOf(said) ?? -1;
  if (named >= 0) return named;
  const column = /^\d{1,4}$/.test(said) ? Number(said) - 1 : -1;
  if (column >= 0 && column < width) return column;
  throw refusal(
    name,
    `must have the column ${excerpt(said)} of ${option}, got ${head ? head.join(",").slice(0, 80) : `${width} columns without a head`}`,
    `name a column of the head, or a number from 1 to ${width}`,
  );
}

function weightIn(name: string, cell: string, line: number): number {
  const value = isMissing(cell) ? undefined : numberIn(cell);
  if (value !== undefined && Number.isFinite(value)) return value;
  throw refusal(
    name,
    `must have a number as the weight of every edge, got ${excerpt(cell)} in line ${line}`,
    "write 0 where there is no synapse, as df.fillna(0) does, with decimal points",
  );
}

function show(row: readonly string[]): string {
  return excerpt(row.join(","));
}
