/** Noise reduction — EK22 eq. 6. */

import { alignedNoiseTheory } from "../theory/aligned-noise.ts";
import { alignedNoiseSearch } from "./aligned-noise.ts";
import type { ConnectivityRule } from "./rule.ts";

/** Every neuron chooses the inputs whose crosstalk is least: E_i = Σ_ν (A_i^ν)². It is signal reinforcement with ε = 0. */
export const noise = {
  name: "noise",
  label: "noise reduction",
  unchosen: null,
  help: "noise (reduction)",
  color: "#0072B2",
  glyph: "■",
  parameters: {},
  fixed: { epsilon: 0 },
  isGiven: false,
  // measured at N = 500 with the default annealing
  expectedLoads: [
    [0.02, 2.4],
    [0.04, 2.25],
    [0.1, 1.98],
    [0.2, 1.62],
    [0.5, 0.95],
    [0.8, 0.5],
    [1, 0.14],
  ],
  theory: alignedNoiseTheory(0),
  search: {
    ...alignedNoiseSearch,
    energy: "Σ_ν (A_i^ν)²",
    aim: "Every aligned field is drawn towards 1: what the other patterns add, the noise, is made small.",
    values: () => ({ epsilon: 0 }),
    pooled: null,
    growth: { ...alignedNoiseSearch.growth, defaults: { epsilon: 0 } },
  },
} as const satisfies ConnectivityRule;
