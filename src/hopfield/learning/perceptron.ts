/** The perceptron of largest margin — Krauth & Mézard 1987. */
import { PERCEPTRON } from "../../backend/contract/codes.ts";
import { integer, real } from "../../check/kinds.ts";
import { parameter, type ReadOf } from "../../check/parameters.ts";
import { isComplete } from "../connectivity.ts";
import { toFixedPoint } from "../fixed-point.ts";
import { columnsOf, gramOf, MOST_GRAM_INPUTS } from "../gram.ts";
import type { LearningRule } from "./rule.ts";

/** Status of a neuron whose smallest margin is at least `stability` of the largest possible. */
const OPTIMAL = 0;
/** All patterns are stable, but it ran out of steps on the way to the largest margin. */
const STABLE = 1;
/** Not all of them are: out of steps, or no weights would do. */
const UNSTABLE = 2;

const parameters = {
  /** How much of the largest possible margin is enough, in (0, 1). */
  stability: parameter({
    kind: real({ least: 0, open: true, most: 1, openEnd: true }),
    about: "part of the largest margin that is enough for a perceptron",
    default: 0.5,
  }),
  /** Steps a neuron at most. */
  maxSteps: parameter({ kind: integer(1), about: "most steps of a perceptron's neuron", default: 100_000 }),
};

/** Fields moved in one call, for it to end within a few ms. */
const FIELDS_A_CALL = 5e6;

/**
 * The perceptron of optimal stability of Krauth & Mézard (1987), every neuron over its existing inputs: of all weights with
 * Σ_j w_ij² = 1 those with the largest smallest aligned field, reached by moving weight between the patterns at either end.
 * Stores up to α_c = 2 patterns per input (Cover 1965, Gardner 1988).
 *
 * An aligned field is the stability of its pattern in Gardner's sense. A neuron stops at a margin of at least `stability` of the
 * largest one, or after `maxSteps`.
 *
 * Status of a neuron: 0 that margin is reached, 1 every pattern is stable, 2 not every one is.
 */
export const perceptron = {
  name: "perceptron",
  label: "perceptron",
  parameters,
  needsSeed: false,
  isPlain: true,
  nanoseconds: { connection: 60, neuron: 4500 },
  // measured at N = 300 with random connectivity
  expectedLoad: (hebbian, { isChosen }) => (isChosen ? Math.max(1.8, hebbian) : 1.7),
  parts: "many",
  async learn(network, connectivity, { stability, maxSteps }: ReadOf<typeof parameters>, _key, pause, first, count) {
    const { kernels, xi, nPatterns, stride } = network;
    const { rowStart, inputs } = connectivity;
    const columns = columnsOf(network);
    const { arena } = kernels;
    const position = arena.mark();
    const starts = rowStart.slice(first, first + count + 1).map((start) => start - rowStart[first]);
    const weights = new Float64Array(starts[count]);
    const norms = new Float64Array(count).fill(1);
    const status = new Int32Array(count);
    const shared = isComplete(connectivity) ? await gramOf(kernels, columns, pause) : undefined;
    const learner = kernels.perceptron(nPatterns, columns.stride);
    const factors = arena.float64(nPatterns);
    const sums = arena.float64(stride);
    const shares = new Float64Array(nPatterns);
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
      let least = 0;
      for (let done = 0; done < maxSteps && (done === 0 || learner.status === PERCEPTRON.running); done += atOnce) {
        least = learner.run(Math.min(atOnce, maxSteps - done), stability);
        await pause();
      }
      status[i - first] = learner.status === PERCEPTRON.optimal ? OPTIMAL : least > 0 ? STABLE : UNSTABLE;
      learner.sharesInto(shares);
      factors.view.set(shares.map((share, nu) => share * signs[nu]));
      kernels.sumPatterns(xi, factors, sums, nPatterns, stride);
      const row = sums.view;
      const at = starts[i - first];
      let square = 0;
      for (let s = 0; s < own.length; s++) {
        weights[at + s] = row[own[s]];
        square += row[own[s]] * row[own[s]];
      }
      norms[i - first] = Math.sqrt(square) || 1;
      arena.release(mark);
    }
    arena.release(position);
    const { weights: integers, scale } = toFixedPoint(starts, weights);
    return { weights: integers, scale: scale.map((s, k) => s * norms[k]), status };
  },
} as const satisfies LearningRule;
