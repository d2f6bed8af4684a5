/** How files of connectivity are read where they do not say so themselves. Nothing that reads is imported, so that help is quick. */
import { choice, text } from "../../check/kinds.ts";
import { grouped, parameter } from "../../check/parameters.ts";

/** Names of the formats; index.ts has the object of each. */
export const FORMAT_NAMES = [
  "npy",
  "scipy",
  "npz",
  "graphml",
  "gexf",
  "node-link",
  "matrix-market",
  "pajek",
  "adjacency-list",
  "matrix",
  "edge-list",
] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

const column = text("<column>");

export const connectivityFileParameters = grouped("Networks", {
  connectivityFormat: parameter({
    kind: choice(FORMAT_NAMES),
    about: `format of the file of connectivity: ${FORMAT_NAMES.join(", ")}`,
    otherwise: "recognised",
  }),
  sourceColumn: parameter({
    kind: column,
    about: "column of the sources in an edge list, by its title or from 1",
    otherwise: "by the head, else the first",
  }),
  targetColumn: parameter({
    kind: column,
    about: "column of the targets in an edge list, by its title or from 1",
    otherwise: "by the head, else the second",
  }),
  weightColumn: parameter({
    kind: column,
    about:
      "column of the weights in an edge list, or attribute of the edges of a graph; edges of weight 0 are left out",
    otherwise: "by the head, else a third of numbers",
  }),
  indexBase: parameter({
    kind: choice(["0", "1", "names"]),
    about: "whether neurons are indices from 0, from 1, or names",
    otherwise: "what they look like",
  }),
  matrixRows: parameter({
    kind: choice(["targets", "sources"]),
    about: "whether rows of a matrix are targets, W[i, j] from j to i, or sources",
    otherwise: "targets",
  }),
});

/** The files that are read, for the parameter that names one. */
export const CONNECTIVITY_FILES = "edge list, matrix, adjacency list, .npy, .npz, GraphML, GEXF, JSON, .mtx or .net";
