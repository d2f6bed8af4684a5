/** Signal reinforcement — EK22 eq. 7. */
import { real } from "../../check/kinds.ts";
import { alignedNoiseTheory } from "../theory/aligned-noise.ts";
import { alignedNoiseSearch } from "./aligned-noise.ts";
import { pooledNoiseSearch } from "./pooled-noise.ts";
import type { ConnectivityRule } from "./rule.ts";

/** Every neuron chooses the inputs whose crosstalk adds most evenly to its signal: E_i = Σ_ν (A_i^ν − ε)². */
export const signal = {
  name: "signal",
  label: "signal reinforcement",
  unchosen: null,
  help: "signal (reinforcement)",
  color: "#E69F00",
  glyph: "▲",
  parameters: {
    epsilon: {
      kind: real({ least: 0 }),
      symbol: "ε",
      about: "of signal reinforcement",
      otherwise: "p/c; among pools round(p·max(1, 1 + 0.17 ln(N/20c)))/c",
      slider: {
        label: "Target",
        initial: 2,
        min: 0,
        max: 8,
        step: 0.1,
        help: "What is to be added to the signal; 0 is noise reduction.",
      },
    },
  },
  fixed: {},
  isGiven: false,
  // measured at N = 500 with the default annealing
  expectedLoads: [
    [0.02, 4.2],
    [0.04, 3.65],
    [0.1, 2.7],
    [0.2, 1.88],
    [0.5, 0.86],
    [0.8, 0.45],
    [1, 0.14],
  ],
  theory: alignedNoiseTheory("load"),
  search: {
    ...alignedNoiseSearch,
    energy: "Σ_ν (A_i^ν − ε)²",
    aim: "Every aligned field is drawn towards 1 + ε: some of the noise is made to help.",
    // unless given where the capacity is highest among ε/α ∈ {¼, ½, ¾, 1, 1½, 2, 4}
    values: ({ epsilon }, { nPatterns, nInputs }) => ({ epsilon: epsilon ?? nPatterns / nInputs }),
    pooled: pooledNoiseSearch,
  },
} as const satisfies ConnectivityRule;
