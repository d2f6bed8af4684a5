/** What is measured for EK22, and how a claim reads it. */
import type { ClaimSection, WorkClaim } from "../claim.ts";
import type { ResultsOf } from "../plan.ts";
import type { EXPERIMENTS } from "./experiments.ts";
import type { PARTS } from "./plan.ts";
import type { StatementName } from "./statements.ts";

export type Results = ResultsOf<typeof EXPERIMENTS, typeof PARTS>;
/** Every claim cites what the work states. */
export interface Claim extends WorkClaim<Results, StatementName> {
  readonly of: readonly StatementName[];
}
export interface Section extends ClaimSection<Results, StatementName> {
  readonly claims: readonly Claim[];
  readonly text?: readonly string[];
  /** Whether each claim has a line, and no explanation. */
  readonly isTabled?: boolean;
}
