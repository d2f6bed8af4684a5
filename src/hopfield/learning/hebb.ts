/** The linear Hebbian rule — EK22 eq. 2. */
import type { Connectivity } from "../connectivity.ts";
import { gatheredWeights } from "../graph.ts";
import type { LearnedWeights, LearningRule } from "./rule.ts";

/** The linear Hebbian rule: J_ij = (1/c_i) Σ_μ ξ_i^μ ξ_j^μ, whose integers are M_ij and whose unit is the number of inputs. */
export const hebb = {
  name: "hebb",
  label: "Hebb",
  parameters: {},
  needsSeed: false,
  isPlain: true,
  nanoseconds: { connection: 0, neuron: 0 },
  expectedLoad: (hebbian) => hebbian,
  parts: "one", // a pass over M: nothing to share
  fromWeights,
  async learn({ kernels, overlap, stride }, connectivity) {
    return fromWeights(gatheredWeights(kernels, overlap, stride, connectivity), connectivity);
  },
} as const satisfies LearningRule;

function fromWeights(weights: Int32Array, { rowStart, nNeurons }: Connectivity): LearnedWeights {
  return { weights, scale: inputCounts(rowStart), status: new Int32Array(nNeurons) };
}

/** c_i as a unit of weights; 1 for a neuron without inputs. */
export function inputCounts(rowStart: Int32Array): Float64Array {
  return Float64Array.from({ length: rowStart.length - 1 }, (_, i) => Math.max(1, rowStart[i + 1] - rowStart[i]));
}
