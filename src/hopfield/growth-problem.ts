/** What a network that grows and prunes its connections is given, and where it stands. */
import type { BackendName, GrowthRule, Key } from "../backend/contract/kernels.ts";
import type { UpdateOrder } from "./relax.ts";

/** The parts of a growing network that do not change in the course of a run, validated. */
export interface GrowthProblem {
  readonly nNeurons: number;
  /** Rule whose energy each neuron lowers by adding and removing connections. */
  readonly rule: GrowthRule;
  /** Connections that each neuron tries in a repetition. */
  readonly trials: number;
  /** Number of patterns that are learned at a time. */
  readonly addition: number;
  readonly threshold: number;
  /** More are learned while more than this fraction of the patterns is retrieved, or all are. */
  readonly fraction: number;
  /** Repetitions in a row without a change after which the run has converged. */
  readonly quiet: number;
  /** Whether a change is one of the mean number of inputs, not of any connection; left out otherwise. */
  readonly byMeanInputs?: true;
  readonly maxRepetitions: number;
  readonly order: UpdateOrder;
  readonly maxSweeps: number;
  /** Key of the random streams of patterns, first connectivity and trials. */
  readonly key: Key;
  readonly backend: BackendName;
}

/** Where a run stands between two repetitions. */
export interface GrowthState {
  readonly repetition: number;
  readonly nPatterns: number;
  /** Patterns retrieved with the present connectivity; null when not tested since the last change. */
  readonly retrieved: number | null;
  /** Repetitions in a row that changed nothing. */
  readonly quiet: number;
  /** u8[nNeurons × ⌈nNeurons / 8⌉]: bit j & 7 of byte j >> 3 of row i is set where j is an input of i. */
  readonly connections: Uint8Array;
}
