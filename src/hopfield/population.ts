/**
 * What a large network of few inputs keeps of its patterns, from some of its neurons: the rest are taken to be alike, and to err independently.
 */
import { exp } from "../numeric/elementary.ts";
import type { Executor } from "../run/executor.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { type BitNetwork, withBits } from "./bits.ts";
import { type RewireProblem, rewireNetwork } from "./rewire.ts";

/** Integer aligned fields of some neurons, and what their inputs weigh. */
export interface SampledFields {
  readonly nPatterns: number;
  /** c·ξ_i^ν h_i^ν = Σ_j ξ_i^ν ξ_j^ν M_ij in every stored pattern, i32[neurons × nPatterns]. */
  readonly fields: Int32Array;
  /** Σ_j M_ij² over the inputs, f64[neurons]. */
  readonly squares: Float64Array;
}

/** Most rounds of the iteration, and the change at which it ends. */
const MOST_ROUNDS = 2000;
const SETTLED = 1e-7;

/**
 * The overlap m = 1 − 2e at which stored patterns settle, when every neuron errs with the probability e that its inputs err with: the
 * iteration e ← mean over neurons and patterns of P(Σ_j M_ij s_j η_j < 0), η_j = −1 with probability e and else 1, begun at e = 0. The sum
 * has the mean (1 − 2e)F and the variance 4e(1 − e)Σ M_ij², and is taken as normal.
 *
 * Connections back and forth, and the finite number of neurons, are left out. Both make errors, so that loads found by it are above those of
 * whole networks, by 3 to 5 % from N = 2000 to 10⁵ at c = 50.
 */
export function populationOverlap({ nPatterns, fields, squares }: SampledFields): number {
  let errors = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let sum = 0;
    for (let n = 0; n < squares.length; n++) {
      const deviation = Math.sqrt(4 * errors * (1 - errors) * squares[n]);
      for (let at = n * nPatterns; at < (n + 1) * nPatterns; at++) {
        sum += deviation > 0 ? below(((1 - 2 * errors) * fields[at]) / deviation) : fields[at] < 0 ? 1 : 0;
      }
    }
    const next = Math.min(0.5, sum / fields.length);
    const change = Math.abs(next - errors);
    errors = next;
    if (change < SETTLED) break;
  }
  return 1 - 2 * errors;
}

/** The probability that a standard normal variate is below −x: Abramowitz & Stegun 26.2.17, to 7.5e-8 and alike on every engine. */
function below(x: number): number {
  if (x < 0) return 1 - below(-x);
  if (x > 8) return 0;
  const t = 1 / (1 + 0.2316419 * x);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 0.3989422804014327 * exp(-0.5 * x * x) * series;
}

/** The overlap of a network by a search for `count` of its neurons, evenly spaced. */
export async function sampledOverlap(
  problem: RewireProblem,
  count: number,
  executor: Executor,
  options: RunOptions = {},
): Promise<number> {
  const { source, nInputs, backend } = problem;
  const { nNeurons } = source;
  const sampled = Math.min(count, nNeurons);
  const neurons = Int32Array.from({ length: sampled }, (_, k) => Math.floor((k * nNeurons) / sampled));
  const { inputs } = await rewireNetwork(problem, neurons, executor, options);
  const found = await withBits(backend, source, pacer(options.signal), (network) =>
    sampledFields(network, neurons, inputs, nInputs),
  );
  return populationOverlap(found);
}

/** Fields of some neurons from the bits of their inputs. */
export function sampledFields(
  network: BitNetwork,
  neurons: Int32Array,
  inputs: Int32Array,
  nInputs: number,
): SampledFields {
  const { bits, words, nPatterns } = network;
  const all = bits.view;
  const fields = new Int32Array(neurons.length * nPatterns);
  const squares = new Float64Array(neurons.length);
  const aligned = new Int8Array(nPatterns);
  neurons.forEach((i, n) => {
    for (let s = 0; s < nInputs; s++) {
      const [own, other] = [2 * i * words, 2 * inputs[n * nInputs + s] * words];
      let m = 0;
      for (let mu = 0; mu < nPatterns; mu++) {
        const isAlike = (((all[own + (mu >> 5)] ^ all[other + (mu >> 5)]) >>> (mu & 31)) & 1) === 0;
        aligned[mu] = isAlike ? 1 : -1;
        m += aligned[mu];
      }
      squares[n] += m * m;
      for (let mu = 0; mu < nPatterns; mu++) fields[n * nPatterns + mu] += m * aligned[mu];
    }
  });
  return { nPatterns, fields, squares };
}
