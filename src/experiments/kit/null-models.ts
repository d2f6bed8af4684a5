/** Null models of given connectivity, beside which an experiment measures it. */
import { unique } from "../../check/lists.ts";
import { readParameters, type SpecOf } from "../../check/parameters.ts";
import { digestOf } from "../../hopfield/given.ts";
import { NULL_MODELS, type NullModel } from "../../hopfield/null-model-kinds.ts";
import { checkPositions, type Positions } from "../../hopfield/null-models.ts";
import { given } from "../../hopfield/rules/given.ts";
import { type Rule, ruleOf } from "../../hopfield/rules/index.ts";
import { nullParameters } from "./parameters.ts";
import type { WiringPlan } from "./wiring.ts";

/** The part of a spec that says which null models are measured. */
export interface NullsSpec extends SpecOf<typeof nullParameters> {}

/** The null models of a plan; left out where there are none. */
export interface NullsPlan {
  readonly null?: readonly NullModel[];
  /** Record of the positions, where a null model keeps lengths. */
  readonly positions?: "ring" | { readonly coordinates: number; readonly digest: string };
}

/** What a network keeps of the given one, as rows hold it: "none" for the network itself; left out in plans without null models. */
export interface NullColumn {
  readonly null?: NullModel | "none";
}

/** Validates null models, which need given connectivity, its rule and, for lengths, positions. */
export function planNulls(
  where: string,
  spec: NullsSpec,
  { connectivity, neurons }: WiringPlan,
  rules: readonly Rule[],
): NullsPlan {
  const { null: wanted } = readParameters(where, { null: nullParameters.null }, spec);
  const names = wanted === undefined ? [] : unique([wanted].flat());
  const keeping = names.filter((name) => NULL_MODELS[name].needsPositions);
  if (names.length > 0 && connectivity === undefined) {
    throw new TypeError(`${where}: connectivity must be given with null "${names.join(", ")}", got none`);
  }
  if (names.length > 0 && !rules.some((rule) => ruleOf(rule).isGiven)) {
    throw new TypeError(`${where}: rule must hold "${given.name}" with null, got ${rules.join(", ")}`);
  }
  if (keeping.length > 0 && spec.positions === undefined) {
    throw new TypeError(
      `${where}: positions must be given with null "${keeping.join(", ")}", since connectivity does not tell where neurons are: a file of coordinates, a neuron a line, or "ring" for neurons around a ring in the order of their indices`,
    );
  }
  if (spec.positions === undefined) return names.length > 0 ? { null: names } : {};
  if (keeping.length === 0) {
    throw new TypeError(`${where}: positions must be left out unless null is "distance" or "both", got them`);
  }
  const positions = checkPositions(`${where}: positions`, spec.positions, neurons);
  if (positions === "ring") return { null: names, positions };
  const all = Float64Array.from(positions.flatMap((row) => Array.from(row)));
  const digest = digestOf(new Int32Array(all.buffer));
  return { null: names, positions: { coordinates: positions[0].length, digest } };
}

/** What networks of a rule keep of the given one: "none" stands for the rule's own network. */
export function nullsOf({ null: names }: NullsPlan, rule: Rule): readonly (NullModel | "none")[] {
  return names && ruleOf(rule).isGiven ? ["none", ...names] : ["none"];
}

/** A row's column. */
export function nullColumn(plan: NullsPlan, own: NullModel | "none"): NullColumn {
  return plan.null ? { null: own } : {};
}

/** What is put before the key of a row: nothing for the network itself. */
export function nullKey({ null: own = "none" }: NullColumn): string {
  return own === "none" ? "" : `${own}/`;
}

/** The name of a rule with what its networks keep: "given (degrees kept)". */
export function withNullLabel(label: string, { null: own = "none" }: NullColumn): string {
  return own === "none" ? label : `${label} (${NULL_MODELS[own].label})`;
}

export type { Positions };
