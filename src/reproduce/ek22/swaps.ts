/**
 * How many of the blind proposals of the published annealing are swaps, and how much noise it leaves that a search could remove: counted in the searches
 * of a few neurons, beside those of a heat bath with equally many steps for each neuron of the network.
 */
import { networkSeed } from "../../experiments/kit/network.ts";
import { type ExperimentOptions, type ExperimentProvenance, measurePoints } from "../../experiments/kit/points.ts";
import { randomPatterns } from "../../hopfield/random-patterns.ts";
import { type RewireSpec, rewire } from "../../hopfield/rewire.ts";
import { noise } from "../../hopfield/rules/noise.ts";
import { published } from "../../hopfield/solvers/published.ts";
import { meanAndDeviation } from "../../numeric/statistics.ts";
import { quotientOf, sampleOf } from "../compare-means.ts";

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
  /** E that is left, over what the heat bath leaves: quotient of the means over the neurons searched, with its standard error. */
  readonly left: number;
  readonly leftError: number;
}

export interface SwapsResult {
  readonly spec: SwapsSpec;
  readonly rows: readonly SwapsRow[];
  readonly provenance: ExperimentProvenance;
}

/** Real swaps of the published annealing for each neuron of the network, and the noise that it leaves. */
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
        const search = (own: Pick<RewireSpec, "solver">) =>
          rewire(
            patterns,
            { inputs, rule: noise.name, only, seed, ...own },
            { backend, executor, ...(signal && { signal }) },
          );
        const blind = await search({ solver: published.name });
        const [theirs, least] = [blind, await search({})].map(({ energies }) => sampleOf([...energies]));
        const left = quotientOf(theirs, least);
        return {
          neurons,
          inputs,
          patterns: nPatterns,
          swaps: meanAndDeviation([...blind.steps]).mean / neurons,
          left: left.mean,
          leftError: left.deviation / Math.sqrt(left.networks),
        };
      },
    },
    options,
  );
  return Object.freeze({ spec, rows: found, provenance });
}
