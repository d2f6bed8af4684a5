/** What is measured for CLMM, and how a claim reads it. */
import type { ClaimSection, WorkClaim } from "../claim.ts";
import type { ResultsOf } from "../plan.ts";
import type { PARTS } from "./plan.ts";
import type { StatementName } from "./statements.ts";
import type { STUDIES } from "./studies.ts";

export type Results = ResultsOf<typeof STUDIES, typeof PARTS>;
/** Every claim cites what the work states. */
export type Claim = WorkClaim<Results, StatementName> & { readonly of: readonly StatementName[] };
export type Section = ClaimSection<Results, StatementName>;
