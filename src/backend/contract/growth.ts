/** The part of the border to the backends that growth and pruning need: see assembly/growing.ts, growth.ts, growth-margin.ts. */
import type { Key } from "../../numeric/philox.ts";
import type { Block } from "./memory.ts";

/** A network whose connections come and go, in a backend's memory. */
export interface GrowingNetwork {
  readonly nNeurons: number;
  readonly stride: number;
  /** P: columns of `signs` and `aligned` that stand for a pattern. */
  readonly nPatterns: number;
  /** Length of rows over patterns: a multiple of 16, at least P. */
  readonly width: number;
  /** M_ij = Σ_μ ξ_i^μ ξ_j^μ, i16[nNeurons × stride]. */
  readonly overlap: Block<Int16Array>;
  /** Which connections exist: −1 where j is an input of i, else 0; i16[nNeurons × stride], row i. */
  readonly present: Block<Int16Array>;
  /** The weights by the neuron that is read: in row j, M_ij where i reads j, else 0; i16[nNeurons × stride]. */
  readonly outgoing: Block<Int16Array>;
  /** c_i: how many inputs each neuron has now, i32[nNeurons]. */
  readonly counts: Block<Int32Array>;
  /** f64[2 · nNeurons]: R_i = Σ m_j² and Q_i = Σ m_j m_k M_jk over the inputs of each neuron; with a margin L_i = c_i²E_i. */
  readonly sums: Block<Float64Array>;
  /** How many connections were added and removed so far, i32[2]. */
  readonly changes: Block<Int32Array>;
  /** The patterns, a pattern in each row, i8[width × stride]. */
  readonly xi: Block<Int8Array>;
  /** The same patterns, a neuron in each row, i8[stride × width]. */
  readonly signs: Block<Int8Array>;
  /** Aligned fields ξ_i^ν h_i^ν = c_i (1 + A_i^ν), a neuron in each row, i32[stride × width]. */
  readonly aligned: Block<Int32Array>;
}

/**
 * What a neuron lowers: Σ_ν (A^ν − ε)² with `target` = 1 + ε; Σ_ν max(0, κ − (1 + A^ν))² with `margin` = κ; or, not normalised,
 * Σ_ν (c A^ν − K)² with `offset` = K.
 */
export type GrowthRule = { readonly target: number } | { readonly margin: number } | { readonly offset: number };

/** Sixteen of the patterns that a growing network stores, on their way to where they settle. */
export interface StoredStates {
  /** Takes up patterns `first` … `first + 15`, `first` a multiple of 16. */
  load(first: number): void;
  /** Makes at most `sweeps` sequential sweeps of one state; returns whether the last one changed nothing. */
  settle(lane: number, sweeps: number): boolean;
  /**
   * Makes at most `sweeps` updates of all neurons of one state at once, `begins` for its first ones; returns whether the last one changed
   * nothing or closed a cycle of two.
   */
  settleAtOnce(lane: number, sweeps: number, begins: boolean): boolean;
  /** Σ_i ξ_i S_i of one state with the pattern that it began as. */
  agreement(lane: number): number;
}

/** What a backend offers for growth and pruning; networks live until their arena is released. */
export interface GrowthKernels {
  /** Copies patterns `first` … of `xi` into `signs`. */
  storeSigns(network: GrowingNetwork, first: number, count: number): void;
  /** Sums `aligned` and `outgoing` anew for neurons `first` …, from `present` and M. */
  growthFields(network: GrowingNetwork, first: number, count: number): void;
  /** Counts the inputs of neurons `first` … and sums anew what the rule needs; for a margin from `aligned`. */
  growthSums(network: GrowingNetwork, rule: GrowthRule, first: number, count: number): void;
  /** One repetition of growth and pruning for neurons `first` …: `trials` random connections each. */
  grow(
    network: GrowingNetwork,
    rule: GrowthRule,
    first: number,
    count: number,
    trials: number,
    repetition: number,
    key: Key,
  ): void;
  storedStates(network: GrowingNetwork): StoredStates;
}
