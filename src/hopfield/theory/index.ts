/** What chosen connectivity can store and how its fields lie, by theory of large networks: `connectivityTheory`. */
import { checkKeys, checkNumber } from "../../check/check.ts";
import { checkRule } from "../rules/check.ts";
import { RULE_NAMES, RULE_PARAMETER_NAMES, type Rule, type RuleParametersSpec, ruleOf } from "../rules/index.ts";
import { nextOverlap } from "./retrieval.ts";
import type { TheorySolution } from "./theory.ts";

export interface ConnectivityTheorySpec extends RuleParametersSpec {
  /** A rule that has a theory: random, noise, signal, margin or strongest. */
  readonly rule: Rule;
  /** Connection density c/N, in (0, 1). */
  readonly density: number;
  /** Load α = p/c > 0 at which the fields are told; default: the critical load. The margin rule has none. */
  readonly load?: number;
  /** Temperature of the choice in units of E_i, at a given load, for rules that minimise E_i; default 0, the best connectivity. */
  readonly temperature?: number;
  /** Final overlap m from which a pattern counts as retrieved, in (0, 1); default 0.9. */
  readonly threshold?: number;
}

export interface ConnectivityTheory {
  /** Critical load α_c = p_c/c: of the best connectivity by the rule's cost, at T = 0. */
  readonly critical: number;
  /** Whether no connectivity can hold more, of any search: the margin rule's load, at which every aligned field is κ or more. */
  readonly isBound: boolean;
  /** The load α that the values below belong to. */
  readonly load: number;
  /** Mean of the aligned fields ξ_i^ν h_i^ν over neurons and patterns; null where theory has none. */
  readonly mean: number | null;
  /** Their standard deviation. */
  readonly deviation: number | null;
  /** E_i/p, the least cost of noise reduction and signal reinforcement per neuron and pattern; null for other rules. */
  readonly energy: number | null;
  /** Overlap m that a network started in a stored pattern keeps. */
  readonly overlap: number | null;
}

/**
 * Theory of a rule in networks so large that c/N and p/c alone matter, of random ±1 patterns with Hebbian weights and no synapse of a
 * neuron's own choice correlated with another's (loops and mutual connections are left out).
 *
 * `random` and `strongest` are exact for c ≪ N; for `noise` and `signal` the ground state of a replica-symmetric theory, which annealing of
 * finite networks approaches from below: it reached 0.65 to 1 of the critical load for c/N from 0.04 to 0.5; for `margin` an upper bound.
 * The equations are solved to about 1e-9; the digits may differ between engines.
 *
 * @throws TypeError or RangeError that names the argument; RangeError where no solution can be followed to the point, as it happens for
 * c/N beyond 0.6 and parameters far from their defaults.
 */
export function connectivityTheory(spec: ConnectivityTheorySpec): ConnectivityTheory {
  const where = "connectivityTheory";
  checkKeys(`${where}: spec`, spec, ["rule", "density", "load", "temperature", "threshold", ...RULE_PARAMETER_NAMES]);
  const { density, threshold } = {
    density: checkShare(`${where}: density`, spec.density),
    threshold: checkShare(`${where}: threshold`, spec.threshold ?? USUAL),
  };
  const rule = checkRule(where, spec.rule, spec, THEORY_RULES);
  const { theory } = ruleOf(rule);
  if (theory === null) throw new TypeError(`${where}: rule must have a theory`); // THEORY_RULES are those that have
  const load = spec.load === undefined ? undefined : checkNumber(`${where}: load`, spec.load, 0, true);
  if (load !== undefined && theory.at === null) {
    throw new RangeError(
      `${where}: load must be left out for rule "${rule}", whose theory is a bound on loads alone, got ${load}`,
    );
  }
  const temperature = checkNumber(`${where}: temperature`, spec.temperature ?? 0, 0);
  if (temperature > 0 && (load === undefined || theory.warmed === null)) {
    throw new RangeError(
      `${where}: temperature must be 0 unless a load is given, of a rule that has one, got ${temperature}`,
    );
  }
  const values = Object.fromEntries(RULE_PARAMETER_NAMES.map((name) => [name, spec[name]]));
  const critical = found(theory.critical({ density, threshold, values }), `c/N = ${density}`);
  const best = load === undefined ? critical : found(theory.at?.(critical, load), `c/N = ${density}, α = ${load}`);
  const at = temperature === 0 ? best : found(theory.warmed?.(best, temperature), `T = ${temperature}`);
  return Object.freeze({
    critical: critical.load,
    isBound: theory.isBound,
    load: at.load,
    mean: at.fields?.mean ?? null,
    deviation: at.fields?.deviation ?? null,
    energy: at.fields?.energy ?? null,
    overlap: at.fields && keptOverlap(at),
  });
}

/**
 * Critical loads of a rule at several densities, each followed from its neighbour; those without a solution are left out.
 *
 * @param densities  c/N in ascending order.
 */
export function criticalLoads(
  rule: Rule,
  densities: readonly number[],
  { threshold = USUAL, values = {} }: { readonly threshold?: number; readonly values?: RuleParametersSpec } = {},
): readonly { readonly density: number; readonly load: number }[] {
  const { theory } = ruleOf(rule);
  let last: TheorySolution | undefined;
  return densities.flatMap((density) => {
    const solution = theory?.critical({ density, threshold, values }, last);
    if (!solution) return [];
    last = solution;
    return [{ density, load: solution.load }];
  });
}

/**
 * Mean aligned fields of a rule at a density c/N and several loads, each followed from its neighbour; those without a solution are left out.
 *
 * @param loads  α in ascending order.
 */
export function meanFields(
  rule: Rule,
  density: number,
  loads: readonly number[],
  values: RuleParametersSpec = {},
): readonly { readonly load: number; readonly mean: number }[] {
  const { theory } = ruleOf(rule);
  const critical = theory?.critical({ density, threshold: USUAL, values });
  if (!theory?.at || !critical) return [];
  let last = critical;
  const found: { load: number; mean: number }[] = [];
  // from the largest load down: the nearer to the critical one, the sooner it is found
  for (const load of [...loads].reverse()) {
    const solution = theory.at(last, load);
    if (!solution?.fields) continue;
    last = solution;
    found.push({ load, mean: solution.fields.mean });
  }
  return found.reverse();
}

/** Final overlap of a retrieved pattern unless a spec says otherwise. */
const USUAL = 0.9;
const THEORY_RULES = RULE_NAMES.filter((name) => ruleOf(name).theory !== null);

function checkShare(where: string, value: unknown): number {
  const share = checkNumber(where, value, 0, true);
  if (share >= 1) throw new RangeError(`${where} must be less than 1, got ${share}`);
  return share;
}

function found(solution: TheorySolution | undefined, where: string): TheorySolution {
  if (solution) return solution;
  throw new RangeError(`connectivityTheory: no solution of the equations can be followed to ${where}`);
}

/** The largest m that reproduces itself: steps from m = 1 fall on it, since what follows on m grows with m. */
function keptOverlap({ load, fields }: TheorySolution): number {
  let overlap = 1;
  for (let step = 0; step < 10_000 && fields; step++) {
    const next = nextOverlap(overlap, load, fields.mean, fields.deviation ** 2);
    if (Math.abs(next - overlap) < 1e-12) return next;
    overlap = next;
  }
  return overlap;
}
