/** The problem of optimal control: a network, its bounds and weights of the cost, from a spec to what the kernels take. */
import type { ControlledProblem } from "../backend/contract/control.ts";
import { rowsOf, type SquareMatrix, vectorOf } from "../check/arrays.ts";
import { deepFreeze } from "../check/freeze.ts";
import { checkSpec, type ReadOf, readParameters } from "../check/parameters.ts";
import { type Activation, type ActivationSpec, activationFrom, activationOf } from "../dynamics/activation.ts";
import { exp } from "../numeric/elementary.ts";
import { log } from "../numeric/log.ts";
import { drawSeed, seedToJson } from "../numeric/seed.ts";
import { type ControlSpec, controlParameters, MOST_STEPS } from "./parameters.ts";

/** A `ControlSpec` with every default filled in; plain data. */
export interface ControlPlan {
  readonly time: "flow" | "map";
  readonly weights: readonly (readonly number[])[];
  readonly initial: readonly number[];
  readonly activation: ActivationSpec;
  readonly nSteps: number;
  /** Time step h, in membrane time constants; 1 for the map. */
  readonly step: number;
  readonly motionWeight: number;
  readonly controlWeight: number;
  readonly discount: number;
  readonly discounting: "standard" | "published";
  readonly bounds: { readonly existing: number; readonly silent: number; readonly diagonal: number | null };
  readonly mask: readonly (readonly number[])[] | null;
  readonly symmetric: boolean;
  readonly terminal: "none" | "rest";
  readonly presentation: number;
  readonly starts: number;
  readonly seed: number | string;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly extrapolate: boolean;
}

/** e^{−λτ} at the presentation time, and how much longer than that the horizon is, unless they are given. */
const PRESENTED = 1e-4;
const BEYOND = 1.4;

/** The presentation time τ_p of a flow discounted at λ, in units of the membrane's time constant. */
export function presentationOf(discount: number): number {
  return discount > 0 ? -log(PRESENTED) / discount : Number.POSITIVE_INFINITY;
}

/** The horizon T of a flow with a presentation time. */
export function horizonOf(presentation: number): number {
  return BEYOND * presentation;
}

/**
 * Validates a spec and fills in its defaults.
 *
 * @throws TypeError or RangeError that names the entry, the rule and the value.
 */
export function planControl(spec: ControlSpec): ControlPlan {
  return controlPlan("control", spec);
}

/** The same for another function, which messages name. */
export function controlPlan(where: string, spec: ControlSpec): ControlPlan {
  checkSpec(where, spec, controlParameters);
  const read = readParameters(where, controlParameters, spec);
  const { time, weights, controlWeight, discounting, bounds, symmetric, terminal } = read;
  const isMap = time === "map";
  if (read.motionWeight === undefined && controlWeight > 1) {
    throw new RangeError(`${where}: motionWeight must be given when controlWeight is above 1, got ${controlWeight}`);
  }
  const { motionWeight = 1 - controlWeight, discount = isMap ? 0 : 1 } = read;
  if (motionWeight === 0 && controlWeight === 0) {
    throw new RangeError(`${where}: motionWeight or controlWeight must be above 0, got 0 and 0`);
  }
  if (discounting === "published" && !isMap) {
    throw new RangeError(`${where}: discounting "published" is of the map; for a flow it must be "standard"`);
  }
  if (terminal === "rest" && discount === 0) {
    throw new RangeError(`${where}: terminal "rest" needs a discount above 0, got 0`);
  }
  return deepFreeze({
    time,
    weights: rowsOf(weights),
    initial: Array.from(vectorOf(`${where}: initial`, read.initial, weights.size)),
    activation: activationFrom(`${where}: activation`, read.activation).spec,
    ...planTime(where, spec, read, discount),
    motionWeight,
    controlWeight,
    discount,
    discounting,
    bounds: { existing: bounds.existing, silent: bounds.silent, diagonal: bounds.diagonal ?? null },
    mask: read.mask === undefined ? null : checkMask(`${where}: mask`, read.mask, weights.size, symmetric),
    symmetric,
    terminal,
    starts: read.starts,
    seed: seedToJson(read.seed ?? drawSeed()),
    tolerance: read.tolerance,
    maxIterations: read.maxIterations,
    extrapolate: read.extrapolate,
  });
}

/** Number and length of the steps and the presentation time, with their defaults, checked against each other. */
function planTime(
  where: string,
  spec: ControlSpec,
  { time, steps, step, ...read }: ReadOf<typeof controlParameters>,
  discount: number,
): Pick<ControlPlan, "nSteps" | "step" | "presentation"> {
  if (time === "map") {
    for (const key of ["horizon", "step"] as const) {
      if (spec[key] !== undefined) throw new TypeError(`${where}: ${key} is of the flow; the map has steps`);
    }
    return { nSteps: steps, step: 1, presentation: checkPresentation(where, read.presentation ?? steps, steps, 1) };
  }
  if (spec.steps !== undefined) throw new TypeError(`${where}: steps is of the map; a flow has horizon and step`);
  if (read.horizon === undefined && discount === 0 && read.presentation === undefined) {
    throw new RangeError(`${where}: horizon must be given when discount is 0`);
  }
  const presented = presentationOf(discount);
  const horizon = read.horizon ?? horizonOf(read.presentation ?? presented);
  const nSteps = Math.max(1, Math.round(horizon / step));
  if (nSteps > MOST_STEPS) {
    throw new RangeError(`${where}: horizon / step must be at most ${MOST_STEPS} instants, got ${nSteps}`);
  }
  const end = nSteps * step;
  const presentation = checkPresentation(where, read.presentation ?? Math.min(presented, end), end, step);
  return { nSteps, step, presentation };
}

function checkPresentation(where: string, presentation: number, end: number, step: number): number {
  // the horizon is a whole number of steps
  if (presentation > end * (1 + 1e-12) + step / 2) {
    throw new RangeError(`${where}: presentation must be within the horizon, ${end}, got ${presentation}`);
  }
  return Math.min(presentation, end);
}

function checkMask(where: string, mask: SquareMatrix, nNeurons: number, symmetric: boolean): number[][] {
  const { matrix, size } = mask;
  if (size !== nNeurons) throw new RangeError(`${where} must have ${nNeurons} rows, as weights have, got ${size}`);
  matrix.forEach((value, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    if (value !== 0 && value !== 1) {
      throw new RangeError(`${where} must be 0 or 1, got ${value} at row ${i}, column ${j}`);
    }
    if (symmetric && value !== matrix[j * size + i]) {
      throw new RangeError(`${where} must be symmetric for symmetric control, but row ${i}, column ${j} is not`);
    }
  });
  return rowsOf(mask);
}

/** The largest |ξ_ij| of each synapse, f64[N × N]; a symmetric control keeps the smaller bound of ij and ji. */
export function boundsOf(plan: ControlPlan): Float64Array {
  const { weights, bounds, mask, symmetric } = plan;
  const N = weights.length;
  const own = (i: number, j: number): number => {
    if (mask !== null && mask[i][j] === 0) return 0;
    if (i === j && bounds.diagonal !== null) return bounds.diagonal;
    return weights[i][j] === 0 ? bounds.silent : bounds.existing;
  };
  return Float64Array.from({ length: N * N }, (_, at) => {
    const [i, j] = [Math.floor(at / N), at % N];
    return symmetric ? Math.min(own(i, j), own(j, i)) : own(i, j);
  });
}

/** How a discount weighs time: of a step, at every instant, and with the weight of motion. */
export function discountingOf(plan: ControlPlan): Pick<ControlledProblem, "stepDiscount" | "discounts" | "motion"> {
  const { nSteps, step, discount, discounting, motionWeight } = plan;
  const stepDiscount = exp(-discount * step);
  const motion = new Float64Array(nSteps).fill(motionWeight);
  if (discounting === "published") motion.fill(motionWeight / stepDiscount, 1);
  return {
    stepDiscount,
    motion,
    discounts: Float64Array.from({ length: nSteps + 1 }, (_, n) => exp(-discount * step * n)),
  };
}

/** The problem as kernels take it. */
export function controlledProblem(plan: ControlPlan, newton = true, weights?: Float64Array): ControlledProblem {
  const { nSteps, step, motionWeight, controlWeight, terminal } = plan;
  const activation: Activation = activationOf(plan.activation);
  const time = discountingOf(plan);
  return {
    nNeurons: plan.initial.length,
    nSteps,
    weights: weights ?? Float64Array.from(plan.weights.flat()),
    bounds: boundsOf(plan),
    step,
    ...time,
    control: new Float64Array(nSteps).fill(controlWeight),
    // Σ_{n≥S} γ^{n−S} h a |X|² of a speed that stays
    terminal: terminal === "rest" ? (motionWeight * step) / (1 - time.stepDiscount) : 0,
    activation: { kind: activation.kind, slope: activation.slope },
    symmetric: plan.symmetric,
    newton,
  };
}
