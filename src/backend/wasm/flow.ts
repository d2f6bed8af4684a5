/** Continuous dynamics on the WebAssembly backend: fields and integrations in linear memory. */
import type { INTEGRATION } from "../contract/codes.ts";
import type { FlowField, FlowKernels, FlowProblem, Integrator, IntegratorSpec } from "../contract/flow.ts";
import type { Block } from "../contract/kernels.ts";
import { type Address, NOWHERE } from "./address.ts";
import { pointer, pointerIf, type WasmArena } from "./arena.ts";
import { FlowLayout, IntegratorLayout } from "./interface.generated.ts";
import type { KernelExports } from "./module.ts";
import { TABLEAU_WIDTH } from "./sizes.ts";
import type { Structure, Values } from "./structure.ts";

/** The kernels of continuous dynamics of the WebAssembly backend. */
export function wasmFlowKernels(exports: KernelExports, arena: WasmArena): FlowKernels {
  return {
    activate: (kind, part, slope, input, output, count) =>
      exports.activate(kind, part, slope, pointer(input), pointer(output), count),
    elementary: (what, input, output, count) => exports.elementary(what, pointer(input), pointer(output), count),
    denseProduct(matrix, x, out, rows, stride) {
      const product = matrix.view instanceof Float32Array ? exports.product32 : exports.product64;
      product(pointer(matrix), pointer(x), pointer(out), rows, stride);
    },
    sparseProduct: (values, rowStart, columns, x, out, rows) =>
      exports.productSparse(pointer(values), pointer(rowStart), pointer(columns), pointer(x), pointer(out), rows),
    transposedProduct: (matrix, w, out, rows, stride) =>
      exports.productTransposed(pointer(matrix), pointer(w), pointer(out), rows, stride),
    readThrough: (values, count) => exports.readThrough(pointer(values), count),
    flowField: (problem) => new WasmFlowField(exports, arena, problem),
    integrator: (field, spec) => new WasmIntegrator(exports, arena, field as WasmFlowField, spec),
  };
}

class WasmFlowField implements FlowField {
  readonly nNeurons: number;
  readonly stride: number;
  /** Address of the kernel's `Flow` structure. */
  readonly at: Address;

  constructor(
    private readonly exports: KernelExports,
    arena: WasmArena,
    problem: FlowProblem,
  ) {
    const { nNeurons, stride, nPatterns, slope, beta, scale } = problem;
    this.nNeurons = nNeurons;
    this.stride = stride;
    const vector = () => pointer(arena.float64(stride));
    const perPattern = () => pointer(arena.float64(nPatterns));
    this.at = arena.structure(FlowLayout, {
      N: nNeurons,
      stride,
      form: problem.form,
      weights: problem.weights,
      drive: problem.drive,
      activation: problem.kind,
      P: nPatterns,
      degree: problem.degree,
      matrix: pointer(problem.matrix),
      rowStart: pointerIf(problem.rowStart),
      columns: pointerIf(problem.columns),
      bias: pointer(problem.bias),
      values: vector(),
      slopes: vector(),
      scratch: vector(),
      overlaps: perPattern(),
      mixed: perPattern(),
      changes: perPattern(),
      weighted: perPattern(),
      slope,
      beta,
      scale,
    }).address;
  }

  evaluate(x: Block<Float64Array>, out: Block<Float64Array>, blocks: number): void {
    this.exports.field(this.at, pointer(x), pointer(out), blocks);
  }

  driven(
    values: Block<Float64Array>,
    out: Block<Float64Array>,
    change?: Block<Float64Array>,
    moved?: Block<Float64Array>,
  ): void {
    this.exports.driven(this.at, pointer(values), pointer(out), pointerIf(change), pointerIf(moved));
  }
}

/** Counts and memory of an integration that begins. */
const BEGINNING = {
  status: 0,
  stage: 0,
  sampled: 0,
  events: 0,
  side: 0,
  steps: 0,
  rejected: 0,
  evaluations: 0,
  refused: 0,
  last: 0,
  memory: 1e-4,
} satisfies Partial<Values<typeof IntegratorLayout>>;
/** Fields that `begin` sets. */
type Begun = keyof typeof BEGINNING | "mostSteps" | "t" | "start" | "end" | "h";
const MOST_STEPS = 2 ** 31 - 1;

class WasmIntegrator implements Integrator {
  readonly state: Block<Float64Array>;
  readonly samples: Block<Float64Array>;
  readonly eventTimes: Block<Float64Array>;
  readonly eventStates: Block<Float64Array>;
  private readonly header: Structure<typeof IntegratorLayout>;

  constructor(
    private readonly exports: KernelExports,
    arena: WasmArena,
    field: WasmFlowField,
    private readonly spec: IntegratorSpec,
  ) {
    const { tableau, blocks, times, mostEvents } = spec;
    const size = blocks * field.stride;
    const vectors = (count: number) => arena.float64(count * size);
    const filled = (values: Float64Array) => {
      const block = arena.float64(values.length);
      block.view.set(values);
      return pointer(block);
    };
    this.state = vectors(1);
    this.samples = vectors(times.length);
    this.eventTimes = arena.float64(mostEvents);
    this.eventStates = vectors(mostEvents);
    this.header = arena.structure<typeof IntegratorLayout, Begun>(IntegratorLayout, {
      flow: field.at,
      blocks,
      controlled: spec.controlled,
      size,
      stages: tableau.stages,
      further: tableau.further,
      errors: tableau.errors,
      denseRows: tableau.denseRows,
      table: filled(tableau.table),
      x: pointer(this.state),
      next: pointer(vectors(1)),
      probe: pointer(vectors(1)),
      k: pointer(vectors(tableau.stages + tableau.further)),
      dense: pointer(vectors(3 + tableau.denseRows)),
      terms: arena.bytes(16 * TABLEAU_WIDTH),
      direction: spec.direction,
      normal: spec.normal ? filled(spec.normal) : NOWHERE,
      mostEvents,
      eventTimes: pointer(this.eventTimes),
      eventStates: pointer(this.eventStates),
      times: filled(times),
      samples: pointer(this.samples),
      nTimes: times.length,
      trial: 0,
      relative: spec.relativeTolerance,
      absolute: spec.absoluteTolerance,
      largest: spec.largestStep,
      rest: spec.rest,
      offset: spec.offset,
      exponent: 1 / tableau.order - 0.75 * tableau.beta,
      beta: tableau.beta,
      safety: tableau.safety,
      least: tableau.least,
      most: tableau.most,
      order: tableau.order,
    });
  }

  begin(time: number, end: number, mostSteps: number): void {
    const h = end < time ? -this.spec.step : this.spec.step;
    this.header.set(BEGINNING);
    this.header.set({ mostSteps, t: time, start: time, end, h });
  }

  resume(end: number, mostSteps: number): void {
    this.header.set({ end, mostSteps: Math.min(MOST_STEPS, this.steps + mostSteps), events: 0, status: 0 });
  }

  advance(evaluations: number, steps: number): INTEGRATION {
    return this.exports.advance(this.header.address, evaluations, steps) as INTEGRATION;
  }

  get time(): number {
    return this.header.get("t");
  }

  get step(): number {
    return this.header.get("h");
  }

  get status(): INTEGRATION {
    return this.header.get("status") as INTEGRATION;
  }

  get steps(): number {
    return this.header.get("steps");
  }

  get rejected(): number {
    return this.header.get("rejected");
  }

  get evaluations(): number {
    return this.header.get("evaluations");
  }

  get sampled(): number {
    return this.header.get("sampled");
  }

  get events(): number {
    return this.header.get("events");
  }
}
