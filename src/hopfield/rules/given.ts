/** Connectivity given by the caller, such as a measured connectome. */
import { UNCHOSEN_LOADS } from "./random.ts";
import type { ConnectivityRule } from "./rule.ts";

/** Every neuron keeps the inputs that the caller says. */
export const given = {
  name: "given",
  label: "given",
  unchosen: { synapses: "the synapses given", others: "those given" },
  help: "given",
  color: "#CC79A7",
  glyph: "★",
  parameters: {},
  fixed: {},
  isGiven: true,
  expectedLoads: UNCHOSEN_LOADS,
  theory: null,
  search: null,
} as const satisfies ConnectivityRule;
