/** The network of the wall: pixels of a digit, each listening to a few others. */

/** c: how many inputs every neuron has. */
export const INPUTS = 50;
/** κ of the margin rule, at the value that keeps the most digits; see `rewire`. */
export const MARGIN = 0.76;
