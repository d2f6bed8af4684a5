/** What a format of connectivity is, and what the files are that formats read. */
import type { Edges } from "./edges.ts";
import type { FormatName } from "./parameters.ts";
import type { Table } from "./table.ts";

/** How a file is to be read, where it does not say so itself; see `connectivityFileParameters`. */
export interface ConnectivityOptions {
  /** Name of the format, when what was recognised is wrong. */
  readonly format?: FormatName;
  /** Column of the sources of edges: a word of the head, or a number from 1. */
  readonly sourceColumn?: string;
  /** Column of the targets of edges: a word of the head, or a number from 1. */
  readonly targetColumn?: string;
  /** Column (or attribute of edges) of the weights: a word of the head, or a number from 1. */
  readonly weightColumn?: string;
  /** Whether neurons are indices from 0, from 1, or names. */
  readonly indexBase?: "0" | "1" | "names";
  /** What a row of a matrix is: the inputs of a target (default), or the outputs of a source. */
  readonly matrixRows?: "targets" | "sources";
  /** N, when it is known: edge lists do not tell of neurons without edges. */
  readonly nNeurons?: number;
}

/** An option that says how a file is read. */
export type HowToRead = Exclude<keyof ConnectivityOptions, "format" | "nNeurons">;

/** A file that somebody handed over. */
export interface GivenFile {
  readonly bytes: Uint8Array;
  /** What messages call it. */
  readonly name: string;
  /** Its text; undefined when its bytes are none. */
  readonly text: string | undefined;
  /** Its lines, split into cells. */
  readonly table: Table;
}

/** What a file says, before edges are made synapses. */
export interface StatedNetwork {
  readonly nNeurons: number;
  readonly edges: Edges;
  /** Names by neuron, where the file has any. */
  readonly names?: readonly string[];
  /** What the file was taken as, and what was assumed, as phrases. */
  readonly notes: readonly string[];
}

/** A format: how a file is known to be in it, and read. */
export interface ConnectivityFormat {
  /** Whether it has no mark of its own, and is known by the shape of a text. */
  readonly isShaped?: boolean;
  /** Options that mean something to it. */
  readonly takes: readonly HowToRead[];
  /** Whether a file is in the format; formats earlier in the list have said no. */
  recognise(file: GivenFile): boolean;
  /** @throws RangeError or TypeError that names the file, what is wrong and how to convert it. */
  read(file: GivenFile, options: ConnectivityOptions): StatedNetwork;
}
