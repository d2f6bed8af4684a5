import { checkChoice, checkNumber } from "../../check/check.ts";
import { MOST_PATTERNS } from "../limits.ts";
import { defaultMargin } from "../margin.ts";

/**
 * How connectivity is chosen: `random` (EK22, "Network"), `given` by the caller, `noise` reduction (eq. 6), `signal` reinforcement (eq. 7) with
 * target ε of the aligned noise, or `margin`, which wants every aligned field to be at least κ and no more.
 */
export type Rule = "random" | "given" | "noise" | "signal" | "margin";

export const RULES: readonly Rule[] = ["random", "given", "noise", "signal", "margin"];

/** Rules that search for connectivity. */
export type SearchRule = Exclude<Rule, "random" | "given">;

export function isSearchRule(rule: Rule): rule is SearchRule {
  return rule !== "random" && rule !== "given";
}

/**
 * ε of a rule at load p: null for a margin, which has none; 0 for noise reduction; for signal reinforcement the value given, or p/c, where the capacity is
 * highest among ε/α ∈ {¼, ½, ¾, 1, 1½, 2, 4}.
 */
export function epsilonOf(
  rule: SearchRule,
  epsilon: number | undefined,
  nPatterns: number,
  nInputs: number,
): number | null {
  if (rule === "margin") return null;
  return rule === "noise" ? 0 : (epsilon ?? nPatterns / nInputs);
}

/** κ of a rule: null for those without one; for a margin the value given, or the default of the wiring. */
export function marginOf(rule: Rule, margin: number | undefined, nInputs: number, nNeurons: number): number | null {
  return rule === "margin" ? (margin ?? defaultMargin(nInputs, nNeurons)) : null;
}

/** A rule with its ε and κ as the caller gave them. */
export function checkRule<R extends Rule>(
  where: string,
  rule: unknown,
  epsilon: unknown,
  rules: readonly R[],
  margin?: unknown,
): R {
  const checked = checkChoice(`${where}: rule`, rule, rules);
  if (margin !== undefined) {
    const value = checkNumber(`${where}: margin`, margin, 0, true);
    if (checked !== "margin")
      throw new RangeError(`${where}: margin must be left out for rule "${checked}", got ${value}`);
    if (value > MOST_PATTERNS) {
      throw new RangeError(`${where}: margin must be ≤ ${MOST_PATTERNS}, which no aligned field exceeds, got ${value}`);
    }
  }
  if (epsilon === undefined) return checked;
  const value = checkNumber(`${where}: epsilon`, epsilon, 0);
  if (!isSearchRule(checked) || checked === "margin") {
    throw new RangeError(`${where}: epsilon must be left out for rule "${checked}", got ${value}`);
  }
  if (checked === "noise" && value !== 0) {
    throw new RangeError(`${where}: epsilon must be 0 or left out for rule "noise", got ${value}`);
  }
  return checked;
}
