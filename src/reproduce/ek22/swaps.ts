/** How many of the blind proposals of the published annealing are swaps: counted in the searches of a few neurons. */
import { networkSeed } from "../../experiments/kit/network.ts";
import { type ExperimentOptions, type ExperimentProvenance, measurePoints } from "../../experiments/kit/points.ts";
import { randomPatterns } from "../../hopfield/patterns.ts";
import { rewire } from "../../hopfield/rewire.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { published } from "../../hopfield/solvers/published.ts";
import { meanAndDeviation } from "../../numeric/statistics.ts";

/** Networks in which some neurons are searched for the noise rule. */
export interface SwapsSpec {
  readonly networks: readonly { readonly neurons: number; readonly inputs: number; readonly patterns: number }[];
  /** Neurons searched in each. */
  readonly searched: number;
  readonly seed: number | string;
}

export interface SwapsRow {
  readonly neurons: number;
  readonly inputs: number;
  readonly patterns: number;
  /** Swaps that were proposed in the search of a neuron, over N: mean over the neurons searched. */
  readonly swaps: number;
}

export interface SwapsResult {
  readonly spec: SwapsSpec;
  readonly rows: readonly SwapsRow[];
  readonly provenance: ExperimentProvenance;
}

/** Real swaps of the published annealing for each neuron of the network. */
export async function swaps(spec: SwapsSpec, options: ExperimentOptions<SwapsRow> = {}): Promise<SwapsResult> {
  const { found, provenance } = await measurePoints(
    {
      where: "swaps",
      points: spec.networks,
      keyOf: ({ neurons, inputs }) => `${neurons}/${inputs}`,
      labelOf: ({ neurons, inputs }) => `N = ${neurons}, c = ${inputs}`,
      costOf: ({ neurons, patterns }) => neurons * patterns,
      async measure({ neurons, inputs, patterns: nPatterns }, { backend, executor, signal }) {
        const seed = networkSeed(BigInt(spec.seed), "nested");
        const patterns = await randomPatterns({ nPatterns, nNeurons: neurons, seed, backend });
        const only = Array.from({ length: Math.min(spec.searched, neurons) }, (_, i) => i);
        const { steps } = await rewire(
          patterns,
          { inputs, rule: noise.name, solver: published.name, only, seed },
          { backend, executor, ...(signal && { signal }) },
        );
        return { neurons, inputs, patterns: nPatterns, swaps: meanAndDeviation([...steps]).mean / neurons };
      },
    },
    options,
  );
  return Object.freeze({ spec, rows: found, provenance });
}
