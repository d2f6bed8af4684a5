/** Graphs in JSON: nodes, and links (or edges) between their ids, as networkx.node_link_data, d3, graphology and Cytoscape have them. */
import type { ConnectivityFormat, GivenFile } from "./format.ts";
import { type Graph, graphNetwork } from "./graph.ts";
import { refusal } from "./words.ts";

const HOW =
  "save it by json.dump(networkx.node_link_data(G), file), or an edge list by networkx.write_edgelist(G, file)";
const MOST_DEPTH = 64;

type Json = Readonly<Record<string, unknown>>;

export const nodeLink: ConnectivityFormat = {
  takes: ["weightColumn", "indexBase"],
  recognise: ({ text }) => text !== undefined && /^\s*\{\s*["}]/.test(text),
  read(file, options) {
    const { name } = file;
    const whole = parsed(file);
    const holder = isTable(whole["elements"]) ? whole["elements"] : whole;
    const nodes = listOf(name, holder["nodes"], "nodes");
    const adjacency = whole["adjacency"];
    if (Array.isArray(adjacency)) {
      throw refusal(name, "must have links between nodes, got lists of neighbors", HOW);
    }
    const links = listOf(name, holder["links"] ?? holder["edges"], "links (or edges)");
    const inner = (one: Json): Json => (isTable(one["data"]) && one["source"] === undefined ? one["data"] : one);
    const directed =
      whole["directed"] ?? (isTable(whole["options"]) ? whole["options"]["type"] !== "undirected" : true);
    const isIdless = nodes.every((node) => idOf(inner(node)) === undefined);
    const ids = nodes.map((node, k) => {
      const id = isIdless ? String(k) : idOf(inner(node));
      if (id !== undefined) return id;
      throw refusal(name, `must give every node an id, got none at node ${k}`, HOW);
    });
    const end = (link: Json, which: "source" | "target", k: number): string => {
      const value = isTable(link[which]) ? idOf(link[which]) : wordOf(link[which]);
      if (value !== undefined) return value;
      throw refusal(name, `must give every link a source and a target, got no ${which} at link ${k}`, HOW);
    };
    const weightName = options.weightColumn ?? "weight";
    const graph: Graph = {
      label: "node-link graph (JSON)",
      ids,
      isDirected: directed !== false,
      edges: links.map((outer, k) => {
        const link = inner(outer);
        const attributes = isTable(link["attributes"]) ? link["attributes"] : {};
        const weight = link[weightName] ?? attributes[weightName];
        const isOwn = outer["undirected"] === true || link["undirected"] === true ? false : undefined;
        return {
          source: end(link, "source", k),
          target: end(link, "target", k),
          ...(weight !== undefined && { weight: typeof weight === "number" ? String(weight) : JSON.stringify(weight) }),
          ...(isOwn !== undefined && { isDirected: isOwn }),
        };
      }),
      weightName,
    };
    return graphNetwork(name, graph, options, HOW);
  },
};

function parsed({ name, text }: GivenFile): Json {
  const source = text ?? "";
  checkDepth(name, source);
  let value: unknown;
  try {
    value = JSON.parse(withWholeIds(source));
  } catch (error) {
    throw refusal(name, `must be valid JSON: ${(error as Error).message.slice(0, 120)}`, HOW);
  }
  if (isTable(value)) return value;
  throw refusal(name, "must hold nodes and links, got something else", HOW);
}

/** Puts whole numbers of more than 15 digits in quotes, so that ids keep all of them. */
function withWholeIds(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])|-?\d[\d.eE+-]*/g, (token) =>
    /^-?\d{16,}$/.test(token) ? `"${token}"` : token,
  );
}

/** Brackets within brackets, so many that no graph has them, would take a hundred times the memory of the file. */
function checkDepth(name: string, text: string): void {
  let depth = 0;
  for (let k = 0; k < text.length; k++) {
    const code = text.charCodeAt(k);
    if (code === 34) {
      for (k++; k < text.length && text.charCodeAt(k) !== 34; k++) if (text.charCodeAt(k) === 92) k++;
    } else if (code === 123 || code === 91) {
      if (++depth > MOST_DEPTH) throw refusal(name, `must be nested at most ${MOST_DEPTH} deep, got more`, HOW);
    } else if (code === 125 || code === 93) depth--;
  }
}

function listOf(name: string, value: unknown, what: string): readonly Json[] {
  if (Array.isArray(value) && value.every(isTable)) return value;
  throw refusal(name, `must have a list of ${what}, got ${value === undefined ? "none" : "something else"}`, HOW);
}

function idOf(node: Json): string | undefined {
  return wordOf(node["id"]) ?? wordOf(node["key"]);
}

function wordOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : undefined;
}

function isTable(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
