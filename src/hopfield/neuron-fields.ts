/** Aligned local fields of single neurons, by their definition. */
import type { Patterns } from "./patterns.ts";

/**
 * Aligned local fields of some neurons in every stored pattern, by the definition: ξ_i^ν h_i^ν = (1/c) Σ_j s_j^ν M_ij
 * over the neuron's inputs (EK22 eq. 4). For whole networks `alignedFields` is faster.
 *
 * @param neurons  i32[n]
 * @param inputs   of each of them, c in a row
 * @returns        f64[n × nPatterns]
 */
export function neuronFields(
  { nPatterns, nNeurons, values }: Patterns,
  neurons: ArrayLike<number>,
  inputs: readonly ArrayLike<number>[],
): Float64Array {
  const fields = new Float64Array(neurons.length * nPatterns);
  for (let n = 0; n < neurons.length; n++) {
    const i = neurons[n];
    const row = inputs[n];
    const at = n * nPatterns;
    for (let s = 0; s < row.length; s++) {
      const j = row[s];
      let m = 0;
      for (let mu = 0; mu < nPatterns; mu++) m += values[mu * nNeurons + i] * values[mu * nNeurons + j];
      for (let mu = 0; mu < nPatterns; mu++) {
        fields[at + mu] += m * values[mu * nNeurons + i] * values[mu * nNeurons + j];
      }
    }
    // divided last: a field of 0 must not become a rounding error
    for (let mu = 0; mu < nPatterns; mu++) fields[at + mu] /= row.length;
  }
  return fields;
}
