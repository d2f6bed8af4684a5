/** Pictures stored, recalled all together from damaged cues, and one of them row by row. */
import {
  alignedFields,
  centeredOverlaps,
  flippedPatterns,
  type HopfieldNetwork,
  hebbianNetwork,
  type Patterns,
  patternsFrom,
  RULES,
  randomConnectivity,
  relax,
  rewire,
  SEARCH_RULES,
} from "palimpsest";
import { digits } from "palimpsest/digits";
import { handOver, type Job } from "../../worker/protocol.ts";
import { NEURONS, RETRIEVED, SIDE } from "../pictures.ts";
import type { NetworkSpec } from "./network.ts";

/** How cues are damaged. */
export interface Damage {
  /** Fraction of the pixels that are flipped, in [0, 1]. */
  readonly noise: number;
  /** Fraction of the picture that is hidden, from the bottom upwards, in [0, 1]. */
  readonly occlude: number;
}

/** Pictures stored in a network, and what it recalls of them. */
export interface Stored {
  readonly spec: NetworkSpec;
  readonly damage: Damage;
  /** The pictures, their damaged cues, and where those led, i8[stored × 784] of ±1 each. */
  readonly pictures: Int8Array;
  readonly cues: Int8Array;
  readonly states: Int8Array;
  /** Centered overlap m of each final state with its picture, f64[stored], in [−1, 1]. */
  readonly overlaps: Float64Array;
  /** How many pictures are retrieved. */
  readonly recalled: number;
  /** Time since the job began, ms. */
  readonly milliseconds: number;
}

/** A relaxation, with a frame after every row of pixels. */
export interface Film {
  /** The cue, then the state after each row of each sweep, i8[frames × 784] of ±1. */
  readonly frames: Int8Array;
  /** E = −½ Σ_i S_i h_i in each frame, f64[frames]. */
  readonly energies: Float64Array;
  /** Centered overlap m with the stored picture in each frame, f64[frames], in [−1, 1]. */
  readonly overlaps: Float64Array;
  /** Pixels of the last frame that differ from the stored picture. */
  readonly wrong: number;
  /** Sweeps made, and whether the last one changed nothing. */
  readonly sweeps: number;
  readonly isSettled: boolean;
}

/** How far a job is: neurons rewired, of all. */
export interface Done {
  readonly done: number;
  readonly total: number;
}

/** The most sweeps of a relaxation: longer ones run in circles. */
const MOST_SWEEPS = 12;

const store: Job<{ readonly network: NetworkSpec; readonly damage: Damage }, Stored, Done> = async (
  { network: spec, damage },
  { signal, report },
) => {
  const started = performance.now();
  const { patterns, network } = await networkOf(spec, signal, report);
  const cues = damaged(patterns, damage, spec.seed);
  const { states } = await relax(network, cues, {}, { signal });
  const overlaps = centeredOverlaps(states, patterns.values, NEURONS);
  return handOver(
    {
      spec,
      damage,
      pictures: patterns.values.slice(),
      cues,
      states,
      overlaps,
      recalled: overlaps.filter((m) => m >= RETRIEVED).length,
      milliseconds: performance.now() - started,
    },
    cues,
    states,
  );
};

const settle: Job<{ readonly network: NetworkSpec; readonly cue: Int8Array; readonly picture: number }, Film> = async (
  { network: spec, cue, picture },
  { signal },
) => {
  const { patterns, network } = await networkOf(spec, signal);
  const frames: Int8Array[] = [cue];
  let before = cue;
  let isSettled = false;
  let sweeps = 0;
  while (!isSettled && sweeps < MOST_SWEEPS) {
    const { states: after } = await relax(network, before, { maxSweeps: 1 }, { signal });
    sweeps++;
    isSettled = after.every((state, i) => state === before[i]);
    // neurons are updated one after another: those of the rows above have their new state already
    for (let row = 1; row <= SIDE; row++) {
      const frame = before.slice();
      frame.set(after.subarray(0, row * SIDE));
      frames.push(frame);
    }
    before = after;
  }
  const all = new Int8Array(frames.length * NEURONS);
  frames.forEach((frame, k) => {
    all.set(frame, k * NEURONS);
  });
  const target = patterns.values.subarray(picture * NEURONS, (picture + 1) * NEURONS);
  const energies = await energiesOf(network, all, signal);
  const overlaps = Float64Array.from(frames, (frame) => centeredOverlaps(frame, target, NEURONS)[0]);
  const wrong = before.reduce((sum, value, i) => sum + Number(value !== target[i]), 0);
  return handOver({ frames: all, energies, overlaps, wrong, sweeps, isSettled }, all, energies, overlaps);
};

export const jobs = { store, settle };

interface Network {
  readonly patterns: Patterns;
  readonly network: HopfieldNetwork;
}

/** The networks made last, kept so that a change of damage or of the cue makes none anew. */
const made: { readonly name: string; readonly network: Network }[] = [];
const KEEP = 4;

async function networkOf(spec: NetworkSpec, signal: AbortSignal, report?: (done: Done) => void): Promise<Network> {
  const name = JSON.stringify({ ...spec, own: Array.from(spec.own) });
  const known = made.find((one) => one.name === name);
  if (known) return known.network;
  const patterns = patternsOf(spec);
  const { inputs, parameters, seed } = spec;
  const rule = SEARCH_RULES.find((one) => one === spec.rule);
  const connectivity =
    rule === undefined
      ? await randomConnectivity({ nNeurons: NEURONS, nInputs: inputs, seed })
      : (
          await rewire(
            patterns,
            { inputs, rule, ...parameters, sweeps: RULES[rule].search.quickSweeps, seed },
            { signal, onProgress: ({ done, total }) => report?.({ done, total }) },
          )
        ).connectivity!;
  const network = { patterns, network: await hebbianNetwork(patterns, connectivity, { signal }) };
  made.unshift({ name, network });
  made.length = Math.min(made.length, KEEP);
  return network;
}

function patternsOf({ own, stored }: NetworkSpec): Patterns {
  const values = new Int8Array(stored * NEURONS);
  const mine = Math.min(stored, own.length / NEURONS);
  values.set(own.subarray(0, mine * NEURONS));
  if (mine < stored) values.set(digits({ count: stored - mine }).values, mine * NEURONS);
  return patternsFrom(values, NEURONS);
}

/** Cues as `recall` makes them: rows hidden from below, then pixels flipped. */
function damaged({ values, nPatterns }: Patterns, { noise, occlude }: Damage, seed: number): Int8Array {
  const hidden = SIDE * Math.round(occlude * SIDE);
  const covered = values.slice();
  for (let mu = 1; mu <= nPatterns; mu++) covered.fill(-1, mu * NEURONS - hidden, mu * NEURONS);
  return flippedPatterns(patternsFrom(covered, NEURONS), { flipped: noise, seed }).values.slice();
}

/** E = −½ Σ_i S_i h_i of each state, f64[states]. */
async function energiesOf(network: HopfieldNetwork, states: Int8Array, signal: AbortSignal): Promise<Float64Array> {
  const fields = await alignedFields(network, patternsFrom(states, NEURONS), { signal });
  return Float64Array.from({ length: states.length / NEURONS }, (_, k) => {
    let sum = 0;
    for (let i = k * NEURONS; i < (k + 1) * NEURONS; i++) sum += fields[i];
    return -sum / 2;
  });
}
