/** What is measured for EK22, and how a claim reads it. */
import type { ClaimSection, WorkClaim } from "../claim.ts";
import type { ResultsOf } from "../plan.ts";
import type { EXPERIMENTS } from "./experiments.ts";
import type { PARTS } from "./plan.ts";

export type Results = ResultsOf<typeof EXPERIMENTS, typeof PARTS>;
export type Claim = WorkClaim<Results>;
export type Section = ClaimSection<Results>;
