/** Fronts of motion against control over μ, one for each λ, with what becomes of the pattern at each point. */
import { deepFreeze } from "../../check/freeze.ts";
import { unique } from "../../check/lists.ts";
import { checkSpec, readParameters } from "../../check/parameters.ts";
import { excessOf, type FrontPoint, isLocal, isMended, solveFront } from "../../control/front.ts";
import type { OutcomeEvidence } from "../../control/outcome.ts";
import { OUTCOME_NAMES, OUTCOMES, type Outcome } from "../../control/outcomes.ts";
import type { OutcomeThresholds } from "../../control/parameters.ts";
import { type ControlPlan, controlPlan } from "../../control/problem.ts";
import { extrapolateTask, outcomeTask, solveTask } from "../../control/tasks.ts";
import { mapLimited } from "../../run/executor.ts";
import { type ExperimentOptions, type ExperimentProvenance, type Means, measurePoints } from "../kit/points.ts";
import { type FrontsSpec, frontsParameters, ownFrontsParameters } from "./parameters.ts";

/** A `FrontsSpec` with every default filled in; plain data. */
export interface FrontsPlan {
  readonly experiment: "fronts";
  /** μ, ascending. */
  readonly controlWeights: readonly number[];
  /** The problem of each λ, ascending; its weights are replaced by 1 − μ and μ. */
  readonly problems: readonly ControlPlan[];
  readonly thresholds: OutcomeThresholds;
}

/** The minimum at one μ and λ. */
export interface FrontRow {
  readonly discount: number;
  readonly controlWeight: number;
  /** Cost J for steps of length 0, and how far it may be off; null where it was not extrapolated. */
  readonly cost: number | null;
  readonly costError: number | null;
  /** Least cost in steps of length h. */
  readonly gridCost: number;
  readonly motionCost: number;
  readonly controlCost: number;
  readonly terminalCost: number;
  /** ∫ |X|² e^{−λt} dt */
  readonly motion: number;
  /** ∫ |ξ|² e^{−λt} dt */
  readonly effort: number;
  readonly outcome: OutcomeEvidence["outcome"];
  readonly reason: string;
  readonly endState: readonly number[];
  readonly largestControl: number;
  readonly controlFraction: number;
  readonly displacement: number | null;
  readonly likeness: number;
  /** Cost at the same step of the search from its own starts. */
  readonly firstGridCost: number;
  /** Whether that was a local minimum, and controls of another point led below it. */
  readonly isMended: boolean;
  /** That cost less what the controls of all other points prove possible at the step: above 0 no global minimum. */
  readonly excess: number;
  /** Whether the excess is beyond rounding: a local minimum that could not be mended. */
  readonly isLocal: boolean;
  readonly status: FrontPoint["solution"]["status"];
  readonly message: string;
  readonly iterations: number;
  readonly gradients: number;
  readonly solveMilliseconds: number;
  readonly optimality: number;
  readonly residual: number | null;
}

/** A front in numbers. */
export interface FrontSummary {
  readonly discount: number;
  readonly points: number;
  /** Local minima that other points gave away, and led out of. */
  readonly mended: number;
  readonly local: number;
  readonly unconverged: number;
  /** Largest residual of the points that converged. */
  readonly residual: number | null;
  /** Number of points of each outcome that there is, by its name. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** The largest μ at which the state comes to rest at a new sink, and the least at which it does at one that A has. */
  readonly newSinkUpTo: number | null;
  readonly knownSinkFrom: number | null;
}

export interface FrontsResult {
  readonly spec: FrontsPlan;
  readonly rows: readonly FrontRow[];
  readonly summary: readonly FrontSummary[];
  readonly provenance: ExperimentProvenance;
}

/**
 * Validates a spec and fills in its defaults.
 *
 * @throws TypeError or RangeError that names the entry, the rule and the value.
 */
export function planFronts(spec: FrontsSpec): FrontsPlan {
  return frontsPlan("controlFronts", spec);
}

/** The same for another function, which messages name. */
export function frontsPlan(where: string, spec: FrontsSpec): FrontsPlan {
  if ("motionWeight" in spec) {
    throw new TypeError(`${where}: motionWeight is 1 − controlWeight on a front, and must not be given`);
  }
  checkSpec(where, spec, frontsParameters);
  const { controlWeight: _, discount: __, thresholds: ___, ...rest } = spec;
  const {
    controlWeight,
    thresholds,
    discount = [spec.time === "map" ? 0 : 1],
  } = readParameters(where, ownFrontsParameters, spec);
  const [controlWeights, discounts] = [controlWeight, discount].map((list) => [...list].sort((a, b) => a - b));
  const first = controlPlan(where, { ...rest, controlWeight: controlWeights[0], discount: discounts[0] });
  return deepFreeze({
    experiment: "fronts",
    controlWeights,
    // one seed for all, also when it was drawn
    problems: discounts.map((own) =>
      controlPlan(where, { ...rest, seed: first.seed, controlWeight: controlWeights[0], discount: own }),
    ),
    thresholds,
  });
}

/**
 * For each λ the minima at all μ: each from its own starts, then from the controls of its neighbors and of whatever point proves it
 * too high. Along a front of global minima motion rises and effort falls with μ, and J(μ) is concave.
 *
 * @throws TypeError or RangeError that names the entry of the spec, the rule and the value.
 */
export async function controlFronts(
  spec: FrontsSpec,
  options: ExperimentOptions<readonly FrontRow[]> = {},
): Promise<FrontsResult> {
  const plan = planFronts(spec);
  const { found, provenance } = await measurePoints<ControlPlan, readonly FrontRow[]>(
    {
      where: "controlFronts",
      points: plan.problems,
      keyOf: frontKey,
      labelOf: ({ discount }) => `λ = ${discount}`,
      costOf: ({ nSteps }) => nSteps,
      measure: (problem, means) => measureFront(plan, problem, means),
    },
    options,
  );
  const rows = found.flat();
  return Object.freeze({ spec: plan, rows, summary: summarizeFronts(rows), provenance });
}

/** Names a front within its plan. */
export function frontKey({ discount }: Pick<ControlPlan, "discount">): string {
  return `discount=${discount}`;
}

async function measureFront(
  { controlWeights, thresholds }: FrontsPlan,
  problem: ControlPlan,
  { backend, executor, signal, onPart }: Means,
): Promise<FrontRow[]> {
  const lanes = executor.threads > 1 ? executor.threads + 1 : 1;
  // searches of their own, two passes along the front, extrapolations, outcomes
  const total = (problem.extrapolate ? 5 : 4) * controlWeights.length - 2;
  let done = 0;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    done++;
    onPart(Math.min(done / total, 1));
    return result;
  };
  const found = await solveFront(
    // only what the front ends with is extrapolated
    { ...problem, extrapolate: false },
    controlWeights,
    (plan, warm) => counted(executor.run(solveTask, { plan, backend, ...(warm && { warm }) }, signal)),
    lanes,
  );
  const points = !problem.extrapolate
    ? found
    : await mapLimited(found, lanes, async (point) => {
        const solution = counted(executor.run(extrapolateTask, { solution: point.solution, backend }, signal));
        return { ...point, solution: await solution };
      });
  const evidence = await mapLimited(points, lanes, ({ solution }) =>
    counted(executor.run(outcomeTask, { solution, thresholds }, signal)),
  );
  return points.map((point, k) => rowOf(problem.discount, point, points, evidence[k]));
}

function rowOf(
  discount: number,
  point: FrontPoint,
  all: readonly FrontPoint[],
  { outcome, reason, largestControl, controlFraction, displacement, likeness, state }: OutcomeEvidence,
): FrontRow {
  const { controlWeight, motion, effort, firstGridCost, solution } = point;
  const { cost, costError, gridCost, motionCost, controlCost, terminalCost } = solution;
  const { status, message, iterations, gradients } = solution;
  const { solveMilliseconds, optimality, residual } = solution;
  const excess = all.length > 1 ? excessOf(point, all).excess : 0;
  return Object.freeze({
    discount,
    controlWeight,
    cost,
    costError,
    gridCost,
    motionCost,
    controlCost,
    terminalCost,
    motion,
    effort,
    outcome,
    reason,
    endState: state,
    largestControl,
    controlFraction,
    displacement: displacement !== null && Number.isFinite(displacement) ? displacement : null,
    likeness,
    firstGridCost,
    isMended: isMended(point),
    excess,
    isLocal: isLocal(point, all),
    status,
    message,
    iterations,
    gradients,
    solveMilliseconds,
    optimality,
    residual,
  });
}

/** Each front of the rows in numbers. */
export function summarizeFronts(rows: readonly FrontRow[]): FrontSummary[] {
  return unique(rows.map(({ discount }) => discount)).map((discount) => {
    const own = rows.filter((row) => row.discount === discount);
    const at = (sink: "new" | "known") =>
      own.filter((row) => OUTCOMES[row.outcome].sink === sink).map((row) => row.controlWeight);
    const [made, known] = [at("new"), at("known")];
    const counts = OUTCOME_NAMES.map((name) => [name, own.filter(({ outcome }) => outcome === name).length] as const);
    const converged = own.filter(({ status }) => status === "converged");
    return {
      discount,
      points: own.length,
      mended: own.filter((row) => row.isMended).length,
      local: own.filter((row) => row.isLocal).length,
      unconverged: own.length - converged.length,
      residual: converged.length > 0 ? Math.max(...converged.map(({ residual }) => residual ?? 0)) : null,
      outcomes: Object.fromEntries(counts.filter(([, count]) => count > 0)),
      newSinkUpTo: made.length > 0 ? Math.max(...made) : null,
      knownSinkFrom: known.length > 0 ? Math.min(...known) : null,
    };
  });
}
