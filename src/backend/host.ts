/**
 * What the JavaScript backend computes for the facade itself, at single states and without waiting: both backends give these
 * bits, so that it does not matter that no kernel is asked.
 */
export { FUNCTIONS } from "./js/activation.ts";
export { jsFieldOf } from "./js/flow.ts";
export type { VectorField } from "./js/integrate.ts";
export { jsKernels } from "./js/kernels.ts";
