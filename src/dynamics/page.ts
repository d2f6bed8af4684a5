/** What a page draws of a flow by itself: the library's own dynamics at single states, without kernels and without waiting. */
export type { Equilibrium } from "./equilibria.ts";
export { trappingBox } from "./local-field.ts";
export { type ContinuousNetwork, continuousNetwork } from "./network.ts";
export { planeEquilibria } from "./plane-equilibria.ts";
export { planeFieldOf } from "./plane-portrait.ts";
export { traceFrom } from "./walk.ts";
