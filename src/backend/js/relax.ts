/**
 * Retrieval in plain JavaScript, twin of assembly/relax.ts: one state after another, event-driven from the start, since
 * fields are exact integers and the way they are summed never shows.
 */

import { DOMAIN } from "../../numeric/domains.ts";
import { Stream } from "../../numeric/philox.ts";
import { ORDER, RELAXATION } from "../contract/codes.ts";
import type { Graph, Key, Relaxer } from "../contract/kernels.ts";

/** The fields and the state of one relaxation between two sweeps. */
interface Lane {
  readonly fields: Int32Array;
  /** The neurons that flip in the present synchronous sweep and those of the one before, with how many these were. */
  flipped: Int32Array;
  before: Int32Array;
  countBefore: number;
}

export class JsRelaxer implements Relaxer {
  /** More states at once would gain nothing here, and only lengthen the calls between which work can be aborted. */
  readonly lanes = 4;
  private readonly order: Int32Array;
  private readonly states: readonly Lane[];

  constructor(private readonly graph: Graph) {
    const { nNeurons } = graph;
    this.order = new Int32Array(nNeurons);
    this.states = Array.from({ length: this.lanes }, () => ({
      fields: new Int32Array(nNeurons),
      flipped: new Int32Array(nNeurons),
      before: new Int32Array(nNeurons),
      countBefore: 0,
    }));
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
    const { nNeurons } = this.graph;
    let running = 0;
    for (let s = 0; s < count; s++) {
      const state = states.subarray(s * nNeurons, (s + 1) * nNeurons);
      const lane = this.states[s];
      if (first === 1) {
        sumFields(this.graph, state, lane.fields, 0);
        lane.countBefore = 0;
        status[s] = RELAXATION.running;
        sweeps[s] = maxSweeps;
      }
      for (let sweep = first; sweep <= last && status[s] === RELAXATION.running; sweep++) {
        const settled =
          order === ORDER.synchronous
            ? this.sweepTogether(lane, state)
            : this.sweepInTurn(lane, state, order, sweep, key);
        if (settled === RELAXATION.running) continue;
        status[s] = settled;
        sweeps[s] = sweep;
      }
      if (status[s] === RELAXATION.running) running++;
    }
    return running;
  }

  fieldsInto(states: Int8Array, out: Int32Array, count: number): void {
    const { nNeurons } = this.graph;
    for (let s = 0; s < count; s++) {
      sumFields(this.graph, states.subarray(s * nNeurons, (s + 1) * nNeurons), out, s * nNeurons);
    }
  }

  private sweepInTurn({ fields }: Lane, state: Int8Array, order: ORDER, sweep: number, key: Key): RELAXATION {
    let changed = false;
    if (order === ORDER.random) shuffleInto(this.order, sweep, key);
    for (let n = 0; n < state.length; n++) {
      const i = order === ORDER.random ? this.order[n] : n;
      const next = fields[i] >= 0 ? 1 : -1;
      if (next === state[i]) continue;
      state[i] = next;
      changed = true;
      propagateFlip(this.graph, fields, i, next);
    }
    return changed ? RELAXATION.running : RELAXATION.converged;
  }

  private sweepTogether(lane: Lane, state: Int8Array): RELAXATION {
    const { fields, flipped, before } = lane;
    let count = 0;
    for (let i = 0; i < state.length; i++) if (fields[i] >= 0 !== state[i] > 0) flipped[count++] = i;
    for (let f = 0; f < count; f++) {
      const i = flipped[f];
      state[i] = -state[i];
      propagateFlip(this.graph, fields, i, state[i]);
    }
    if (count === 0) return RELAXATION.converged;
    if (same(flipped, before, count, lane.countBefore)) return RELAXATION.twoCycle;
    lane.flipped = before;
    lane.before = flipped;
    lane.countBefore = count;
    return RELAXATION.running;
  }
}

/** Tells the neurons that read i of its flip to `next`. */
export function propagateFlip(graph: Graph, fields: Int32Array, i: number, next: number): void {
  const { columnStart, targets, outWeights } = graph;
  const end = columnStart[i + 1];
  for (let e = columnStart[i]; e < end; e++) {
    const t = targets[e];
    fields[t] = fields[t] + 2 * next * outWeights[e];
  }
}

const stream = new Stream();

/** A fresh random order of the neurons, from the stream of this sweep alone. */
export function shuffleInto(order: Int32Array, sweep: number, key: Key): void {
  stream.open(DOMAIN.order, sweep, 0, key);
  for (let n = 0; n < order.length; n++) order[n] = n;
  for (let n = order.length - 1; n > 0; n--) {
    const t = stream.below(n + 1);
    const other = order[t];
    order[t] = order[n];
    order[n] = other;
  }
}

/** Writes h_i = Σ_j w_ij S_j − t_i into out[at …]. */
export function sumFields(graph: Graph, state: Int8Array, out: Int32Array, at: number): void {
  const { nNeurons, rowStart, inputs, weights, sums } = graph;
  for (let i = 0; i < nNeurons; i++) {
    let sum = 0; // over active inputs
    const end = rowStart[i + 1];
    // a mask instead of a branch, which would be mispredicted every other time
    for (let e = rowStart[i]; e < end; e++) sum += weights[e] & (-state[inputs[e]] >> 7);
    out[at + i] = 2 * sum - sums[i];
  }
}

function same(a: Int32Array, b: Int32Array, countA: number, countB: number): boolean {
  if (countA !== countB) return false;
  for (let f = 0; f < countA; f++) if (a[f] !== b[f]) return false;
  return true;
}
