/** The learning rules. A new one is a file beside these and a line in `LEARNINGS`; everything else follows from there. */
import type { Parameter, ReadOf, SpecOf } from "../../check/parameters.ts";
import { covariance } from "./covariance.ts";
import { hebb } from "./hebb.ts";
import { perceptron } from "./perceptron.ts";
import { pseudoinverse } from "./pseudoinverse.ts";
import type { LearningRule } from "./rule.ts";
import { storkey } from "./storkey.ts";
import { unlearning } from "./unlearning.ts";

/**
 * Every learning rule by its name, in the order in which figures show them: `hebb`: J_ij = (1/c) Σ_μ ξ_i^μ ξ_j^μ (EK22 eq. 2).
 * `unlearning`: Hebb's, then less of what comes to mind by itself (Hopfield, Feinstein & Palmer 1983). `storkey`: Hebb's with the crosstalk
 * taken off as patterns come (Storkey 1997). `pseudoinverse`: aligned fields exactly 1 as far as the inputs allow (Personnaz et al. 1985).
 * `perceptron`: the largest margin, by iterative error correction (Krauth & Mézard 1987). `covariance`:
 * J_ij = Σ_μ (η_i^μ − a)(η_j^μ − a)/(ca(1 − a)), η = (1 + ξ)/2, with a firing threshold, for patterns of activity a (Tsodyks & Feigelman
 * 1988). All of them over existing connections alone.
 */
export const LEARNINGS = named({
  hebb,
  unlearning,
  storkey,
  pseudoinverse,
  perceptron,
  covariance,
});

/** The name of a learning rule. */
export type Learning = keyof typeof LEARNINGS;
/** The name of one for patterns of ±1. */
export type PlainLearning = {
  [Name in Learning]: (typeof LEARNINGS)[Name]["isPlain"] extends true ? Name : never;
}[Learning];

type TableOf<Name extends Learning> = (typeof LEARNINGS)[Name]["parameters"];
type Union<Name extends Learning> = { [One in Name]: TableOf<One> }[Name];
type All<Tables> = (Tables extends unknown ? (tables: Tables) => void : never) extends (all: infer Table) => void
  ? Table
  : never;
/** The parameters of some rules, in one table. */
type TablesOf<Name extends Learning> = { readonly [One in keyof All<Union<Name>>]: All<Union<Name>>[One] };

/** What a spec says of the parameters of learning rules. */
export type LearningParameters = SpecOf<TablesOf<Learning>>;

/** The part of a spec that says how patterns are stored; parameters are those of the rule. */
export type LearningSpec = LearningParameters & {
  /** Hebb's unless given. */
  readonly learning?: Learning;
};

/** A learning rule with its parameters; plain data. */
export type LearningPlan = {
  [Name in Learning]: { readonly learning: Name } & ReadOf<TableOf<Name>>;
}[Learning];

export const LEARNING_NAMES: readonly Learning[] = Object.keys(LEARNINGS) as Learning[];
export const PLAIN_LEARNINGS: readonly PlainLearning[] = LEARNING_NAMES.filter(
  (name): name is PlainLearning => learningOf(name).isPlain,
);

/** The parameters of all rules, in their order; those of rules for patterns of ±1. */
export const LEARNING_PARAMETERS = tableOf(LEARNING_NAMES);
export const PLAIN_LEARNING_PARAMETERS = tableOf(PLAIN_LEARNINGS);

/** A learning rule of which only the name is known. */
export function learningOf(name: Learning): LearningRule {
  return LEARNINGS[name];
}

/** The parameters of some rules. A default stands in words alone: it is a rule's own, and not there with another. */
function tableOf<Name extends Learning>(names: readonly Name[]): TablesOf<Name> {
  const entries = names.flatMap((name) =>
    Object.entries<Parameter<unknown>>(learningOf(name).parameters).map(([key, { default: own, ...rest }]) => {
      return [key, own === undefined ? rest : { ...rest, otherwise: String(own) }];
    }),
  );
  return Object.fromEntries(entries) as TablesOf<Name>;
}

/** Names stand once: the key of a rule in the table is the name that it has. */
function named<Table extends { readonly [Name in keyof Table]: LearningRule & { readonly name: Name } }>(
  table: Table,
): Table {
  return Object.freeze(table);
}
