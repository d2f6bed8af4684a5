/** What is measured for EK22, and how a claim reads it. */
import type { ClaimSection, WorkClaim } from "../claim.ts";
import type { ResultsOf } from "../plan.ts";
import type { EXPERIMENTS } from "./experiments.ts";
import type { PARTS } from "./plan.ts";

export type Results = ResultsOf<typeof EXPERIMENTS, typeof PARTS>;
/** Each claim says where it stands in the work. */
export interface Claim extends WorkClaim<Results> {
  readonly source: string;
}
export interface Section extends ClaimSection<Results> {
  readonly claims: readonly Claim[];
  readonly text?: readonly string[];
  /** Whether each claim has a line, and no explanation. */
  readonly isTabled?: boolean;
}
