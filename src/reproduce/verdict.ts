/** Whether what was measured meets what was published: rules a reader can apply by hand. */

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
}

/** Values that differ by at most this part of the published one agree, whatever the seeds. */
const CLOSE = 0.1;
/** A single seed, which has no spread of its own, decides nothing up to this part away. */
const LOOSE = 0.25;

/** The rules of verdicts, in the words of the report. */
export const VERDICT_RULES =
  "≈ agrees when |measured − published| ≤ max(2 s.d., 10 % of the published value); with a single seed, which has no s.d., " +
  "a difference of up to 25 % is undecided. < and > agree when the measured mean lies beyond the bound by more than two " +
  "standard errors, and are undecided within two standard errors of it.";

/** The verdict by the rules that `VERDICT_RULES` states. */
export function verdictOf({ relation, published, measured, spread, seeds }: Comparison): Verdict {
  if (!Number.isFinite(measured)) return "undecided";
  if (relation === "≈") {
    const away = Math.abs(measured - published);
    if (away <= Math.max(2 * spread, CLOSE * Math.abs(published)) + ROUNDING) return "agrees";
    return seeds < 2 && away <= LOOSE * Math.abs(published) ? "undecided" : "differs";
  }
  const beyond = relation === ">" ? measured - published : published - measured;
  const reach = (2 * spread) / Math.sqrt(seeds);
  if (beyond > reach) return "agrees";
  return beyond >= -reach ? "undecided" : "differs";
}

/** A difference of exactly 10 % is to agree although 0.1 has no exact double. */
const ROUNDING = 1e-12;

/** The verdict of a claim with several parts, which holds only when all of them do. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("differs")) return "differs";
  return verdicts.includes("undecided") ? "undecided" : "agrees";
}
