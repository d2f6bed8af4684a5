/** The annealing that the authors of EK22 ran. */
import type { Annealer } from "../../backend/contract/kernels.ts";
import { binomial } from "../../numeric/binomial.ts";
import { DOMAIN } from "../../numeric/domains.ts";
import { Stream } from "../../numeric/philox.ts";
import { JS_SLOWER } from "./levels.ts";
import type { Found, SearchedNeuron, Solver } from "./solver.ts";

/** Proposals at one temperature, blind ones among them. */
const PROPOSALS = 300;
const FACTOR = 0.99;
/** A search ends at this temperature, in units of √E, … */
const COLDEST = 1e-10;
/** … after as many temperatures that left √E as it was, … */
const MOST_IDLE = 800;
/** … or with a √E below this. */
const LEAST = 1e-4;
/** The first temperature is that at which the largest change of √E among so many proposals for the first neuron, blind ones among them, … */
const TRIALS = 1000;
/** Drawn in parts, since a binomial of all is beyond the range of `binomial`. */
const TRIAL_PARTS = 4;
/** … would be accepted with the chance 0.8 if it were a rise: −ln 0.8. */
const LOG_OF_START = 0.2231435513142097;
/** Stream of the swaps that find the first temperature: of no run of a search. */
const START_RUN = 2 ** 32 - 1;
/** Temperatures that searches take, within a sixth, at all sizes tried. */
const EXPECTED_LEVELS = 2100;
/** ns of a swap that is proposed, part of them that is accepted, and ns that these take for each neuron. */
const SWAP_NS = 16;
const ACCEPTED = 0.12;
const ACCEPTED_NS_PER_NEURON = 0.4;

/**
 * Lowers √E_i, the length of the vector of A_i^ν − ε, by proposals that draw two of the other neurons blindly: where both are inputs, or
 * neither is, nothing happens, yet the proposal counts. Every temperature has 300 proposals, so that where inputs are few hardly any of them
 * is a swap. How many are is drawn from their binomial distribution, and only those are made: the same search, exactly, in a fraction of
 * the time.
 */
export const published = {
  name: "published",
  about: "the annealing of √E as EK22 ran it, blind proposals and all",
  sweeps: null,
  moments: () => 2, // the first set and the last
  nanoseconds({ nNeurons, nInputs }) {
    const swaps = EXPECTED_LEVELS * PROPOSALS * swapChance(nNeurons, nInputs);
    return swaps * (SWAP_NS + ACCEPTED * ACCEPTED_NS_PER_NEURON * nNeurons);
  },
  search: searchAsPublished,
} as const satisfies Solver;

/** The chance that one of two neurons drawn among the N − 1 others is an input and the other is none. */
export function swapChance(nNeurons: number, nInputs: number): number {
  const present = nInputs / (nNeurons - 1);
  return 2 * present * (1 - present);
}

async function searchAsPublished(
  annealer: Annealer,
  { neuron, key, size, pause, out, warm, note }: SearchedNeuron,
): Promise<Found> {
  const { nNeurons, nInputs, backend } = size;
  const root = (): number => Math.sqrt(Math.max(0, annealer.energy)) / nInputs;
  const drawSwaps = binomial(PROPOSALS, swapChance(nNeurons, nInputs));
  const counts = new Stream();
  counts.open(DOMAIN.blind, neuron, 0, key);
  let temperature = startTemperature(annealer, { key, root, size });
  annealer.begin(neuron, key, 0, warm);
  note?.(0, annealer.energy, annealer);
  // levels in a few ms, after which the event loop has its turn
  const levelNs = PROPOSALS * swapChance(nNeurons, nInputs) * (SWAP_NS + ACCEPTED_NS_PER_NEURON * nNeurons);
  const atOnce = Math.max(1, Math.floor(5e6 / (levelNs * (backend === "js" ? JS_SLOWER : 1))));
  let present = root();
  let accepted = 0;
  let steps = 0;
  for (let level = 1, idle = 0; temperature > COLDEST && idle < MOST_IDLE && present >= LEAST; level++) {
    const swaps = drawSwaps(counts);
    annealer.rootMetropolis(swaps, temperature * nInputs);
    steps += swaps;
    const before = present;
    if (annealer.accepted !== accepted) present = root();
    accepted = annealer.accepted;
    idle = present === before ? idle + 1 : 0;
    temperature *= FACTOR;
    if (level % atOnce === 0) await pause();
  }
  note?.(0, annealer.energy, annealer);
  annealer.inputsInto(out);
  return { energy: annealer.energy, steps };
}

/** The first temperature of all neurons of a network, in units of √E: from a walk over sets of inputs of the first neuron, on which all swaps are made. */
function startTemperature(
  annealer: Annealer,
  { key, root, size: { nNeurons, nInputs } }: Pick<SearchedNeuron, "key" | "size"> & { readonly root: () => number },
): number {
  const drawSwaps = binomial(TRIALS / TRIAL_PARTS, swapChance(nNeurons, nInputs));
  const counts = new Stream();
  counts.open(DOMAIN.blind, 0, START_RUN, key);
  let trials = 0;
  for (let part = 0; part < TRIAL_PARTS; part++) trials += drawSwaps(counts);
  annealer.begin(0, key, START_RUN);
  let largest = 0;
  let before = root();
  for (let trial = 0; trial < trials; trial++) {
    annealer.rootMetropolis(1, Number.MAX_VALUE);
    const after = root();
    largest = Math.max(largest, Math.abs(after - before));
    before = after;
  }
  return largest / LOG_OF_START;
}
