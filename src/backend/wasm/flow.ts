import type {
  FlowField,
  FlowKernels,
  FlowProblem,
  Integrator,
  IntegratorSpec,
  IntegratorStatus,
} from "../contract/flow.ts";
import type { Block, TypedArray } from "../contract/kernels.ts";
import { pointer, type WasmArena } from "./arena.ts";

/** What kernels.wasm exports for continuous dynamics. */
export interface FlowExports {
  activate(kind: number, part: number, slope: number, input: number, output: number, count: number): void;
  elementary(what: number, input: number, output: number, count: number): void;
  product64(matrix: number, x: number, out: number, rows: number, stride: number): void;
  product32(matrix: number, x: number, out: number, rows: number, stride: number): void;
  productSparse(values: number, rowStart: number, columns: number, x: number, out: number, rows: number): void;
  productTransposed(matrix: number, w: number, out: number, rows: number, stride: number): void;
  readThrough(values: number, count: number): number;
  field(flow: number, x: number, out: number, blocks: number): void;
  driven(flow: number, values: number, out: number, change: number, moved: number): void;
  advance(integrator: number, evaluations: number, steps: number): number;
}

/** The kernels of continuous dynamics of the WebAssembly backend. */
export function wasmFlowKernels(exports: FlowExports, arena: WasmArena): FlowKernels {
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
  /** Address of the `Flow`. */
  readonly at: number;

  constructor(
    private readonly exports: FlowExports,
    arena: WasmArena,
    problem: FlowProblem,
  ) {
    const { nNeurons, stride, nPatterns } = problem;
    this.nNeurons = nNeurons;
    this.stride = stride;
    const vector = () => pointer(arena.float64(stride));
    const perPattern = () => pointer(arena.float64(nPatterns));
    // field by field as in assembly/flow.ts: Flow
    const words = [
      nNeurons,
      stride,
      problem.form,
      problem.weights,
      problem.kind,
      nPatterns,
      problem.degree,
      pointer(problem.matrix),
      problem.rowStart ? pointer(problem.rowStart) : 0,
      problem.columns ? pointer(problem.columns) : 0,
      pointer(problem.bias),
      vector(),
      vector(),
      vector(),
      perPattern(),
      perPattern(),
      perPattern(),
      perPattern(),
    ];
    this.at = structure(arena, words, [problem.slope, problem.beta, problem.scale]);
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
    const address = (block: Block<TypedArray> | undefined): number => (block ? pointer(block) : 0);
    this.exports.driven(this.at, pointer(values), pointer(out), address(change), address(moved));
  }
}

/** Places of `Integrator` in assembly/integrate.ts: words, then doubles from this one on. */
const WORD = { mostSteps: 23, status: 24, stage: 25, sampled: 26, events: 27, side: 28, steps: 29 } as const;
const REJECTED = 30;
const EVALUATIONS = 31;
const WORDS = 34;
const DOUBLE = { t: 0, end: 1, h: 2, memory: 14, start: 16 } as const;

class WasmIntegrator implements Integrator {
  readonly state: Block<Float64Array>;
  readonly samples: Block<Float64Array>;
  readonly eventTimes: Block<Float64Array>;
  readonly eventStates: Block<Float64Array>;
  private readonly at: number;
  private readonly words: Block<Int32Array>;
  private readonly doubles: Block<Float64Array>;

  constructor(
    private readonly exports: FlowExports,
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
    // field by field as in assembly/integrate.ts: Integrator
    const words = [
      field.at,
      blocks,
      spec.controlled,
      size,
      tableau.stages,
      tableau.further,
      tableau.errors,
      tableau.denseRows,
      filled(tableau.table),
      pointer(this.state),
      pointer(vectors(1)),
      pointer(vectors(1)),
      pointer(vectors(tableau.stages + tableau.further)),
      pointer(vectors(3 + tableau.denseRows)),
      pointer(arena.uint8(16 * 16)),
      spec.direction,
      spec.normal ? filled(spec.normal) : 0,
      mostEvents,
      pointer(this.eventTimes),
      pointer(this.eventStates),
      filled(times),
      pointer(this.samples),
      times.length,
    ];
    while (words.length < WORDS) words.push(0);
    const doubles = [0, 0, 0, 0, spec.relativeTolerance, spec.absoluteTolerance, spec.largestStep, spec.rest];
    doubles.push(spec.offset, 1 / tableau.order - 0.75 * tableau.beta, tableau.beta, tableau.safety, tableau.least);
    doubles.push(tableau.most, 1e-4, tableau.order, 0);
    this.at = structure(arena, words, doubles);
    this.words = arena.at(Int32Array, this.at, WORDS);
    this.doubles = arena.at(Float64Array, this.at + 4 * WORDS, doubles.length);
  }

  begin(time: number, end: number, mostSteps: number): void {
    const words = this.words.view;
    words.fill(0, WORD.status, WORDS);
    words[WORD.mostSteps] = mostSteps;
    const doubles = this.doubles.view;
    doubles[DOUBLE.t] = time;
    doubles[DOUBLE.start] = time;
    doubles[DOUBLE.end] = end;
    doubles[DOUBLE.h] = end < time ? -this.spec.step : this.spec.step;
    doubles[DOUBLE.memory] = 1e-4;
  }

  resume(end: number, mostSteps: number): void {
    const words = this.words.view;
    this.doubles.view[DOUBLE.end] = end;
    words[WORD.mostSteps] = Math.min(2 ** 31 - 1, words[WORD.steps] + mostSteps);
    words[WORD.events] = 0;
    words[WORD.status] = 0;
  }

  advance(evaluations: number, steps: number): IntegratorStatus {
    return this.exports.advance(this.at, evaluations, steps) as IntegratorStatus;
  }

  get time(): number {
    return this.doubles.view[DOUBLE.t];
  }

  get step(): number {
    return this.doubles.view[DOUBLE.h];
  }

  get status(): IntegratorStatus {
    return this.words.view[WORD.status] as IntegratorStatus;
  }

  get steps(): number {
    return this.words.view[WORD.steps];
  }

  get rejected(): number {
    return this.words.view[REJECTED];
  }

  get evaluations(): number {
    return this.words.view[EVALUATIONS];
  }

  get sampled(): number {
    return this.words.view[WORD.sampled];
  }

  get events(): number {
    return this.words.view[WORD.events];
  }
}

/** A structure of i32 words followed by doubles; an even number of words. */
function structure(arena: WasmArena, words: readonly number[], doubles: readonly number[]): number {
  const bytes = arena.uint8(4 * words.length + 8 * doubles.length).view;
  new Int32Array(bytes.buffer, bytes.byteOffset, words.length).set(words);
  new Float64Array(bytes.buffer, bytes.byteOffset + 4 * words.length, doubles.length).set(doubles);
  return bytes.byteOffset;
}
