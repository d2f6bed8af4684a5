/** Whether what was measured meets what was published: rules a reader can apply by hand. */
import { studentTail, wilsonInterval } from "../numeric/statistics.ts";

/** Whether a claim holds here; "undecided" when the measurement cannot tell. */
export type Verdict = "agrees" | "differs" | "undecided";

/** How a measured value is held against the published one: about equal, or beyond it on one side. */
export type Relation = "≈" | "<" | ">";

/** A measured value beside the published one. */
export interface Comparison {
  readonly relation: Relation;
  readonly published: number;
  readonly measured: number;
  /** Standard deviation over the seeds; 0 for a single seed, which has none. */
  readonly spread: number;
  readonly seeds: number;
  /** Standard error of the difference of both values, where the published one has an error too. */
  readonly difference?: Uncertainty;
  /** The error of the measured value where it is known otherwise than by seeds: of a grid, of rounding. */
  readonly tolerance?: number;
  /** The measured value is `successes` of `trials` independent cases. */
  readonly counted?: Counted;
}

/** In how many of the cases something held. */
export interface Counted {
  readonly successes: number;
  readonly trials: number;
}

/** How sure a difference is. */
export interface Uncertainty {
  /** Standard error of the difference, of both sides together; NaN where a single value on each side tells nothing. */
  readonly error: number;
  /** Degrees of freedom of that error. */
  readonly degrees: number;
}

/** The rules of verdicts, in the words of the report. */
export const VERDICT_RULES =
  "≈ agrees when |measured − published| is at most two standard errors of the mean over seeds, s.d./√seeds; a single value whose error is not known agrees " +
  "where it is equal, and is undecided otherwise. < and > agree when the measured mean lies beyond the bound by more than two " +
  "standard errors, and are undecided within two standard errors of it. Where the error of a value is known, it takes the " +
  "place of these: ≈ agrees within it, < and > are undecided within it. A part of cases is held against its 95 % interval (Wilson): " +
  "≈ agrees when the published part lies within, so that one exception refutes “always”, and is undecided while the interval is " +
  "wider than a half; < and > are undecided when the bound lies within.";

/** Chances of a normal variable to be as far away as two and as three standard errors. */
const TWO_ERRORS = 0.0455;
const THREE_ERRORS = 0.0027;

/** The rules of verdicts where both sides have errors, in the words of the report. */
export const ERROR_RULES =
  "z is the difference of both means over the standard error of the difference; both sides share one standard deviation, pooled, and whole numbers " +
  "add 1/12 to its square. By Student's distribution ≈ agrees where chance alone would be as far off in more than 4.6 % of the cases (two standard errors " +
  "of a normal variable), differs below 0.27 % (three), and is undecided between. < and > agree beyond the bound by two standard errors, and are undecided within.";

/** The verdict by the rules that `VERDICT_RULES` states, or `ERROR_RULES` where the difference has an error. */
export function verdictOf(comparison: Comparison): Verdict {
  const { relation, published, measured, spread, seeds, difference, tolerance, counted } = comparison;
  if (!Number.isFinite(measured) || !Number.isFinite(published)) return "undecided";
  if (difference) return verdictByErrors(relation, measured - published, difference);
  if (counted) return verdictOfPart(relation, published, counted);
  if (tolerance !== undefined) {
    const away = measured - published;
    if (relation === "≈") return Math.abs(away) <= tolerance ? "agrees" : "differs";
    const beyond = relation === ">" ? away : -away;
    if (beyond > tolerance) return "agrees";
    return beyond >= -tolerance ? "undecided" : "differs";
  }
  const reach = (2 * spread) / Math.sqrt(seeds);
  if (relation === "≈") {
    if (Math.abs(measured - published) <= reach + ROUNDING) return "agrees";
    return seeds < 2 ? "undecided" : "differs";
  }
  const beyond = relation === ">" ? measured - published : published - measured;
  if (beyond > reach) return "agrees";
  return beyond >= -reach ? "undecided" : "differs";
}

function verdictByErrors(relation: Relation, difference: number, { error, degrees }: Uncertainty): Verdict {
  if (!Number.isFinite(error) || !(degrees > 0)) return "undecided";
  const chance = chanceOf(difference, { error, degrees });
  if (relation === "≈") return chance >= TWO_ERRORS ? "agrees" : chance < THREE_ERRORS ? "differs" : "undecided";
  if (chance >= TWO_ERRORS) return "undecided";
  return (relation === ">") === difference > 0 ? "agrees" : "differs";
}

/** The chance that errors alone make a difference as large. */
function chanceOf(difference: number, { error, degrees }: Uncertainty): number {
  if (error === 0) return difference === 0 ? 1 : 0;
  return studentTail(difference / error, degrees);
}

/** An interval that is wider than this decides nothing: with four cases without exception it is narrower. */
const WIDEST = 0.5;

function verdictOfPart(relation: Relation, published: number, { successes, trials }: Counted): Verdict {
  const { low, high } = wilsonInterval(successes, trials);
  if (relation === "≈") {
    if (published < low || published > high) return "differs";
    return high - low > WIDEST ? "undecided" : "agrees";
  }
  if (low <= published && published <= high) return "undecided";
  return (relation === ">") === low > published ? "agrees" : "differs";
}

/** What sums of a few numbers may be off by. */
const ROUNDING = 1e-12;

/** The verdict of a claim with several parts, which holds only when all of them do. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("differs")) return "differs";
  return verdicts.includes("undecided") ? "undecided" : "agrees";
}
