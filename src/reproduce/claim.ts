/** A claim of a published work, and what became of it here. */
import { meanAndSpread, standardError, wilsonInterval } from "../numeric/statistics.ts";
import { type Statements, sourceOf } from "./statements.ts";
import { allOf, type Counted, type Relation, type Uncertainty, type Verdict, verdictOf } from "./verdict.ts";

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
  /** The error by which a value was judged that is known otherwise than by seeds. */
  readonly tolerance?: number;
  /** A part of cases: their number, and the 95 % interval of the part. */
  readonly trials?: number;
  readonly low?: number;
  readonly high?: number;
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
    Partial<Pick<ClaimRow, "spread" | "seeds" | "own" | "ownSpread" | "ownSeeds" | "tolerance">> {
  /** How sure the difference to the published value is, where that has an error too. */
  readonly difference?: Uncertainty;
  /** The value is a part of so many cases; `partOf` gives both. */
  readonly counted?: Counted;
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

/** The part of independent cases in which something held; NaN, which leaves a claim undecided, where there were none. */
export function partOf(successes: number, trials: number): Pick<Judged, "measured" | "counted"> {
  return { measured: successes / trials, counted: { successes, trials } };
}

/** A claim of a work and how results are judged by it; `Name` are the names of what the work states. */
export interface WorkClaim<Results, Name extends string = string> {
  readonly claim: string;
  /** What the work states of it, by the names in its list of statements. */
  readonly of?: readonly Name[];
  readonly source?: string;
  readonly relation: Relation;
  readonly published: number;
  readonly publishedSpread?: number;
  judge(results: Results): Judged;
}

/** Claims that stand under one title in the report. */
export interface ClaimSection<Results, Name extends string = string> {
  readonly title: string;
  readonly claims: readonly WorkClaim<Results, Name>[];
}

/**
 * A row for every claim, in the order of sections.
 *
 * @param statements  what the work states, by the names that claims cite: then every row says where.
 */
export function judgeClaims<Results>(
  sections: readonly ClaimSection<Results>[],
  results: Results,
  statements?: Statements,
): ClaimRow[] {
  return sections.flatMap(({ title, claims }) =>
    claims.map(({ judge, of = [], ...claimed }): ClaimRow => {
      const { relation, published } = claimed;
      const { measured, spread = 0, seeds = 1, difference, also = [], optimality, counted, ...rest } = judge(results);
      const solved: Verdict[] = optimality && optimality.unconverged > 0 ? ["undecided"] : [];
      const { tolerance } = rest;
      const compared = {
        ...{ relation, published, measured, spread, seeds },
        ...(difference && { difference }),
        ...(tolerance !== undefined && { tolerance }),
        ...(counted && { counted }),
      };
      const verdict = allOf([verdictOf(compared), ...also, ...solved]);
      const z = difference && (measured - published) / difference.error;
      return Object.freeze({
        ...(statements && { source: sourceOf(statements, of) }),
        ...claimed,
        measured,
        spread,
        seeds,
        ...rest,
        error: standardError(spread, Math.max(1, seeds)),
        ...(z !== undefined && Number.isFinite(z) && { z }),
        verdict,
        section: title,
        ...(counted &&
          counted.trials > 0 && { trials: counted.trials, ...wilsonInterval(counted.successes, counted.trials) }),
        ...(optimality && { finding: findingOf(verdict, rest.condition), ...countsOf(optimality) }),
      });
    }),
  );
}

/** A study may hand itself over as its optimality; a row has no more of it than this. */
function countsOf({ solutions, unconverged, residual }: NonNullable<Judged["optimality"]>) {
  return { solutions, unconverged, residual };
}

function findingOf(verdict: Verdict, condition: string | undefined): string {
  if (verdict === "differs") return "fails";
  if (verdict === "undecided") return "undecided";
  return condition === undefined ? "holds" : `holds ${condition}`;
}
