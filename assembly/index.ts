// The kernels, as the host calls them.
//
// Only numbers cross: counts, codes and addresses of linear memory. A parameter whose name ends in Ptr, or is `ptr`, is an address.
// Structures that a kernel works on are classes marked @unmanaged; the build writes their layouts and the signatures of these exports
// to src/backend/wasm/interface.generated.ts (see scripts/interface.ts), and the host writes and reads fields by their names alone.
// Numbers that both sides know, such as codes and sizes, stand in files of src/ that are imported here.

export { alloc, confine, mark, release } from "./memory";
export { randomWords } from "./philox";
export { randomPatterns, packPatterns } from "./patterns";
export { overlapScratchBytes, overlapBlock, mirrorOverlap, largestOverlap } from "./overlap";
export { packBits, bitRow, bitWeights } from "./bits";
export { selectPool, gatherPool } from "./pool";
export { randomConnectivity, gatherWeights } from "./connectivity";
export {
  annealerBytes,
  annealerInit,
  annealerEnergy,
  annealerSquares,
  annealerBegin,
  annealerRestore,
  annealerRefit,
} from "./annealer";
export { metropolis, rootMetropolis } from "./metropolis";
export { heatBath } from "./heat-bath";
export { descend } from "./descent";
export { storeSigns, growthFields } from "./growing";
export { growthSums, grow } from "./growth";
export { growthMargins, growMargin } from "./growth-margin";
export { loadStored, settleStored, settleStoredAtOnce, storedAgreement } from "./stored-states";
export {
  marginBytes,
  marginInit,
  marginEnergyAt,
  marginSquares,
  marginBegin,
  marginAnneal,
  marginRestore,
} from "./margin";
export { fieldsBlock } from "./fields";
export { relaxBlock } from "./relax";
export { choleskyRows, choleskySolve, forwardPanels, productPanels, roundRow } from "./cholesky";
export { storkeyFields, sparseFields, storkeyRows } from "./storkey";
export { signGram, perceptronSteps, sumPatterns } from "./perceptron";
export { unlearnState } from "./unlearning";
export { glauberSweeps } from "./glauber";
export { activate, elementary } from "./activation";
export { product64, product32, productSparse, productTransposed, readThrough } from "./matvec";
export { field, driven } from "./flow";
export { advance } from "./integrate";
