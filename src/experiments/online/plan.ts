/** What `online` is asked for, validated. */
import { checkInteger, checkKeys } from "../../check/check.ts";
import { deepFreeze } from "../../check/freeze.ts";
import { listOf, unique } from "../../check/lists.ts";
import { checkInputs } from "../../hopfield/connectivity.ts";
import { growingBytes, roomFor } from "../../hopfield/growing-network.ts";
import { MOST_PATTERNS } from "../../hopfield/limits.ts";
import { checkBytes } from "../../hopfield/memory.ts";
import { checkRule } from "../../hopfield/rules/check.ts";
import {
  GROWTH_RULES,
  type GrowthRuleName,
  growthOf,
  RULE_PARAMETER_NAMES,
  type RuleParametersSpec,
} from "../../hopfield/rules/index.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { SEARCH_START } from "../kit/critical-load.ts";
import {
  checkFraction,
  planRelaxation,
  RELAXATION_KEYS,
  type RelaxationPlan,
  type RelaxationSpec,
} from "../kit/retrieval.ts";
import { parameterColumns, type RuleParameters } from "../kit/rules.ts";
import { planSeeds, SEEDS_KEYS, type SeedsPlan, type SeedsSpec } from "../kit/seeds.ts";

/** What `online` follows: networks that learn while their connections grow and are pruned. */
export interface OnlineSpec extends RelaxationSpec, SeedsSpec, RuleParametersSpec {
  /** N */
  readonly neurons: number;
  /** c₀: inputs of every neuron at the beginning, one or several; each is a run. */
  readonly inputs: number | readonly number[];
  /** What each neuron lowers; default signal reinforcement, whose ε sets the final number of inputs. Parameters are constant, default 1. */
  readonly rule?: GrowthRuleName;
  /** Independent runs for each c₀; seeds seed, seed + 1, …; default 1. */
  readonly seeds?: number;
  /** Connections that each neuron tries in a repetition; default 10. */
  readonly trials?: number;
  /** Patterns learned at a time; default 10. */
  readonly addition?: number;
  /** More patterns are learned while more than this fraction is retrieved; default 0.9. */
  readonly fraction?: number;
  /** A run has converged after so many repetitions in a row without any change; default 50. */
  readonly quiet?: number;
  /** Default 20 000. */
  readonly maxRepetitions?: number;
  /** Whether to measure what random and offline-chosen connectivity of the final c store; default true. */
  readonly reference?: boolean;
  /** Whether to measure that at ¼, ½, 1½ and 2 times the final c as well; default false. */
  readonly curve?: boolean;
}

/** An `OnlineSpec` with every default filled in: plain data, the record of what was computed. */
export interface OnlinePlan extends RelaxationPlan, SeedsPlan, RuleParameters {
  readonly experiment: "online";
  readonly neurons: number;
  readonly inputs: readonly number[];
  readonly rule: GrowthRuleName;
  readonly trials: number;
  readonly addition: number;
  readonly fraction: number;
  readonly quiet: number;
  readonly maxRepetitions: number;
  readonly reference: boolean;
  /** Of the critical loads to compare with, there with them: see `SEARCH_START`. */
  readonly searchStart?: number;
  /** There when asked for. */
  readonly curve?: true;
}

export const ONLINE_KEYS = [
  "neurons",
  "inputs",
  "rule",
  ...RULE_PARAMETER_NAMES,
  ...SEEDS_KEYS,
  "trials",
  "addition",
  "fraction",
  "quiet",
  "maxRepetitions",
  ...RELAXATION_KEYS,
  "reference",
  "curve",
];

/** Validates a spec and fills in its defaults. */
export function planOnline(spec: OnlineSpec): OnlinePlan {
  checkKeys("online: spec", spec, ONLINE_KEYS);
  const neurons = checkInteger("online: neurons", spec.neurons, 2);
  const inputs = listOf("online: inputs", spec.inputs).map((c) => checkInputs("online: inputs", c, neurons));
  if (spec.reference !== undefined && typeof spec.reference !== "boolean") {
    throw new TypeError(`online: reference must be true or false, got ${String(spec.reference)}`);
  }
  if (spec.curve !== undefined && typeof spec.curve !== "boolean") {
    throw new TypeError(`online: curve must be true or false, got ${String(spec.curve)}`);
  }
  if (spec.curve && spec.reference === false) {
    throw new RangeError("online: curve must be left out when reference is false, got true");
  }
  const rule = checkRule("online", spec.rule ?? signal.name, spec, GROWTH_RULES);
  const addition = checkInteger("online: addition", spec.addition ?? 10, 1, MOST_PATTERNS);
  const retrieval = planRelaxation("online", spec);
  // patterns up to a load of p = N; other orders of updates want a graph, with every connection at most
  const bytes = growingBytes(neurons, roomFor(Math.min(MOST_PATTERNS, neurons), addition));
  const graph = retrieval.order === "sequential" ? 0 : 16 * neurons ** 2;
  checkBytes("online", bytes + graph, `overlaps and connections of ${neurons} neurons`);
  return deepFreeze({
    experiment: "online",
    neurons,
    inputs: unique(inputs),
    rule,
    ...parameterColumns([rule], (name) => spec[name] ?? growthOf(rule).defaults[name]),
    ...planSeeds("online", { ...spec, seeds: spec.seeds ?? 1 }),
    trials: checkInteger("online: trials", spec.trials ?? 10, 1, 1_000_000),
    addition,
    fraction: checkFraction("online: fraction", spec.fraction ?? 0.9),
    quiet: checkInteger("online: quiet", spec.quiet ?? 50, 1),
    maxRepetitions: checkInteger("online: maxRepetitions", spec.maxRepetitions ?? 20_000, 1, 2 ** 31 - 1),
    ...retrieval,
    reference: spec.reference ?? true,
    ...((spec.reference ?? true) && { searchStart: SEARCH_START }),
    ...(spec.curve && { curve: true }),
  });
}
