/** Pictures as the wall and the recall room store them. */

/** px of a row and of a column. */
export const SIDE = 28;
/** N: a neuron a pixel. */
export const NEURONS = SIDE * SIDE;
/** m at which a picture counts as recalled: at most one pixel in twenty is wrong. */
export const RETRIEVED = 0.9;
