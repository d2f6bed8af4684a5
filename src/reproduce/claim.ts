/** A claim of a published work, and what became of it here. */
import { standardError } from "../numeric/statistics.ts";
import { allOf, type Relation, type Verdict, verdictOf } from "./verdict.ts";

/** A row of the report: a claim with the published value and the measured one. */
export interface ClaimRow {
  readonly claim: string;
  /** How the values are compared: ≈ about the published value, < and > below or above it. */
  readonly relation: Relation;
  /** The value in the work, in the unit of the claim. */
  readonly published: number;
  /** The mean over the seeds, in the same unit. */
  readonly measured: number;
  /** Standard deviation of the measured value over the seeds. */
  readonly spread: number;
  /** Standard error of the measured mean. */
  readonly error: number;
  /** How many independent seeds the measurement has. */
  readonly seeds: number;
  readonly verdict: Verdict;
  readonly explanation: string;
  readonly section: string;
  /** The verdict in words, where claims hold on conditions: "holds", "holds when …", "fails", "undecided". */
  readonly finding?: string;
  /** How many optimisations the value rests on, how many did not converge, and the largest distance from optimal. */
  readonly solutions?: number;
  readonly unconverged?: number;
  readonly residual?: number;
}

/** What the judge of a claim finds in the results. */
export type Judged = Pick<ClaimRow, "measured" | "spread" | "seeds" | "explanation"> & {
  /** Further verdicts that must hold too, where the value alone does not decide. */
  readonly also?: readonly Verdict[];
  /** "when …": the condition under which the claim holds. */
  readonly condition?: string;
  /** How near to optimal the solutions are that it rests on; one that did not converge leaves it undecided. */
  readonly optimality?: {
    readonly solutions: number;
    readonly unconverged: number;
    readonly residual: number;
  };
};

/** A claim of a work and how results are judged by it. */
export interface WorkClaim<Results, Part extends string> {
  readonly claim: string;
  readonly relation: Relation;
  readonly published: number;
  /** The parts of the results that the judge reads. */
  readonly needs: readonly Part[];
  judge(results: Results): Judged;
}

/** Claims that stand under one title in the report. */
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
      const { also = [], condition, optimality, ...found } = judge(results);
      const { measured, spread, seeds } = found;
      const solved: Verdict[] = optimality && optimality.unconverged > 0 ? ["undecided"] : [];
      const verdict = allOf([verdictOf({ relation, published, measured, spread, seeds }), ...also, ...solved]);
      const error = standardError(spread, seeds);
      return Object.freeze({
        claim,
        relation,
        published,
        ...found,
        error,
        verdict,
        section: title,
        ...(optimality && { finding: findingOf(verdict, condition), ...optimality }),
      });
    }),
  );
}

function findingOf(verdict: Verdict, condition: string | undefined): string {
  if (verdict === "differs") return "fails";
  if (verdict === "undecided") return "undecided";
  return condition === undefined ? "holds" : `holds ${condition}`;
}
