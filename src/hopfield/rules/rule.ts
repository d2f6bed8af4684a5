/** What a rule of connectivity says of itself: one object for each, and whoever deals with rules asks it. */
import type { GrowthRule } from "../../backend/contract/kernels.ts";
import type { Parameter } from "../../check/parameters.ts";
import type { AnnealPlan, NeuronSearch, Schedule } from "../anneal.ts";
import type { BitNetwork } from "../bits.ts";
import type { Network } from "../network.ts";
import type { NetworkSize } from "../size.ts";
import type { RuleTheory } from "../theory/theory.ts";

/** Parameters by their names, such as ε and κ: those given by the caller, or all that a search takes. */
export type RuleValues = Readonly<Record<string, number | undefined>>;

/** A parameter of a rule, with all that the lab says of it. */
export interface DeclaredRuleParameter extends Parameter<number> {
  readonly symbol: string;
  readonly otherwise: string;
  /** Values worth trying, the one to begin with, and what a larger one does, in a sentence. */
  readonly slider: Readonly<Record<"label" | "help", string> & Record<"initial" | "min" | "max" | "step", number>>;
}

/** A way of choosing which neurons each neuron reads. */
export interface ConnectivityRule {
  /** As specs, rows and the command line have it. */
  readonly name: string;
  /** As tables and figures have it: "noise reduction". */
  readonly label: string;
  /** Its name in help texts: "noise (reduction)". */
  readonly help: string;
  /** Of its lines in every figure, from the Okabe–Ito set: told apart with any colour vision, and in grey print. */
  readonly color: string;
  /**
   * How sentences speak of synapses that nobody has chosen: by themselves ("random synapses"), and beside chosen ones ("as many random
   * ones"). Null for rules that choose, which are spoken of by their label.
   */
  readonly unchosen: { readonly synapses: string; readonly others: string } | null;
  /** Stands for it where there may be no colour, as on a terminal. */
  readonly glyph: string;
  /** What can be set of it. A parameter is declared by one rule. */
  readonly parameters: Readonly<Record<string, DeclaredRuleParameter>>;
  /** Parameters of other rules of which this rule is a case: noise reduction has ε = 0. */
  readonly fixed: RuleValues;
  /** Whether the caller's connectivity is kept as it is, so that there must be some. */
  readonly isGiven: boolean;
  /**
   * Critical loads α_c to be expected, against the dilution c/N in increasing order up to 1; loads in between lie on straight lines. Below
   * the first dilution its load holds. The search for a critical load begins there, see `SEARCH_START`.
   */
  readonly expectedLoads: readonly (readonly [dilution: number, load: number])[];
  /** What is known of large networks, see `connectivityTheory`; null where nothing is. */
  readonly theory: RuleTheory | null;
  /** How inputs are searched; null where there is nothing to search. */
  readonly search: ConnectivitySearch | null;
}

/** How a rule searches the inputs of each neuron: those that lower an energy E_i of its aligned fields 1 + A_i^ν. */
export interface ConnectivitySearch {
  /** E_i, in the symbols of the papers. */
  readonly energy: string;
  /** What one pattern adds to E_i. @param field  1 + A, aligned. */
  energyOf(field: number, values: RuleValues): number;
  /** What becomes of the aligned fields, in a sentence for who sees its results. */
  readonly aim: string;
  /** What a search begins with, in words: "a random set". */
  readonly firstSet: string;
  /** Values of all parameters that it takes, those not given by the size of the network. */
  values(given: RuleValues, size: NetworkSize): RuleValues;
  /** Length and solvers unless a spec says otherwise. */
  readonly schedule: Schedule;
  /** Sweeps that a page has seconds for, with most of what longer searches find. */
  readonly quickSweeps: number;
  /** The search at work on a network in the kernels' memory, for neurons with `nInputs` inputs each. */
  begin(network: Network, nInputs: number, values: RuleValues): NeuronSearch;
  /** The search among a pool of candidates, for networks of far more neurons than inputs; null where there is none. */
  readonly pooled: PooledSearch | null;
  /** Moments that the search for a neuron's inputs has in its course. */
  moments(plan: AnnealPlan): number;
  /** Bytes that it takes in every thread beside the network and `workBytes`. */
  bytes(size: NetworkSize): number;
  /** ns that all neurons of a network take on the machine of docs/performance.md: sums and products alone, see `kit/cost`. */
  nanoseconds(size: NetworkSize, plan: AnnealPlan): number;
  readonly effort: SearchEffort;
  /** The same cost where connections come and go one by one; null where the kernels have no way to do it. */
  readonly growth: RuleGrowth | null;
}

/** How a rule searches inputs among a pool of candidates, where not all overlaps are there. */
export interface PooledSearch {
  /** Whether it is what is done unless a spec says otherwise: where it ends as low in less time. */
  isDefault(size: Pick<NetworkSize, "nNeurons" | "nInputs">): boolean;
  /** Values of all parameters that it takes, those not given by the size of the network. */
  values(given: RuleValues, size: NetworkSize): RuleValues;
  /** The search at work on a network whose patterns are there as bits. */
  begin(network: BitNetwork, nInputs: number, values: RuleValues, effort: number): NeuronSearch;
  /** Moments that the search for a neuron's inputs has in its course. */
  moments(nInputs: number, effort: number): number;
  /** Bytes that it takes in every thread, the network among them. */
  bytes(size: NetworkSize, effort: number): number;
  /** ns that all neurons of a network take on the machine of docs/background/performance.md. */
  nanoseconds(size: NetworkSize, effort: number): number;
}

/** What experiments ask of a search, relative to its whole length. */
export interface SearchEffort {
  /** Networks made for a critical load. */
  readonly networks: number;
  /** Part of the length that a network takes on the way from low loads to the critical one; less than 1 for searches that can end early. */
  readonly onTheWay: number;
  /** The same for far fewer patterns than could be stored. */
  readonly easy: number;
}

/** A cost in networks that learn while connections grow and are pruned. */
export interface RuleGrowth {
  /** Parameters unless given: constant, since there is no load that they could follow. */
  readonly defaults: RuleValues;
  /** The cost as kernels take it. */
  cost(values: RuleValues): GrowthRule;
}
