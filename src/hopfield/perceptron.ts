import { isComplete } from "./connectivity.ts";
import { type IntegerWeights, MOST_FIELD, toFixedPoint } from "./fixed-point.ts";
import { columnsOf, gramOf, MOST_GRAM_INPUTS } from "./gram.ts";
import type { Learner } from "./learning.ts";

/** Status of a neuron whose smallest margin is at least `stability` of the largest possible. */
const OPTIMAL = 0;
/** All patterns are stable, but it ran out of steps on the way to the largest margin. */
const STABLE = 1;
/** Not all of them are: out of steps, or no weights would do. */
const UNSTABLE = 2;

/** Fields added to in one call, for it to end within a few ms. */
const FIELDS_A_CALL = 5e6;

/**
 * The perceptron of optimal stability, by Krauth & Mézard's minover (1987): every neuron adds, again and again, its pattern of
 * the smallest aligned field to the weights of its existing inputs. Stores up to α_c = 2 patterns per input (Gardner 1988).
 *
 * Weights are sums of patterns, integers from the start; their unit is Σ_j w_ij² = 1, in which an aligned field is the stability
 * of its pattern. A neuron stops at a margin of at least `stability` of the largest one, or after `maxSteps`.
 *
 * Status of a neuron: 0 that margin is reached, 1 every pattern is stable, 2 not every one is.
 */
export const perceptron: Learner = {
  parts: "many",
  async learn(network, connectivity, { stability, maxSteps }, _key, pause, first, count) {
    const { kernels, xi, nPatterns, stride } = network;
    const { rowStart, inputs } = connectivity;
    const columns = columnsOf(network);
    const { arena } = kernels;
    const position = arena.mark();
    const begin = rowStart[first];
    const weights = new Int32Array(rowStart[first + count] - begin);
    const scale = new Float64Array(count).fill(1);
    const status = new Int32Array(count);
    const shared = isComplete(connectivity) ? await gramOf(kernels, columns, pause) : undefined;
    const learner = kernels.perceptron(nPatterns, columns.stride);
    const factors = arena.int32(nPatterns);
    const sums = arena.int32(stride);
    const atOnce = Math.max(1, Math.floor(FIELDS_A_CALL / nPatterns));
    for (let i = first; i < first + count; i++) {
      const own = inputs.subarray(rowStart[i], rowStart[i + 1]);
      if (own.length === 0) {
        status[i - first] = UNSTABLE;
        continue;
      }
      if (own.length > MOST_GRAM_INPUTS) {
        throw new RangeError(
          `learnNetwork: inputs of a neuron must be at most ${MOST_GRAM_INPUTS} for learning "perceptron", got ${own.length}`,
        );
      }
      const mark = arena.mark();
      const gram = shared ?? (await gramOf(kernels, columns, pause, own));
      const signs = columns.values.subarray(i * columns.stride, i * columns.stride + nPatterns);
      learner.begin(gram, signs, shared ? 1 : 0, own.length);
      // fields stay within 32 bits
      const most = Math.min(maxSteps!, Math.floor(MOST_FIELD / own.length));
      let least = 0;
      for (let done = 0; done < most && !learner.isDone; done += atOnce) {
        least = learner.run(Math.min(atOnce, most - done), stability!);
        await pause();
      }
      status[i - first] = learner.isDone ? OPTIMAL : least > 0 ? STABLE : UNSTABLE;
      const counts = new Int32Array(nPatterns);
      learner.countsInto(counts);
      factors.view.set(counts.map((times, nu) => times * signs[nu]));
      kernels.sumPatterns(xi, factors, sums, nPatterns, stride);
      const found = integerRow(own, sums.view, Math.sqrt(learner.norm));
      weights.set(found.weights, rowStart[i] - begin);
      scale[i - first] = found.scale[0];
      arena.release(mark);
    }
    arena.release(position);
    return { weights, scale, status };
  },
};

/** The inputs' weights as they are, or rounded where their sum could leave 32 bits; ‖w‖ is the unit. */
function integerRow(own: Int32Array, sums: Int32Array, norm: number): IntegerWeights {
  const weights = Int32Array.from(own, (j) => sums[j]);
  const size = weights.reduce((sum, w) => sum + Math.abs(w), 0);
  if (size <= MOST_FIELD) return { weights, scale: Float64Array.of(norm || 1) };
  const rounded = toFixedPoint(Int32Array.of(0, own.length), Float64Array.from(weights));
  return { weights: rounded.weights, scale: rounded.scale.map((s) => s * norm) };
}
