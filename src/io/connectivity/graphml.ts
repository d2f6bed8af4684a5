/** GraphML, as networkx, igraph, graph-tool, Gephi and yEd write it. */
import type { ConnectivityFormat } from "./format.ts";
import { type Graph, type GraphEdge, graphNetwork } from "./graph.ts";
import { refusal } from "./words.ts";
import { isXml, walkXml } from "./xml.ts";

const HOW = "save it by networkx.write_graphml(G, file), or as an edge list";

interface Key {
  readonly name: string;
  readonly isOf: string;
  default?: string;
}

export const graphml: ConnectivityFormat = {
  takes: ["weightColumn", "indexBase"],
  recognise: ({ text }) => isXml(text, "graphml"),
  read({ name, text }, options) {
    const keys = new Map<string, Key>();
    const ids: string[] = [];
    const labels: (string | undefined)[] = [];
    const edges: GraphEdge[] = [];
    const weightName = options.weightColumn ?? "weight";
    let isDirected: boolean | undefined;
    let owner: "node" | "edge" | undefined;
    let key: Key | undefined;
    let dataKey: Key | undefined;
    let edge: { source: string; target: string; weight?: string; isDirected?: boolean } | undefined;
    const need = (value: string | undefined, what: string): string => {
      if (value !== undefined) return value;
      throw refusal(name, `must have ${what}, got none`, HOW);
    };
    const flat = (what: string): RangeError => refusal(name, `must be one graph of nodes and edges, got ${what}`, HOW);
    walkXml(
      name,
      text ?? "",
      {
        begin(element, attributes) {
          if (element === "key") {
            key = { name: attributes["attr.name"] ?? attributes["id"] ?? "", isOf: attributes["for"] ?? "all" };
            keys.set(need(attributes["id"], "an id of every key"), key);
          } else if (element === "graph") {
            if (owner !== undefined) throw flat("a graph within a node");
            if (isDirected !== undefined) throw flat("several graphs");
            const direction = need(attributes["edgedefault"], "edgedefault (directed or undirected)");
            if (direction !== "directed" && direction !== "undirected") throw flat(`edgedefault ${direction}`);
            isDirected = direction === "directed";
          } else if (element === "hyperedge") throw flat("a hyperedge");
          else if (element === "node") {
            owner = "node";
            ids.push(need(attributes["id"], "an id of every node"));
            labels.push(undefined);
          } else if (element === "edge") {
            owner = "edge";
            edge = {
              source: need(attributes["source"], "a source of every edge"),
              target: need(attributes["target"], "a target of every edge"),
              ...(attributes["directed"] !== undefined && { isDirected: attributes["directed"] !== "false" }),
            };
          } else if (element === "data") dataKey = keys.get(attributes["key"] ?? "");
        },
        end(element, content) {
          if (element === "key") key = undefined;
          else if (element === "default" && key) key.default = content.trim();
          else if (element === "data") {
            if (owner === "edge" && edge && dataKey?.name === weightName) edge.weight = content.trim();
            if (owner === "node" && dataKey && /^(v_)?(name|label)$/i.test(dataKey.name)) {
              labels[labels.length - 1] ??= content.trim();
            }
            dataKey = undefined;
          } else if (element === "node") owner = undefined;
          else if (element === "edge" && edge) {
            edges.push(edge);
            edge = undefined;
            owner = undefined;
          }
        },
      },
      HOW,
    );
    if (isDirected === undefined) throw refusal(name, "must hold a graph, got none", HOW);
    const otherwise = [...keys.values()].find((one) => one.name === weightName && one.isOf !== "node")?.default;
    const graph: Graph = {
      label: "GraphML",
      ids,
      labels,
      edges,
      isDirected,
      weightName,
      ...(otherwise !== undefined && { weightOtherwise: otherwise }),
    };
    return graphNetwork(name, graph, options, HOW);
  },
};
