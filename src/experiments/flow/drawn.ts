/** Specs of `flow` that leave weights or the initial state to their seed. */
import { show } from "../../check/check.ts";
import type { Seed } from "../../numeric/seed.ts";
import { drawnState, drawnWeights, isDrawn } from "../kit/drawn.ts";
import type { FlowSpec } from "./parameters.ts";

/** What is drawn of a spec. */
export function drawnIn(spec: FlowSpec): { readonly weights: boolean; readonly initial: boolean } {
  return { weights: isDrawn(spec.weights, "gain"), initial: isDrawn(initialOf(spec), "normal", "uniform") };
}

/** The spec with what its seed draws; with `isRun` false without weights, which take long. */
export function withDrawn(spec: FlowSpec, seed: Seed, isRun: boolean): FlowSpec {
  const weights = drawnWeights("flow: weights", spec.weights, isRun ? seed : null);
  if (typeof weights === "string") {
    throw new TypeError(`flow: weights must be rows here, got the path ${show(weights)}: files stand beside the grid`);
  }
  const neurons = drawnIn(spec).weights ? (weights as unknown[]).length : neuronsOf(weights);
  const given = initialOf(spec);
  const initial = neurons === undefined ? given : drawnState("flow: initial", given, neurons, seed);
  return { ...spec, weights, ...(initial !== undefined && { initial }) } as FlowSpec;
}

function initialOf(spec: FlowSpec): unknown {
  return "initial" in spec ? spec.initial : undefined;
}

/** Of weights that are rows, or patterns with a type. */
function neuronsOf(weights: unknown): number | undefined {
  if (Array.isArray(weights)) return weights.length;
  const patterns = (weights as { readonly patterns?: unknown } | undefined)?.patterns;
  const [first] = Array.isArray(patterns) ? (patterns as unknown[]) : [];
  return Array.isArray(first) ? first.length : undefined;
}
