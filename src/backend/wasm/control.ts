import {
  type ControlKernels,
  type ControlledNetwork,
  type ControlledProblem,
  type ControlSweep,
  type HjbGrid,
  type HjbPass,
  type HjbProblem,
  type NewtonStatus,
  padInto,
  type SweepProblem,
  unpadded,
} from "../contract/control.ts";
import { pointer, type WasmArena } from "./arena.ts";

/** What control.wasm exports. */
export interface ControlExports {
  controlBytes(nNeurons: number, nSteps: number, newton: number): number;
  controlInit(
    at: number,
    nNeurons: number,
    nSteps: number,
    newton: number,
    step: number,
    stepDiscount: number,
    terminal: number,
    activation: number,
    parameter: number,
    symmetric: number,
  ): void;
  controlArray(at: number, which: number): number;
  controlNumber(at: number, which: number): number;
  controlShorten(at: number, nSteps: number): void;
  controlForward(at: number, first: number, last: number): void;
  controlAdjoint(at: number, first: number, last: number): void;
  controlGradient(at: number, out: number): void;
  sweepBytes(nNeurons: number, nSteps: number, uniform: number): number;
  sweepInit(
    at: number,
    nNeurons: number,
    nSteps: number,
    uniform: number,
    step: number,
    stepDiscount: number,
    activation: number,
    slope: number,
    bound: number,
  ): void;
  sweepArray(at: number, which: number): number;
  sweepNumber(at: number, which: number): number;
  sweepDiscount(at: number, stepDiscount: number): void;
  sweepForward(at: number, first: number, last: number): void;
  sweepBackward(at: number, first: number, last: number): void;
  hjbBytes(nNeurons: number, nodes: number): number;
  hjbInit(
    at: number,
    nNeurons: number,
    nodes: number,
    step: number,
    reach: number,
    motion: number,
    control: number,
    halfDiscount: number,
    stepDiscount: number,
    activation: number,
    slope: number,
  ): void;
  hjbArray(at: number, which: number): number;
  hjbChange(at: number): number;
  hjbSweep(at: number, first: number, count: number, backward: number, improve: number): void;
  hjbValueAt(at: number, state: number): number;
  newtonBegin(at: number, tolerance: number, maxIterations: number): void;
  newtonRun(at: number, instants: number): number;
  newtonValue(at: number, out: number): number;
}

const ARRAY = {
  weights: 0,
  bounds: 1,
  motion: 2,
  control: 3,
  discounts: 4,
  states: 5,
  controls: 6,
  costates: 8,
} as const;

/** Controlled networks in an arena; their module is instantiated over its memory when the first one is asked for. */
export function wasmControl(instantiate: () => ControlExports, arena: WasmArena): ControlKernels {
  let instance: ControlExports | undefined;
  const exports = (): ControlExports => {
    instance ??= instantiate();
    return instance;
  };
  return {
    controlledNetwork: (problem) => new WasmControlled(exports(), arena, problem),
    hjbGrid: (problem) => new WasmHjb(exports(), arena, problem),
    hjbBytes: (nNeurons, nodes) => exports().hjbBytes(nNeurons, nodes) >>> 0,
    controlSweep: (problem) => new WasmSweep(exports(), arena, problem),
    sweepBytes: (nNeurons, nSteps, isUniform) => exports().sweepBytes(nNeurons, nSteps, isUniform ? 1 : 0) >>> 0,
    controlledBytes: (nNeurons, nSteps, newton) => exports().controlBytes(nNeurons, nSteps, newton ? 1 : 0) >>> 0,
  };
}

/** Lies in linear memory; lives until its arena is released. */
class WasmControlled implements ControlledNetwork {
  readonly nNeurons: number;
  readonly nSteps: number;
  private readonly stride: number;
  private readonly at: number;

  constructor(
    private readonly exports: ControlExports,
    private readonly arena: WasmArena,
    problem: ControlledProblem,
  ) {
    const { nNeurons, nSteps, newton, step, stepDiscount, terminal, activation, symmetric } = problem;
    this.nNeurons = nNeurons;
    this.nSteps = nSteps;
    this.stride = (nNeurons + 1) & ~1;
    const flag = newton ? 1 : 0;
    this.at = pointer(arena.uint8(exports.controlBytes(nNeurons, nSteps, flag) >>> 0));
    exports.controlInit(
      this.at,
      nNeurons,
      nSteps,
      flag,
      step,
      stepDiscount,
      terminal,
      activation.kind,
      activation.slope,
      symmetric ? 1 : 0,
    );
    padInto(this.array("weights", nNeurons * this.stride), problem.weights, nNeurons, nNeurons, this.stride);
    padInto(this.array("bounds", nNeurons * this.stride), problem.bounds, nNeurons, nNeurons, this.stride);
    this.array("motion", nSteps).set(problem.motion);
    this.array("control", nSteps).set(problem.control);
    this.array("discounts", nSteps + 1).set(problem.discounts);
  }

  load(initial: ArrayLike<number>, controls?: Float64Array): void {
    const { nNeurons, nSteps, stride } = this;
    this.array("states", nNeurons).set(initial);
    const to = this.array("controls", nSteps * nNeurons * stride);
    if (controls) padInto(to, controls, nSteps * nNeurons, nNeurons, stride);
    else to.fill(0);
  }

  shorten(nSteps: number): void {
    this.exports.controlShorten(this.at, nSteps);
  }

  forward(first = 0, last = this.nSteps): void {
    this.exports.controlForward(this.at, first, last);
  }

  adjoint(first = 0, last = this.nSteps): void {
    this.exports.controlAdjoint(this.at, first, last);
  }

  gradientInto(out: Float64Array): void {
    this.copied(out, this.nSteps * this.nNeurons, (at) => {
      this.exports.controlGradient(this.at, at);
    });
  }

  valueInto(out: Float64Array): boolean {
    return this.copied(out, 1 + this.nNeurons, (at) => this.exports.newtonValue(this.at, at) === 1);
  }

  newtonBegin(tolerance: number, maxIterations: number): void {
    this.exports.newtonBegin(this.at, tolerance, maxIterations);
  }

  newtonRun(instants: number): NewtonStatus {
    return this.exports.newtonRun(this.at, instants) as NewtonStatus;
  }

  get motionCost(): number {
    return this.exports.controlNumber(this.at, 0);
  }

  get controlCost(): number {
    return this.exports.controlNumber(this.at, 1);
  }

  get terminalCost(): number {
    return this.exports.controlNumber(this.at, 2);
  }

  get gradientNorm(): number {
    return this.exports.controlNumber(this.at, 3);
  }

  get residual(): number {
    return this.exports.controlNumber(this.at, 4);
  }

  get iterations(): number {
    return this.exports.controlNumber(this.at, 5);
  }

  get gradients(): number {
    return this.exports.controlNumber(this.at, 6);
  }

  states(): Float64Array {
    return this.rows("states", this.nSteps + 1);
  }

  controls(): Float64Array {
    return this.rows("controls", this.nSteps * this.nNeurons);
  }

  costates(): Float64Array {
    return this.rows("costates", this.nSteps + 1);
  }

  private rows(name: keyof typeof ARRAY, count: number): Float64Array {
    return unpadded(this.array(name, count * this.stride), count, this.nNeurons, this.stride);
  }

  /** Copies what `write` writes, rows of N padded to `stride`, into `out`. */
  private copied<T>(out: Float64Array, rows: number, write: (at: number) => T): T {
    const { arena, nNeurons, stride } = this;
    const position = arena.mark();
    try {
      const block = arena.float64(rows * stride);
      const result = write(pointer(block));
      out.set(unpadded(block.view, rows, nNeurons, stride));
      return result;
    } finally {
      arena.release(position);
    }
  }

  /** A view of the present memory. */
  private array(name: keyof typeof ARRAY, length: number): Float64Array {
    const at = this.exports.controlArray(this.at, ARRAY[name]) >>> 0;
    return this.arena.at(Float64Array, at, length).view;
  }
}

const SWEEP = { weights: 0, bounds: 1, motion: 2, control: 3, discounts: 4, states: 5, w: 6, found: 7 } as const;

/** Lies in linear memory; lives until its arena is released. */
class WasmSweep implements ControlSweep {
  private readonly nNeurons: number;
  private readonly nSteps: number;
  private readonly stride: number;
  private readonly at: number;

  constructor(
    private readonly exports: ControlExports,
    private readonly arena: WasmArena,
    problem: SweepProblem,
  ) {
    const { nNeurons, nSteps, bounds, step, stepDiscount, activation } = problem;
    const uniform = typeof bounds === "number" ? 1 : 0;
    this.nNeurons = nNeurons;
    this.nSteps = nSteps;
    this.stride = (nNeurons + 3) & ~3;
    this.at = pointer(arena.uint8(exports.sweepBytes(nNeurons, nSteps, uniform) >>> 0));
    const bound = typeof bounds === "number" ? bounds : 0;
    exports.sweepInit(this.at, nNeurons, nSteps, uniform, step, stepDiscount, activation.kind, activation.slope, bound);
    padInto(this.array("weights", nNeurons * this.stride), problem.weights, nNeurons, nNeurons, this.stride);
    if (typeof bounds !== "number") {
      padInto(this.array("bounds", nNeurons * this.stride), bounds, nNeurons, nNeurons, this.stride);
    }
    this.array("motion", nSteps).set(problem.motion);
    this.array("control", nSteps).set(problem.control);
    this.array("discounts", nSteps + 1).set(problem.discounts);
    this.array("states", nNeurons).set(problem.initial);
  }

  forward(w: Float64Array, first: number, last: number): void {
    const { nNeurons, nSteps, stride } = this;
    if (first === 0) padInto(this.array("w", nSteps * stride), w, nSteps, nNeurons, stride);
    this.exports.sweepForward(this.at, first, last);
  }

  backward(found: Float64Array, first: number, last: number): void {
    const { nNeurons, nSteps, stride } = this;
    this.exports.sweepBackward(this.at, first, last);
    if (first === 0) found.set(unpadded(this.array("found", nSteps * stride), nSteps, nNeurons, stride));
  }

  setDiscount(stepDiscount: number, discounts: Float64Array, motion: Float64Array): void {
    this.exports.sweepDiscount(this.at, stepDiscount);
    this.array("discounts", discounts.length).set(discounts);
    this.array("motion", motion.length).set(motion);
  }

  get motionCost(): number {
    return this.exports.sweepNumber(this.at, 0);
  }

  get controlCost(): number {
    return this.exports.sweepNumber(this.at, 1);
  }

  get residual(): number {
    return this.exports.sweepNumber(this.at, 2);
  }

  states(): Float64Array {
    const { nNeurons, nSteps, stride } = this;
    return unpadded(this.array("states", (nSteps + 1) * stride), nSteps + 1, nNeurons, stride);
  }

  /** A view of the present memory. */
  private array(name: keyof typeof SWEEP, length: number): Float64Array {
    return this.arena.at(Float64Array, this.exports.sweepArray(this.at, SWEEP[name]) >>> 0, length).view;
  }
}

/** Lies in linear memory; lives until its arena is released. */
class WasmHjb implements HjbGrid {
  private readonly at: number;
  private readonly size: number;
  private readonly nNeurons: number;
  private readonly state: number;

  constructor(
    private readonly exports: ControlExports,
    private readonly arena: WasmArena,
    problem: HjbProblem,
  ) {
    const { nNeurons: N, nodes, step, reach, motion, control, halfDiscount, stepDiscount, activation } = problem;
    this.size = nodes ** N;
    this.nNeurons = N;
    this.at = pointer(arena.uint8(exports.hjbBytes(N, nodes) >>> 0));
    this.state = pointer(arena.float64(N));
    const { kind, slope } = activation;
    exports.hjbInit(this.at, N, nodes, step, reach, motion, control, halfDiscount, stepDiscount, kind, slope);
    this.array(0, N * N).set(problem.weights);
    this.array(1, N * N).set(problem.bounds);
  }

  setValues(values: Float64Array): void {
    this.array(2, this.size).set(values);
  }

  sweep(first: number, count: number, backward: number, pass: HjbPass): void {
    this.exports.hjbSweep(this.at, first, count, backward, pass);
  }

  get change(): number {
    return this.exports.hjbChange(this.at);
  }

  valueAt(state: ArrayLike<number>): number {
    this.arena.at(Float64Array, this.state, this.nNeurons).view.set(state);
    return this.exports.hjbValueAt(this.at, this.state);
  }

  values(): Float64Array {
    return this.array(2, this.size).slice();
  }

  rows(): Float64Array {
    return this.array(3, this.nNeurons * this.size).slice();
  }

  private array(which: number, length: number): Float64Array {
    return this.arena.at(Float64Array, this.exports.hjbArray(this.at, which) >>> 0, length).view;
  }
}
