/** Unlearning of what comes to mind by itself — Hopfield, Feinstein & Palmer 1983. */
import { ORDER } from "../../backend/contract/codes.ts";
import { integer, real } from "../../check/kinds.ts";
import { parameter, type ReadOf } from "../../check/parameters.ts";
import { DOMAIN } from "../../numeric/domains.ts";
import { deriveKey } from "../../numeric/seed.ts";
import { MOST_FIELD } from "../fixed-point.ts";
import { gatheredWeights, graphOf } from "../graph.ts";
import { inputCounts } from "./hebb.ts";
import type { LearningRule } from "./rule.ts";

/** Units of a Hebbian weight: an unlearned state takes a whole number of them. */
const UNIT = 10_000;
const MOST_SWEEPS = 100;
/** A pattern. */
const DREAMS = 30;

const parameters = {
  /** States unlearned; 30 a pattern take the critical load from 0.14 to 0.44, all connected. */
  dreams: parameter({ kind: integer(0, 1e7), about: "states unlearned", otherwise: `${DREAMS} a pattern` }),
  /** ε, what a state takes off relative to what a pattern adds. */
  unlearningRate: parameter({
    kind: real({ least: 1e-4 }),
    symbol: "ε",
    about: "what an unlearned state takes off relative to what a pattern adds",
    default: 0.01,
  }),
};

/**
 * Hebbian weights, then unlearning (Hopfield, Feinstein & Palmer 1983): `dreams` times, a random state relaxes to wherever it
 * falls, and J_ij loses ε/c_i · S_i S_j on the existing connections, ε = `unlearningRate`: less of what comes by itself is less of
 * the spurious states, and of the crosstalk of the patterns.
 *
 * At N = 200 and 400, all connected, the default of 30 dreams a pattern takes the critical load from 0.14 to 0.44; at N = 200 with c = 20 from
 * 0.24 to 0.37 (`palimpsest capacity --learning hebb,unlearning`). Too many dreams forget the patterns too. Weights are integers, M_ij less whole multiples of ε.
 */
export const unlearning = {
  name: "unlearning",
  label: "unlearning",
  parameters,
  needsSeed: true,
  isPlain: true,
  nanoseconds: { connection: 300, neuron: 0 },
  // measured at N = 300 with random connectivity
  expectedLoad: (hebbian, { density, isChosen }) => hebbian * (isChosen ? 1.1 : 1.5 + 1.6 * density),
  parts: "one", // a dream is of the whole network
  async learn(
    network,
    connectivity,
    { dreams = DREAMS * network.nPatterns, unlearningRate }: ReadOf<typeof parameters>,
    key,
    pause,
  ) {
    const { kernels, overlap, stride, nNeurons } = network;
    const { rowStart, inputs } = connectivity;
    const hebbian = gatheredWeights(kernels, overlap, stride, connectivity);
    const { fieldBound } = graphOf(nNeurons, rowStart, inputs, hebbian);
    const mostInputs = rowStart.reduce((most, start, i) => Math.max(most, i > 0 ? start - rowStart[i - 1] : 0), 0);
    const amount = Math.max(1, Math.round(unlearningRate * UNIT));
    const bound = fieldBound * UNIT + dreams * amount * mostInputs;
    if (bound > MOST_FIELD) {
      throw new RangeError(
        `learnNetwork: fields of unlearned weights must fit 32 bits, ${MOST_FIELD}, got up to ${bound}: fewer patterns, inputs or dreams are needed`,
      );
    }
    const position = kernels.arena.mark();
    const graph = graphOf(
      nNeurons,
      rowStart,
      inputs,
      hebbian.map((m) => m * UNIT),
    );
    const dreamer = kernels.dreamer({ ...graph, fieldBound: bound });
    const words = kernels.arena.uint32(Math.ceil(nNeurons / 32));
    const state = new Int8Array(nNeurons);
    const [status, sweeps] = [new Int32Array(1), new Int32Array(1)];
    const own = deriveKey(key, DOMAIN.dream, 0);
    for (let dream = 0; dream < dreams; dream++) {
      kernels.randomWords(words, { domain: DOMAIN.dream, item: dream, lane: 0, index: 0 }, own);
      const bits = words.view;
      for (let i = 0; i < nNeurons; i++) state[i] = (bits[i >> 5] >>> (i & 31)) & 1 ? 1 : -1;
      dreamer.relax(state, status, sweeps, 1, ORDER.sequential, MOST_SWEEPS, own);
      dreamer.unlearn(state, amount);
      await pause();
    }
    const weights = new Int32Array(inputs.length);
    dreamer.weightsInto(weights);
    kernels.arena.release(position);
    const scale = inputCounts(rowStart).map((c) => c * UNIT);
    return { weights, scale, status: new Int32Array(nNeurons) };
  },
} as const satisfies LearningRule;
