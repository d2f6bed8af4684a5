/**
 * One neuron's connectivity problem with a margin in plain JavaScript, twin of assembly/margin.ts: the same steps on the
 * same integers, held in doubles, so that its widths are one here.
 */

import { DOMAIN } from "../../numeric/domains.ts";
import { Stream } from "../../numeric/philox.ts";
import { EXPONENTIAL_BITS, EXPONENTIALS, TAIL } from "../../numeric/quantiles.ts";
import { variates } from "../../numeric/variates.ts";
import type { Key, MarginProblem, MarginSearch } from "../contract/kernels.ts";

/** How many proposals are made for a slot that was emptied, as in assembly/margin.ts. */
const TRIES = 4;

export class JsMarginSearch implements MarginSearch {
  accepted = 0;
  energy = 0;
  private best = Number.POSITIVE_INFINITY;
  private neuron = 0;
  private position = 0; // the present slot
  private tries = 0; // proposals left for it
  private readonly stream = new Stream();
  private readonly exponentials: Float32Array;
  private readonly signs: Int8Array; // ξ_j^ν, a neuron a row
  private readonly terms: Int16Array; // d_j^ν of the present neuron
  private readonly own: Int16Array; // m, 0 at i
  private readonly gaps: Float64Array; // K − F_ν
  private readonly emptied: Float64Array; // of the present slot
  private readonly members: Int32Array;
  private readonly others: Int32Array;
  private readonly record: Int32Array;

  constructor(private readonly problem: MarginProblem) {
    const { nNeurons, nPatterns, nInputs, stride } = problem;
    this.exponentials = variates(0).exponentials;
    this.signs = new Int8Array(nNeurons * nPatterns);
    const xi = problem.xi.view;
    for (let nu = 0; nu < nPatterns; nu++) {
      for (let j = 0; j < nNeurons; j++) this.signs[j * nPatterns + nu] = xi[nu * stride + j];
    }
    this.terms = new Int16Array(nNeurons * nPatterns);
    this.own = new Int16Array(nNeurons);
    this.gaps = new Float64Array(nPatterns);
    this.emptied = new Float64Array(nPatterns);
    this.members = new Int32Array(nInputs);
    this.others = new Int32Array(nNeurons - 1 - nInputs);
    this.record = new Int32Array(nInputs);
  }

  begin(neuron: number, key: Key, run: number, warm?: ArrayLike<number>): void {
    const { nNeurons, nPatterns, overlap, stride } = this.problem;
    const { own, signs, terms } = this;
    this.stream.open(DOMAIN.anneal, neuron, run, key);
    this.neuron = neuron;
    this.accepted = 0;
    this.best = Number.POSITIVE_INFINITY;
    own.set(overlap.view.subarray(neuron * stride, neuron * stride + nNeurons));
    own[neuron] = 0;
    for (let j = 0; j < nNeurons; j++) {
      const at = j * nPatterns;
      for (let nu = 0; nu < nPatterns; nu++) {
        terms[at + nu] = signs[at + nu] * signs[neuron * nPatterns + nu] * own[j];
      }
    }
    if (warm) this.members.set(warm);
    else this.chooseLargest();
    this.derive();
  }

  anneal(levels: number, steps: number, temperature: number, factor: number): number {
    const { members, others, stream, exponentials } = this;
    if (others.length === 0) return temperature;
    for (let level = 0; level < levels; level++) {
      for (let step = 0; step < steps; step++) {
        if (this.energy === 0) return temperature;
        if (this.tries === 0) {
          this.position = Math.floor((stream.next() * members.length) / 2 ** 32);
          this.tries = TRIES;
          this.empty(members[this.position]);
        }
        this.tries--;
        const choice = stream.next() * others.length;
        const vacancy = Math.floor(choice / 2 ** 32);
        let quantile = (choice >>> 0) >>> (32 - EXPONENTIAL_BITS);
        let threshold = 0;
        while (quantile === EXPONENTIALS - 1) {
          threshold += TAIL;
          quantile = stream.next() >>> (32 - EXPONENTIAL_BITS);
        }
        threshold += exponentials[quantile];
        const k = others[vacancy];
        const proposed = this.energyWith(k);
        if (!(proposed <= this.energy + temperature * threshold)) continue;
        if (proposed > this.energy && this.energy < this.best) {
          this.best = this.energy;
          this.record.set(members);
        }
        others[vacancy] = members[this.position];
        members[this.position] = k;
        this.fill(k);
        this.energy = proposed;
        this.accepted++;
      }
      temperature *= factor;
    }
    return temperature;
  }

  restore(): void {
    if (this.best >= this.energy) return;
    this.members.set(this.record);
    this.derive();
  }

  energyAt(scaledMargin: number): number {
    let sum = 0;
    for (const gap of this.gaps) {
      const lack = scaledMargin - (this.problem.target - gap);
      if (lack > 0) sum += lack * lack;
    }
    return sum;
  }

  get squares(): number {
    let sum = 0;
    for (const m of this.own) sum += m * m;
    return sum;
  }

  inputsInto(out: Int32Array): void {
    out.set(this.members);
    out.sort();
  }

  /** Chooses the c other neurons of largest |m|, the first among equals. */
  private chooseLargest(): void {
    const { own, neuron } = this;
    const order = Array.from(own, (_, l) => l).filter((l) => l !== neuron);
    order.sort((a, b) => Math.abs(own[b]) - Math.abs(own[a]) || a - b);
    this.members.set(order.slice(0, this.members.length));
    this.members.sort();
  }

  private derive(): void {
    const { members, others, gaps, terms } = this;
    this.tries = 0;
    const isMember = new Uint8Array(this.own.length);
    for (const j of members) isMember[j] = 1;
    for (let l = 0, count = 0; l < isMember.length; l++) {
      if (l !== this.neuron && !isMember[l]) others[count++] = l;
    }
    gaps.fill(this.problem.target);
    for (const j of members) {
      const at = j * gaps.length;
      for (let nu = 0; nu < gaps.length; nu++) gaps[nu] -= terms[at + nu];
    }
    this.energy = this.energyAt(this.problem.target);
  }

  /** Writes the gaps of all patterns without input j into `emptied`. */
  private empty(j: number): void {
    const { gaps, emptied, terms } = this;
    const at = j * gaps.length;
    for (let nu = 0; nu < gaps.length; nu++) emptied[nu] = gaps[nu] + terms[at + nu];
  }

  /** Writes the gaps of all patterns with input k in the emptied slot. */
  private fill(k: number): void {
    const { gaps, emptied, terms } = this;
    const at = k * gaps.length;
    for (let nu = 0; nu < gaps.length; nu++) gaps[nu] = emptied[nu] - terms[at + nu];
  }

  /** c²E with input k in the emptied slot. */
  private energyWith(k: number): number {
    const { emptied, terms } = this;
    const at = k * emptied.length;
    let sum = 0;
    for (let nu = 0; nu < emptied.length; nu++) {
      const gap = emptied[nu] - terms[at + nu];
      if (gap > 0) sum += gap * gap;
    }
    return sum;
  }
}
