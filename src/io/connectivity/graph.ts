/** Graphs that list their nodes before their edges, and say whether edges have a direction, as networks. */
import { Edges } from "./edges.ts";
import type { ConnectivityOptions, StatedNetwork } from "./format.ts";
import { numbered } from "./numbering.ts";
import { numberIn } from "./numbers.ts";
import { counted, excerpt, refusal } from "./words.ts";

/** A graph as its file states it. */
export interface Graph {
  /** Name of the format, for the note. */
  readonly label: string;
  /** Ids of the nodes in the order of the file. */
  readonly ids: readonly string[];
  /** What people call the nodes, where the file says so. */
  readonly labels?: readonly (string | undefined)[];
  readonly edges: readonly GraphEdge[];
  /** Direction of edges that do not say so themselves. */
  readonly isDirected: boolean;
  /** Attribute that weights come from. */
  readonly weightName: string;
  /** Weight of an edge that has none where others have one; without it they all have to. */
  readonly weightOtherwise?: string;
}

export interface GraphEdge {
  readonly source: string;
  readonly target: string;
  readonly weight?: string;
  readonly isDirected?: boolean;
}

/** The network of a graph: an edge without direction is one in both. */
export function graphNetwork(
  name: string,
  { label, ids, labels, edges: stated, isDirected, weightName, weightOtherwise }: Graph,
  options: ConnectivityOptions,
  how: string,
): StatedNetwork {
  const places = new Map(ids.map((id, k) => [id, k]));
  if (places.size < ids.length) {
    const twice = ids.find((id, k) => places.get(id) !== k)!;
    throw refusal(name, `must list every node once, got ${excerpt(twice)} twice`, how);
  }
  if (stated.length === 0) throw refusal(name, "must have at least one edge, got none", how);
  const { nNeurons, numbers, names, note } = numbered(name, ids, options, true);
  const isWeighted = stated.some(({ weight }) => weight !== undefined);
  const edges = new Edges(name, isWeighted);
  const placeOf = (id: string): number => {
    const place = places.get(id);
    if (place !== undefined) return numbers[place];
    throw refusal(name, `must have edges between nodes that it lists, got ${excerpt(id)}`, how);
  };
  let both = 0;
  for (const { source, target, weight: word, isDirected: own } of stated) {
    const weight = isWeighted ? weightOf(name, word ?? weightOtherwise, weightName, how) : 1;
    const where = (): string => `from ${excerpt(source)} to ${excerpt(target)}`;
    const [j, i] = [placeOf(source), placeOf(target)];
    edges.add(j, i, weight, where);
    if (own ?? isDirected) continue;
    both++;
    if (i !== j) edges.add(i, j, weight, where);
  }
  const called = labels && namesOf(labels, nNeurons, numbers);
  const shown = called ?? names;
  return {
    nNeurons,
    edges,
    ...(shown && { names: shown }),
    notes: [
      label,
      note,
      both === 0 ? "source → target" : `${counted(both, "edge")} without direction taken both ways`,
      isWeighted ? `weights of ${weightName}` : "no weights",
    ],
  };
}

function weightOf(name: string, word: string | undefined, weightName: string, how: string): number {
  const value = word === undefined ? undefined : numberIn(word.trim());
  if (value !== undefined && Number.isFinite(value)) return value;
  throw refusal(
    name,
    `must have a number as ${weightName} of every edge, got ${word === undefined ? "none" : excerpt(word)}`,
    how,
  );
}

/** Labels by neuron, if there are different ones for all. */
function namesOf(
  labels: readonly (string | undefined)[],
  nNeurons: number,
  numbers: ArrayLike<number>,
): readonly string[] | undefined {
  if (labels.some((label) => label === undefined || label === "")) return undefined;
  if (new Set(labels).size !== labels.length || labels.length !== nNeurons) return undefined;
  const names = new Array<string>(nNeurons);
  labels.forEach((label, k) => {
    names[numbers[k]] = label!;
  });
  return names;
}
