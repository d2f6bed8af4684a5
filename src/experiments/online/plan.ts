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
import { type LoadSearchPlan, SEARCH_START } from "../kit/critical-load.ts";
import { type ProtocolPlan, planProtocol, withProtocol } from "../kit/protocol.ts";
import { planRelaxation, planStrict, type RelaxationPlan, type StrictPlan } from "../kit/retrieval.ts";
import { parameterColumns, type RuleParameters } from "../kit/rules.ts";
import { planSeeds, type SeedsPlan } from "../kit/seeds.ts";
import { onlineParameters } from "./parameters.ts";

/** What `online` follows: networks that learn while their connections grow and are pruned. */
export interface OnlineSpec extends SpecOf<typeof onlineParameters> {}

/** An `OnlineSpec` with every default filled in: plain data, the record of what was computed. */
export interface OnlinePlan
  extends RelaxationPlan,
    SeedsPlan,
    RuleParameters,
    StrictPlan,
    LoadSearchPlan,
    ProtocolPlan {
  readonly experiment: "online";
  readonly neurons: number;
  readonly inputs: readonly number[];
  readonly rule: GrowthRuleName;
  /** K/N of fields that are not normalised; left out where they are. */
  readonly offset?: number;
  readonly trials: number;
  readonly addition: number;
  readonly fraction: number;
  readonly quiet: number;
  /** Left out where the connections have to stay the same. */
  readonly convergence?: "mean-inputs";
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
export function planOnline(given: OnlineSpec): OnlinePlan {
  checkSpec("online", given, onlineParameters);
  const spec = withPublished(given);
  const read = readParameters("online", OWN, spec);
  const { neurons, trials, addition, fraction, quiet, convergence, maxRepetitions, reference, curve } = read;
  for (const c of read.inputs) checkInputs("online: inputs", c, neurons);
  if (curve && !reference) {
    throw new RangeError("online: curve must be left out when reference is false, got true");
  }
  const rule = checkRule("online", spec.rule ?? signal.name, spec, GROWTH_RULES);
  const retrieval = planRelaxation("online", spec);
  const offset = checkOffset(rule, spec, read.offset);
  // patterns up to a load of p = N; updates in random order want a graph, with every connection at most
  const bytes = growingBytes(neurons, roomFor(Math.min(MOST_PATTERNS, neurons), addition));
  const graph = retrieval.order === "random" ? 16 * neurons ** 2 : 0;
  checkBytes("online", bytes + graph, `overlaps and connections of ${neurons} neurons`);
  return deepFreeze({
    experiment: "online",
    ...planProtocol("online", spec),
    neurons,
    inputs: read.inputs,
    rule,
    ...parameterColumns([rule], (name) =>
      offset === undefined ? (spec[name] ?? growthOf(rule).defaults[name]) : null,
    ),
    ...(offset !== undefined && { offset }),
    ...planSeeds("online", { ...spec, seeds: read.seeds }),
    trials,
    addition,
    fraction,
    quiet,
    ...(convergence === "mean-inputs" && { convergence }),
    maxRepetitions,
    ...retrieval,
    ...planStrict("online", spec),
    ...(read.loadSearch === "steps" && { loadSearch: read.loadSearch }),
    reference,
    ...(reference && { searchStart: SEARCH_START }),
    ...(curve && { curve: true }),
  });
}

/** The spec with published values, if it names the protocol; an ε that it gives takes the place of the published constant. */
function withPublished(given: OnlineSpec): OnlineSpec {
  const { offset, ...spec } = withProtocol("online", onlineParameters, given);
  const isReplaced = given.offset === undefined && given.epsilon !== undefined;
  return offset === undefined || isReplaced ? spec : { ...spec, offset };
}

/** The constant of fields that are not normalised: of signal reinforcement, whose ε it replaces. */
function checkOffset(rule: GrowthRuleName, { epsilon }: OnlineSpec, offset: number | undefined): number | undefined {
  if (offset === undefined) return undefined;
  if (rule !== signal.name) {
    throw new RangeError(`online: offset must be left out for rule "${rule}", got ${offset}`);
  }
  if (epsilon !== undefined) throw new TypeError("online: epsilon and offset exclude each other, got both");
  return offset;
}
