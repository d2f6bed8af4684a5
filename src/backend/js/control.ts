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

class JsControlled extends Controlled implements ControlledNetwork {
  readonly nNeurons: number;
  readonly nSteps: number;

  constructor(arena: Arena, problem: ControlledProblem) {
    const { nNeurons, nSteps, newton } = problem;
    super(arena.float64(controlledDoubles(nNeurons, nSteps, newton)).view, problem);
    this.nNeurons = nNeurons;
    this.nSteps = nSteps;
  }

  load(initial: ArrayLike<number>, controls?: Float64Array): void {
    const { nNeurons, nSteps, path, m, stride } = this;
    m.set(initial, path.u);
    const rows = nSteps * nNeurons;
    if (controls) padInto(m.subarray(path.xi), controls, rows, nNeurons, stride);
    else m.fill(0, path.xi, path.xi + rows * stride);
  }

  shorten(nSteps: number): void {
    this.S = nSteps;
  }

  forward(first = 0, last = this.nSteps): void {
    controlForward(this, first, last);
  }

  adjoint(first = 0, last = this.nSteps): void {
    controlAdjoint(this, first, last);
  }

  gradientInto(out: Float64Array): void {
    controlGradient(this, out);
  }

  newtonBegin(tolerance: number, maxIterations: number): void {
    newtonBegin(this, tolerance, maxIterations);
  }

  newtonRun(instants: number): NEWTON {
    return newtonRun(this, instants);
  }

  valueInto(out: Float64Array): boolean {
    return newtonValue(this, out);
  }

  get motionCost(): number {
    return this.path.motion;
  }

  get controlCost(): number {
    return this.path.effort;
  }

  get terminalCost(): number {
    return this.path.rest;
  }

  states(): Float64Array {
    return this.rows(this.path.u, this.nSteps + 1);
  }

  controls(): Float64Array {
    return this.rows(this.path.xi, this.nSteps * this.nNeurons);
  }

  costates(): Float64Array {
    return this.rows(this.p, this.nSteps + 1);
  }

  private rows(from: number, count: number): Float64Array {
    return unpadded(this.m.subarray(from), count, this.nNeurons, this.stride);
  }
}

class JsSweep extends Sweep implements ControlSweep {
  constructor(arena: Arena, problem: SweepProblem) {
    const { nNeurons, nSteps, bounds } = problem;
    super(arena.float64(sweepDoubles(nNeurons, nSteps, typeof bounds === "number")).view, problem);
  }

  forward(w: Float64Array, first: number, last: number): void {
    if (first === 0) padInto(this.m.subarray(this.w), w, this.S, this.N, this.stride);
    sweepForward(this, first, last);
  }

  backward(found: Float64Array, first: number, last: number): void {
    sweepBackward(this, first, last);
    if (first === 0) found.set(unpadded(this.m.subarray(this.found), this.S, this.N, this.stride));
  }

  setDiscount(stepDiscount: number, discounts: Float64Array, motion: Float64Array): void {
    this.gamma = stepDiscount;
    this.m.set(discounts, this.discount);
    this.m.set(motion, this.motion);
  }

  states(): Float64Array {
    return unpadded(this.m.subarray(this.u), this.S + 1, this.N, this.stride);
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
