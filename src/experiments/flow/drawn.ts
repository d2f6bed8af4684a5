/** Specs of `flow` that leave weights or the initial state to their seed. */
import { show } from "../../check/check.ts";
import type { Seed } from "../../numeric/seed.ts";
import { drawnState, drawnWeights, isDrawn } from "../kit/drawn.ts";
import type { FlowSpec } from "./run.ts";

/**
 * The spec of `flow`. Beside it, weights may be `{ gain, neurons }` and initial `{ normal }` or `{ uniform }`: drawn for
 * each seed.
 */
export type FlowStudySpec = Readonly<Record<string, unknown>> & { readonly seed?: Seed };

/** The spec with what its seed draws; for a plan without weights, which take long. */
export function withDrawn(spec: FlowStudySpec, isRun: boolean): FlowSpec {
  const { seed = 1n } = spec;
  const weights = drawnWeights("flow: weights", spec["weights"], isRun ? seed : null);
  if (typeof weights === "string") {
    throw new TypeError(`flow: weights must be rows here, got the path ${show(weights)}: files stand beside the grid`);
  }
  const neurons = isDrawn(spec["weights"], "gain") ? (weights as unknown[]).length : neuronsOf(weights);
  const initial = neurons === undefined ? spec["initial"] : drawnState("flow: initial", spec["initial"], neurons, seed);
  return { ...spec, weights, ...(initial !== undefined && { initial }) } as FlowSpec;
}

/** Of weights that are rows, or patterns with a type. */
function neuronsOf(weights: unknown): number | undefined {
  if (Array.isArray(weights)) return weights.length;
  const patterns = (weights as { readonly patterns?: unknown } | undefined)?.patterns;
  const [first] = Array.isArray(patterns) ? (patterns as unknown[]) : [];
  return Array.isArray(first) ? first.length : undefined;
}
