/** What a page draws of a flow by itself: the library's own dynamics at single states, without kernels and without waiting. */
export { energyOf } from "./energy.ts";
export type { Equilibrium } from "./equilibria.ts";
export { distance } from "./local-field.ts";
export { type ContinuousNetwork, continuousNetwork } from "./network.ts";
export { levelLines, type PlaneGrid, type Polyline, sampleGrid } from "./nullclines.ts";
export { planeEquilibria } from "./plane-equilibria.ts";
export { planeFieldOf, separatricesOf } from "./plane-portrait.ts";
export { type PlaneField, traceFrom } from "./walk.ts";
