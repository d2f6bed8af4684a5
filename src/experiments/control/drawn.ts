/** Specs of `control` that leave weights or patterns to their seed. */
import type { Seed } from "../../numeric/seed.ts";
import { drawnState, drawnWeights } from "../kit/drawn.ts";
import type { ControlTaskSpec } from "./parameters.ts";

/** The spec with what its seed draws; `seed` null for weights of 0, to look at the rest. */
export function withDrawn(spec: ControlTaskSpec, seed: Seed | null = spec.seed ?? 1n): ControlTaskSpec {
  const { initial, present } = spec as { readonly initial?: unknown; readonly present?: unknown };
  const weights = drawnWeights("control: weights", spec.weights, seed);
  const neurons = Array.isArray(weights) ? weights.length : 0;
  const drawn = (where: string, state: unknown, k: number) =>
    drawnState(`control: ${where}`, state, neurons, spec.seed ?? 1n, k);
  return {
    ...spec,
    weights,
    ...(initial !== undefined && { initial: drawn("initial", initial, 0) }),
    ...(Array.isArray(present) && { present: present.map((state, k) => drawn(`present[${k}]`, state, k)) }),
  } as ControlTaskSpec;
}
