export {
  type CapacityOptions,
  type CapacityPlan,
  type CapacityResult,
  type CapacityRow,
  type CapacitySpec,
  type CapacitySummary,
  capacity,
  capacityKey,
  planCapacity,
  summarizeCapacity,
} from "./experiments/capacity.ts";
export {
  type OnlineCheckpoint,
  type OnlineOptions,
  type OnlinePlan,
  type OnlineResult,
  type OnlineRow,
  type OnlineSpec,
  type OnlineSummary,
  online,
  onlineKey,
  planOnline,
  summarizeOnline,
} from "./experiments/online.ts";
export type { AnnealPlan, AnnealSpec, Solver } from "./hopfield/anneal.ts";
export { type Connectivity, connectivityFrom, randomConnectivity } from "./hopfield/connectivity.ts";
export { overlapMatrix } from "./hopfield/overlap.ts";
export { type Patterns, patternsFrom, randomPatterns } from "./hopfield/patterns.ts";
export {
  alignedFields,
  type HopfieldNetwork,
  hebbianNetwork,
  type Relaxed,
  type RelaxSpec,
  type RelaxStatus,
  relax,
  rowOverlaps,
  type UpdateOrder,
} from "./hopfield/relax.ts";
export { type Provenance, type Rewired, type RewireOptions, type RewireSpec, rewire } from "./hopfield/rewire.ts";
export { RULES, type Rule, type SearchRule } from "./hopfield/rule.ts";
export type { Annealer, Arena, BackendName, Block, Graph, Kernels, Key, Relaxer } from "./kernels.ts";
export { loadKernels } from "./load.ts";
export type { Seed } from "./random/seed.ts";
export { type Executor, inlineExecutor, type Task } from "./run/executor.ts";
export type { Progress, RunOptions } from "./run/pace.ts";
export { VERSION } from "./version.ts";
