/** Controlled networks of the JavaScript backend. */
import type { ControlKernels, ControlledNetwork, ControlledProblem, NewtonStatus } from "../kernels/control.ts";
import { padInto, unpadded } from "../kernels/control.ts";
import type { Arena } from "../kernels.ts";
import { Controlled, controlAdjoint, controlForward, controlGradient, controlledDoubles } from "./controlled.ts";
import { newtonBegin, newtonRun, newtonValue } from "./newton.ts";

export function jsControl(arena: Arena): ControlKernels {
  return {
    controlledNetwork: (problem) => new JsControlled(arena, problem),
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

  newtonRun(instants: number): NewtonStatus {
    return newtonRun(this.a, instants) as NewtonStatus;
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
