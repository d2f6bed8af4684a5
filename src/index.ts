/** `palimpsest`: the core, for Node and browsers alike; it re-exports what is public and has nothing of its own. */
export type {
  Annealer,
  Arena,
  BackendName,
  Block,
  Graph,
  Kernels,
  Key,
  MarginSearch,
  Relaxer,
} from "./backend/contract/kernels.ts";
export { loadKernels } from "./backend/load.ts";
export { type BenchOptions, type BenchSpec, benchKernels } from "./bench/bench.ts";
export type { BenchRow, Work as BenchWork } from "./bench/rows.ts";
export { type ValueFunction, valueFunction } from "./control/hjb.ts";
export {
  decideOutcome,
  type OutcomeEvidence,
  type Rest,
} from "./control/outcome.ts";
export { OUTCOME_NAMES, OUTCOMES, type Outcome, type OutcomeKind } from "./control/outcomes.ts";
export type {
  BoundsSpec,
  ControlSpec,
  OutcomeThresholds,
  ProblemSpec,
  SequenceSpec,
  ValueGridSpec,
  ValueMapSpec,
} from "./control/parameters.ts";
export { type ControlPlan, planControl } from "./control/problem.ts";
export {
  type DescentSolution,
  descendControl,
  minimizeWithin,
  type QuasiNewtonEnd,
} from "./control/quasi-newton.ts";
export { richardson, richardsonError } from "./control/richardson.ts";
export { rungeKuttaObjective, solveRungeKutta } from "./control/runge-kutta.ts";
export {
  type Memory,
  type MemoryStatus,
  type Presentation,
  type PresentedBefore,
  planSequence,
  presentSequence,
  type SequenceOptions,
  type SequencePlan,
} from "./control/sequence.ts";
export {
  type ControlSolution,
  type SearchEnd,
  type SearchStatus,
  type SolveOptions,
  solveControl,
} from "./control/solve.ts";
export { type SweepOptions, type SweepSolution, sweepControl } from "./control/sweeps.ts";
export {
  planValueMap,
  relativeErrors,
  type ValueMap,
  type ValueMapPlan,
  type ValuePath,
  valueMap,
} from "./control/value-map.ts";
export { type Activation, type ActivationSpec, activationOf } from "./dynamics/activation.ts";
export {
  type Attractor,
  type AttractorKind,
  type AttractorResult,
  type AttractorSpec,
  attractor,
} from "./dynamics/attractor.ts";
export {
  type ContinuationResult,
  type ContinuationSpec,
  continuation,
  type FollowedAttractor,
} from "./dynamics/branches.ts";
export { type Closure, closureOf, type Residual, starWeights } from "./dynamics/closure.ts";
export type { Branch, BranchPoint, BranchStatus, ContinuationEvent } from "./dynamics/continuation.ts";
export type { LimitCycle } from "./dynamics/cycles.ts";
export {
  type Descent,
  descentOf,
  energiesAlong,
  energyByQuadrature,
  energyOf,
  type QuadratureEnergy,
} from "./dynamics/energy.ts";
export type { Equilibrium, EquilibriumForm, EquilibriumType } from "./dynamics/equilibria.ts";
export { fieldOf } from "./dynamics/field.ts";
export {
  type Basin,
  type EquilibriaResult,
  type EquilibriaSpec,
  equilibria,
  type FlowOptions,
  type FoundEquilibrium,
} from "./dynamics/find-equilibria.ts";
export { type HebbianResult, type HebbianSpec, hebbianUpdate } from "./dynamics/hebb.ts";
export {
  type CrossingSpec,
  type FlowName,
  type Integrated,
  type IntegrateSpec,
  type IntegrateStatus,
  type IntegrationMethod,
  type IntegrationPlan,
  integrate,
  planIntegration,
} from "./dynamics/integrate.ts";
export {
  type CriticalPoint,
  type DescentPath,
  type Landscape,
  type LandscapeSpec,
  landscape,
} from "./dynamics/landscape.ts";
export { type LyapunovResult, type LyapunovSpec, lyapunovExponents } from "./dynamics/lyapunov.ts";
export {
  type ContinuousNetwork,
  type ContinuousNetworkSpec,
  continuousNetwork,
  type PatternWeights,
  type SparseWeights,
  type Weights,
  type WeightsFunction,
  weightMatrix,
  withWeights,
} from "./dynamics/network.ts";
export { type Portrait, type PortraitSpec, type PortraitTrajectory, portrait } from "./dynamics/portrait.ts";
export type { ParameterSpec } from "./dynamics/specs.ts";
export type { BoxSpec, StateBox } from "./dynamics/starts.ts";
export { type ThresholdRun, type ThresholdSpec, thresholdDynamics } from "./dynamics/threshold.ts";
export {
  type BasinsPlan,
  type BasinsPoint,
  type BasinsResult,
  type BasinsRow,
  type BasinsSpec,
  type BasinsSummary,
  basins,
  planBasins,
  summarizeBasins,
} from "./experiments/basins/run.ts";
export {
  type CapacityOptions,
  type CapacityPlan,
  type CapacityResult,
  type CapacityRow,
  type CapacitySpec,
  type CapacitySummary,
  capacity,
  planCapacity,
  summarizeCapacity,
  type TriedLoad,
} from "./experiments/capacity/run.ts";
export {
  controlFronts,
  type FrontRow,
  type FrontSummary,
  type FrontsPlan,
  type FrontsResult,
  planFronts,
  summarizeFronts,
} from "./experiments/control/fronts.ts";
export type { ControlTaskSpec, FrontsSpec } from "./experiments/control/parameters.ts";
export {
  type FieldsFound,
  type FieldsPlan,
  type FieldsResult,
  type FieldsRow,
  type FieldsSpec,
  type FieldsSummary,
  fields,
  planFields,
  summarizeFields,
} from "./experiments/fields/run.ts";
export {
  type FlowFound,
  type FlowPlan,
  type FlowResult,
  type FlowSpec,
  type FlowTask,
  flow,
  planFlow,
} from "./experiments/flow/run.ts";
export {
  type FrontierCurve,
  type FrontierPlan,
  type FrontierPoint,
  type FrontierResult,
  type FrontierRow,
  type FrontierSpec,
  type FrontierSummary,
  frontier,
  planFrontier,
  summarizeFrontier,
} from "./experiments/frontier/run.ts";
export type { CodingPlan, CodingSpec } from "./experiments/kit/coding.ts";
export type { RuleComparison } from "./experiments/kit/compare-rules.ts";
export type {
  LoadedNetworksPlan,
  LoadedNetworksSpec,
  NetworkColumns,
  NetworkSummary,
} from "./experiments/kit/loaded-networks.ts";
export { networkSeed } from "./experiments/kit/network.ts";
export type { ExperimentOptions, ExperimentProvenance } from "./experiments/kit/points.ts";
export type { RetrievalSpec } from "./experiments/kit/retrieval.ts";
export type { RuleParameters, RulesSpec } from "./experiments/kit/rules.ts";
export type { SeedsSpec } from "./experiments/kit/seeds.ts";
export type { WiringPlan, WiringSpec } from "./experiments/kit/wiring.ts";
export {
  meansOnline,
  type OnlineCheckpoint,
  type OnlineMean,
  type OnlineOptions,
  type OnlinePlan,
  type OnlineResult,
  type OnlineRow,
  type OnlineSpec,
  type OnlineSummary,
  online,
  planOnline,
  summarizeOnline,
} from "./experiments/online/run.ts";
export {
  planRecall,
  type Recalled,
  type RecallPlan,
  type RecallResult,
  type RecallRow,
  type RecallSpec,
  type RecallSummary,
  recall,
} from "./experiments/recall/run.ts";
export {
  planWeights,
  summarizeWeights,
  type WeightsPlan,
  type WeightsPoint,
  type WeightsResult,
  type WeightsRow,
  type WeightsSpec,
  type WeightsSummary,
  weights,
} from "./experiments/weights/run.ts";
export type { AnnealPlan, AnnealSpec } from "./hopfield/anneal.ts";
export { type Connectivity, connectivityFrom, fullConnectivity, randomConnectivity } from "./hopfield/connectivity.ts";
export type { SearchCourse } from "./hopfield/course.ts";
export { flippedPatterns } from "./hopfield/cue.ts";
export type { Counts } from "./hopfield/field-counts.ts";
export { type GlauberResult, type GlauberSpec, glauber } from "./hopfield/glauber.ts";
export { energies, energy, type HopfieldNetworkSpec, hopfieldNetwork } from "./hopfield/hopfield-network.ts";
export type { CovarianceSpec, FiringThreshold } from "./hopfield/learning/covariance.ts";
export {
  LEARNING_NAMES,
  LEARNINGS,
  type Learning,
  type LearningPlan,
  type LearningSpec,
} from "./hopfield/learning/index.ts";
export { hebbianNetwork, type LearnedNetwork, type LearnOptions, learnNetwork } from "./hopfield/learning/learn.ts";
export type { LearningRule } from "./hopfield/learning/rule.ts";
export { type SparseCapacity, type SparseCapacitySpec, sparseCapacity } from "./hopfield/mean-field.ts";
export { NULL_MODEL_NAMES, NULL_MODELS, type NullModel } from "./hopfield/null-model-kinds.ts";
export { nullConnectivity, type Positions } from "./hopfield/null-models.ts";
export { overlapMatrix } from "./hopfield/overlap.ts";
export type { PatternKind } from "./hopfield/pattern-kinds.ts";
export { type Patterns, type PatternsLike, patternsFrom } from "./hopfield/patterns.ts";
export { randomPatterns } from "./hopfield/random-patterns.ts";
export { alignedFields, type HopfieldNetwork, type RelaxSpec, relax, type UpdateOrder } from "./hopfield/relax.ts";
export type { Relaxed, RelaxStatus } from "./hopfield/relaxed.ts";
export {
  type Provenance,
  type Rewired,
  type RewiredNeurons,
  type RewireOptions,
  type RewireSpec,
  rewire,
} from "./hopfield/rewire.ts";
export { RULE_NAMES, RULES, type Rule, SEARCH_RULES, type SearchRule } from "./hopfield/rules/index.ts";
export type { ConnectivityRule, ConnectivitySearch, RuleValues } from "./hopfield/rules/rule.ts";
export { SOLVER_NAMES, SOLVERS, type SolverName } from "./hopfield/solvers/index.ts";
export type { Solver } from "./hopfield/solvers/solver.ts";
export { activityOverlaps, centeredOverlaps, rowOverlaps } from "./hopfield/state-overlaps.ts";
export {
  type ConnectivityTheory,
  type ConnectivityTheorySpec,
  connectivityTheory,
} from "./hopfield/theory/index.ts";
export {
  type DiluteLoadSpec,
  diluteLoad,
  type ThermalOverlapSpec,
  thermalOverlap,
} from "./hopfield/thermal-overlap.ts";
export { type Eigenvalue, eigenvalues } from "./numeric/eigenvalues.ts";
export type { Seed } from "./numeric/seed.ts";
export {
  type Mean,
  meanAndDeviation,
  rankCorrelation,
  standardError,
  type WelchTest,
  welchTest,
  wilsonInterval,
} from "./numeric/statistics.ts";
export { type Executor, inlineExecutor, type Task } from "./run/executor.ts";
export type { Progress, RunOptions } from "./run/pace.ts";
export type { ResultStore } from "./run/results.ts";
export { VERSION } from "./version.ts";
