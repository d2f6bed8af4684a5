/** A network that learns while its connections come and go, in the kernels' memory. */
import type { GrowingNetwork, Kernels } from "../backend/contract/kernels.ts";
import type { Connectivity } from "./connectivity.ts";
import { weightedGraph } from "./graph.ts";
import type { GrowthProblem, GrowthState } from "./growth-problem.ts";
import { MOST_PATTERNS } from "./limits.ts";
import { overlapOf } from "./overlap.ts";
import { relaxStates } from "./relax.ts";
import { countRetrieved } from "./retrieve.ts";
import { rowOverlaps } from "./state-overlaps.ts";
import { strideOf } from "./stride.ts";

/** ms a trial takes for each neuron of the network, and how much slower the other backend is. */
const TRIAL_MS = 1.5e-7;
const JS_SLOWER = 40;
/** ms a pattern takes in the fields of a neuron for each of its inputs. */
const TERM_MS = 3e-7;
/** ms a neuron that flips takes for each neuron of the network. */
const FLIP_MS = 1.5e-7;
/** Longest kernel call aimed at, ms. */
const CALL_MS = 5;
/** Patterns that settle together, and columns of a vector over patterns. */
const LANES = 16;
/** Patterns that there is room for beyond those of the beginning. */
const SPARE = 160;

/** Most patterns that a network gets room for when it begins with `nPatterns`. */
export function roomFor(nPatterns: number, addition: number): number {
  return Math.min(MOST_PATTERNS, nPatterns + Math.max(SPARE, addition));
}

/** Bytes of a growing network with room for `mostPatterns`. */
export function growingBytes(nNeurons: number, mostPatterns: number): number {
  const stride = strideOf(nNeurons);
  return stride * (6 * nNeurons + 8 * (mostPatterns + LANES) + 160) + 2 ** 20;
}

export class Network {
  /** Patterns that there is room for. */
  readonly mostPatterns: number;
  private growing: GrowingNetwork;
  /** Time that the backend of the problem takes relative to the times above. */
  private readonly slower: number;

  constructor(
    private readonly kernels: Kernels,
    private readonly problem: GrowthProblem,
    { nPatterns, connections }: GrowthState,
    private readonly pause: () => Promise<void> | undefined,
  ) {
    const { nNeurons, addition, backend } = problem;
    const { arena } = kernels;
    const stride = strideOf(nNeurons);
    this.mostPatterns = roomFor(nPatterns, addition);
    const width = LANES * Math.ceil(this.mostPatterns / LANES);
    this.growing = {
      nNeurons,
      stride,
      nPatterns: 0,
      width,
      overlap: arena.int16(nNeurons * stride),
      present: arena.int16(nNeurons * stride),
      outgoing: arena.int16(nNeurons * stride),
      counts: arena.int32(nNeurons),
      sums: arena.float64(2 * nNeurons),
      changes: arena.int32(2),
      xi: arena.int8(width * stride),
      signs: arena.int8(stride * width),
      aligned: arena.int32(stride * width),
    };
    this.slower = backend === "js" ? JS_SLOWER : 1;
    const present = this.growing.present.view;
    const bytes = Math.ceil(nNeurons / 8);
    for (let i = 0; i < nNeurons; i++) {
      for (let j = 0; j < nNeurons; j++) {
        present[i * stride + j] = -((connections[i * bytes + (j >> 3)] >> (j & 7)) & 1);
      }
    }
  }

  get counts(): Int32Array {
    return this.growing.counts.view.slice();
  }

  get connections(): Uint8Array {
    const { nNeurons, stride, present } = this.growing;
    const mask = present.view;
    const bytes = Math.ceil(nNeurons / 8);
    const out = new Uint8Array(nNeurons * bytes);
    for (let i = 0; i < nNeurons; i++) {
      for (let j = 0; j < nNeurons; j++) out[i * bytes + (j >> 3)] |= (mask[i * stride + j] & 1) << (j & 7);
    }
    return out;
  }

  /** Learns patterns of the seed up to `nPatterns`: M grows by their products; fields and energies are summed anew. */
  async learn(nPatterns: number): Promise<void> {
    const { kernels, problem, pause } = this;
    const { nNeurons, stride, nPatterns: before } = this.growing;
    const growing = { ...this.growing, nPatterns };
    this.growing = growing;
    const count = nPatterns - before;
    const position = kernels.arena.mark();
    const xi = kernels.arena.int8(count * stride);
    kernels.randomPatterns(xi, count, nNeurons, stride, before, problem.key);
    growing.xi.view.set(xi.view, before * stride);
    await overlapOf(kernels, { xi, nPatterns: count, nNeurons, stride }, pause, growing.overlap);
    kernels.arena.release(position);
    kernels.storeSigns(growing, before, count);
    await this.inHandfuls(TERM_MS * nNeurons * nPatterns, (first, handful) =>
      kernels.growthFields(growing, first, handful),
    );
    // a neuron with every input costs as much as N trials
    await this.inHandfuls(TRIAL_MS * nNeurons ** 2, (first, handful) =>
      kernels.growthSums(growing, problem.rule, first, handful),
    );
  }

  /** One repetition of trials for every neuron. */
  async grow(repetition: number): Promise<{ additions: number; removals: number }> {
    const { kernels, growing, problem } = this;
    const { trials, rule, key } = problem;
    growing.changes.view.fill(0);
    await this.inHandfuls(TRIAL_MS * trials * growing.nNeurons, (first, handful) =>
      kernels.grow(growing, rule, first, handful, trials, repetition, key),
    );
    const [additions, removals] = growing.changes.view;
    return { additions, removals };
  }

  /** p_eff: how many patterns a relaxation from themselves leaves at an overlap of at least the threshold. */
  async retrieve(): Promise<number> {
    const position = this.kernels.arena.mark();
    const overlaps = await (this.problem.order === "random" ? this.relax() : this.settle());
    this.kernels.arena.release(position);
    return countRetrieved(overlaps, this.problem.threshold);
  }

  /** Overlaps of the patterns with what they become, from the fields that are known. */
  private async settle(): Promise<Float64Array> {
    const { nNeurons, nPatterns } = this.growing;
    const { maxSweeps, order } = this.problem;
    const isAtOnce = order === "synchronous";
    const states = this.kernels.storedStates(this.growing);
    const sweeps = Math.max(1, Math.floor(CALL_MS / (FLIP_MS * nNeurons ** 2 * this.slower)));
    const overlaps = new Float64Array(nPatterns);
    for (let nu = 0; nu < nPatterns; nu++) {
      const lane = nu % LANES;
      if (lane === 0) states.load(nu);
      for (let made = 0; made < maxSweeps; made += sweeps) {
        const few = Math.min(sweeps, maxSweeps - made);
        if (isAtOnce ? states.settleAtOnce(lane, few, made === 0) : states.settle(lane, few)) break;
        await this.pause();
      }
      overlaps[nu] = states.agreement(lane) / nNeurons;
      if (lane === LANES - 1) await this.pause();
    }
    return overlaps;
  }

  /** Final overlaps for updates in random order, by the general relaxer. */
  private async relax(): Promise<Float64Array> {
    const { kernels, problem, growing, pause } = this;
    const { nNeurons, nPatterns, stride } = growing;
    const graph = weightedGraph(kernels, growing.overlap, stride, rowsOf(growing));
    const patterns = new Int8Array(nPatterns * nNeurons);
    const rows = growing.xi.view;
    for (let mu = 0; mu < nPatterns; mu++) {
      patterns.set(rows.subarray(mu * stride, mu * stride + nNeurons), mu * nNeurons);
    }
    const { states } = await relaxStates(kernels.relaxer(graph), graph, patterns.slice(), problem, pause);
    return rowOverlaps(states, patterns, nNeurons);
  }

  /** Calls `work` for all neurons, about CALL_MS at a time, from the ms that each takes. */
  private async inHandfuls(neuronMs: number, work: (first: number, handful: number) => void): Promise<void> {
    const { nNeurons } = this.problem;
    const most = Math.max(1, Math.floor(CALL_MS / (neuronMs * this.slower)));
    for (let first = 0; first < nNeurons; first += most) {
      work(first, Math.min(most, nNeurons - first));
      await this.pause();
    }
  }
}

/** The inputs of each neuron as compressed rows. */
function rowsOf({ present, counts, nNeurons, stride }: GrowingNetwork): Connectivity {
  const mask = present.view;
  const rowStart = new Int32Array(nNeurons + 1);
  counts.view.forEach((c, i) => {
    rowStart[i + 1] = rowStart[i] + c;
  });
  // without a branch, which random connections would make costly: every j is written, and stays when it is an input
  const inputs = new Int32Array(rowStart[nNeurons] + 1);
  let at = 0;
  for (let i = 0; i < nNeurons; i++) {
    for (let j = 0; j < nNeurons; j++) {
      inputs[at] = j;
      at -= mask[i * stride + j];
    }
  }
  return { nNeurons, rowStart, inputs: inputs.subarray(0, at) };
}
