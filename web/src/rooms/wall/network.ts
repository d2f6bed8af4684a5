/** The network of the wall: pixels of a digit, each listening to a few others. */

export const SIDE = 28;
/** N */
export const NEURONS = SIDE * SIDE;
/** c */
export const INPUTS = 50;
/** κ: what keeps the most digits; see `rewire`. */
export const MARGIN = 0.76;
/** Half of the default search: a second for the whole network. */
export const SWEEPS = 200;
/** m at which a digit counts as kept. */
export const RETRIEVED = 0.9;
