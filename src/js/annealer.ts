/**
 * One neuron's connectivity problem in plain JavaScript, twin of assembly/annealer.ts, metropolis.ts and heat-bath.ts:
 * the same steps on the same numbers. Fields are integers held in doubles, exact below 2⁵³, so that the narrow and wide
 * paths of the other backend are one here. Costs are in single precision, rounded where the vector code rounds.
 */
import type { Annealer, AnnealProblem, Key } from "../kernels.ts";
import { DOMAIN } from "../random/domains.ts";
import { EXPONENTIALS, NOISE, variates } from "../random/variates.ts";
import { Stream } from "./philox.ts";

/** ln 4096: where the last exponential quantile begins. */
const TAIL = 8.317766166719343;
const fround = Math.fround;

export class JsAnnealer implements Annealer {
  accepted = 0;
  private present = 0; // c²E, kept by adding changes
  private best = Number.POSITIVE_INFINITY;
  private listed = false; // `others` belongs to the present set
  private neuron = 0;
  private readonly stream = new Stream();
  private readonly overlap: Int16Array;
  private readonly table: Float32Array;
  private readonly own: Int16Array; // m
  private readonly fields: Float64Array; // h
  private readonly cost: Float32Array; // m_l [2h_l + (P − 2κ) m_l], +∞ at members
  private readonly barrier: Float32Array;
  private readonly members: Int32Array;
  private readonly others: Int32Array;
  private readonly record: Int32Array;

  constructor(private readonly problem: AnnealProblem) {
    const { nNeurons, nInputs } = problem;
    this.overlap = problem.overlap.view;
    this.table = variates(nNeurons);
    this.own = new Int16Array(nNeurons);
    this.fields = new Float64Array(nNeurons);
    this.cost = new Float32Array(nNeurons);
    this.barrier = new Float32Array(nNeurons);
    this.members = new Int32Array(nInputs);
    this.others = new Int32Array(nNeurons - 1 - nInputs);
    this.record = new Int32Array(nInputs);
  }

  begin(neuron: number, key: Key, run: number, warm?: ArrayLike<number>): void {
    const { nNeurons, stride } = this.problem;
    this.neuron = neuron;
    this.accepted = 0;
    this.best = Number.POSITIVE_INFINITY;
    this.stream.open(DOMAIN.anneal, neuron, run, key);
    this.own.set(this.overlap.subarray(neuron * stride, neuron * stride + nNeurons));
    this.own[neuron] = 0;
    if (warm) this.members.set(warm);
    else this.drawMembers();
    this.derive();
  }

  metropolis(levels: number, steps: number, temperature: number, factor: number): number {
    const { members, others, stream, table } = this;
    const c = members.length;
    const candidates = others.length;
    if (candidates === 0) return temperature;
    if (!this.listed)
      for (let l = 0, count = 0; l < this.barrier.length; l++) if (this.barrier[l] === 0) others[count++] = l;
    for (let level = 0; level < levels; level++) {
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
          threshold += table[word & (EXPONENTIALS - 1)];
          if (!(change <= temperature * threshold)) continue;
        }
        others[vacancy] = j;
        this.acceptSwap(position, j, k, change);
      }
      temperature *= factor;
    }
    this.listed = true; // kept up to date above, swap by swap
    return temperature;
  }

  heatBath(levels: number, steps: number, temperature: number, factor: number): number {
    const { members, others, stream, table } = this;
    if (others.length === 0) return temperature;
    for (let level = 0; level < levels; level++) {
      const heat = fround(temperature);
      for (let step = 0; step < steps; step++) {
        const position = Math.floor((stream.next() * members.length) / 2 ** 32);
        const word = stream.next();
        const noise = EXPONENTIALS + (word & (NOISE - 1));
        const j = members[position];
        const k = this.lowestCost(j, noise, heat);
        const change = this.swapChange(j, k);
        const stay = temperature * table[EXPONENTIALS + ((word >>> 16) & (NOISE - 1))];
        const move = temperature * table[noise + k];
        if (change - move < -stay) this.acceptSwap(position, j, k, change);
      }
      temperature *= factor;
    }
    return temperature;
  }

  descend(rounds: number): number {
    const { members } = this;
    if (this.others.length === 0) return 0;
    for (let round = 1; round <= rounds; round++) {
      let moved = false;
      for (let position = 0; position < members.length; position++) {
        const j = members[position];
        const k = this.lowestCost(j, EXPONENTIALS, 0);
        const change = this.swapChange(j, k);
        if (change < 0) {
          this.acceptSwap(position, j, k, change);
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

  private drawMembers(): void {
    const { nNeurons } = this.problem;
    const pool = Int32Array.from({ length: nNeurons - 1 }, (_, l) => (l < this.neuron ? l : l + 1));
    for (let s = 0; s < this.members.length; s++) {
      const t = s + this.stream.below(nNeurons - 1 - s);
      this.members[s] = pool[t];
      pool[t] = pool[s];
    }
  }

  /** Derives everything from the members: barrier, fields, costs, energy. */
  private derive(): void {
    const { stride } = this.problem;
    const { members, own } = this;
    this.listed = false;
    this.barrier.fill(0);
    this.barrier[this.neuron] = Number.POSITIVE_INFINITY;
    for (const j of members) this.barrier[j] = Number.POSITIVE_INFINITY;
    this.fields.fill(0);
    for (const j of members) this.addRows(j * stride, j * stride, own[j], 0);
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

  private acceptSwap(position: number, j: number, k: number, change: number): void {
    const { stride } = this.problem;
    if (change > 0 && this.present < this.best) {
      this.best = this.present;
      this.record.set(this.members);
    }
    this.present += change;
    this.accepted++;
    this.listed = false;
    this.members[position] = k;
    this.barrier[j] = 0;
    this.barrier[k] = Number.POSITIVE_INFINITY;
    this.addRows(k * stride, j * stride, this.own[k], -this.own[j]);
  }

  /** h += x·row1 + y·row2, and the costs that follow from it. */
  private addRows(row1: number, row2: number, x: number, y: number): void {
    const { overlap, own, fields, cost, barrier } = this;
    const linear = fround(this.problem.nPatterns - this.problem.twiceKappa);
    for (let l = 0; l < fields.length; l++) {
      const h = fields[l] + (x * overlap[row1 + l] + y * overlap[row2 + l]);
      fields[l] = h;
      const m = own[l];
      const single = fround(h);
      cost[l] = fround(fround(m * fround(fround(single + single) + fround(linear * m))) + barrier[l]);
    }
  }

  /** The first k with the lowest cost_k − 2 m_j m_k M_jk − T·G_k. */
  private lowestCost(j: number, noise: number, heat: number): number {
    const { overlap, own, cost, table } = this;
    const row = j * this.problem.stride;
    const twice = fround(2 * own[j]);
    let lowest = Number.POSITIVE_INFINITY;
    let best = 0;
    for (let l = 0; l < cost.length; l++) {
      const interaction = fround(fround(own[l] * overlap[row + l]) * twice);
      const value = fround(fround(cost[l] - interaction) - fround(heat * table[noise + l]));
      if (value < lowest) {
        lowest = value;
        best = l;
      }
    }
    return best;
  }
}
