/** Hebbian learning of a continuous network: presentation of a pattern to its weights. */
import { vectorOf } from "../check/arrays.ts";
import { readSpec, type SpecOf } from "../check/parameters.ts";
import { type ContinuousNetwork, checkContinuous, weightMatrix, withWeights } from "./network.ts";
import { hebbianParameters } from "./specs.ts";

/** Updates until saturation, at most. */
const MOST_UPDATES = 1_000_000;

/** Rate and bound of learning, and how often the pattern is presented. */
export interface HebbianSpec extends SpecOf<typeof hebbianParameters> {}

export interface HebbianResult {
  readonly network: ContinuousNetwork;
  /** Updates that changed something. */
  readonly updates: number;
  /** Fraction of the synapses that the pattern drives which stand at the bound. */
  readonly saturated: number;
}

/**
 * Presents a pattern: T ← T + rate·V̂V̂ᵀ (CLMM), which makes the energy lower by rate/2·(V̂·V)² and so adds a minimum near V̂.
 * With a bound, again and again until saturation: until no synapse changes any more.
 *
 * @param pattern  V̂, one number a neuron.
 * @throws RangeError for a network without dense weights.
 */
export function hebbianUpdate(
  network: ContinuousNetwork,
  pattern: ArrayLike<number>,
  spec: HebbianSpec = {},
): HebbianResult {
  const where = "hebbianUpdate";
  const { nNeurons, weights } = checkContinuous(`${where}: network`, network);
  const read = readSpec(where, hebbianParameters, spec);
  if (weights.kind !== "dense") {
    throw new RangeError(`${where}: network must have dense weights, got ${weights.kind} ones`);
  }
  const values = vectorOf(`${where}: pattern`, pattern, nNeurons);
  const { rate = 1 / nNeurons, bound = Number.POSITIVE_INFINITY, diagonal } = read;
  const { updates: most = read.bound === undefined ? 1 : MOST_UPDATES } = read;
  const matrix = weightMatrix(network);
  let updates = 0;
  let driven = 0;
  let full = 0;
  for (let changed = true; changed && updates < most; ) {
    changed = false;
    driven = 0;
    full = 0;
    for (let i = 0, at = 0; i < nNeurons; i++) {
      for (let j = 0; j < nNeurons; j++, at++) {
        const change = rate * values[i] * values[j];
        if (change === 0 || (i === j && !diagonal)) continue;
        const before = matrix[at];
        // a synapse beyond the bound from the start stays where it is, or comes back
        const next =
          change > 0
            ? Math.max(before, Math.min(bound, before + change))
            : Math.min(before, Math.max(-bound, before + change));
        matrix[at] = next;
        if (next !== before) changed = true;
        driven++;
        if (Math.abs(next) >= bound) full++;
      }
    }
    if (changed) updates++;
  }
  return Object.freeze({
    network: withWeights(network, matrix),
    updates,
    saturated: driven === 0 ? 0 : full / driven,
  });
}
