import { checkChoice, checkInteger, checkKeys, checkNumber } from "../check.ts";
import type { BackendName } from "../kernels.ts";
import { withKernels } from "../load.ts";
import { keyOf, parseSeed, type Seed } from "../random/seed.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import type { Patterns } from "./patterns.ts";
import { checkNetwork, checkStates, type HopfieldNetwork } from "./relax.ts";

export interface GlauberSpec {
  /** T ≥ 0, in the unit of the fields: with Hebbian weights the aligned field of a pattern is about 1. */
  readonly temperature: number;
  /** Sweeps measured; default 100. */
  readonly sweeps?: number;
  /** Sweeps before them; default 20. */
  readonly discarded?: number;
  readonly seed: Seed;
  /** Default "sequential"; all neurons at once would settle to something else. */
  readonly order?: "sequential" | "random";
}

export interface GlauberResult {
  /** i8[nStates × nNeurons], after the last sweep. */
  readonly states: Int8Array;
  /** f64[nStates]: overlap with the state each began from, mean over the sweeps measured. */
  readonly overlaps: Float64Array;
  /** f64[nStates]: its standard deviation over those sweeps. */
  readonly deviations: Float64Array;
}

/**
 * Retrieval at a temperature by Glauber's dynamics: one neuron after another is drawn anew, P(S_i = +1) = 1 / (1 + exp(−2 h_i / T));
 * at T = 0 that is `relax`. With symmetric weights states settle to Boltzmann's distribution, exp(½ Σ w_ij S_i S_j / T).
 *
 * @param states  i8[nStates × nNeurons] of ±1, or patterns; read only. Each has random numbers of its own.
 * @throws TypeError or RangeError that names the argument.
 */
export async function glauber(
  network: HopfieldNetwork,
  states: Int8Array | Patterns,
  spec: GlauberSpec,
  options: RunOptions & { readonly backend?: BackendName } = {},
): Promise<GlauberResult> {
  const graph = checkNetwork("glauber: network", network);
  if (network.winners !== undefined) {
    throw new TypeError("glauber: network must have thresholds, got one whose k largest fields fire");
  }
  const { nNeurons } = graph;
  const start = checkStates("glauber: states", states, nNeurons);
  checkKeys("glauber: spec", spec, ["temperature", "sweeps", "discarded", "seed", "order"]);
  const temperature = checkNumber("glauber: temperature", spec.temperature, 0);
  const sweeps = checkInteger("glauber: sweeps", spec.sweeps ?? 100, 1, 1e8);
  const discarded = checkInteger("glauber: discarded", spec.discarded ?? 20, 0, 1e8);
  const order = checkChoice("glauber: order", spec.order ?? "sequential", ["sequential", "random"]);
  const key = keyOf(parseSeed(spec.seed, "glauber: seed"));
  const backend = checkChoice("glauber: backend", options.backend ?? "wasm", ["wasm", "js"]);
  const pause = pacer(options.signal);
  const halves = network.scale.map((scale) => 0.5 * temperature * scale);
  const total = start.length / nNeurons;
  const out = start.slice();
  const overlaps = new Float64Array(total);
  const deviations = new Float64Array(total);
  return withKernels(backend, async (kernels) => {
    const heater = kernels.heater(graph);
    for (let first = 0; first < total; first += heater.lanes) {
      const count = Math.min(heater.lanes, total - first);
      const part = out.subarray(first * nNeurons, (first + count) * nNeurons);
      for (let sweep = 1; sweep <= discarded + sweeps; sweep++) {
        heater.sweep(part, halves, count, first, order === "random", sweep, sweep, key);
        if (sweep > discarded) {
          for (let s = 0; s < count; s++) {
            let sum = 0;
            const from = (first + s) * nNeurons;
            for (let i = from; i < from + nNeurons; i++) sum += out[i] * start[i];
            overlaps[first + s] += sum;
            deviations[first + s] += sum * sum;
          }
        }
        await pause();
      }
      options.onProgress?.({ done: first + count, total, label: "states at a temperature" });
    }
    for (let s = 0; s < total; s++) {
      const [sum, squares] = [overlaps[s], deviations[s]]; // integers: exact
      overlaps[s] = sum / (nNeurons * sweeps);
      deviations[s] = Math.sqrt(Math.max(0, squares / sweeps - (sum / sweeps) ** 2)) / nNeurons;
    }
    return Object.freeze({ states: out, overlaps, deviations });
  });
}
