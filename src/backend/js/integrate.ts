/** Runge–Kutta integration in plain JavaScript, twin of assembly/integrate.ts, step by step and sum by sum. */

import { exp, log } from "../../numeric/elementary.ts";
import { INTEGRATION } from "../contract/codes.ts";
import type { Integrator, IntegratorSpec, Tableau } from "../contract/flow.ts";
import type { Arena, Block } from "../contract/kernels.ts";

/** A right-hand side of f64[blocks × stride] vectors. */
export interface VectorField {
  readonly nNeurons: number;
  readonly stride: number;
  /** Writes the time derivatives of a state and its tangents, f64[blocks × stride] each. */
  evaluate(x: Float64Array, out: Float64Array, blocks: number): void;
  /** Writes T(V)V into `out`; f64[stride] each. */
  drive(values: Float64Array, out: Float64Array): void;
  /** The derivative of T(V)V along `change`, after `drive`. */
  driveTangent?(change: Float64Array, out: Float64Array): void;
}

const WIDTH = 16;
const FIRST = 0;
const GUESS = -1;

export class JsIntegrator implements Integrator {
  readonly state: Block<Float64Array>;
  readonly samples: Block<Float64Array>;
  readonly eventTimes: Block<Float64Array>;
  readonly eventStates: Block<Float64Array>;
  status: INTEGRATION = INTEGRATION.running;
  time = 0;
  step = 0;
  steps = 0;
  rejected = 0;
  evaluations = 0;
  sampled = 0;
  events = 0;
  private readonly tableau: Tableau;
  private readonly size: number;
  private readonly controlled: number;
  private readonly x: Float64Array;
  private readonly next: Float64Array;
  private readonly probe: Float64Array;
  private readonly k: readonly Float64Array[];
  private readonly dense: readonly Float64Array[];
  private stage = FIRST;
  private side = 0;
  private refused = false;
  private last = false;
  private end = 0;
  private start = 0;
  private trial = 0;
  private memory = 1e-4;
  private mostSteps = 0;

  constructor(
    arena: Arena,
    private readonly field: VectorField,
    private readonly spec: IntegratorSpec,
  ) {
    const { tableau, blocks, times, mostEvents, controlled } = spec;
    this.tableau = tableau;
    this.size = blocks * field.stride;
    this.controlled = controlled * field.stride;
    const vector = () => new Float64Array(this.size);
    this.state = arena.float64(this.size);
    this.x = this.state.view;
    this.next = vector();
    this.probe = vector();
    this.k = Array.from({ length: tableau.stages + tableau.further }, vector);
    this.dense = Array.from({ length: 3 + tableau.denseRows }, vector);
    this.samples = arena.float64(times.length * this.size);
    this.eventTimes = arena.float64(mostEvents);
    this.eventStates = arena.float64(mostEvents * this.size);
  }

  begin(time: number, end: number, mostSteps: number): void {
    this.time = time;
    this.start = time;
    this.end = end;
    this.step = end < time ? -this.spec.step : this.spec.step;
    this.mostSteps = mostSteps;
    this.steps = 0;
    this.rejected = 0;
    this.evaluations = 0;
    this.sampled = 0;
    this.events = 0;
    this.side = 0;
    this.stage = FIRST;
    this.refused = false;
    this.memory = 1e-4;
    this.status = INTEGRATION.running;
  }

  resume(end: number, mostSteps: number): void {
    this.end = end;
    this.mostSteps = Math.min(2 ** 31 - 1, this.steps + mostSteps);
    this.events = 0;
    this.status = INTEGRATION.running;
  }

  advance(evaluations: number, steps: number): INTEGRATION {
    const { stages, further } = this.tableau;
    const lastStep = this.steps + steps;
    let left = evaluations;
    while (this.status === INTEGRATION.running && left > 0) {
      if (this.stage === FIRST) {
        left--;
        this.first();
      } else if (this.stage === GUESS) {
        left--;
        this.guess();
      } else if (this.stage < stages) {
        if (this.stage === 1) this.propose();
        left--;
        const row = this.stage;
        const into = row === stages - 1 ? this.next : this.probe;
        this.combine(row, row, this.trial, this.x, into);
        this.evaluate(into, row);
        if (++this.stage === stages && !this.accept()) this.stage = 1;
        else if (this.stage === stages && !(further > 0 && this.needsDense())) this.finish();
      } else if (this.stage < stages + further) {
        left--;
        const row = this.stage;
        this.combine(row, row, this.trial, this.x, this.probe);
        this.evaluate(this.probe, row);
        if (++this.stage === stages + further) this.finish();
      }
      if (this.steps === lastStep && this.stage === 1) break;
    }
    return this.status;
  }

  private evaluate(at: Float64Array, row: number): void {
    this.field.evaluate(at, this.k[row], this.spec.blocks);
    this.evaluations++;
  }

  private first(): void {
    this.evaluate(this.x, 0);
    if (!finite(this.x) || !finite(this.k[0])) {
      this.status = INTEGRATION.notFinite;
      return;
    }
    const { times, normal, offset } = this.spec;
    while (this.sampled < times.length && (times[this.sampled] - this.time) * (this.end - this.time) <= 0) {
      this.sample(this.x);
    }
    if (normal && this.side === 0) this.side = Math.sign(this.distance(normal, this.x) - offset);
    this.settle(this.k[0]);
    this.stage = this.step === 0 && this.tableau.errors > 0 ? GUESS : 1;
  }

  private guess(): void {
    const { x, k, probe, spec, size } = this;
    const span = Math.abs(this.end - this.time);
    const sign = this.end < this.time ? -1 : 1;
    const d0 = this.norm(x, null, x);
    const d1 = this.norm(k[0], null, x);
    let h0 = d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : 0.01 * (d0 / d1);
    if (!(h0 > 0)) h0 = 1e-6;
    h0 = Math.min(Math.min(h0, span), spec.largestStep);
    for (let i = 0; i < size; i++) probe[i] = x[i] + sign * h0 * k[0][i];
    this.evaluate(probe, 1);
    const d2 = this.norm(k[1], k[0], x) / h0;
    const d = Math.max(d1, d2);
    const h1 = d <= 1e-15 ? Math.max(1e-6, h0 * 1e-3) : power(0.01 / d, 1 / this.tableau.order);
    const h = Math.min(Math.min(100 * h0, h1), Math.min(span, spec.largestStep));
    this.step = sign * (h > 0 ? h : h0);
    this.stage = 1;
  }

  private norm(a: Float64Array, b: Float64Array | null, x: Float64Array): number {
    const { relativeTolerance, absoluteTolerance } = this.spec;
    let even = 0;
    let odd = 0;
    for (let i = 0; i < this.controlled; i += 2) {
      const e0 = (b ? a[i] - b[i] : a[i]) / (absoluteTolerance + relativeTolerance * Math.abs(x[i]));
      const e1 = (b ? a[i + 1] - b[i + 1] : a[i + 1]) / (absoluteTolerance + relativeTolerance * Math.abs(x[i + 1]));
      even += e0 * e0;
      odd += e1 * e1;
    }
    return Math.sqrt((even + odd) / this.entries());
  }

  private entries(): number {
    return this.spec.controlled * this.field.nNeurons;
  }

  private propose(): void {
    const left = this.end - this.time;
    const reach = this.step * (this.tableau.errors > 0 ? 1.01 : 1.000000001);
    this.last = Math.abs(reach) >= Math.abs(left);
    this.trial = this.last ? left : this.step;
  }

  private accept(): boolean {
    const { tableau, spec } = this;
    const bounded = finite(this.next) && finite(this.k[tableau.stages - 1]);
    if (tableau.errors === 0) {
      if (!bounded) {
        this.status = INTEGRATION.notFinite;
        this.stage = FIRST;
      }
      return true;
    }
    const error = bounded ? this.estimate() : Number.NaN;
    const size = Math.abs(this.trial);
    const sign = this.trial < 0 ? -1 : 1;
    const exponent = exponentOf(tableau);
    if (error <= 1) {
      const change =
        power(error, exponent) / (tableau.beta > 0 ? power(this.memory, tableau.beta) : 1) / tableau.safety;
      let next = size / Math.min(Math.max(change, 1 / tableau.most), 1 / tableau.least);
      if (this.refused) next = Math.min(next, size);
      if (this.last) next = Math.max(next, Math.abs(this.step));
      this.step = sign * Math.min(next, spec.largestStep);
      this.memory = Math.max(error, 1e-4);
      this.refused = false;
      return true;
    }
    this.rejected++;
    this.refused = true;
    this.step =
      bounded && error > 1
        ? this.trial / Math.min(1 / tableau.least, power(error, exponent) / tableau.safety)
        : this.trial * 0.1;
    const smallest = 16 * Number.EPSILON * Math.max(Math.abs(this.time), 1e-6 * Math.abs(this.end - this.start));
    if (!(Math.abs(this.step) > smallest)) this.status = bounded ? INTEGRATION.stepTooSmall : INTEGRATION.notFinite;
    return false;
  }

  private estimate(): number {
    const { tableau, spec, x, next } = this;
    const { relativeTolerance, absoluteTolerance } = spec;
    const row = tableau.stages + tableau.further;
    const [first, second] = this.dense;
    this.combine(row, tableau.stages, this.trial, null, first);
    if (tableau.errors > 1) this.combine(row + 1, tableau.stages, this.trial, null, second);
    const sum1 = [0, 0];
    const sum2 = [0, 0];
    for (let i = 0; i < this.controlled; i++) {
      const unit = absoluteTolerance + relativeTolerance * Math.max(Math.abs(x[i]), Math.abs(next[i]));
      const e1 = first[i] / unit;
      sum1[i & 1] += e1 * e1;
      if (tableau.errors > 1) {
        const e2 = second[i] / unit;
        sum2[i & 1] += e2 * e2;
      }
    }
    const error = sum1[0] + sum1[1];
    if (tableau.errors === 1) return Math.sqrt(error / this.entries());
    const blend = error + 0.01 * (sum2[0] + sum2[1]);
    return error / Math.sqrt((blend > 0 ? blend : 1) * this.entries());
  }

  private needsDense(): boolean {
    const { times } = this.spec;
    const reached = this.last ? this.end : this.time + this.trial;
    if (this.sampled < times.length && (times[this.sampled] - reached) * this.trial < 0) return true;
    return this.crosses();
  }

  private crosses(): boolean {
    const { normal, offset, direction } = this.spec;
    if (!normal) return false;
    const now = Math.sign(this.distance(normal, this.next) - offset);
    return now !== 0 && this.side !== 0 && now !== this.side && (direction === 0 || now === direction);
  }

  private finish(): void {
    const { spec, size, eventStates, tableau } = this;
    const { normal, offset, times, mostEvents } = spec;
    const reached = this.last ? this.end : this.time + this.trial;
    const end = this.k[tableau.stages - 1];
    let limit = reached;
    let ready = false;
    if (normal) {
      const crossing = this.crosses();
      const now = Math.sign(this.distance(normal, this.next) - offset);
      if (now !== 0) {
        if (crossing) {
          this.interpolant();
          ready = true;
          const theta = this.crossingAt(normal);
          this.eventTimes.view[this.events] = this.time + theta * this.trial;
          this.interpolate(theta, eventStates.view, this.events * size);
          this.events++;
          if (this.events === mostEvents) {
            this.status = INTEGRATION.crossing;
            limit = this.time + theta * this.trial;
          }
        }
        this.side = now;
      }
    }
    while (this.sampled < times.length) {
      const time = times[this.sampled];
      if ((time - limit) * this.trial > 0) break;
      if (time === reached) this.sample(this.next);
      else {
        if (!ready) this.interpolant();
        ready = true;
        this.interpolate((time - this.time) / this.trial, this.samples.view, this.sampled * size);
        this.sampled++;
      }
    }
    this.steps++;
    if (this.status === INTEGRATION.crossing) {
      this.x.set(eventStates.view.subarray((this.events - 1) * size, this.events * size));
      this.time = limit;
      this.stage = FIRST;
      return;
    }
    this.x.set(this.next);
    this.k[0].set(end);
    this.time = reached;
    this.stage = 1;
    if (this.status === INTEGRATION.running) this.settle(end);
  }

  private settle(at: Float64Array): void {
    if (this.time === this.end) this.status = INTEGRATION.completed;
    else if (this.steps >= this.mostSteps) this.status = INTEGRATION.maxSteps;
    const { rest } = this.spec;
    if (rest < 0) return;
    let most = 0;
    for (let i = 0; i < this.field.nNeurons; i++) most = Math.max(most, Math.abs(at[i]));
    if (most <= rest) this.status = INTEGRATION.equilibrium;
  }

  private sample(state: Float64Array): void {
    this.samples.view.set(state, this.sampled * this.size);
    this.sampled++;
  }

  private combine(row: number, count: number, factor: number, base: Float64Array | null, out: Float64Array): void {
    const { table } = this.tableau;
    const { size, k } = this;
    const terms: Float64Array[] = [];
    const weights: number[] = [];
    for (let j = 0; j < count; j++) {
      const weight = table[row * WIDTH + j];
      if (weight === 0) continue;
      terms.push(k[j]);
      weights.push(factor * weight);
    }
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let term = 0; term < terms.length; term++) sum += weights[term] * terms[term][i];
      out[i] = base ? base[i] + sum : sum;
    }
  }

  private interpolant(): void {
    const { tableau, trial: h, next, x, k, dense, size } = this;
    const end = k[tableau.stages - 1];
    for (let i = 0; i < size; i++) {
      const difference = next[i] - x[i];
      const start = h * k[0][i] - difference;
      dense[0][i] = difference;
      dense[1][i] = start;
      dense[2][i] = difference - h * end[i] - start;
    }
    const row = tableau.stages + tableau.further + tableau.errors;
    for (let d = 0; d < tableau.denseRows; d++) {
      this.combine(row + d, tableau.stages + tableau.further, h, null, dense[3 + d]);
    }
  }

  private interpolate(theta: number, out: Float64Array, from: number): void {
    const { dense, x, size } = this;
    for (let i = 0; i < size; i++) {
      let value = 0;
      for (let r = dense.length - 1; r >= 0; r--) value = (dense[r][i] + value) * (r & 1 ? 1 - theta : theta);
      out[from + i] = x[i] + value;
    }
  }

  private crossingAt(normal: Float64Array): number {
    const coefficients = this.dense.map((row) => this.distance(normal, row));
    const base = this.distance(normal, this.x) - this.spec.offset;
    let low = 0;
    let high = 1;
    for (let n = 0; n < 60; n++) {
      const theta = 0.5 * (low + high);
      let value = 0;
      for (let r = coefficients.length - 1; r >= 0; r--) {
        value = (coefficients[r] + value) * (r & 1 ? 1 - theta : theta);
      }
      if (Math.sign(base + value) === this.side) low = theta;
      else high = theta;
    }
    return high;
  }

  private distance(normal: Float64Array, x: Float64Array): number {
    let even = 0;
    let odd = 0;
    for (let i = 0; i < this.field.stride; i += 2) {
      even += normal[i] * x[i];
      odd += normal[i + 1] * x[i + 1];
    }
    return even + odd;
  }
}

/** The exponent of the present error in the choice of the next step, 1/q − ¾β. */
export function exponentOf({ order, beta }: Tableau): number {
  return 1 / order - 0.75 * beta;
}

function finite(a: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (!Number.isFinite(a[i])) return false;
  return true;
}

/** x^y for x ≥ 0, with the portable exp and log that both backends share. */
function power(x: number, y: number): number {
  return x > 0 ? exp(y * log(x)) : 0;
}
