/** A claim of a published work, and what became of it here. */
import { standardError } from "../../statistics.ts";
import { allOf, type Relation, type Verdict, verdictOf } from "./verdict.ts";

export interface ClaimRow {
  readonly claim: string;
  /** ≈: about the published value; < and >: below or above it. */
  readonly relation: Relation;
  readonly published: number;
  readonly measured: number;
  /** Standard deviation over the seeds. */
  readonly spread: number;
  /** Standard error of the mean. */
  readonly error: number;
  readonly seeds: number;
  readonly verdict: Verdict;
  readonly explanation: string;
  readonly section: string;
}

/** What a claim finds in the results. */
export type Judged = Pick<ClaimRow, "measured" | "spread" | "seeds" | "explanation"> & {
  /** Where the value alone does not decide. */
  readonly also?: readonly Verdict[];
};

export interface WorkClaim<Results, Part extends string> {
  readonly claim: string;
  readonly relation: Relation;
  readonly published: number;
  /** Parts of the results it reads. */
  readonly needs: readonly Part[];
  judge(results: Results): Judged;
}

export interface ClaimSection<Results, Part extends string> {
  readonly title: string;
  readonly claims: readonly WorkClaim<Results, Part>[];
}

/** A row for every claim, in the order of sections. */
export function judgeClaims<Results, Part extends string>(
  sections: readonly ClaimSection<Results, Part>[],
  results: Results,
): ClaimRow[] {
  return sections.flatMap(({ title, claims }) =>
    claims.map(({ claim, relation, published, judge }): ClaimRow => {
      const { also = [], measured, spread, seeds, explanation } = judge(results);
      const verdict = allOf([verdictOf({ relation, published, measured, spread, seeds }), ...also]);
      const error = standardError(spread, seeds);
      return Object.freeze({
        claim,
        relation,
        published,
        measured,
        spread,
        error,
        seeds,
        verdict,
        explanation,
        section: title,
      });
    }),
  );
}
