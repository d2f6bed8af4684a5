/**
 * Continuation of equilibria by one parameter: pseudo-arclength steps around folds — Keller 1977 —, with folds, branch
 * points and Hopf points located along the way.
 */
import { type Eigenvalue, eigenvalues } from "../numeric/eigenvalues.ts";
import { factorInPlace } from "../numeric/linear.ts";
import type { Pause } from "../run/pace.ts";
import { type EquilibriumType, NewtonSearch, stabilityOf } from "./equilibria.ts";
import { LocalField, largest } from "./local-field.ts";
import type { NetworkFamily } from "./parameter.ts";

/**
 * `fold`: the branch turns back in the parameter. `branch`: another branch crosses. `hopf`: a complex pair crosses the
 * imaginary axis, and a limit cycle is born.
 */
export type ContinuationEvent = "fold" | "branch" | "hopf";

/** A point of a branch of equilibria. */
export interface BranchPoint {
  readonly parameter: number;
  /** Membrane potentials u of the equilibrium, f64[N]. */
  readonly state: Float64Array;
  readonly type: EquilibriumType;
  /** Eigenvalue of the largest real part. */
  readonly leading: Eigenvalue;
  /** What happens here; empty at an ordinary point. A pitchfork is a branch point at which one branch has a fold. */
  readonly events: readonly ContinuationEvent[];
}

/** How a branch ended: at an end of the range, closed upon itself, or stopped by the limits on its steps. */
export type BranchStatus = "range" | "closed" | "maxSteps" | "stepTooSmall";

export interface Branch {
  readonly points: readonly BranchPoint[];
  readonly status: BranchStatus;
}

/** Range of the parameter, and limits on the steps of a continuation. */
export interface ContinuationLimits {
  /** Lower end of the parameter's range; `to` is the upper. */
  readonly from: number;
  readonly to: number;
  /** Longest step in (u, parameter), > 0. */
  readonly step: number;
  readonly maxSteps: number;
}

/** A place on a branch: z = (u, p), the unit tangent there, and what the tests for events read. */
interface Place {
  readonly z: Float64Array;
  readonly tangent: Float64Array;
  readonly values: readonly Eigenvalue[];
  /** Sign of the determinant of the extended Jacobian. */
  readonly sign: number;
}

const NEWTON_STEPS = 12;
const FIRST_STEP = 0.2; // relative to the longest
const SHORTEST = 1e-9; // step, relative to the longest
const TURN = 0.97; // least cosine between neighboring tangents
const REFINEMENTS = 60;
const NARROW = 1e-10; // of a step, within which an event is located

/** Follows branches of one family of networks. */
export class Continuation {
  private readonly n: number;
  private readonly matrix: Float64Array;
  private readonly order: Int32Array;

  constructor(
    private readonly family: NetworkFamily,
    nNeurons: number,
    private readonly limits: ContinuationLimits,
  ) {
    this.n = nNeurons;
    this.matrix = new Float64Array((nNeurons + 1) ** 2);
    this.order = new Int32Array(nNeurons + 1);
  }

  /** The branch through the equilibrium that Newton's method reaches from `state` at a value; undefined where there is none. */
  async through(state: Float64Array, parameter: number, pause: Pause): Promise<Branch | undefined> {
    const root = await new NewtonSearch(this.family.at(parameter)).from(state, pause);
    if (!root) return undefined;
    const z = Float64Array.of(...root.state, parameter);
    const guess = new Float64Array(this.n + 1);
    guess[this.n] = 1;
    const start = this.placeAt(z, guess) ?? this.placeAt(z, guess.fill(1));
    if (!start) return undefined;
    const forward = await this.follow(start, pause);
    if (forward.status === "closed") return forward;
    const turned = { ...start, tangent: start.tangent.map((value) => -value), sign: -start.sign };
    const backward = await this.follow(turned, pause);
    const points = [...backward.points.slice(1).reverse(), ...forward.points];
    return { points, status: forward.status === "range" ? backward.status : forward.status };
  }

  /** Steps along the tangent until something ends the branch. */
  private async follow(start: Place, pause: Pause): Promise<Branch> {
    const { step: longest, maxSteps, from, to } = this.limits;
    const points = [this.pointOf(start, [])];
    let place = start;
    let step = longest * FIRST_STEP;
    for (let k = 0; k < maxSteps; ) {
      await pause();
      const next = this.step(place, step);
      if (!next || dot(next.tangent, place.tangent) < TURN) {
        step /= 2;
        if (step < SHORTEST * longest) return { points, status: "stepTooSmall" };
        continue;
      }
      k++;
      for (const { at, event } of this.eventsBetween(place, next, step)) {
        if (at.z[this.n] >= from && at.z[this.n] <= to) points.push(this.pointOf(at, [event]));
      }
      const p = next.z[this.n];
      if (p < from || p > to) {
        const edge = this.atEdge(place, p < from ? from : to, step);
        if (edge) points.push(this.pointOf(edge, []));
        return { points: mergeEvents(points), status: "range" };
      }
      points.push(this.pointOf(next, []));
      if (k > 4 && isNear(next.z, start.z, 0.6 * step) && dot(next.tangent, start.tangent) > 0.9) {
        points.push(points[0]);
        return { points: mergeEvents(points), status: "closed" };
      }
      place = next;
      step = Math.min(longest, step * 1.3);
    }
    return { points: mergeEvents(points), status: "maxSteps" };
  }

  /** Predicts along the tangent and corrects in the plane across it. */
  private step({ z, tangent }: Place, length: number): Place | undefined {
    const n = this.n;
    const guess = z.map((value, k) => value + length * tangent[k]);
    const out = guess.slice();
    const right = new Float64Array(n + 1);
    let last = Number.POSITIVE_INFINITY;
    for (let k = 0; k < NEWTON_STEPS; k++) {
      if (!(out[n] > this.family.least)) return undefined;
      const { solve, pivotRatio } = this.factor(out, tangent, right);
      right[n] = 0;
      for (let i = 0; i <= n; i++) right[n] += tangent[i] * (out[i] - guess[i]);
      if (pivotRatio === 0) return undefined;
      solve(right);
      const size = largest(right);
      if (!Number.isFinite(size) || (k > 0 && size > 2 * last)) return undefined;
      for (let i = 0; i <= n; i++) out[i] -= right[i];
      if (size < 1e-12 * (1 + largest(out))) return this.placeAt(out, tangent);
      last = size;
    }
    return last < 1e-8 * (1 + largest(out)) ? this.placeAt(out, tangent) : undefined;
  }

  /** Tangent, eigenvalues and sign at a point of the branch; the tangent points to the side of `along`. */
  private placeAt(z: Float64Array, along: Float64Array): Place | undefined {
    const n = this.n;
    const tangent = new Float64Array(n + 1);
    const { solve, sign, pivotRatio } = this.factor(z, along, tangent);
    if (!(pivotRatio > 0)) return undefined;
    tangent.fill(0);
    tangent[n] = 1;
    solve(tangent);
    const length = Math.sqrt(dot(tangent, tangent));
    if (!Number.isFinite(length)) return undefined;
    for (let i = 0; i <= n; i++) tangent[i] /= length;
    return { z: z.slice(), tangent, values: this.valuesAt(z), sign };
  }

  /** Factors (X_u X_p; tᵀ) at z and writes X into the first N entries of `residual`. */
  private factor(z: Float64Array, along: Float64Array, residual: Float64Array) {
    const { n, family, matrix } = this;
    const p = z[n];
    const field = new LocalField(family.at(p));
    const u = z.subarray(0, n);
    const jacobian = new Float64Array(n * n);
    field.jacobianInto(u, jacobian);
    const byParameter = new Float64Array(n);
    family.derivativeInto(field, p, u, byParameter);
    for (let i = 0; i < n; i++) {
      matrix.set(jacobian.subarray(i * n, (i + 1) * n), i * (n + 1));
      matrix[i * (n + 1) + n] = byParameter[i];
    }
    matrix.set(along, n * (n + 1));
    const x = new Float64Array(n);
    field.into(u, x);
    residual.set(x);
    return factorInPlace(matrix, n + 1, this.order);
  }

  private valuesAt(z: Float64Array): Eigenvalue[] {
    const { n } = this;
    const jacobian = new Float64Array(n * n);
    new LocalField(this.family.at(z[n])).jacobianInto(z.subarray(0, n), jacobian);
    return eigenvalues(jacobian, n);
  }

  private pointOf({ z, values }: Place, events: readonly ContinuationEvent[]): BranchPoint {
    const { type } = stabilityOf(values);
    return { parameter: z[this.n], state: z.slice(0, this.n), type, leading: values[0], events };
  }

  /** Events within a step, each located by bisection of the step. */
  private eventsBetween(a: Place, b: Place, length: number): { at: Place; event: ContinuationEvent }[] {
    const n = this.n;
    const found: { at: Place; event: ContinuationEvent; distance: number }[] = [];
    const locate = (event: ContinuationEvent, isBefore: (place: Place) => boolean): void => {
      let [low, high] = [0, length];
      let [below, beyond] = [a, b];
      while (high - low > NARROW * length) {
        const cut = this.between(a, low, high);
        if (!cut) break;
        if (isBefore(cut.place)) [low, below] = [cut.distance, cut.place];
        else [high, beyond] = [cut.distance, cut.place];
      }
      const part = event === "fold" ? turningPart(below, beyond, low, high, a, n) : crossingPart(below, beyond);
      const at = this.interpolated(below, beyond, low, high, part, a);
      found.push({ at, event, distance: low + part * (high - low) });
    };
    if (a.tangent[n] * b.tangent[n] < 0) {
      locate("fold", (place) => place.tangent[n] * a.tangent[n] > 0);
    }
    if (a.sign * b.sign < 0) locate("branch", (place) => place.sign === a.sign);
    // an odd change is a fold's or a branch point's; two at once are a pair, unless symmetry lets two real ones cross together
    const [before, after] = [growing(a), growing(b)];
    if (before !== after && (before - after) % 2 === 0) {
      locate("hopf", (place) => growing(place) === before);
      const crossed = found[found.length - 1];
      const nearest = [...crossed.at.values].sort(([x], [y]) => Math.abs(x) - Math.abs(y))[0];
      if (Math.abs(nearest[1]) < 1e-6) crossed.event = "branch";
    }
    // at a pitchfork the branch that turns back is flat in the parameter: its fold is the better located of the two
    const [fold, branch] = ["fold", "branch"].map((name) => found.find(({ event }) => event === name));
    if (fold && branch && isNear(fold.at.z, branch.at.z, 1e-3)) Object.assign(branch, { ...fold, event: "branch" });
    return found.sort((x, y) => x.distance - y.distance);
  }

  /**
   * A place of the branch between two distances along a's tangent. Where branches cross, Newton's method may land on the other
   * one: such a place is refused by its tangent, and another distance tried.
   */
  private between(a: Place, low: number, high: number): { place: Place; distance: number } | undefined {
    for (const part of [0.5, 0.3, 0.7, 0.15, 0.85]) {
      const distance = low + part * (high - low);
      const place = this.step(a, distance);
      if (place && dot(place.tangent, a.tangent) > TURN) return { place, distance };
    }
    return undefined;
  }

  /** The cubic through two neighboring places and their tangents. */
  private interpolated(below: Place, beyond: Place, low: number, high: number, t: number, a: Place): Place {
    const h = high - low;
    const slope = ({ tangent }: Place) => h / dot(tangent, a.tangent);
    const [from, to] = [slope(below), slope(beyond)];
    const z = below.z.map((z0, i) => {
      const rise = beyond.z[i] - z0;
      const m0 = from * below.tangent[i];
      const m1 = to * beyond.tangent[i];
      return z0 + t * (m0 + t * (3 * rise - 2 * m0 - m1 + t * (m0 + m1 - 2 * rise)));
    });
    return { z, tangent: below.tangent, values: this.valuesAt(z), sign: 0 };
  }

  /** The point of the branch at the end of the range. */
  private atEdge(place: Place, edge: number, step: number): Place | undefined {
    let [low, high] = [0, step];
    let at: Place | undefined;
    for (let k = 0; k < REFINEMENTS; k++) {
      const middle = this.step(place, (low + high) / 2);
      if (!middle) return at;
      at = middle;
      if (Math.abs(middle.z[this.n] - edge) < 1e-13) break;
      const isBeyond = (middle.z[this.n] - edge) * (edge === this.limits.from ? -1 : 1) > 0;
      if (isBeyond) high = (low + high) / 2;
      else low = (low + high) / 2;
    }
    return at;
  }
}

/** Where between two places the parameter turns back: the zero of the tangent's last entry, taken as linear. */
function turningPart(below: Place, beyond: Place, low: number, high: number, a: Place, n: number): number {
  const [p0, p1] = [below, beyond].map(({ tangent }) => tangent[n] / dot(tangent, a.tangent));
  return high > low && p0 !== p1 ? Math.min(1, Math.max(0, p0 / (p0 - p1))) : 0.5;
}

/** Where between two places the eigenvalue nearest to the imaginary axis crosses it, taken as linear; ½ where none does. */
function crossingPart(below: Place, beyond: Place): number {
  const [r0, r1] = [below, beyond].map(({ values }) =>
    values.reduce((least, [re]) => (Math.abs(re) < Math.abs(least) ? re : least), Number.POSITIVE_INFINITY),
  );
  return r0 * r1 < 0 ? r0 / (r0 - r1) : 0.5;
}

/** Number of directions that grow: eigenvalues of positive real part. */
function growing({ values }: Place): number {
  return values.filter(([re]) => re > 0).length;
}

/** Events at one place become one point. */
function mergeEvents(points: readonly BranchPoint[]): BranchPoint[] {
  const merged: BranchPoint[] = [];
  for (const point of points) {
    const last = merged[merged.length - 1];
    const isSame =
      last !== undefined &&
      last.events.length > 0 &&
      point.events.length > 0 &&
      Math.abs(last.parameter - point.parameter) < 1e-7 &&
      isNear(last.state, point.state, 1e-5);
    if (isSame) merged[merged.length - 1] = { ...last, events: [...last.events, ...point.events] };
    else merged.push(point);
  }
  return merged;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function isNear(a: Float64Array, b: Float64Array, reach: number): boolean {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum < reach * reach;
}
