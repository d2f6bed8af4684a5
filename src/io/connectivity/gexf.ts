/** GEXF, as Gephi and networkx write it. */
import type { ConnectivityFormat } from "./format.ts";
import { type GraphEdge, graphNetwork } from "./graph.ts";
import { refusal } from "./words.ts";
import { isXml, walkXml } from "./xml.ts";

const HOW = "save it by networkx.write_gexf(G, file), or as an edge list";

export const gexf: ConnectivityFormat = {
  takes: ["indexBase"],
  recognise: ({ text }) => isXml(text, "gexf"),
  read({ name, text }, options) {
    const ids: string[] = [];
    const labels: (string | undefined)[] = [];
    const edges: GraphEdge[] = [];
    let isDirected: boolean | undefined;
    const need = (value: string | undefined, what: string): string => {
      if (value !== undefined) return value;
      throw refusal(name, `must have ${what}, got none`, HOW);
    };
    walkXml(
      name,
      text ?? "",
      {
        begin(element, attributes) {
          if (element === "graph") {
            if (isDirected !== undefined) throw refusal(name, "must hold one graph, got several", HOW);
            // the format's own default
            isDirected = (attributes["defaultedgetype"] ?? "undirected") === "directed";
          } else if (element === "node") {
            ids.push(need(attributes["id"], "an id of every node"));
            labels.push(attributes["label"]);
          } else if (element === "edge") {
            const { type, weight } = attributes;
            if (type !== undefined && !["directed", "undirected", "mutual"].includes(type)) {
              throw refusal(name, `must have directed, undirected or mutual edges, got ${JSON.stringify(type)}`, HOW);
            }
            edges.push({
              source: need(attributes["source"], "a source of every edge"),
              target: need(attributes["target"], "a target of every edge"),
              ...(weight !== undefined && { weight }),
              ...(type !== undefined && { isDirected: type === "directed" }),
            });
          }
        },
        end() {},
      },
      HOW,
    );
    if (isDirected === undefined) throw refusal(name, "must hold a graph, got none", HOW);
    const graph = { label: "GEXF", ids, labels, edges, isDirected, weightName: "weight", weightOtherwise: "1" };
    return graphNetwork(name, graph, options, HOW);
  },
};
