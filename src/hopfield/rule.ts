import { checkChoice, checkNumber } from "../check.ts";

/**
 * How connectivity is chosen: `random` (EK22, "Network"), `noise` reduction (eq. 6), or `signal` reinforcement (eq. 7)
 * with target ε of the aligned noise.
 */
export type Rule = "random" | "noise" | "signal";

export const RULES: readonly Rule[] = ["random", "noise", "signal"];

/** Rules that search for connectivity. */
export type SearchRule = Exclude<Rule, "random">;

/**
 * ε of a rule at load p: 0 for noise reduction; for signal reinforcement the value given, or p/c, where the capacity is
 * highest among ε/α ∈ {¼, ½, ¾, 1, 1½, 2, 4}.
 */
export function epsilonOf(rule: SearchRule, epsilon: number | undefined, nPatterns: number, nInputs: number): number {
  return rule === "noise" ? 0 : (epsilon ?? nPatterns / nInputs);
}

/** A rule and its ε as the caller gave them. */
export function checkRule<R extends Rule>(where: string, rule: unknown, epsilon: unknown, rules: readonly R[]): R {
  const checked = checkChoice(`${where}: rule`, rule, rules);
  if (epsilon === undefined) return checked;
  const value = checkNumber(`${where}: epsilon`, epsilon, 0);
  if (checked === "random") throw new RangeError(`${where}: epsilon must be left out for rule "random", got ${value}`);
  if (checked === "noise" && value !== 0) {
    throw new RangeError(`${where}: epsilon must be 0 or left out for rule "noise", got ${value}`);
  }
  return checked;
}
