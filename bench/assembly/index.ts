// The kernels without vectors, behind the exports of assembly/index.ts: what a plain translation to WebAssembly gives.
// Small ones that no bench times come from the package as they are.

export { alloc, confine, mark, release } from "../../assembly/memory";
export { largestOverlap } from "../../assembly/overlap";
export { gatherWeights } from "../../assembly/connectivity";
export { annealerBytes, annealerInit, annealerEnergy, annealerSquares } from "../../assembly/annealer";
export { randomPatterns } from "../../assembly/patterns";
export { randomWords } from "./philox";
export { randomConnectivity } from "./connectivity";
export { packPatterns, overlapScratchBytes, overlapBlock, mirrorOverlap } from "./overlap";
export { annealerBegin } from "./annealer";
export { metropolis } from "./metropolis";
export { heatBath } from "./heat-bath";
export { relaxBlock } from "./relax";
