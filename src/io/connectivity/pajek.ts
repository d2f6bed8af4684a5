/** Pajek's .net: vertices with labels, then arcs, edges, lists of them or a matrix. */
import type { ConnectivityFormat } from "./format.ts";
import { type GraphEdge, graphNetwork } from "./graph.ts";
import { excerpt, refusal } from "./words.ts";

const HOW = "save it by networkx.write_pajek(G, file), or as an edge list";
/** A word, or words in quotes. */
const CELL = /"([^"]*)"|(\S+)/g;

export const pajek: ConnectivityFormat = {
  takes: ["indexBase"],
  recognise: ({ text }) => text !== undefined && /^\s*(?:%[^\n]*\n\s*)*\*(?:network|vertices)\b/i.test(text),
  read({ name, text }, options) {
    const labels: (string | undefined)[] = [];
    const edges: GraphEdge[] = [];
    let nVertices = -1;
    let section = "";
    let matrixRow = 0;
    const vertex = (word: string | undefined, line: number): string => {
      const number = word !== undefined && /^\d{1,9}$/.test(word) ? Number(word) : 0;
      if (number >= 1 && number <= nVertices) return String(number);
      throw refusal(
        name,
        `must number its vertices from 1 to ${nVertices}, got ${excerpt(word ?? "")} in line ${line}`,
        HOW,
      );
    };
    (text ?? "").split(/\r\n|\n|\r/).forEach((raw, k) => {
      const line = raw.trim();
      if (line === "" || line.startsWith("%") || line.startsWith("/*")) return;
      if ((line.split('"').length - 1) % 2 === 1) {
        throw refusal(name, `must have labels in whole quotes, got ${excerpt(line)} in line ${k + 1}`, HOW);
      }
      const words = [...line.matchAll(CELL)].map(([, quoted, plain]) => quoted ?? plain);
      if (line.startsWith("*")) {
        section = words[0].slice(1).toLowerCase();
        if (section !== "vertices") return;
        if (nVertices >= 0) throw refusal(name, "must hold one network, got several", HOW);
        if (words.length > 2) throw refusal(name, "must hold a network of one mode, got one of two", HOW);
        nVertices = /^\d{1,9}$/.test(words[1] ?? "") ? Number(words[1]) : -1;
        if (nVertices < 2 || nVertices > 2 ** 20) {
          throw refusal(name, `must have from 2 to ${2 ** 20} vertices, got ${excerpt(words[1] ?? "")}`, HOW);
        }
        labels.length = nVertices;
        return;
      }
      const add = (source: string, target: string, isDirected: boolean, weight?: string): void => {
        edges.push({ source, target, isDirected, ...(weight !== undefined && { weight }) });
      };
      switch (section) {
        case "network":
          return;
        case "vertices": {
          const number = Number(vertex(words[0], k + 1));
          labels[number - 1] = words[1];
          return;
        }
        case "arcs":
        case "edges": {
          const [source, target] = [vertex(words[0], k + 1), vertex(words[1], k + 1)];
          add(source, target, section === "arcs", words[2]);
          return;
        }
        case "arcslist":
        case "edgeslist": {
          const [source, ...others] = words.map((word) => vertex(word, k + 1));
          for (const target of others) add(source, target, section === "arcslist");
          return;
        }
        case "matrix": {
          if (words.length !== nVertices || matrixRow === nVertices) {
            throw refusal(name, `must have a matrix ${nVertices} × ${nVertices}, got another in line ${k + 1}`, HOW);
          }
          matrixRow++;
          words.forEach((weight, column) => {
            if (Number(weight) !== 0) add(String(matrixRow), String(column + 1), true, weight);
          });
          return;
        }
        default:
          throw refusal(name, `must have vertices, arcs, edges or a matrix, got *${section.slice(0, 40)}`, HOW);
      }
    });
    if (section === "matrix" && matrixRow !== nVertices) {
      throw refusal(name, `must have a matrix of ${nVertices} rows, got ${matrixRow}`, HOW);
    }
    const ids = Array.from({ length: Math.max(0, nVertices) }, (_, k) => String(k + 1));
    const graph = { label: "Pajek", ids, labels: Array.from(labels), edges, isDirected: true };
    return graphNetwork(name, { ...graph, weightName: "weight", weightOtherwise: "1" }, options, HOW);
  },
};
