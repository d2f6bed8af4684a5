/**
 * One neuron's connectivity problem in plain JavaScript, twin of assembly/annealer.ts, metropolis.ts, heat-bath.ts and
 * descent.ts: the same steps on the same numbers. Fields are integers held in doubles, exact below 2⁵³, so that both
 * widths of the other backend are one here. The descent's costs are in single precision and the heat bath's in 16-bit fixed
 * point, rounded where the vector code rounds.
 */

import { DOMAIN } from "../../numeric/domains.ts";
import { Stream } from "../../numeric/philox.ts";
import { EXPONENTIALS, NOISE, NOISE_UNIT, TAIL } from "../../numeric/quantiles.ts";
import { type Variates, variates } from "../../numeric/variates.ts";
import type { Annealer, AnnealProblem, Key } from "../contract/kernels.ts";

const fround = Math.fround;
// of the fixed-point heat bath, as in assembly/heat-bath.ts
const FAR = 2 ** 30;
const MOST_SHIFT = 13;
const RESOLUTION = 64;
const Q15 = 32768;

export class JsAnnealer implements Annealer {
  accepted = 0;
  private present = 0; // c²E, kept by adding changes
  private best = Number.POSITIVE_INFINITY;
  private listed = false; // `others` belongs to the present set
  private costsAt = -1; // temperature that the fixed-point costs belong to
  private shift = 0;
  private base = 0;
  private stretch = 1;
  private largestOwn = 1;
  private neuron = 0; // its row
  private largest: number;
  private wide: boolean;
  private readonly stream = new Stream();
  private readonly overlap: Int16Array;
  private readonly tables: Variates;
  private readonly own: Int16Array; // m
  private readonly fields: Float64Array; // h
  private readonly cost: Float32Array; // m_l [2h_l + (P − 2κ) m_l], +∞ at members
  private readonly barrier: Float32Array;
  private readonly fixedCost: Int16Array;
  private readonly fixedBarrier: Int32Array;
  private readonly scaled: Int16Array; // stretch · m at candidates, 0 elsewhere
  private readonly noise: Int16Array; // scaled to the present temperature
  private readonly members: Int32Array;
  private readonly others: Int32Array;
  private readonly record: Int32Array;

  constructor(private readonly problem: AnnealProblem) {
    const { nNeurons, nInputs } = problem;
    this.largest = problem.largest;
    this.wide = problem.wide;
    this.overlap = problem.overlap.view;
    this.tables = variates(nNeurons);
    this.own = new Int16Array(nNeurons);
    this.fields = new Float64Array(nNeurons);
    this.cost = new Float32Array(nNeurons);
    this.barrier = new Float32Array(nNeurons);
    this.fixedCost = new Int16Array(nNeurons);
    this.fixedBarrier = new Int32Array(nNeurons);
    this.scaled = new Int16Array(nNeurons);
    this.noise = new Int16Array(NOISE + nNeurons);
    this.members = new Int32Array(nInputs);
    this.others = new Int32Array(nNeurons - 1 - nInputs);
    this.record = new Int32Array(nInputs);
  }

  begin(neuron: number, key: Key, run: number, warm?: ArrayLike<number>, row = neuron): void {
    const { nNeurons, stride } = this.problem;
    this.neuron = row;
    this.accepted = 0;
    this.best = Number.POSITIVE_INFINITY;
    this.stream.open(DOMAIN.anneal, neuron, run, key);
    this.own.set(this.overlap.subarray(row * stride, row * stride + nNeurons));
    this.own[row] = 0;
    this.largestOwn = this.own.reduce((largest, m) => Math.max(largest, Math.abs(m)), 1);
    this.stretch = Math.max(1, Math.floor(32767 / (this.largestOwn * Math.max(1, this.largest))));
    if (warm) this.members.set(warm);
    else this.drawMembers();
    this.derive();
  }

  refit(largest: number, wide: boolean): void {
    this.largest = largest;
    this.wide = wide;
  }

  metropolis(levels: number, steps: number, temperature: number, factor: number): number {
    if (this.others.length === 0) return temperature;
    for (let level = 0; level < levels; level++) {
      this.propose(steps, temperature, (threshold) => threshold);
      temperature *= factor;
    }
    return temperature;
  }

  rootMetropolis(steps: number, temperature: number): void {
    this.propose(steps, temperature, (threshold) => {
      const root = Math.sqrt(Math.max(0, this.present));
      return threshold * (2 * root + threshold);
    });
  }

  /** Makes `steps` proposals; `passed` is the largest ΔE that a threshold T·X lets pass. */
  private propose(steps: number, temperature: number, passed: (threshold: number) => number): void {
    const { members, others, stream } = this;
    const { exponentials } = this.tables;
    const c = members.length;
    const candidates = others.length;
    if (candidates === 0) return;
    if (!this.listed) this.listOthers();
    this.listed = true; // kept up to date below, swap by swap
    this.costsAt = -1;
    for (let step = 0; step < steps; step++) {
      const first = stream.next() * c;
      const position = Math.floor(first / 2 ** 32);
      const vacancy = Math.floor(((first >>> 0) * candidates) / 2 ** 32);
      const j = members[position];
      const k = others[vacancy];
      const change = this.swapChange(j, k);
      let word = stream.next();
      if (change > 0) {
        let threshold = 0;
        while ((word & (EXPONENTIALS - 1)) === EXPONENTIALS - 1) {
          threshold += TAIL;
          word = stream.next();
        }
        threshold += exponentials[word & (EXPONENTIALS - 1)];
        if (!(change <= passed(temperature * threshold))) continue;
      }
      others[vacancy] = j;
      this.noteSwap(position, k, change);
      this.addRows(j, k);
    }
  }

  heatBath(levels: number, steps: number, temperature: number, factor: number): number {
    if (this.others.length === 0) return temperature;
    this.listed = false;
    if (this.wide) this.deriveCosts();
    for (let level = 0; level < levels; level++) {
      if (this.wide) this.wideLevel(steps, temperature);
      else this.narrowLevel(steps, temperature);
      temperature *= factor;
    }
    return temperature;
  }

  descend(rounds: number): number {
    const { members } = this;
    if (this.others.length === 0) return 0;
    this.listed = false;
    this.costsAt = -1;
    this.deriveCosts();
    for (let round = 1; round <= rounds; round++) {
      let moved = false;
      for (let position = 0; position < members.length; position++) {
        const j = members[position];
        const k = this.bestReplacement(j, 0, 0);
        const change = this.swapChange(j, k);
        if (change < 0) {
          this.noteSwap(position, k, change);
          this.swapRows(j, k);
          moved = true;
        }
      }
      if (!moved) return round;
    }
    return rounds;
  }

  restore(): void {
    if (this.best >= this.present) return;
    this.members.set(this.record);
    this.derive();
  }

  get energy(): number {
    const { twiceKappa, nPatterns } = this.problem;
    let quadratic = 0;
    for (const j of this.members) quadratic += this.own[j] * this.fields[j];
    const kappa = twiceKappa * 0.5;
    return quadratic - twiceKappa * this.squares + nPatterns * kappa * kappa;
  }

  get squares(): number {
    let sum = 0;
    for (const j of this.members) sum += this.own[j] * this.own[j];
    return sum;
  }

  inputsInto(out: Int32Array): void {
    out.set(this.members);
    out.sort();
  }

  /** Lists the candidates outside S, in increasing order. */
  private listOthers(): void {
    const isMember = new Uint8Array(this.own.length);
    for (const j of this.members) isMember[j] = 1;
    for (let l = 0, count = 0; l < isMember.length; l++) {
      if (l !== this.neuron && !isMember[l]) this.others[count++] = l;
    }
  }

  private drawMembers(): void {
    const { nNeurons } = this.problem;
    const pool = Int32Array.from({ length: nNeurons - 1 }, (_, l) => (l < this.neuron ? l : l + 1));
    for (let s = 0; s < this.members.length; s++) {
      const t = s + this.stream.below(nNeurons - 1 - s);
      this.members[s] = pool[t];
      pool[t] = pool[s];
    }
  }

  /** Sums the fields and the energy of the present members anew. */
  private derive(): void {
    const { stride } = this.problem;
    const { overlap, own, fields } = this;
    this.listed = false;
    this.costsAt = -1;
    fields.fill(0);
    for (const j of this.members) {
      const row = j * stride;
      for (let l = 0; l < fields.length; l++) fields[l] += own[j] * overlap[row + l];
    }
    this.present = this.energy;
  }

  private swapChange(j: number, k: number): number {
    const { twiceKappa, nPatterns, stride } = this.problem;
    const mj = this.own[j];
    const mk = this.own[k];
    const mjk = this.overlap[j * stride + k];
    return (
      mk * (2 * this.fields[k] + (nPatterns - twiceKappa) * mk - 2 * mj * mjk) +
      mj * ((nPatterns + twiceKappa) * mj - 2 * this.fields[j])
    );
  }

  private noteSwap(position: number, k: number, change: number): void {
    if (change > 0 && this.present < this.best) {
      this.best = this.present;
      this.record.set(this.members);
    }
    this.present += change;
    this.accepted++;
    this.members[position] = k;
  }

  /** Updates the fields h for the swap of j by k: h += m_k M_k − m_j M_j, row by row. */
  private addRows(j: number, k: number): void {
    const { overlap, own, fields } = this;
    const { stride } = this.problem;
    const [row1, row2, x, y] = [k * stride, j * stride, own[k], -own[j]];
    for (let l = 0; l < fields.length; l++) fields[l] += x * overlap[row1 + l] + y * overlap[row2 + l];
  }

  // In single precision, as assembly/row-search.ts.

  private deriveCosts(): void {
    for (let l = 0; l < this.own.length; l++) this.barrier[l] = this.squareCost(l);
    this.barrier[this.neuron] = Number.POSITIVE_INFINITY;
    for (const j of this.members) this.barrier[j] = Number.POSITIVE_INFINITY;
    this.addCosts();
  }

  private swapRows(j: number, k: number): void {
    this.barrier[j] = this.squareCost(j);
    this.barrier[k] = Number.POSITIVE_INFINITY;
    this.addRows(j, k);
    this.addCosts();
  }

  /** What m_l² contributes to the cost of input l: (P − 2κ) m_l². */
  private squareCost(l: number): number {
    const m = this.own[l];
    return (this.problem.nPatterns - this.problem.twiceKappa) * m * m;
  }

  private addCosts(): void {
    const { own, fields, cost, barrier } = this;
    for (let l = 0; l < cost.length; l++) cost[l] = fround(fround(2 * own[l] * fround(fields[l])) + barrier[l]);
  }

  /** The first k with the lowest cost_k − 2 m_j m_k M_jk − T·G_k, noise read from an offset on. */
  private bestReplacement(j: number, offset: number, heat: number): number {
    const { overlap, own, cost } = this;
    const { gumbels } = this.tables;
    const row = j * this.problem.stride;
    const twice = fround(2 * own[j]);
    let lowest = Number.POSITIVE_INFINITY;
    let best = 0;
    for (let l = 0; l < cost.length; l++) {
      const interaction = fround(fround(own[l] * overlap[row + l]) * twice);
      const value = fround(fround(cost[l] - interaction) - fround(heat * gumbels[offset + l]));
      if (value < lowest) {
        lowest = value;
        best = l;
      }
    }
    return best;
  }

  private wideLevel(steps: number, temperature: number): void {
    const { members, stream } = this;
    const { gumbels } = this.tables;
    const heat = fround(temperature);
    for (let step = 0; step < steps; step++) {
      const position = Math.floor((stream.next() * members.length) / 2 ** 32);
      const word = stream.next();
      const offset = word & (NOISE - 1);
      const j = members[position];
      const k = this.bestReplacement(j, offset, heat);
      const change = this.swapChange(j, k);
      const stay = gumbels[(word >>> 16) & (NOISE - 1)];
      const move = gumbels[offset + k];
      if (change < temperature * (move - stay)) {
        this.noteSwap(position, k, change);
        this.swapRows(j, k);
      }
    }
  }

  // In 16-bit fixed point, as assembly/heat-bath.ts.

  private narrowLevel(steps: number, temperature: number): void {
    const { members, stream, own } = this;
    const { gumbels } = this.tables;
    const half = temperature * 0.5;
    const unit = Q15 / this.stretch;
    let shift = 0;
    while (shift < MOST_SHIFT && (2 << shift) * RESOLUTION <= half) shift++;
    while (shift < MOST_SHIFT && unit * this.largestOwn > 32767 * (1 << shift)) shift++;
    const perUnit = 1 / (1 << shift);
    if (this.costsAt !== temperature) {
      this.costsAt = temperature;
      this.shift = shift;
      this.scaleNoise(nearest(Math.min(32767, (half * perUnit * Q15) / NOISE_UNIT)));
      this.deriveFixedCosts();
    }
    for (let step = 0; step < steps; step++) {
      const position = Math.floor((stream.next() * members.length) / 2 ** 32);
      const word = stream.next();
      const offset = word & (NOISE - 1);
      const j = members[position];
      const pull = nearest(Math.max(-32767, Math.min(32767, own[j] * unit * perUnit)));
      const k = this.lowest(j, offset, pull);
      if (this.fixedBarrier[k] === FAR) continue;
      const change = this.swapChange(j, k);
      const stay = gumbels[(word >>> 16) & (NOISE - 1)];
      const move = gumbels[offset + k];
      if (change < temperature * (move - stay)) {
        this.noteSwap(position, k, change);
        this.swapFixed(j, k);
      }
    }
  }

  /** The first k with the lowest value, all in units q. */
  private lowest(j: number, offset: number, pull: number): number {
    const { overlap, scaled, fixedCost, noise } = this;
    const row = j * this.problem.stride;
    let lowest = 32768;
    let best = 0;
    for (let l = 0; l < fixedCost.length; l++) {
      const product = Math.imul(scaled[l], overlap[row + l]);
      const interaction = (Math.imul(product, pull) + 16384) >> 15;
      const value = saturate(saturate(fixedCost[l] - interaction) - noise[offset + l]);
      if (value < lowest) {
        lowest = value;
        best = l;
      }
    }
    return best;
  }

  private scaleNoise(heat: number): void {
    const { integerGumbels } = this.tables;
    for (let k = 0; k < this.noise.length; k++) this.noise[k] = (Math.imul(integerGumbels[k], heat) + 16384) >> 15;
  }

  private deriveFixedCosts(): void {
    const { own, fields, fixedBarrier, members, problem } = this;
    const linear = (problem.nPatterns - problem.twiceKappa) * 0.5;
    let sum = 0;
    for (const j of members) sum += own[j] * (fields[j] - (linear + problem.twiceKappa) * own[j]);
    this.base = nearest(sum / members.length);
    for (let l = 0; l < own.length; l++) {
      fixedBarrier[l] = nearest(linear * own[l] * own[l]) - this.base;
      this.scaled[l] = this.stretch * own[l];
    }
    for (const j of members) this.exclude(j);
    this.exclude(this.neuron);
    this.addFixedCosts();
  }

  private swapFixed(j: number, k: number): void {
    const linear = (this.problem.nPatterns - this.problem.twiceKappa) * 0.5;
    this.fixedBarrier[j] = nearest(linear * this.own[j] * this.own[j]) - this.base;
    this.scaled[j] = this.stretch * this.own[j];
    this.exclude(k);
    this.addRows(j, k);
    this.addFixedCosts();
  }

  private exclude(l: number): void {
    this.fixedBarrier[l] = FAR;
    this.scaled[l] = 0;
  }

  private addFixedCosts(): void {
    const { own, fields, fixedCost, fixedBarrier, shift } = this;
    for (let l = 0; l < own.length; l++) fixedCost[l] = saturate((own[l] * fields[l] + fixedBarrier[l]) >> shift);
  }
}

/** Rounds to the nearest integer, halves upwards, as the vector kernel does. */
function nearest(x: number): number {
  return Math.floor(x + 0.5);
}

/** Clips to the range of 16 bits, as the saturating sums of the vector kernel do. */
function saturate(x: number): number {
  return Math.max(-32768, Math.min(32767, x));
}
