/** The strongest weights: a baseline that needs no search, cited by EK22. */

import type { NeuronSearch } from "../anneal.ts";
import { ANNEALING } from "../anneal.ts";
import type { Network } from "../network.ts";
import { strongestTheory } from "../theory/strongest.ts";
import type { ConnectivityRule } from "./rule.ts";

/**
 * Every neuron reads those c whose |M_ij| are largest. The sum of its aligned fields over the patterns is Σ_j M_ij²/c, so that this makes
 * their mean as large as can be: E_i = −Σ_ν (1 + A_i^ν), whatever becomes of the worst of them.
 */
export const strongest = {
  name: "strongest",
  label: "strongest weights",
  help: "strongest (weights)",
  unchosen: null,
  color: "#D55E00",
  glyph: "▼",
  parameters: {},
  fixed: {},
  isGiven: false,
  // measured at N = 500
  expectedLoads: [
    [0.02, 2],
    [0.04, 1.4],
    [0.1, 0.88],
    [0.2, 0.55],
    [0.5, 0.27],
    [0.8, 0.18],
    [1, 0.14],
  ],
  theory: strongestTheory,
  search: {
    energy: "−Σ_ν (1 + A_i^ν)",
    aim: "The mean of the aligned fields is made as large as can be.",
    energyOf: (field) => -field,
    firstSet: "the strongest weights",
    schedule: ANNEALING, // there is nothing to anneal: its length changes nothing
    quickSweeps: 1,
    values: () => ({}),
    begin: pickStrongest,
    pooled: null,
    moments: () => 1,
    bytes: () => 0,
    nanoseconds: ({ nNeurons }) => nNeurons * nNeurons * 8,
    effort: { networks: 2, onTheWay: 1, easy: 1 },
    growth: null,
  },
} as const satisfies ConnectivityRule;

/** Takes the c largest |M_ij| of a row, of equal ones the first, by counting how many there are of each. */
function pickStrongest({ overlap, stride, nNeurons, nPatterns }: Network, nInputs: number): NeuronSearch {
  const counts = new Int32Array(nPatterns + 1);
  return async ({ neuron, out, note, pause }) => {
    const row = overlap.view.subarray(neuron * stride, neuron * stride + nNeurons);
    counts.fill(0);
    for (let j = 0; j < nNeurons; j++) if (j !== neuron) counts[Math.abs(row[j])]++;
    let least = nPatterns; // the weakest weight that is taken, …
    let left = nInputs; // … and how many of that strength
    for (; counts[least] < left; least--) left -= counts[least];
    let squares = 0;
    for (let j = 0, count = 0; count < nInputs; j++) {
      const weight = Math.abs(row[j]);
      if (j === neuron || weight < least || (weight === least && left-- <= 0)) continue;
      out[count++] = j;
      squares += weight * weight;
    }
    const energy = -nInputs * squares; // c²E_i
    note?.(0, energy, { inputsInto: (inputs) => inputs.set(out) });
    await pause();
    return { energy, steps: 0 };
  };
}
