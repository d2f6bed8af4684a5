/** Glauber's dynamics: states kept at a temperature. */
import type { BackendName, Graph, Kernels, Key } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import { checkChoice, checkInteger, checkKeys, checkNumber } from "../check/check.ts";
import { keyOf, parseSeed, type Seed } from "../numeric/seed.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { type PatternsLike, statesOf } from "./patterns.ts";
import { checkNetwork, type HopfieldNetwork } from "./relax.ts";

export interface GlauberSpec {
  /** T ≥ 0, in the unit of the fields: with Hebbian weights the aligned field of a pattern is about 1. */
  readonly temperature: number;
  /** Number of sweeps that are measured; default 100. */
  readonly sweeps?: number;
  /** Number of sweeps before the measured ones; default 20. */
  readonly discarded?: number;
  readonly seed: Seed;
  /** Order of updates; default "sequential". All neurons at once would settle to something else. */
  readonly order?: "sequential" | "random";
}

export interface GlauberResult {
  /** States after the last sweep, i8[nStates × nNeurons] of ±1. */
  readonly states: Int8Array;
  /** Overlap of each state with the one it began from, mean over the measured sweeps, f64[nStates]. */
  readonly overlaps: Float64Array;
  /** Standard deviation of that overlap over the measured sweeps, f64[nStates]. */
  readonly deviations: Float64Array;
}

/**
 * Retrieval at a temperature by Glauber's dynamics: one neuron after another is drawn anew, P(S_i = +1) = 1 / (1 + exp(−2 h_i / T));
 * at T = 0 that is `relax`. With symmetric weights states settle to Boltzmann's distribution, exp(½ Σ w_ij S_i S_j / T).
 *
 * @param states  patterns, rows, or one row after another, of ±1 or of 0 and 1; read only. Each has random numbers of its own.
 * @throws TypeError or RangeError that names the argument.
 */
export async function glauber(
  network: HopfieldNetwork,
  states: PatternsLike,
  spec: GlauberSpec,
  options: RunOptions & { readonly backend?: BackendName } = {},
): Promise<GlauberResult> {
  const graph = checkNetwork("glauber: network", network);
  if (network.winners !== undefined) {
    throw new TypeError("glauber: network must have thresholds, got one whose k largest fields fire");
  }
  const { nNeurons } = graph;
  const start = statesOf("glauber: states", states, nNeurons);
  checkKeys("glauber: spec", spec, ["temperature", "sweeps", "discarded", "seed", "order"]);
  const temperature = checkNumber("glauber: temperature", spec.temperature, 0);
  const sweeps = checkInteger("glauber: sweeps", spec.sweeps ?? 100, 1, 1e8);
  const discarded = checkInteger("glauber: discarded", spec.discarded ?? 20, 0, 1e8);
  const order = checkChoice("glauber: order", spec.order ?? "sequential", ["sequential", "random"]);
  const key = keyOf(parseSeed(spec.seed, "glauber: seed"));
  const backend = checkChoice("glauber: backend", options.backend ?? "wasm", ["wasm", "js"]);
  const total = start.length / nNeurons;
  const out = start.slice();
  const overlaps = new Float64Array(total);
  const deviations = new Float64Array(total);
  const heat = { temperature, sweeps, discarded, order, key };
  await withKernels(backend, (kernels) =>
    heatStates(kernels, { graph, scale: network.scale }, out, heat, {
      pause: pacer(options.signal),
      onProgress: options.onProgress,
      measure(part, first, count) {
        for (let s = 0; s < count; s++) {
          let sum = 0;
          for (let i = 0; i < nNeurons; i++) sum += part[s * nNeurons + i] * start[(first + s) * nNeurons + i];
          overlaps[first + s] += sum;
          deviations[first + s] += sum * sum;
        }
      },
    }),
  );
  for (let s = 0; s < total; s++) {
    const [sum, squares] = [overlaps[s], deviations[s]]; // integers: exact
    overlaps[s] = sum / (nNeurons * sweeps);
    deviations[s] = Math.sqrt(Math.max(0, squares / sweeps - (sum / sweeps) ** 2)) / nNeurons;
  }
  return Object.freeze({ states: out, overlaps, deviations });
}

/** Temperature, sweeps, order and random numbers of Glauber's dynamics, validated. */
export interface Heat {
  readonly temperature: number;
  readonly sweeps: number;
  readonly discarded: number;
  readonly order: "sequential" | "random";
  readonly key: Key;
}

/**
 * Keeps states at a temperature, in place, a block at a time.
 *
 * @param how.first    index of the first state, a multiple of 4: its random numbers are its own whichever states run together
 * @param how.measure  called after every sweep but those discarded, with a block of states and the place of its first
 */
export async function heatStates(
  kernels: Kernels,
  { graph, scale }: { readonly graph: Graph; readonly scale: Float64Array },
  states: Int8Array,
  { temperature, sweeps, discarded, order, key }: Heat,
  {
    first = 0,
    measure,
    pause,
    onProgress,
  }: {
    readonly first?: number;
    readonly measure: (part: Int8Array, first: number, count: number) => void;
    readonly pause: () => Promise<void> | undefined;
    readonly onProgress?: RunOptions["onProgress"];
  },
): Promise<void> {
  const { nNeurons } = graph;
  const halves = scale.map((unit) => 0.5 * temperature * unit);
  const total = states.length / nNeurons;
  const heater = kernels.heater(graph);
  for (let at = 0; at < total; at += heater.lanes) {
    const count = Math.min(heater.lanes, total - at);
    const part = states.subarray(at * nNeurons, (at + count) * nNeurons);
    for (let sweep = 1; sweep <= discarded + sweeps; sweep++) {
      heater.sweep(part, halves, count, first + at, order === "random", sweep, sweep, key);
      if (sweep > discarded) measure(part, at, count);
      await pause();
    }
    onProgress?.({ done: at + count, total, label: "states at a temperature" });
  }
}

/** Overlaps with the patterns of the same rows, mean over the sweeps measured; leaves `states` as the last of them. */
export async function heatedOverlaps(
  kernels: Kernels,
  network: { readonly graph: Graph; readonly scale: Float64Array },
  states: Int8Array,
  patterns: Int8Array,
  heat: Heat,
  how: {
    readonly first?: number;
    readonly overlapsOf: (states: Int8Array, patterns: Int8Array, nNeurons: number) => Float64Array;
    readonly pause: () => Promise<void> | undefined;
  },
): Promise<Float64Array> {
  const { nNeurons } = network.graph;
  const sums = new Float64Array(states.length / nNeurons);
  await heatStates(kernels, network, states, heat, {
    ...how,
    measure(part, at, count) {
      const own = patterns.subarray(at * nNeurons, (at + count) * nNeurons);
      how.overlapsOf(part, own, nNeurons).forEach((m, s) => {
        sums[at + s] += m;
      });
    },
  });
  return sums.map((sum) => sum / heat.sweeps);
}
