/** What is measured for CLMM, and how a claim reads it. */
import type { ClaimSection, Judged, WorkClaim } from "../claim.ts";
import type { PARTS, Part } from "./plan.ts";
import type { Measured, StudySpec } from "./studies.ts";

/** What was measured for each part, in the order of its studies in the plan. */
export type Results = {
  readonly [P in Part]: readonly Measured<(typeof PARTS)[P]>[];
};

/** The specs of each part's studies, in the same order. */
export type Specs = { readonly [P in Part]: readonly StudySpec<(typeof PARTS)[P]>[] };

export type Found = Judged;
export type Claim = WorkClaim<Results, Part>;
export type Section = ClaimSection<Results, Part>;
