/** Controlled networks on the WebAssembly backend, which has a module of their own for them. */
import type { HJB_PASS, NEWTON } from "../contract/codes.ts";
import {
  type ControlKernels,
  type ControlledNetwork,
  type ControlledProblem,
  type ControlSweep,
  type HjbGrid,
  type HjbProblem,
  padInto,
  type SweepProblem,
  unpadded,
} from "../contract/control.ts";
import type { Address } from "./address.ts";
import { pointer, type WasmArena } from "./arena.ts";
import { type ControlExports, ControlledLayout, HjbLayout, PathLayout, SweepLayout } from "./interface.generated.ts";
import type { Structure } from "./structure.ts";

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

/** A controlled network whose arrays lie in linear memory; lives until its arena is released. */
class WasmControlled implements ControlledNetwork {
  readonly nNeurons: number;
  readonly nSteps: number;
  private readonly stride: number;
  private readonly at: Address;
  private readonly header: Structure<typeof ControlledLayout>;

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
    this.at = arena.bytes(exports.controlBytes(nNeurons, nSteps, flag) >>> 0);
    this.header = arena.structureAt(ControlledLayout, this.at);
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
    padInto(
      this.array(this.header.get("weights"), nNeurons * this.stride),
      problem.weights,
      nNeurons,
      nNeurons,
      this.stride,
    );
    padInto(
      this.array(this.header.get("bounds"), nNeurons * this.stride),
      problem.bounds,
      nNeurons,
      nNeurons,
      this.stride,
    );
    this.array(this.header.get("motion"), nSteps).set(problem.motion);
    this.array(this.header.get("control"), nSteps).set(problem.control);
    this.array(this.header.get("discount"), nSteps + 1).set(problem.discounts);
  }

  load(initial: ArrayLike<number>, controls?: Float64Array): void {
    const { nNeurons, nSteps, stride } = this;
    this.array(this.path.get("u"), nNeurons).set(initial);
    const to = this.array(this.path.get("xi"), nSteps * nNeurons * stride);
    if (controls) padInto(to, controls, nSteps * nNeurons, nNeurons, stride);
    else to.fill(0);
  }

  shorten(nSteps: number): void {
    this.header.set({ S: nSteps });
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

  newtonRun(instants: number): NEWTON {
    return this.exports.newtonRun(this.at, instants) as NEWTON;
  }

  get motionCost(): number {
    return this.path.get("motion");
  }

  get controlCost(): number {
    return this.path.get("effort");
  }

  get terminalCost(): number {
    return this.path.get("rest");
  }

  get gradientNorm(): number {
    return this.header.get("gradientNorm");
  }

  get residual(): number {
    return this.header.get("residual");
  }

  get iterations(): number {
    return this.header.get("iterations");
  }

  get gradients(): number {
    return this.header.get("gradients");
  }

  states(): Float64Array {
    return this.rows(this.path.get("u"), this.nSteps + 1);
  }

  controls(): Float64Array {
    return this.rows(this.path.get("xi"), this.nSteps * this.nNeurons);
  }

  costates(): Float64Array {
    return this.rows(this.header.get("p"), this.nSteps + 1);
  }

  /** The present trajectory; Newton's method may exchange it for the one it tried. */
  private get path(): Structure<typeof PathLayout> {
    return this.arena.structureAt(PathLayout, this.header.get("path"));
  }

  private rows(at: Address, count: number): Float64Array {
    return unpadded(this.array(at, count * this.stride), count, this.nNeurons, this.stride);
  }

  /** Copies what `write` writes, rows of N padded to `stride`, into `out`. */
  private copied<T>(out: Float64Array, rows: number, write: (at: Address) => T): T {
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

  /** The numbers at an address as a view of the present memory; growing it detaches the view. */
  private array(at: Address, length: number): Float64Array {
    return this.arena.at(Float64Array, at, length).view;
  }
}

/** Sweeps whose arrays lie in linear memory; lives until its arena is released. */
class WasmSweep implements ControlSweep {
  private readonly nNeurons: number;
  private readonly nSteps: number;
  private readonly stride: number;
  private readonly at: Address;
  private readonly header: Structure<typeof SweepLayout>;

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
    this.at = arena.bytes(exports.sweepBytes(nNeurons, nSteps, uniform) >>> 0);
    this.header = arena.structureAt(SweepLayout, this.at);
    const bound = typeof bounds === "number" ? bounds : 0;
    exports.sweepInit(this.at, nNeurons, nSteps, uniform, step, stepDiscount, activation.kind, activation.slope, bound);
    padInto(this.array("weights", nNeurons * this.stride), problem.weights, nNeurons, nNeurons, this.stride);
    if (typeof bounds !== "number") {
      padInto(this.array("bounds", nNeurons * this.stride), bounds, nNeurons, nNeurons, this.stride);
    }
    this.array("motion", nSteps).set(problem.motion);
    this.array("control", nSteps).set(problem.control);
    this.array("discount", nSteps + 1).set(problem.discounts);
    this.array("u", nNeurons).set(problem.initial);
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
    this.header.set({ gamma: stepDiscount });
    this.array("discount", discounts.length).set(discounts);
    this.array("motion", motion.length).set(motion);
  }

  get motionCost(): number {
    return this.header.get("motionCost");
  }

  get controlCost(): number {
    return this.header.get("controlCost");
  }

  get residual(): number {
    return this.header.get("residual");
  }

  states(): Float64Array {
    const { nNeurons, nSteps, stride } = this;
    return unpadded(this.array("u", (nSteps + 1) * stride), nSteps + 1, nNeurons, stride);
  }

  /** The numbers of an array of the problem as a view of the present memory; growing it detaches the view. */
  private array(
    name: "weights" | "bounds" | "motion" | "control" | "discount" | "u" | "w" | "found",
    length: number,
  ): Float64Array {
    return this.arena.at(Float64Array, this.header.get(name), length).view;
  }
}

/** A grid whose arrays lie in linear memory; lives until its arena is released. */
class WasmHjb implements HjbGrid {
  private readonly at: Address;
  private readonly header: Structure<typeof HjbLayout>;
  private readonly size: number;
  private readonly nNeurons: number;
  private readonly state: Address;

  constructor(
    private readonly exports: ControlExports,
    private readonly arena: WasmArena,
    problem: HjbProblem,
  ) {
    const { nNeurons: N, nodes, step, reach, motion, control, halfDiscount, stepDiscount, activation } = problem;
    this.size = nodes ** N;
    this.nNeurons = N;
    this.at = arena.bytes(exports.hjbBytes(N, nodes) >>> 0);
    this.header = arena.structureAt(HjbLayout, this.at);
    this.state = pointer(arena.float64(N));
    const { kind, slope } = activation;
    exports.hjbInit(this.at, N, nodes, step, reach, motion, control, halfDiscount, stepDiscount, kind, slope);
    this.array("weights", N * N).set(problem.weights);
    this.array("bounds", N * N).set(problem.bounds);
  }

  setValues(values: Float64Array): void {
    this.array("values", this.size).set(values);
  }

  sweep(first: number, count: number, backward: number, pass: HJB_PASS): void {
    this.exports.hjbSweep(this.at, first, count, backward, pass);
  }

  get change(): number {
    return this.header.get("change");
  }

  valueAt(state: ArrayLike<number>): number {
    this.arena.at(Float64Array, this.state, this.nNeurons).view.set(state);
    return this.exports.hjbValueAt(this.at, this.state);
  }

  values(): Float64Array {
    return this.array("values", this.size).slice();
  }

  rows(): Float64Array {
    return this.array("rows", this.nNeurons * this.size).slice();
  }

  private array(name: "weights" | "bounds" | "values" | "rows", length: number): Float64Array {
    return this.arena.at(Float64Array, this.header.get(name), length).view;
  }
}
