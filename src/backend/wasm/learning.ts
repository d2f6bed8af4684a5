/** The learning kernels of the WebAssembly backend. */

import { PERCEPTRON } from "../contract/codes.ts";
import type { Block, Graph, Key, TypedArray } from "../contract/kernels.ts";
import type { Dreamer, Heater, LearningKernels, Perceptron } from "../contract/learning.ts";
import { pointer, type WasmArena } from "./arena.ts";
import { PerceptronLayout } from "./interface.generated.ts";
import type { KernelExports } from "./module.ts";
import { WasmRelaxer } from "./relax.ts";
import type { Structure } from "./structure.ts";

export function wasmLearning(exports: KernelExports, arena: WasmArena): LearningKernels {
  const at = (...blocks: readonly Block<TypedArray>[]) => blocks.map((block) => pointer(block));
  return {
    choleskyRows: (a, live, ...rest) => exports.choleskyRows(pointer(a), pointer(live), ...rest),
    choleskySolve: (a, live, b, ...rest) => exports.choleskySolve(pointer(a), pointer(live), pointer(b), ...rest),
    forwardPanels: (a, live, panels, stride, n, first, count) =>
      exports.forwardPanels(pointer(a), pointer(live), pointer(panels, 32 * n * first), stride, n, count),
    productPanels: (a, b, out, ...rest) => exports.productPanels(pointer(a), pointer(b), pointer(out), ...rest),
    roundRow: (values, out, n, most, from = 0) => exports.roundRow(pointer(values, 8 * from), pointer(out), n, most),
    storkeyFields(x, u, diagonal, field, overlaps, powers, ...rest) {
      const [p0, p1, p2, p3, p4, p5] = at(x, u, diagonal, field, overlaps, powers);
      exports.storkeyFields(p0, p1, p2, p3, p4, p5, ...rest);
    },
    sparseFields({ rowStart, inputs }, weights, state, fields, ...rest) {
      const [p0, p1, p2, p3, p4] = at(rowStart, inputs, weights, state, fields);
      exports.sparseFields(p0, p1, p2, p3, p4, ...rest);
    },
    storkeyRows({ rowStart, inputs }, reverse, before, weights, state, fields, rates, ...rest) {
      const [p0, p1, p2, p3, p4, p5, p6, p7] = at(rowStart, inputs, reverse, before, weights, state, fields, rates);
      exports.storkeyRows(p0, p1, p2, p3, p4, p5, p6, p7, ...rest);
    },
    sumPatterns: (xi, factors, out, ...rest) =>
      exports.sumPatterns(pointer(xi), pointer(factors), pointer(out), ...rest),
    perceptron: (nPatterns, stride) => new WasmPerceptron(exports, arena, nPatterns, stride),
    dreamer: (graph) => new WasmDreamer(exports, arena, graph),
    heater: (graph) => new WasmHeater(exports, arena, graph),
  };
}

/** A perceptron whose state lies in linear memory; lives until its arena is released. */
class WasmPerceptron implements Perceptron {
  private readonly header: Structure<typeof PerceptronLayout>;
  private readonly sigma: Block<Int16Array>;
  private readonly signed: Block<Int16Array>;
  private readonly aligned: Block<Float64Array>;
  private readonly shares: Block<Float64Array>;

  constructor(
    private readonly exports: KernelExports,
    arena: WasmArena,
    private readonly nPatterns: number,
    private readonly stride: number,
  ) {
    this.sigma = arena.int16(stride);
    this.signed = arena.int16(nPatterns * stride);
    this.aligned = arena.float64(stride);
    this.shares = arena.float64(stride);
    this.header = arena.structure(PerceptronLayout, {
      signed: pointer(this.signed),
      aligned: pointer(this.aligned),
      shares: pointer(this.shares),
      P: nPatterns,
      stride,
      c: 0,
      steps: 0,
      status: 0,
      norm: 0,
    });
  }

  begin(gram: Block<Int16Array>, signs: ArrayLike<number>, own: 0 | 1, nInputs: number): void {
    const { nPatterns, stride, sigma, signed, aligned, shares } = this;
    sigma.view.set(signs);
    this.exports.signGram(pointer(gram), pointer(sigma), pointer(signed), nPatterns, stride, own);
    aligned.view.fill(Number.POSITIVE_INFINITY);
    aligned.view.set(signed.view.subarray(0, nPatterns));
    shares.view.fill(0);
    shares.view[0] = 1;
    this.header.set({ c: nInputs, steps: 0, status: PERCEPTRON.running, norm: nInputs });
  }

  run(count: number, part: number): number {
    return this.exports.perceptronSteps(this.header.address, count, part);
  }

  get status(): PERCEPTRON {
    return this.header.get("status") as PERCEPTRON;
  }

  get steps(): number {
    return this.header.get("steps");
  }

  get norm(): number {
    return this.header.get("norm");
  }

  sharesInto(out: Float64Array): void {
    out.set(this.shares.view.subarray(0, this.nPatterns));
  }
}

class WasmDreamer extends WasmRelaxer implements Dreamer {
  private readonly weights: Block<Int32Array>;
  private readonly dream: Block<Int8Array>;

  constructor(exports: KernelExports, arena: WasmArena, graph: Graph) {
    super(exports, arena, graph, true);
    this.weights = arena.at(Int32Array, this.weightsAt, graph.weights.length);
    this.dream = arena.int8(graph.nNeurons);
  }

  unlearn(state: Int8Array, amount: number): void {
    this.dream.view.set(state);
    this.exports.unlearnState(this.graph, pointer(this.dream), amount);
  }

  weightsInto(out: Int32Array): void {
    out.set(this.weights.view);
  }
}

class WasmHeater extends WasmRelaxer implements Heater {
  private readonly temperatures: Block<Float64Array>;
  private readonly words: Block<Uint32Array>;

  constructor(exports: KernelExports, arena: WasmArena, graph: Graph) {
    super(exports, arena, graph);
    this.temperatures = arena.float64(graph.nNeurons);
    this.words = arena.uint32(32);
  }

  sweep(
    states: Int8Array,
    halfTemperatures: Float64Array,
    count: number,
    state: number,
    random: boolean,
    first: number,
    last: number,
    key: Key,
  ): void {
    const size = count * this.nNeurons;
    this.states.view.set(states.subarray(0, size));
    this.temperatures.view.set(halfTemperatures);
    this.exports.glauberSweeps(
      this.graph,
      this.block,
      pointer(this.states),
      pointer(this.temperatures),
      pointer(this.words),
      count,
      state,
      random ? 1 : 0,
      first,
      last,
      key[0],
      key[1],
    );
    states.set(this.states.view.subarray(0, size));
  }
}
