/** Equilibria X(u) = 0 of the membrane flow: Newton's method from many starts, what it finds put together, and their types. */
import { type Eigenvalue, eigenvalues } from "../numeric/eigenvalues.ts";
import { factorInPlace } from "../numeric/linear.ts";
import type { Pause } from "../run/pace.ts";
import { LocalField, largest, trappingBox } from "./local-field.ts";
import type { ContinuousNetwork } from "./network.ts";

/** The kind of an equilibrium by the signs of the real parts of its eigenvalues: all negative, all positive, or both. */
export type EquilibriumType = "sink" | "source" | "saddle";

/** Whether the leading eigenvalues, those of the largest real part, are a complex pair. */
export type EquilibriumForm = "node" | "spiral";

/** A state at which the flow stands still, and how the flow behaves near it. */
export interface Equilibrium {
  /** The state u, f64[N]. */
  readonly state: Float64Array;
  readonly type: EquilibriumType;
  readonly form: EquilibriumForm;
  /** The eigenvalues of the Jacobian, N of them, by descending real part. */
  readonly eigenvalues: readonly Eigenvalue[];
  /** Whether some real part is 0 to rounding: the type is that of the other eigenvalues. */
  readonly isMarginal: boolean;
  /** The largest |X_i| that is left, max over i. */
  readonly residual: number;
}

/** A root that Newton's method found, not yet told from others. */
export interface Root {
  readonly state: Float64Array;
  readonly residual: number;
  /** How far the true root may lie, from the residual and the Jacobian. */
  readonly uncertainty: number;
}

const UNDAMPED_STEPS = 24;
const DAMPED_STEPS = 40;
/** |X| of a root, relative to the size of T g. */
const RESIDUAL = 1e-12;
/** Real parts below this, relative to the largest eigenvalue and to the 1 of a neuron alone, are 0. */
const MARGINAL = 1e-7;

/** Largest network whose Jacobian is factored, in some 20 ms: beyond it a step would keep an abortion waiting. */
export const MOST_FACTORED = 300;

/** @throws RangeError for a network whose Jacobian is too large to factor. */
export function checkFactored(where: string, { nNeurons }: ContinuousNetwork): void {
  if (nNeurons > MOST_FACTORED) {
    throw new RangeError(
      `${where} must have at most ${MOST_FACTORED} neurons, got ${nNeurons}; attractor and integrate take more`,
    );
  }
}

/** Newton's method for one network, with its scratch. */
export class NewtonSearch {
  private readonly field: LocalField;
  private readonly jacobian: Float64Array;
  private readonly order: Int32Array;
  private readonly u: Float64Array;
  private readonly step: Float64Array;
  private readonly origin: Float64Array;
  private readonly direction: Float64Array;
  private readonly low: Float64Array;
  private readonly high: Float64Array;

  constructor(readonly network: ContinuousNetwork) {
    const { nNeurons } = network;
    this.field = new LocalField(network);
    this.jacobian = new Float64Array(nNeurons * nNeurons);
    this.order = new Int32Array(nNeurons);
    this.u = new Float64Array(nNeurons);
    this.step = new Float64Array(nNeurons);
    this.origin = new Float64Array(nNeurons);
    this.direction = new Float64Array(nNeurons);
    ({ low: this.low, high: this.high } = trappingBox(network));
  }

  /**
   * The root that Newton's method reaches from a state, or undefined. Undamped steps come first, since they spread over more
   * roots than a descent of |X| does; where they wander, damped steps from the same state follow.
   *
   * @param start  f64[N]; read only.
   */
  async from(start: Float64Array, pause: Pause): Promise<Root | undefined> {
    return (await this.run(start, UNDAMPED_STEPS, false, pause)) ?? this.run(start, DAMPED_STEPS, true, pause);
  }

  /** The root that undamped steps reach from a state which is near one already. */
  near(start: Float64Array, pause: Pause): Promise<Root | undefined> {
    return this.run(start, UNDAMPED_STEPS, false, pause);
  }

  /** The same at once, for a small network. */
  nearAtOnce(start: Float64Array): Root | undefined {
    const steps = this.iterate(start, UNDAMPED_STEPS, false);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  private async run(
    start: Float64Array,
    mostSteps: number,
    isDamped: boolean,
    pause: Pause,
  ): Promise<Root | undefined> {
    const steps = this.iterate(start, mostSteps, isDamped);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      const turn = pause();
      if (turn) await turn;
    }
  }

  /** Yields after every step, for pauses. */
  private *iterate(
    start: Float64Array,
    mostSteps: number,
    isDamped: boolean,
  ): Generator<undefined, Root | undefined, void> {
    const { field, jacobian, order, step, u } = this;
    const n = field.nNeurons;
    u.set(start);
    this.enclose(u);
    field.into(u, step);
    let residual = largest(step);
    let last = Number.POSITIVE_INFINITY; // length of the last step
    for (let k = 0; k < mostSteps && Number.isFinite(residual); k++) {
      field.jacobianInto(u, jacobian);
      const { pivotRatio, solve } = factorInPlace(jacobian, n, order);
      const isRoot = residual <= RESIDUAL * (1 + largest(u));
      if (pivotRatio === 0) return isRoot ? { state: u.slice(), residual, uncertainty: MOST_UNCERTAIN } : undefined;
      solve(step);
      const length = largest(step);
      if (!Number.isFinite(length)) return undefined;
      // a root is kept once another step brings it no nearer: at a degenerate one steps still shrink it
      if (isRoot && !(length < 0.9 * last && length > 1e-15 * (1 + largest(u)))) {
        return { state: u.slice(), residual, uncertainty: this.uncertainty(u, solve) };
      }
      residual = this.advance(residual, isDamped && !isRoot);
      last = length;
      yield;
    }
    if (!(residual <= RESIDUAL * (1 + largest(u)))) return undefined;
    return { state: u.slice(), residual, uncertainty: MOST_UNCERTAIN };
  }

  /** u ← u − step, halved until |X| falls when damped; X at the new u in `step`. Returns |X|. */
  private advance(residual: number, isDamped: boolean): number {
    const { field, u, step, origin, direction } = this;
    origin.set(u);
    direction.set(step);
    let size = residual;
    for (let part = 1; part > 5e-3; part /= 2) {
      for (let i = 0; i < u.length; i++) u[i] = origin[i] - part * direction[i];
      this.enclose(u);
      field.into(u, step);
      size = largest(step);
      if (!isDamped || size < (1 - 0.2 * part) * residual) return size;
    }
    return size; // a short step that leads on, where |X| has a least value or a ridge
  }

  /** Puts what is outside the box of all equilibria onto its boundary. */
  private enclose(u: Float64Array): void {
    for (let i = 0; i < u.length; i++) u[i] = Math.min(Math.max(u[i], this.low[i]), this.high[i]);
  }

  /** |J⁻¹| times the rounding of X, for one right-hand side that stands for all. */
  private uncertainty(u: Float64Array, solve: (b: Float64Array) => void): number {
    const { step } = this;
    const size = RESIDUAL * (1 + largest(u));
    let most = 0;
    for (const sign of [1, -1]) {
      for (let i = 0; i < step.length; i++) step[i] = i % 2 === 0 ? size : sign * size;
      solve(step);
      most = Math.max(most, largest(step));
    }
    return Math.min(MOST_UNCERTAIN, 10 * most);
  }
}

/** Roots nearer to each other than this are one, however flat X is. */
const MOST_UNCERTAIN = 1e-4;
const LEAST_UNCERTAIN = 1e-9;

/** Collects roots, each once; of several findings of one root the one of least residual stays. */
export class RootCollection {
  readonly roots: Root[] = [];
  /** How often each was found. */
  readonly counts: number[] = [];

  add(root: Root, count = 1): void {
    const { roots, counts } = this;
    const at = roots.findIndex((other) => {
      const reach = Math.max(LEAST_UNCERTAIN, root.uncertainty, other.uncertainty);
      return isWithin(root.state, other.state, reach);
    });
    if (at < 0) {
      roots.push(root);
      counts.push(count);
      return;
    }
    counts[at] += count;
    if (root.residual < roots[at].residual) roots[at] = root;
  }
}

/** Whether all coordinates differ by at most `reach`, relative to their size. */
export function isWithin(a: Float64Array, b: Float64Array, reach: number): boolean {
  for (let i = 0; i < a.length; i++) {
    if (!(Math.abs(a[i] - b[i]) <= reach * (1 + Math.abs(b[i])))) return false;
  }
  return true;
}

/** A root with its eigenvalues and type. */
export function classifyRoot(network: ContinuousNetwork, { state, residual }: Root): Equilibrium {
  const { nNeurons } = network;
  const jacobian = new Float64Array(nNeurons * nNeurons);
  new LocalField(network).jacobianInto(state, jacobian);
  return Object.freeze({ state, residual, ...stabilityOf(eigenvalues(jacobian, nNeurons)) });
}

/** Type and form from the eigenvalues. */
export function stabilityOf(
  values: readonly Eigenvalue[],
): Pick<Equilibrium, "type" | "form" | "eigenvalues" | "isMarginal"> {
  const size = Math.max(...values.map(([re, im]) => Math.abs(re) + Math.abs(im)));
  const bound = MARGINAL * Math.max(size, 1);
  const growing = values.filter(([re]) => re > bound).length;
  const decaying = values.filter(([re]) => re < -bound).length;
  const type = growing === 0 ? "sink" : decaying === 0 ? "source" : "saddle";
  const form = Math.abs(values[0][1]) > bound ? "spiral" : "node";
  return { type, form, eigenvalues: values, isMarginal: growing + decaying < values.length };
}
