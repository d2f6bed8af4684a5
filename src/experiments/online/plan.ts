/** What `online` is asked for, validated. */
import { deepFreeze } from "../../check/freeze.ts";
import { checkSpec, readParameters, type SpecOf } from "../../check/parameters.ts";
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
  type RuleParameter,
} from "../../hopfield/rules/index.ts";
import { signal } from "../../hopfield/rules/signal.ts";
import { SEARCH_START } from "../kit/critical-load.ts";
import { planRelaxation, type RelaxationPlan } from "../kit/retrieval.ts";
import { parameterColumns, type RuleParameters } from "../kit/rules.ts";
import { planSeeds, type SeedsPlan } from "../kit/seeds.ts";
import { onlineParameters } from "./parameters.ts";

/** What `online` follows: networks that learn while their connections grow and are pruned. */
export interface OnlineSpec extends SpecOf<typeof onlineParameters> {}

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

/** Parameters that depend on no rule, and are checked by themselves. */
const OWN = Object.fromEntries(
  Object.entries(onlineParameters).filter(([name]) => !["rule", "seed", ...RULE_PARAMETER_NAMES].includes(name)),
) as Omit<typeof onlineParameters, "rule" | "seed" | RuleParameter>;

/** Validates a spec and fills in its defaults. */
export function planOnline(spec: OnlineSpec): OnlinePlan {
  checkSpec("online", spec, onlineParameters);
  const read = readParameters("online", OWN, spec);
  const { neurons, trials, addition, fraction, quiet, maxRepetitions, reference, curve } = read;
  for (const c of read.inputs) checkInputs("online: inputs", c, neurons);
  if (curve && !reference) {
    throw new RangeError("online: curve must be left out when reference is false, got true");
  }
  const rule = checkRule("online", spec.rule ?? signal.name, spec, GROWTH_RULES);
  const retrieval = planRelaxation("online", spec);
  // patterns up to a load of p = N; other orders of updates want a graph, with every connection at most
  const bytes = growingBytes(neurons, roomFor(Math.min(MOST_PATTERNS, neurons), addition));
  const graph = retrieval.order === "sequential" ? 0 : 16 * neurons ** 2;
  checkBytes("online", bytes + graph, `overlaps and connections of ${neurons} neurons`);
  return deepFreeze({
    experiment: "online",
    neurons,
    inputs: read.inputs,
    rule,
    ...parameterColumns([rule], (name) => spec[name] ?? growthOf(rule).defaults[name]),
    ...planSeeds("online", { ...spec, seeds: read.seeds }),
    trials,
    addition,
    fraction,
    quiet,
    maxRepetitions,
    ...retrieval,
    reference,
    ...(reference && { searchStart: SEARCH_START }),
    ...(curve && { curve: true }),
  });
}
