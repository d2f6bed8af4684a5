/**
 * Retrieval in plain JavaScript, twin of assembly/relax.ts: one state after another, event-driven from the start, since
 * fields are exact integers and the way they are summed never shows.
 */
import type { Graph, Key, OrderCode, Relaxer } from "../kernels.ts";
import { DOMAIN } from "../random/domains.ts";
import { Stream } from "./philox.ts";

const RUNNING = 0;
const CONVERGED = 1;
const TWO_CYCLE = 2;
const RANDOM = 1;
const SYNCHRONOUS = 2;

export class JsRelaxer implements Relaxer {
  /** A few: more at once would gain nothing here, and only lengthen the calls between which work can be aborted. */
  readonly lanes = 4;
  private readonly fields: Int32Array;
  private readonly order: Int32Array;
  private readonly flipped: Int32Array;
  private readonly before: Int32Array;
  private readonly stream = new Stream();

  constructor(private readonly graph: Graph) {
    this.fields = new Int32Array(graph.nNeurons);
    this.order = new Int32Array(graph.nNeurons);
    this.flipped = new Int32Array(graph.nNeurons);
    this.before = new Int32Array(graph.nNeurons);
  }

  relax(
    states: Int8Array,
    status: Int32Array,
    sweeps: Int32Array,
    count: number,
    order: OrderCode,
    maxSweeps: number,
    key: Key,
  ): void {
    const { nNeurons } = this.graph;
    for (let s = 0; s < count; s++) {
      const state = states.subarray(s * nNeurons, (s + 1) * nNeurons);
      sumFields(this.graph, state, this.fields, 0);
      if (order === SYNCHRONOUS) this.relaxTogether(state, status, sweeps, s, maxSweeps);
      else this.relaxInTurn(state, status, sweeps, s, order, maxSweeps, key);
    }
  }

  fieldsInto(states: Int8Array, out: Int32Array, count: number): void {
    const { nNeurons } = this.graph;
    for (let s = 0; s < count; s++) {
      sumFields(this.graph, states.subarray(s * nNeurons, (s + 1) * nNeurons), out, s * nNeurons);
    }
  }

  private relaxInTurn(
    state: Int8Array,
    status: Int32Array,
    sweeps: Int32Array,
    s: number,
    order: OrderCode,
    maxSweeps: number,
    key: Key,
  ): void {
    const { fields } = this;
    for (let sweep = 1; sweep <= maxSweeps; sweep++) {
      let changed = false;
      if (order === RANDOM) this.shuffle(sweep, key);
      for (let n = 0; n < state.length; n++) {
        const i = order === RANDOM ? this.order[n] : n;
        const next = fields[i] >= 0 ? 1 : -1;
        if (next === state[i]) continue;
        state[i] = next;
        changed = true;
        this.propagate(i, next);
      }
      if (!changed) {
        status[s] = CONVERGED;
        sweeps[s] = sweep;
        return;
      }
    }
    status[s] = RUNNING;
    sweeps[s] = maxSweeps;
  }

  private relaxTogether(state: Int8Array, status: Int32Array, sweeps: Int32Array, s: number, maxSweeps: number): void {
    const { fields } = this;
    let { flipped, before } = this;
    let countBefore = 0;
    for (let sweep = 1; sweep <= maxSweeps; sweep++) {
      let count = 0;
      for (let i = 0; i < state.length; i++) if (fields[i] >= 0 !== state[i] > 0) flipped[count++] = i;
      for (let f = 0; f < count; f++) {
        const i = flipped[f];
        state[i] = -state[i];
        this.propagate(i, state[i]);
      }
      const settled = count === 0 ? CONVERGED : same(flipped, before, count, countBefore) ? TWO_CYCLE : RUNNING;
      if (settled !== RUNNING) {
        status[s] = settled;
        sweeps[s] = sweep;
        return;
      }
      [flipped, before] = [before, flipped];
      countBefore = count;
    }
    status[s] = RUNNING;
    sweeps[s] = maxSweeps;
  }

  /** Tells the neurons that read i of its flip to `next`. */
  private propagate(i: number, next: number): void {
    const { columnStart, targets, outWeights } = this.graph;
    const { fields } = this;
    const end = columnStart[i + 1];
    for (let e = columnStart[i]; e < end; e++) {
      const t = targets[e];
      fields[t] = fields[t] + 2 * next * outWeights[e];
    }
  }

  private shuffle(sweep: number, key: Key): void {
    const { order, stream } = this;
    stream.open(DOMAIN.order, sweep, 0, key);
    for (let n = 0; n < order.length; n++) order[n] = n;
    for (let n = order.length - 1; n > 0; n--) {
      const t = stream.below(n + 1);
      const other = order[t];
      order[t] = order[n];
      order[n] = other;
    }
  }
}

function sumFields(graph: Graph, state: Int8Array, out: Int32Array, at: number): void {
  const { nNeurons, rowStart, inputs, weights } = graph;
  for (let i = 0; i < nNeurons; i++) {
    let sum = 0;
    const end = rowStart[i + 1];
    for (let e = rowStart[i]; e < end; e++) sum += weights[e] * state[inputs[e]];
    out[at + i] = sum;
  }
}

function same(a: Int32Array, b: Int32Array, countA: number, countB: number): boolean {
  if (countA !== countB) return false;
  for (let f = 0; f < countA; f++) if (a[f] !== b[f]) return false;
  return true;
}
