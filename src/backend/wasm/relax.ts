/** Relaxation on the WebAssembly backend: a graph and a block of states in linear memory. */
import type { ORDER } from "../contract/codes.ts";
import type { Block, Graph, Key, Relaxer, TypedArray } from "../contract/kernels.ts";
import { type Address, NOWHERE } from "./address.ts";
import { pointer, type WasmArena } from "./arena.ts";
import { BlockLayout, GraphLayout, StreamLayout } from "./interface.generated.ts";
import type { KernelExports } from "./module.ts";
import { LINE } from "./sizes.ts";

const MARKS = 3 * LINE;
/** The largest field that 16-bit lanes can hold; beyond it they have 32 bits. */
const NARROW = 32767;

/** A relaxer whose graph and scratch lie in linear memory; lives until its arena is released. */
export class WasmRelaxer implements Relaxer {
  readonly lanes: number;
  protected readonly nNeurons: number;
  /** Address of the kernel's graph structure. */
  protected readonly graph: Address;
  /** Address of the weights w_ij, row by row. */
  protected readonly weightsAt: Address;
  /** Address of the kernel's block of states. */
  protected readonly block: Address;
  protected readonly states: Block<Int8Array>;
  private readonly fields: Block<Int32Array>;
  private readonly status: Block<Int32Array>;
  private readonly sweeps: Block<Int32Array>;

  /** @param isWide  weights and fields in 32 bits even where 16 would do now. */
  constructor(
    protected readonly exports: KernelExports,
    arena: WasmArena,
    graph: Graph,
    isWide = false,
  ) {
    const { nNeurons, fieldBound } = graph;
    const wide = isWide || fieldBound > NARROW;
    const copy = <A extends TypedArray>(block: Block<A>, from: ArrayLike<number>): Address => {
      block.view.set(from);
      return pointer(block);
    };
    const weights = (from: Int32Array): Address =>
      wide ? copy(arena.int32(from.length), from) : copy(arena.int16(from.length), from);
    this.lanes = wide ? LINE / 4 : LINE / 2;
    this.nNeurons = nNeurons;
    this.weightsAt = weights(graph.weights);
    const matrix = isWide ? undefined : matrixOf(graph);
    this.graph = arena.structure(GraphLayout, {
      N: nNeurons,
      wide: wide ? 1 : 0,
      rowStart: copy(arena.int32(nNeurons + 1), graph.rowStart),
      inputs: copy(arena.int32(graph.inputs.length), graph.inputs),
      weights: this.weightsAt,
      columnStart: copy(arena.int32(nNeurons + 1), graph.columnStart),
      targets: copy(arena.int32(graph.targets.length), graph.targets),
      outWeights: weights(graph.outWeights),
      sums: copy(arena.int32(nNeurons), graph.sums),
      matrix: matrix ? arena.bytes(nNeurons * matrix.rowBytes) : NOWHERE,
      unit: matrix?.unit ?? 0,
      rowBytes: matrix?.rowBytes ?? 0,
      packed: 0,
    }).address;
    this.block = arena.structure(BlockLayout, {
      plus: arena.bytes(nNeurons * LINE),
      fields: arena.bytes(nNeurons * LINE),
      flips: arena.bytes(nNeurons * LINE),
      order: pointer(arena.int32(nNeurons)),
      marks: arena.bytes(MARKS),
      stream: arena.bytes(StreamLayout.bytes),
      running: 0,
      dense: 0,
      fresh: 0,
      single: 0,
    }).address;
    this.states = arena.int8(this.lanes * nNeurons);
    this.fields = arena.int32(this.lanes * nNeurons);
    this.status = arena.int32(this.lanes);
    this.sweeps = arena.int32(this.lanes);
  }

  relax(
    states: Int8Array,
    status: Int32Array,
    sweeps: Int32Array,
    count: number,
    order: ORDER,
    maxSweeps: number,
    key: Key,
    first = 1,
    last = maxSweeps,
  ): number {
    const size = count * this.nNeurons;
    if (first === 1) this.states.view.set(states.subarray(0, size));
    const running = this.exports.relaxBlock(
      this.graph,
      this.block,
      pointer(this.states),
      pointer(this.status),
      pointer(this.sweeps),
      count,
      order,
      first,
      last,
      maxSweeps,
      key[0],
      key[1],
    );
    states.set(this.states.view.subarray(0, size));
    status.set(this.status.view.subarray(0, count));
    sweeps.set(this.sweeps.view.subarray(0, count));
    return running;
  }

  fieldsInto(states: Int8Array, out: Int32Array, count: number): void {
    const size = count * this.nNeurons;
    this.states.view.set(states.subarray(0, size));
    this.exports.fieldsBlock(this.graph, this.block, pointer(this.states), pointer(this.fields), count);
    out.set(this.fields.view.subarray(0, size));
  }
}

/** Connections a neuron, as a part of all neurons, from which a matrix of the weights is the faster way for one state. */
const DENSE = 0.25;

/** Bytes of a weight and of a row in the matrix that one state alone is recalled with, where most neurons are connected. */
function matrixOf({ nNeurons, weights }: Graph): { readonly unit: number; readonly rowBytes: number } | undefined {
  if (weights.length < DENSE * nNeurons * nNeurons) return undefined;
  let largest = 0;
  for (let s = 0; s < weights.length; s++) largest = Math.max(largest, Math.abs(weights[s]));
  const unit = largest <= 127 ? 1 : largest <= 32767 ? 2 : 4;
  return { unit, rowBytes: Math.ceil((nNeurons * unit) / 64) * 64 };
}
