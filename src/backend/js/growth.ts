/**
 * Growth and pruning of connections (EK22 algorithm 1). Twin of assembly/growing.ts, growth.ts, growth-margin.ts and
 * stored-states.ts, which have the derivations: integers are held in doubles, exact below 2⁵³, energies compared in the same
 * order of operations, and a margin's summed in the same four lanes.
 */

import { DOMAIN } from "../../numeric/domains.ts";
import { Stream } from "../../numeric/philox.ts";
import type { GrowingNetwork, GrowthKernels, StoredStates } from "../contract/growth.ts";
import type { Key } from "../contract/kernels.ts";

export const growthKernels: GrowthKernels = {
  storeSigns({ xi, signs, nNeurons, stride, width }, first, count) {
    for (let nu = first; nu < first + count; nu++) {
      for (let i = 0; i < nNeurons; i++) signs.view[i * width + nu] = xi.view[nu * stride + i];
    }
  },

  growthFields(network, first, count) {
    const { overlap, present, outgoing, signs, aligned, nNeurons, nPatterns, stride, width } = network;
    const m = overlap.view;
    const mask = present.view;
    const sums = new Float64Array(nPatterns);
    for (let i = first; i < first + count; i++) {
      sums.fill(0);
      for (let j = 0; j < nNeurons; j++) {
        const weight = m[i * stride + j] & mask[i * stride + j];
        outgoing.view[j * stride + i] = weight;
        if (weight === 0) continue;
        for (let nu = 0; nu < nPatterns; nu++) sums[nu] += weight * signs.view[j * width + nu];
      }
      const row = i * width;
      for (let nu = 0; nu < nPatterns; nu++) aligned.view[row + nu] = sums[nu] * signs.view[row + nu];
    }
  },

  growthSums(network, rule, first, count) {
    if ("margin" in rule) sumMargins(network, rule.margin, first, count);
    else sumSignals(network, first, count);
  },

  grow(network, rule, first, count, trials, repetition, key) {
    if ("margin" in rule) growMargin(network, first, count, trials, repetition, rule.margin, key);
    else growSignal(network, first, count, trials, repetition, rule, key);
  },

  storedStates: (network) => new JsStoredStates(network),
};

function sumSignals(network: GrowingNetwork, first: number, count: number): void {
  const { overlap, present, counts, sums, aligned, nNeurons, nPatterns, stride, width } = network;
  for (let i = first; i < first + count; i++) {
    const row = i * stride;
    let c = 0;
    let squares = 0;
    for (let j = 0; j < nNeurons; j++) {
      c -= present.view[row + j];
      squares += (overlap.view[row + j] & present.view[row + j]) ** 2;
    }
    let quadratic = 0;
    for (let nu = 0; nu < nPatterns; nu++) quadratic += aligned.view[i * width + nu] ** 2;
    counts.view[i] = c;
    sums.view[2 * i] = squares;
    sums.view[2 * i + 1] = quadratic;
  }
}

function growSignal(
  network: GrowingNetwork,
  first: number,
  count: number,
  trials: number,
  repetition: number,
  rule: { readonly target: number } | { readonly offset: number },
  key: Key,
): void {
  const { overlap, present, counts, sums, changes, nNeurons, nPatterns, stride } = network;
  const stream = new Stream();
  const lowers = "target" in rule ? lowersNormalised(2 * rule.target) : lowersOffset(rule.offset, nPatterns);
  for (let i = first; i < first + count; i++) {
    stream.open(DOMAIN.growth, i, repetition, key);
    const row = i * stride;
    let c = counts.view[i];
    let squares = sums.view[2 * i];
    let quadratic = sums.view[2 * i + 1];
    for (let trial = 0; trial < trials; trial++) {
      const drawn = stream.below(nNeurons - 1);
      const k = drawn < i ? drawn : drawn + 1;
      const isPresent = present.view[row + k] !== 0;
      if (isPresent && c === 1) continue;
      const m = overlap.view[row + k];
      const sign = isPresent ? -1 : 1;
      const q = product(network, i, k);
      const cThen = c + sign;
      const squaresThen = squares + sign * (m * m);
      const quadraticThen = quadratic + sign * (2 * m * q) + nPatterns * (m * m);
      if (lowers([c, squares, quadratic], [cThen, squaresThen, quadraticThen])) {
        c = cThen;
        squares = squaresThen;
        quadratic = quadraticThen;
        connect(network, i, k, isPresent);
        changes.view[isPresent ? 1 : 0]++;
      }
    }
    counts.view[i] = c;
    sums.view[2 * i] = squares;
    sums.view[2 * i + 1] = quadratic;
  }
}

/** c, R and Q of a set of inputs. */
type Sums = readonly [c: number, squares: number, quadratic: number];

/** Whether E = Q/c² − 2(1 + ε) R/c + … falls, times c² of both. */
function lowersNormalised(twice: number): (now: Sums, then: Sums) => boolean {
  return ([c, squares, quadratic], [cThen, squaresThen, quadraticThen]) =>
    c * c * (quadraticThen - twice * cThen * squaresThen) < cThen * cThen * (quadratic - twice * c * squares);
}

/** Whether E = Q − 2(c + K) R + P (c + K)² falls. */
function lowersOffset(offset: number, nPatterns: number): (now: Sums, then: Sums) => boolean {
  const energy = ([c, squares, quadratic]: Sums): number => {
    const target = c + offset;
    return quadratic - 2 * target * squares + nPatterns * target * target;
  };
  return (now, then) => energy(then) < energy(now);
}

function sumMargins(network: GrowingNetwork, margin: number, first: number, count: number): void {
  const { present, counts, sums, nNeurons, stride } = network;
  for (let i = first; i < first + count; i++) {
    let c = 0;
    for (let j = 0; j < nNeurons; j++) c -= present.view[i * stride + j];
    counts.view[i] = c;
    sums.view[2 * i] = lack(network, i, i, 0, margin * c);
  }
}

function growMargin(
  network: GrowingNetwork,
  first: number,
  count: number,
  trials: number,
  repetition: number,
  margin: number,
  key: Key,
): void {
  const { overlap, present, counts, sums, changes, nNeurons, stride } = network;
  const stream = new Stream();
  for (let i = first; i < first + count; i++) {
    let energy = sums.view[2 * i];
    if (energy === 0) continue; // nothing lowers it
    stream.open(DOMAIN.growth, i, repetition, key);
    const row = i * stride;
    let c = counts.view[i];
    for (let trial = 0; trial < trials; trial++) {
      const drawn = stream.below(nNeurons - 1);
      const k = drawn < i ? drawn : drawn + 1;
      const isPresent = present.view[row + k] !== 0;
      if (isPresent && c === 1) continue;
      const m = overlap.view[row + k];
      const cThen = isPresent ? c - 1 : c + 1;
      const proposed = lack(network, i, k, isPresent ? -m : m, margin * cThen);
      if (!(c * c * proposed < cThen * cThen * energy)) continue;
      c = cThen;
      energy = proposed;
      connect(network, i, k, isPresent);
      changes.view[isPresent ? 1 : 0]++;
    }
    counts.view[i] = c;
    sums.view[2 * i] = energy;
  }
}

/** What is lacking to K in neuron i once input k counts by `weight` more: Σ_ν max(0, K − a^ν − weight ξ_i^ν ξ_k^ν)². */
function lack(
  { signs, aligned, nPatterns, width }: GrowingNetwork,
  i: number,
  k: number,
  weight: number,
  wanted: number,
): number {
  const own = i * width;
  const other = k * width;
  const sums = [0, 0, 0, 0];
  const { view } = signs;
  const fields = aligned.view;
  for (let nu = 0; nu < nPatterns; nu++) {
    const gap = wanted - (fields[own + nu] + weight * view[own + nu] * view[other + nu]);
    if (gap > 0) sums[nu & 3] += gap * gap;
  }
  return sums[0] + sums[2] + (sums[1] + sums[3]);
}

/** Makes k an input of i, or no input any more, and lets the fields follow. */
function connect(network: GrowingNetwork, i: number, k: number, isPresent: boolean): void {
  const { overlap, present, outgoing, signs, aligned, nPatterns, stride, width } = network;
  const m = overlap.view[i * stride + k];
  present.view[i * stride + k] = isPresent ? 0 : -1;
  outgoing.view[k * stride + i] = isPresent ? 0 : m;
  const weight = isPresent ? -m : m;
  const own = i * width;
  const other = k * width;
  const { view } = signs;
  const fields = aligned.view;
  for (let nu = 0; nu < nPatterns; nu++) fields[own + nu] += weight * view[own + nu] * view[other + nu];
}

/** How input k lies along the fields of neuron i: Σ_ν ξ_k^ν h_i^ν. */
function product({ signs, aligned, nPatterns, width }: GrowingNetwork, i: number, k: number): number {
  const own = i * width;
  const other = k * width;
  const { view } = signs;
  const fields = aligned.view;
  let sum = 0;
  for (let nu = 0; nu < nPatterns; nu++) sum += view[own + nu] * view[other + nu] * fields[own + nu];
  return sum;
}

/** Relaxes one pattern after another; a neuron that flips tells all that read it. */
class JsStoredStates implements StoredStates {
  private first = 0;
  /** Neurons that the last update of all at once turned over. */
  private turned = "";
  private readonly fields: readonly Int32Array[];
  private readonly states: readonly Int8Array[];

  constructor(private readonly network: GrowingNetwork) {
    const lanes = Array.from({ length: 16 });
    this.fields = lanes.map(() => new Int32Array(network.nNeurons));
    this.states = lanes.map(() => new Int8Array(network.nNeurons));
  }

  load(first: number): void {
    const { aligned, signs, nNeurons, nPatterns, width } = this.network;
    this.first = first;
    for (let lane = 0; lane < Math.min(16, nPatterns - first); lane++) {
      for (let i = 0; i < nNeurons; i++) {
        const at = i * width + first + lane;
        this.states[lane][i] = signs.view[at];
        this.fields[lane][i] = aligned.view[at] * signs.view[at];
      }
    }
  }

  settle(lane: number, sweeps: number): boolean {
    const { outgoing, stride } = this.network;
    const state = this.states[lane];
    const fields = this.fields[lane];
    const weights = outgoing.view;
    for (let sweep = 0; sweep < sweeps; sweep++) {
      let changed = false;
      for (let i = 0; i < state.length; i++) {
        const next = fields[i] >= 0 ? 1 : -1;
        if (next === state[i]) continue;
        state[i] = next;
        changed = true;
        const row = i * stride;
        for (let t = 0; t < state.length; t++) fields[t] += 2 * next * weights[row + t];
      }
      if (!changed) return true;
    }
    return false;
  }

  settleAtOnce(lane: number, sweeps: number, begins: boolean): boolean {
    const { outgoing, stride } = this.network;
    const state = this.states[lane];
    const fields = this.fields[lane];
    const weights = outgoing.view;
    if (begins) this.turned = "";
    for (let sweep = 0; sweep < sweeps; sweep++) {
      const wrong: number[] = [];
      fields.forEach((field, i) => {
        if ((field >= 0 ? 1 : -1) !== state[i]) wrong.push(i);
      });
      if (wrong.length === 0) return true;
      for (const i of wrong) {
        state[i] = -state[i];
        const row = i * stride;
        for (let t = 0; t < state.length; t++) fields[t] += 2 * state[i] * weights[row + t];
      }
      const turned = wrong.join();
      if (turned === this.turned) return true;
      this.turned = turned;
    }
    return false;
  }

  agreement(lane: number): number {
    const { xi, stride } = this.network;
    const row = (this.first + lane) * stride;
    const pattern = xi.view.subarray(row, row + this.network.nNeurons);
    return this.states[lane].reduce((sum, s, i) => sum + s * pattern[i], 0);
  }
}
