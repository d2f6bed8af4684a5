/** Digits stored and recalled, by random synapses and while the neurons choose better ones. */
import {
  type Connectivity,
  centeredOverlaps,
  connectivityFrom,
  hebbianNetwork,
  type Patterns,
  RULES,
  randomConnectivity,
  relax,
  rewire,
} from "palimpsest";
import { digits } from "palimpsest/digits";
import type { Job } from "../../worker/protocol.ts";
import { RETRIEVED } from "../pictures.ts";
import { INPUTS, MARGIN } from "./network.ts";

/** The network of the wall. */
export interface WallInput {
  /** p: how many digits are stored. */
  readonly stored: number;
  /** Whether the neurons choose their inputs; otherwise these are random. */
  readonly chosen: boolean;
  readonly seed: number;
}

/** What the network recalls at one moment of its rewiring. */
export interface WallFrame {
  /** The digits and where each of them led, i8[stored × 784] of ±1. */
  readonly pictures: Int8Array;
  readonly states: Int8Array;
  /** Centered overlap m of each state with its digit, f64[stored], in [−1, 1]. */
  readonly overlaps: Float64Array;
  /** How many of the digits are retrieved. */
  readonly kept: number;
  /** How many neurons have chosen their inputs so far. */
  readonly rewired: number;
  /** Time since the job began, ms. */
  readonly milliseconds: number;
}

/** How many neurons choose their inputs between two frames. */
const HANDFUL = 28;

const recallWall: Job<WallInput, WallFrame, WallFrame> = async ({ stored, chosen, seed }, { signal, report }) => {
  const patterns = digits({ count: stored });
  const { nNeurons } = patterns;
  const started = performance.now();
  const random = await randomConnectivity({ nNeurons, nInputs: INPUTS, seed });
  const frameOf = async (connectivity: Connectivity, rewired: number): Promise<WallFrame> => ({
    ...(await recalled(patterns, connectivity, signal)),
    rewired,
    milliseconds: performance.now() - started,
  });
  let frame = await frameOf(random, 0);
  if (!chosen) return frame;
  report(frame);
  const rows = Array.from({ length: nNeurons }, (_, i) => random.inputs.slice(i * INPUTS, (i + 1) * INPUTS));
  const order = scattered(nNeurons);
  for (let first = 0; first < nNeurons; first += HANDFUL) {
    const only = order.slice(first, first + HANDFUL);
    const found = await rewire(
      patterns,
      { inputs: INPUTS, rule: "margin", margin: MARGIN, sweeps: RULES.margin.search.quickSweeps, seed, only },
      { signal },
    );
    found.neurons.forEach((i, n) => {
      rows[i] = found.inputs.slice(n * INPUTS, (n + 1) * INPUTS);
    });
    frame = await frameOf(connectivityFrom(rows), Math.min(nNeurons, first + HANDFUL));
    report(frame);
  }
  return frame;
};

export const jobs = { recall: recallWall };

async function recalled(patterns: Patterns, connectivity: Connectivity, signal: AbortSignal) {
  const { values, nNeurons } = patterns;
  const network = await hebbianNetwork(patterns, connectivity, { signal });
  const { states } = await relax(network, patterns, {}, { signal });
  const overlaps = centeredOverlaps(states, values, nNeurons);
  return { pictures: values, states, overlaps, kept: overlaps.filter((m) => m >= RETRIEVED).length };
}

/** All neurons in steps of the golden section around the network, so that every part of the picture comes back at once. */
function scattered(nNeurons: number): number[] {
  const steps = Array.from({ length: nNeurons }, (_, i) => ({ i, at: (i * 0.6180339887498949) % 1 }));
  return steps.sort((a, b) => a.at - b.at).map(({ i }) => i);
}
