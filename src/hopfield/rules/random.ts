/** Random connectivity, what all other rules are compared with — EK22, "Network". */
import { randomTheory } from "../theory/strongest.ts";
import type { ConnectivityRule } from "./rule.ts";

/** Critical loads of connectivity that nobody has chosen, measured at N = 500. */
export const UNCHOSEN_LOADS = [
  [0.02, 0.3],
  [0.04, 0.3],
  [0.1, 0.23],
  [0.2, 0.21],
  [0.5, 0.17],
  [1, 0.14],
] as const;

/** Every neuron draws its inputs from all others. */
export const random = {
  name: "random",
  label: "random",
  unchosen: { synapses: "random synapses", others: "as many random ones" },
  help: "random",
  color: "#7f7f7f",
  glyph: "●",
  parameters: {},
  fixed: {},
  isGiven: false,
  expectedLoads: UNCHOSEN_LOADS,
  theory: randomTheory,
  search: null,
} as const satisfies ConnectivityRule;
