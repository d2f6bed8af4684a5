/** Pictures as the wall and the recall room store them. */

/** px of a row and of a column. */
export const SIDE = 28;
/** N: a neuron a pixel. */
export const NEURONS = SIDE * SIDE;
/** Centered overlap m at which a picture counts as recalled: wrong pixels come to a fifth of its ink or so. */
export const RETRIEVED = 0.9;
