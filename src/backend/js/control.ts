/** Controlled networks of the JavaScript backend. */
import type { HJB_PASS, NEWTON } from "../contract/codes.ts";
import type {
  ControlKernels,
  ControlledNetwork,
  ControlledProblem,
  ControlSweep,
  HjbGrid,
  HjbProblem,
  SweepProblem,
} from "../contract/control.ts";
import { padInto, unpadded } from "../contract/control.ts";
import type { Arena } from "../contract/kernels.ts";
import { Controlled, controlAdjoint, controlForward, controlGradient, controlledDoubles } from "./controlled.ts";
import { Hjb, hjbDoubles, hjbSweep, hjbValueAt } from "./hjb.ts";
import { newtonBegin, newtonRun, newtonValue } from "./newton.ts";
import { Sweep, sweepBackward, sweepDoubles, sweepForward } from "./sweep.ts";

export function jsControl(arena: Arena): ControlKernels {
  return {
    controlledNetwork: (problem) => new JsControlled(arena, problem),
    hjbGrid: (problem) => new JsHjb(arena, problem),
    hjbBytes: (nNeurons, nodes) => 8 * hjbDoubles(nNeurons, nodes),
    controlSweep: (problem) => new JsSweep(arena, problem),
    sweepBytes: (nNeurons, nSteps, isUniform) => 8 * sweepDoubles(nNeurons, nSteps, isUniform),
    controlledBytes: (nNeurons, nSteps, newton) => 8 * controlledDoubles(nNeurons, nSteps, newton),
  };
}

class JsControlled implements ControlledNetwork {
  readonly nNeurons: number;
  readonly nSteps: number;
  private readonly a: Controlled;

  constructor(arena: Arena, problem: ControlledProblem) {
    const { nNeurons, nSteps, newton } = problem;
    this.nNeurons = nNeurons;
    this.nSteps = nSteps;
    this.a = new Controlled(arena.float64(controlledDoubles(nNeurons, nSteps, newton)).view, problem);
  }

  load(initial: ArrayLike<number>, controls?: Float64Array): void {
    const { a, nNeurons, nSteps } = this;
    const { path, m, stride } = a;
    m.set(initial, path.u);
    const rows = nSteps * nNeurons;
    if (controls) padInto(m.subarray(path.xi), controls, rows, nNeurons, stride);
    else m.fill(0, path.xi, path.xi + rows * stride);
  }

  shorten(nSteps: number): void {
    this.a.S = nSteps;
  }

  forward(first = 0, last = this.nSteps): void {
    controlForward(this.a, first, last);
  }

  adjoint(first = 0, last = this.nSteps): void {
    controlAdjoint(this.a, first, last);
  }

  gradientInto(out: Float64Array): void {
    controlGradient(this.a, out);
  }

  newtonBegin(tolerance: number, maxIterations: number): void {
    newtonBegin(this.a, tolerance, maxIterations);
  }

  newtonRun(instants: number): NEWTON {
    return newtonRun(this.a, instants);
  }

  valueInto(out: Float64Array): boolean {
    return newtonValue(this.a, out);
  }

  get motionCost(): number {
    return this.a.path.motion;
  }

  get controlCost(): number {
    return this.a.path.effort;
  }

  get terminalCost(): number {
    return this.a.path.rest;
  }

  get gradientNorm(): number {
    return this.a.gradientNorm;
  }

  get residual(): number {
    return this.a.residual;
  }

  get iterations(): number {
    return this.a.iterations;
  }

  get gradients(): number {
    return this.a.gradients;
  }

  states(): Float64Array {
    return this.rows(this.a.path.u, this.nSteps + 1);
  }

  controls(): Float64Array {
    return this.rows(this.a.path.xi, this.nSteps * this.nNeurons);
  }

  costates(): Float64Array {
    return this.rows(this.a.p, this.nSteps + 1);
  }

  private rows(from: number, count: number): Float64Array {
    return unpadded(this.a.m.subarray(from), count, this.nNeurons, this.a.stride);
  }
}

class JsSweep implements ControlSweep {
  private readonly a: Sweep;

  constructor(arena: Arena, problem: SweepProblem) {
    const { nNeurons, nSteps, bounds } = problem;
    this.a = new Sweep(arena.float64(sweepDoubles(nNeurons, nSteps, typeof bounds === "number")).view, problem);
  }

  forward(w: Float64Array, first: number, last: number): void {
    const { a } = this;
    if (first === 0) padInto(a.m.subarray(a.w), w, a.S, a.N, a.stride);
    sweepForward(a, first, last);
  }

  backward(found: Float64Array, first: number, last: number): void {
    const { a } = this;
    sweepBackward(a, first, last);
    if (first === 0) found.set(unpadded(a.m.subarray(a.found), a.S, a.N, a.stride));
  }

  setDiscount(stepDiscount: number, discounts: Float64Array, motion: Float64Array): void {
    const { a } = this;
    a.gamma = stepDiscount;
    a.m.set(discounts, a.discount);
    a.m.set(motion, a.motion);
  }

  get motionCost(): number {
    return this.a.motionCost;
  }

  get controlCost(): number {
    return this.a.controlCost;
  }

  get residual(): number {
    return this.a.residual;
  }

  states(): Float64Array {
    const { a } = this;
    return unpadded(a.m.subarray(a.u), a.S + 1, a.N, a.stride);
  }
}

class JsHjb implements HjbGrid {
  private readonly a: Hjb;

  constructor(arena: Arena, problem: HjbProblem) {
    this.a = new Hjb(arena.float64(hjbDoubles(problem.nNeurons, problem.nodes)).view, problem);
  }

  setValues(values: Float64Array): void {
    this.a.m.set(values, this.a.values);
  }

  sweep(first: number, count: number, backward: number, pass: HJB_PASS): void {
    hjbSweep(this.a, first, count, backward, pass);
  }

  get change(): number {
    return this.a.change;
  }

  valueAt(state: ArrayLike<number>): number {
    return hjbValueAt(this.a, state);
  }

  values(): Float64Array {
    const { m, values, nodes } = this.a;
    return m.slice(values, values + nodes);
  }

  rows(): Float64Array {
    const { m, rows, nodes, N } = this.a;
    return m.slice(rows, rows + N * nodes);
  }
}
