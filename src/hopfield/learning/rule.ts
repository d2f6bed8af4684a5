/** What a learning rule says of itself: one object for each, and whoever deals with learning rules asks it. */
import type { Key } from "../../backend/contract/kernels.ts";
import type { Parameters } from "../../check/parameters.ts";
import type { Connectivity } from "../connectivity.ts";
import type { IntegerWeights } from "../fixed-point.ts";
import type { Network } from "../network.ts";

/** A way of storing patterns in the weights of given connections. */
export interface LearningRule {
  /** As specs, rows and the command line have it. */
  readonly name: string;
  /** As figures have it: "Storkey". */
  readonly label: string;
  /** What can be set of it. A parameter is declared by one rule. */
  readonly parameters: Parameters;
  /** Whether it draws random numbers, so that a seed must be given. */
  readonly needsSeed: boolean;
  /** Whether it is for neurons of ±1; one that is not counts activity, and has overlaps of hits less false alarms. */
  readonly isPlain: boolean;
  /** ns that a pattern takes in each connection, and in each neuron, on the machine of docs/performance.md; see `kit/cost`. */
  readonly nanoseconds: { readonly connection: number; readonly neuron: number };
  /**
   * Critical load α_c to be expected, from that of Hebbian weights on the same connectivity. The search for a critical load begins there,
   * see `SEARCH_START`.
   */
  expectedLoad(hebbian: number, where: { readonly density: number; readonly isChosen: boolean }): number;
  /**
   * Whether neurons learn by themselves, so that threads can share them: in as many parts as there are threads where a part has
   * work of its own to do first, in many where they take different times.
   */
  readonly parts: "one" | "threads" | "many";
  /** The rule where it needs nothing but the Hebbian weights M_ij of the connections that exist; left out elsewhere. */
  fromWeights?(weights: Int32Array, connectivity: Connectivity): LearnedWeights;
  /** Weights of the connections of neurons first … first + count − 1, in the order of their inputs. */
  learn(
    network: Network,
    connectivity: Connectivity,
    parameters: LearningValues,
    key: Key,
    pause: () => Promise<void> | undefined,
    first: number,
    count: number,
  ): Promise<LearnedWeights>;
}

/** Parameters by their names; those with a default are there. */
export type LearningValues = Readonly<Record<string, unknown>>;

/** Weights that a rule found, and how it went. */
export interface LearnedWeights extends IntegerWeights {
  /** i32[N]: 0 where all is well; see each rule. */
  readonly status: Int32Array;
}
