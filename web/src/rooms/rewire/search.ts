/** What is searched for, as the room and its workers name it. */

/** Rules by which neurons choose their inputs. */
export type SearchedRule = "noise" | "signal" | "margin";

/** How long the neurons search. */
export type Effort = "none" | "short" | "usual" | "long";

/** A network whose neurons choose their inputs, and how long they search. */
export interface SearchSpec {
  readonly rule: SearchedRule;
  /** N, c and p: neurons, inputs of each, and patterns. */
  readonly neurons: number;
  readonly inputs: number;
  readonly patterns: number;
  /** ε or κ where they are set by hand; without them the rule takes its own. */
  readonly epsilon?: number;
  readonly margin?: number;
  /** Sweeps of annealing for each neuron; 0 leaves it out. */
  readonly sweeps: number;
  readonly seed: number;
}

/** Sweeps of the usual search of each rule, and the parts of them that other efforts take. */
const USUAL = { noise: 20, signal: 20, margin: 400 } as const;
const PARTS = { none: 0, short: 0.25, usual: 1, long: 4 } as const;

/** Sweeps that an effort means for a rule. */
export function sweepsOf(rule: SearchedRule, effort: Effort): number {
  return USUAL[rule] * PARTS[effort];
}

/** A pattern is kept when it leads to this overlap at least. */
export const RETRIEVED = 0.9;

/** The options of the search, at the end of a command line of the experiments. */
export function flagsOf({ rule, epsilon, margin, sweeps }: SearchSpec): string {
  return [
    `--rule random,${rule}`,
    ...(epsilon === undefined ? [] : [`--epsilon ${epsilon}`]),
    ...(margin === undefined ? [] : [`--margin ${margin}`]),
    `--sweeps ${sweeps}`,
  ].join(" ");
}
