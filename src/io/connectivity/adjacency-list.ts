/** Adjacency lists: a neuron and all its targets in a line, as networkx.write_adjlist writes them. */
import { Edges } from "./edges.ts";
import type { ConnectivityFormat } from "./format.ts";
import { Ids, numbered } from "./numbering.ts";
import { isNumber } from "./numbers.ts";
import { refusal } from "./words.ts";

/** The second line of files of networkx. */
const STAMP = /^#\s*GMT /;

export const adjacencyList: ConnectivityFormat = {
  isShaped: true,
  takes: ["indexBase"],
  recognise({ text, table: { rows, remarks } }) {
    if (text === undefined || rows.length === 0) return false;
    if (remarks.some((remark) => STAMP.test(remark))) return true;
    const sources = new Set(rows.map(([source]) => source));
    const isRagged = rows.some((row) => row.length !== rows[0].length);
    // lines of three names are lists as well, where the third is a neuron
    const isNamed = rows[0].length > 2 && rows.every((row) => !row.slice(2).some(isNumber));
    return (
      (isRagged || isNamed) &&
      sources.size === rows.length &&
      rows.every((row) => row.every((cell) => sources.has(cell)))
    );
  },
  read({ name, table: { rows, separator } }, options) {
    if (rows.some((row) => row.some((cell) => cell.startsWith("{")))) {
      throw refusal(
        name,
        "must be an adjacency list without attributes, got some in braces",
        "save it by networkx.write_edgelist(G, file)",
      );
    }
    const ids = new Ids();
    const edges = new Edges(name, false);
    rows.forEach(([first, ...others]) => {
      const source = ids.of(first);
      for (const target of others.filter((cell) => cell !== "")) edges.add(source, ids.of(target), 1, () => "");
    });
    if (edges.length === 0) {
      throw refusal(name, "must list at least one edge, got none", "write a neuron and all its targets a line");
    }
    const { nNeurons, numbers, names, note } = numbered(name, ids.list, options);
    edges.renumber(numbers);
    return {
      nNeurons,
      edges,
      ...(names && { names }),
      notes: [
        `adjacency list, cells between ${separator} (--connectivity-format edge-list reads source, target and weight)`,
        note,
        "first → others of its line",
      ],
    };
  },
};
