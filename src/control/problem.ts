/** The problem of optimal control: a network, its bounds and weights of the cost, from a spec to what the kernels take. */
import type { ControlledProblem } from "../backend/contract/control.ts";
import { rowsOf, squareOf, vectorOf } from "../check/arrays.ts";
import { checkChoice, checkInteger, checkKeys, checkNumber, show } from "../check/check.ts";
import { deepFreeze } from "../check/freeze.ts";
import { type Activation, type ActivationSpec, activationOf } from "../dynamics/activation.ts";
import { exp } from "../numeric/elementary.ts";
import { log } from "../numeric/log.ts";
import { drawSeed, parseSeed, type Seed, seedToJson } from "../numeric/seed.ts";

/** How far each synapse may be changed: |ξ_ij| ≤ bound — CLMM. */
export interface BoundsSpec {
  /** Bound K on the control of existing synapses, where A_ij ≠ 0. */
  readonly existing: number;
  /** Bound k on the control of silent synapses, where A_ij = 0; default 0: only existing synapses are controlled. */
  readonly silent?: number;
  /** Bound on the control of a neuron's synapse with itself, ξ_ii; default as for every other synapse. */
  readonly diagonal?: number;
}

/** A controlled network, the patterns it meets and what counts — CLMM. */
export interface ControlSpec {
  /**
   * "flow": u̇ = (A + ξ) g(u) − u, by Euler's method; "map": u' = (A + ξ) g(u), the published discrete problem. Default "flow".
   */
  readonly time?: "flow" | "map";
  /** A: rows of numbers, A[i][j] the weight from j to i. */
  readonly weights: readonly (readonly number[])[] | ArrayLike<number>;
  /** Initial state u⁰, the pattern that is presented: N numbers. */
  readonly initial: readonly number[];
  /** Activation g; default tanh(u). */
  readonly activation?: ActivationSpec;
  /** Number of steps S of the map; default 50. */
  readonly steps?: number;
  /** Horizon T of the flow, in membrane time constants; default 1.4 times the presentation. */
  readonly horizon?: number;
  /** Time step h of the flow in membrane time constants, < 1; default 0.05. */
  readonly step?: number;
  /** Weight α = 1 − μ of the motion, in α|X|²; default 1 − controlWeight. */
  readonly motionWeight?: number;
  /** Weight β = μ of the control, in β|ξ|²; default 0.5. */
  readonly controlWeight?: number;
  /** Discount rate λ ≥ 0; default 1, of the map 0. */
  readonly discount?: number;
  /**
   * "published" (the map alone): |X|² of the first transition counts 1 and of transition n ≥ 1 e^{−λ(n−1)}, as in the program
   * of CLMM; "standard": e^{−λn} for both terms. Default "standard".
   */
  readonly discounting?: "standard" | "published";
  readonly bounds: BoundsSpec;
  /** Synapses that may be controlled: rows of 0 and 1; default all. */
  readonly mask?: readonly (readonly number[])[];
  /** Whether the control is symmetric, ξ_ij = ξ_ji; default false. */
  readonly symmetric?: boolean;
  /**
   * What stands for the time beyond the horizon: "none", or "rest", motion that goes on for ever as fast as it would without control at
   * the end. Default "none".
   */
  readonly terminal?: "none" | "rest";
  /** Presentation time τ_p at which ξ_∞ is read; default where e^{−λτ} = 1e-4, for the map the end. */
  readonly presentation?: number;
  /** Starts of the search: the first from ξ = 0, others random; the best is kept. Default 1. */
  readonly starts?: number;
  readonly seed?: Seed;
  /** Residual at which the search has converged; default 1e-9. */
  readonly tolerance?: number;
  /** Most iterations of a search; default 500. */
  readonly maxIterations?: number;
}

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
  readonly bounds: Required<Omit<BoundsSpec, "diagonal">> & { readonly diagonal: number | null };
  readonly mask: readonly (readonly number[])[] | null;
  readonly symmetric: boolean;
  readonly terminal: "none" | "rest";
  readonly presentation: number;
  readonly starts: number;
  readonly seed: number | string;
  readonly tolerance: number;
  readonly maxIterations: number;
}

export const CONTROL_KEYS = [
  "time",
  "weights",
  "initial",
  "activation",
  "steps",
  "horizon",
  "step",
  "motionWeight",
  "controlWeight",
  "discount",
  "discounting",
  "bounds",
  "mask",
  "symmetric",
  "terminal",
  "presentation",
  "starts",
  "seed",
  "tolerance",
  "maxIterations",
] as const;

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

const MOST_STEPS = 1_000_000;
/** Most neurons: beyond this even the weights are hundreds of megabytes. */
const MOST_NEURONS = 10_000;

/**
 * Validates a spec and fills in its defaults.
 *
 * @throws TypeError or RangeError that names the entry, the rule and the value.
 */
export function planControl(spec: ControlSpec, where = "control"): ControlPlan {
  checkKeys(where, spec, CONTROL_KEYS);
  const time = checkChoice(`${where}: time`, spec.time ?? "flow", ["flow", "map"]);
  const isMap = time === "map";
  const weights = squareOf(`${where}: weights`, spec.weights, MOST_NEURONS);
  const { size: nNeurons } = weights;
  const controlWeight = checkNumber(`${where}: controlWeight`, spec.controlWeight ?? 0.5, 0);
  if (spec.motionWeight === undefined && controlWeight > 1) {
    throw new RangeError(`${where}: motionWeight must be given when controlWeight is above 1, got ${controlWeight}`);
  }
  const motionWeight = checkNumber(`${where}: motionWeight`, spec.motionWeight ?? 1 - controlWeight, 0);
  if (motionWeight === 0 && controlWeight === 0) {
    throw new RangeError(`${where}: motionWeight or controlWeight must be above 0, got 0 and 0`);
  }
  const discount = checkNumber(`${where}: discount`, spec.discount ?? (isMap ? 0 : 1), 0);
  const discounting = checkChoice(`${where}: discounting`, spec.discounting ?? "standard", ["standard", "published"]);
  if (discounting === "published" && !isMap) {
    throw new RangeError(`${where}: discounting "published" is of the map; for a flow it must be "standard"`);
  }
  const terminal = checkChoice(`${where}: terminal`, spec.terminal ?? "none", ["none", "rest"]);
  if (terminal === "rest" && discount === 0) {
    throw new RangeError(`${where}: terminal "rest" needs a discount above 0, got 0`);
  }
  const symmetric = spec.symmetric ?? false;
  if (typeof symmetric !== "boolean") {
    throw new TypeError(`${where}: symmetric must be true or false, got ${show(symmetric)}`);
  }
  const mask = spec.mask === undefined ? null : checkMask(`${where}: mask`, spec.mask, nNeurons, symmetric);
  const seed = spec.seed === undefined ? drawSeed() : parseSeed(spec.seed, `${where}: seed`);
  return deepFreeze({
    time,
    weights: rowsOf(weights),
    initial: Array.from(vectorOf(`${where}: initial`, spec.initial, nNeurons)),
    activation: activationOf(spec.activation ?? { type: "tanh" }, `${where}: activation`).spec,
    ...planTime(where, spec, isMap, discount),
    motionWeight,
    controlWeight,
    discount,
    discounting,
    bounds: checkBounds(`${where}: bounds`, spec.bounds),
    mask,
    symmetric,
    terminal,
    starts: checkInteger(`${where}: starts`, spec.starts ?? 1, 1, 10_000),
    seed: seedToJson(seed),
    tolerance: checkNumber(`${where}: tolerance`, spec.tolerance ?? 1e-9, 0, true),
    maxIterations: checkInteger(`${where}: maxIterations`, spec.maxIterations ?? 500, 1, 1_000_000),
  });
}

/** Number and length of the steps and the presentation time, validated, with their defaults. */
function planTime(
  where: string,
  spec: ControlSpec,
  isMap: boolean,
  discount: number,
): Pick<ControlPlan, "nSteps" | "step" | "presentation"> {
  const presented = presentationOf(discount);
  if (isMap) {
    for (const key of ["horizon", "step"] as const) {
      if (spec[key] !== undefined) throw new TypeError(`${where}: ${key} is of the flow; the map has steps`);
    }
    const nSteps = checkInteger(`${where}: steps`, spec.steps ?? 50, 1, MOST_STEPS);
    return { nSteps, step: 1, presentation: checkPresentation(where, spec.presentation ?? nSteps, nSteps, 1) };
  }
  if (spec.steps !== undefined) throw new TypeError(`${where}: steps is of the map; a flow has horizon and step`);
  if (spec.horizon === undefined && discount === 0 && spec.presentation === undefined) {
    throw new RangeError(`${where}: horizon must be given when discount is 0`);
  }
  const wanted = spec.presentation ?? presented;
  const horizon = checkNumber(`${where}: horizon`, spec.horizon ?? horizonOf(wanted), 0, true);
  const step = checkNumber(`${where}: step`, spec.step ?? 0.05, 0, true);
  if (step >= 1) throw new RangeError(`${where}: step must be a number in (0, 1), got ${step}`);
  const nSteps = Math.max(1, Math.round(horizon / step));
  if (nSteps > MOST_STEPS) {
    throw new RangeError(`${where}: horizon / step must be at most ${MOST_STEPS} instants, got ${nSteps}`);
  }
  const end = nSteps * step;
  return {
    nSteps,
    step,
    presentation: checkPresentation(where, spec.presentation ?? Math.min(presented, end), end, step),
  };
}

function checkPresentation(where: string, time: number, end: number, step: number): number {
  const presentation = checkNumber(`${where}: presentation`, time, 0, true);
  // the horizon is a whole number of steps
  if (presentation > end * (1 + 1e-12) + step / 2) {
    throw new RangeError(`${where}: presentation must be within the horizon, ${end}, got ${presentation}`);
  }
  return Math.min(presentation, end);
}

function checkBounds(where: string, bounds: BoundsSpec): ControlPlan["bounds"] {
  checkKeys(where, bounds, ["existing", "silent", "diagonal"]);
  const existing = checkNumber(`${where}: existing`, bounds.existing, 0);
  const silent = checkNumber(`${where}: silent`, bounds.silent ?? 0, 0);
  const diagonal = bounds.diagonal === undefined ? null : checkNumber(`${where}: diagonal`, bounds.diagonal, 0);
  return { existing, silent, diagonal };
}

function checkMask(where: string, mask: unknown, nNeurons: number, symmetric: boolean): number[][] {
  const square = squareOf(where, mask, MOST_NEURONS);
  const { matrix, size } = square;
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
  return rowsOf(square);
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
