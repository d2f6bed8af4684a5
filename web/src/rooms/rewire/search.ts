/** What is searched for, as the room and its workers name it. */
import { type RuleParametersSpec, SEARCHES, type SearchRule } from "../../rules.data.ts";
import { ruleOptions } from "../../state/rule-values.ts";

/** How long the neurons search. */
export type Effort = "none" | "short" | "usual" | "long";

/** A network whose neurons choose their inputs, and how long they search. */
export interface SearchSpec {
  readonly rule: SearchRule;
  /** N, c and p: neurons, inputs of each, and patterns. */
  readonly neurons: number;
  readonly inputs: number;
  readonly patterns: number;
  /** Parameters of the rule where they are set by hand; without them it takes its own. */
  readonly parameters: RuleParametersSpec;
  /** Sweeps of annealing for each neuron; 0 leaves it out. */
  readonly sweeps: number;
  readonly seed: number;
}

/** The parts of a rule's usual sweeps that efforts take. */
const PARTS = { none: 0, short: 0.25, usual: 1, long: 4 } as const;

/** Sweeps that an effort means for a rule. */
export function sweepsOf(rule: SearchRule, effort: Effort): number {
  return SEARCHES[rule].sweeps * PARTS[effort];
}

/** The options of the search, at the end of a command line of the experiments. */
export function flagsOf({ rule, parameters, sweeps }: SearchSpec): string {
  return [`--rule random,${rule}`, ...ruleOptions(parameters), `--sweeps ${sweeps}`].join(" ");
}
