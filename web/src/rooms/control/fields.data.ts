/** What the room offers of the parameters of `control`; runs while the page is built. */
import { boundsParameters, problemParameters } from "../../../../src/control/parameters.ts";
import { numbersOf } from "../../../build/numbers.ts";

export const NUMBERS = numbersOf("control", problemParameters, {
  controlWeight: {
    // at 0 nothing holds the controls, at 1 nothing moves
    ...{ initial: 0.02, min: 0.005, max: 0.995, step: 0.005 },
    label: "μ, price of change",
    help: "The cost is (1 − μ) × motion + μ × control. Near 0 the network changes readily, near 1 it stays as it is.",
  },
  discount: {
    // without a discount there is no horizon
    ...{ initial: 1, min: 0.1, max: 2, step: 0.05 },
    label: "λ, discount",
    help: "How soon the future stops to count. The pattern is presented until e to the −λt is 0.0001; small λ takes longer to solve.",
  },
  starts: {
    // as many as are searched while a visitor waits
    ...{ initial: 3, max: 20 },
    label: "Starts of the search",
    help: "The best of them is kept: one without control, the others random.",
  },
});

// beyond 3 no bound is met from the weights and patterns that the room offers
export const BOUNDS = numbersOf("control", boundsParameters, {
  existing: {
    ...{ initial: 1, max: 3, step: 0.001 },
    label: "K, bound of existing synapses",
    help: "No |ξ| may exceed it where A has a weight.",
  },
  silent: {
    ...{ initial: 0.2, max: 3, step: 0.001 },
    label: "k, bound of silent synapses",
    help: "The same where A is 0: how strongly a synapse that is not there may light up.",
  },
});
