/**
 * What neurons do whose field is 0. The work has sgn(0) = 0, a third state; this package sgn(0) = +1. Critical loads of the same networks both ways, by a
 * plain relaxation that serves for nothing else.
 */
import { criticalLoadOf, planCapacity } from "../../experiments/capacity/run.ts";
import { chooseNetwork, networkSeed } from "../../experiments/kit/network.ts";
import {
  type ExperimentOptions,
  type ExperimentProvenance,
  type Means,
  measurePoints,
} from "../../experiments/kit/points.ts";
import { leastOverlap } from "../../experiments/kit/retrieval.ts";
import { seedsOf } from "../../experiments/kit/seeds.ts";
import { type Connectivity, randomConnectivity } from "../../hopfield/connectivity.ts";
import type { Patterns } from "../../hopfield/patterns.ts";
import { randomPatterns } from "../../hopfield/random-patterns.ts";
import { random } from "../../hopfield/rules/random.ts";
import { seedToJson } from "../../numeric/seed.ts";
import type { ALL } from "./rules.ts";

/** Networks by the published protocol whose critical loads are looked for with both meanings of sgn(0). */
export interface TiesSpec {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: readonly (typeof ALL)[number][];
  readonly seeds: number;
  readonly seed: number | string;
}

/** p_c of one network: with sgn(0) = +1, and with sgn(0) = 0. */
export interface TiesRow {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: (typeof ALL)[number];
  readonly seed: number | string;
  readonly capacity: number;
  readonly threeStates: number;
}

export interface TiesResult {
  readonly spec: TiesSpec;
  readonly rows: readonly TiesRow[];
  readonly provenance: ExperimentProvenance;
}

/** Critical loads of the same networks with sgn(0) = +1 and sgn(0) = 0. */
export async function ties(spec: TiesSpec, options: ExperimentOptions<TiesRow> = {}): Promise<TiesResult> {
  const { neurons, inputs, rule: rules, seeds, seed: first } = spec;
  const plan = planCapacity({ protocol: "published", neurons, inputs, rule: rules, seeds, seed: first });
  const points = rules.flatMap((rule) => seedsOf(plan).map((seed) => ({ rule, seed })));
  const measure = async ({ rule, seed }: (typeof points)[number], means: Means): Promise<TiesRow> => {
    const made = new Map<number, Promise<{ patterns: Patterns; connectivity: Connectivity }>>();
    const networkOf = (nPatterns: number) => {
      const known = made.get(nPatterns) ?? make(nPatterns);
      made.set(nPatterns, known);
      return known;
    };
    const make = async (nPatterns: number) => {
      const own = { nNeurons: neurons, seed: networkSeed(seed, "nested"), backend: means.backend };
      const { connectivity } = await chooseNetwork(plan, { rule, inputs, patterns: nPatterns, seed }, means);
      return {
        patterns: await randomPatterns({ ...own, nPatterns }),
        connectivity: "inputs" in connectivity ? connectivity : await randomConnectivity({ ...own, nInputs: inputs }),
      };
    };
    const capacity = (tie: 0 | 1) =>
      criticalLoadOf(plan, { rule, inputs }, async (nPatterns) => {
        const { patterns, connectivity } = await networkOf(nPatterns);
        const overlaps = finalOverlaps(patterns, connectivity, { tie, maxSweeps: plan.maxSweeps });
        return overlaps.filter((m) => m >= leastOverlap(plan)).length / nPatterns;
      });
    const twoStates = await capacity(1);
    return { neurons, inputs, rule, seed: seedToJson(seed), capacity: twoStates, threeStates: await capacity(0) };
  };
  const { found, provenance } = await measurePoints(
    {
      where: "ties",
      points,
      keyOf: ({ rule, seed }) => `${rule}/${seed}`,
      labelOf: ({ rule }) => rule,
      costOf: ({ rule }) => (rule === random.name ? 0.1 : 1),
      measure,
    },
    options,
  );
  return Object.freeze({ spec, rows: found, provenance });
}

/**
 * Overlaps of patterns with what they become by Hebbian weights when all neurons are updated at once, S_i ← sgn(Σ_j C_ij M_ij S_j).
 *
 * @param tie  sgn(0)
 * @returns    for each pattern, after it no longer changes or `maxSweeps` updates
 */
export function finalOverlaps(
  { nPatterns, nNeurons, values }: Patterns,
  { rowStart, inputs }: Connectivity,
  { tie, maxSweeps }: { readonly tie: 0 | 1; readonly maxSweeps: number },
): number[] {
  const weights = new Int32Array(inputs.length);
  for (let i = 0; i < nNeurons; i++) {
    for (let at = rowStart[i]; at < rowStart[i + 1]; at++) {
      for (let mu = 0; mu < nPatterns; mu++)
        weights[at] += values[mu * nNeurons + i] * values[mu * nNeurons + inputs[at]];
    }
  }
  return Array.from({ length: nPatterns }, (_, mu) => {
    const pattern = values.subarray(mu * nNeurons, (mu + 1) * nNeurons);
    let state = Int8Array.from(pattern);
    for (let sweep = 0, changes = 1; sweep < maxSweeps && changes > 0; sweep++) {
      const next = new Int8Array(nNeurons);
      changes = 0;
      for (let i = 0; i < nNeurons; i++) {
        let field = 0;
        for (let at = rowStart[i]; at < rowStart[i + 1]; at++) field += weights[at] * state[inputs[at]];
        next[i] = field === 0 ? tie : Math.sign(field);
        if (next[i] !== state[i]) changes++;
      }
      state = next;
    }
    return state.reduce((sum, S, i) => sum + S * pattern[i], 0) / nNeurons;
  });
}
