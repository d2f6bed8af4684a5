/** A claim of a published work, and what became of it here. */
import { meanAndSpread, standardError } from "../numeric/statistics.ts";
import { allOf, type Relation, type Uncertainty, type Verdict, verdictOf } from "./verdict.ts";

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
  /** Where the claim stands in the work: section, equation, figure or table. */
  readonly source?: string;
  /** Standard deviation of the published value over its networks, where it is known. */
  readonly publishedSpread?: number;
  /** Measured less published, over the standard error of the difference. */
  readonly z?: number;
  /** "when …": the condition under which the claim holds. */
  readonly condition?: string;
  /** The same quantity by this package's own choices, where they differ from those of the work: mean, s.d. and number of seeds. */
  readonly own?: number;
  readonly ownSpread?: number;
  readonly ownSeeds?: number;
  /** The verdict in words, where claims hold on conditions: "holds", "holds when …", "fails", "undecided". */
  readonly finding?: string;
  /** How many optimisations the value rests on, how many did not converge, and the largest distance from optimal. */
  readonly solutions?: number;
  readonly unconverged?: number;
  readonly residual?: number;
}

/** What the judge of a claim finds in the results: over one seed, or without spread and seeds where nothing was drawn at random. */
export interface Judged
  extends Pick<ClaimRow, "measured" | "explanation">,
    Partial<Pick<ClaimRow, "spread" | "seeds" | "own" | "ownSpread" | "ownSeeds">> {
  /** How sure the difference to the published value is, where that has an error too. */
  readonly difference?: Uncertainty;
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
}

/** The mean of a value over independent seeds. */
export function measuredOver(values: readonly number[]): Pick<ClaimRow, "measured" | "spread" | "seeds"> {
  const [measured, spread] = meanAndSpread(values);
  return { measured, spread, seeds: values.length };
}

/** A claim of a work and how results are judged by it. */
export interface WorkClaim<Results> {
  readonly claim: string;
  readonly source?: string;
  readonly relation: Relation;
  readonly published: number;
  readonly publishedSpread?: number;
  judge(results: Results): Judged;
}

/** Claims that stand under one title in the report. */
export interface ClaimSection<Results> {
  readonly title: string;
  readonly claims: readonly WorkClaim<Results>[];
}

/** A row for every claim, in the order of sections. */
export function judgeClaims<Results>(sections: readonly ClaimSection<Results>[], results: Results): ClaimRow[] {
  return sections.flatMap(({ title, claims }) =>
    claims.map(({ judge, ...claimed }): ClaimRow => {
      const { relation, published } = claimed;
      const { measured, spread = 0, seeds = 1, difference, also = [], optimality, ...rest } = judge(results);
      const solved: Verdict[] = optimality && optimality.unconverged > 0 ? ["undecided"] : [];
      const compared = { relation, published, measured, spread, seeds, ...(difference && { difference }) };
      const verdict = allOf([verdictOf(compared), ...also, ...solved]);
      const z = difference && (measured - published) / difference.error;
      return Object.freeze({
        ...claimed,
        measured,
        spread,
        seeds,
        ...rest,
        error: standardError(spread, Math.max(1, seeds)),
        ...(z !== undefined && Number.isFinite(z) && { z }),
        verdict,
        section: title,
        ...(optimality && { finding: findingOf(verdict, rest.condition), ...optimality }),
      });
    }),
  );
}

function findingOf(verdict: Verdict, condition: string | undefined): string {
  if (verdict === "differs") return "fails";
  if (verdict === "undecided") return "undecided";
  return condition === undefined ? "holds" : `holds ${condition}`;
}
