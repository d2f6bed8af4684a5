/**
 * A network that learns while its connections come and go: the loop of EK22 algorithm 1, in pieces that can be computed
 * anywhere and joined.
 */
import type { BackendName, Block, GrowingNetwork, Kernels, Key } from "../kernels.ts";
import { withKernels } from "../load.ts";
import type { Task } from "../run/executor.ts";
import { weightedGraph } from "./graph.ts";
import { overlapOf, strideOf } from "./overlap.ts";
import { MOST_PATTERNS } from "./patterns.ts";
import { relaxStates, rowOverlaps, type UpdateOrder } from "./relax.ts";

/** What does not change in the course of a run, validated. */
export interface GrowthProblem {
  readonly nNeurons: number;
  readonly epsilon: number;
  /** Connections that each neuron tries in a repetition. */
  readonly trials: number;
  /** Patterns learned at a time. */
  readonly addition: number;
  readonly threshold: number;
  /** More are learned while more than this fraction of the patterns is retrieved. */
  readonly fraction: number;
  /** Repetitions in a row without a change after which the run has converged. */
  readonly quiet: number;
  readonly maxRepetitions: number;
  readonly order: UpdateOrder;
  readonly maxSweeps: number;
  /** Of patterns, first connectivity and trials: streams of their own. */
  readonly key: Key;
  readonly backend: BackendName;
}

/** Where a run stands between two repetitions. */
export interface GrowthState {
  readonly repetition: number;
  readonly nPatterns: number;
  /** Patterns retrieved with the present connectivity; null when not tested since the last change. */
  readonly retrieved: number | null;
  /** Repetitions in a row that changed nothing. */
  readonly quiet: number;
  /** u8[nNeurons × ⌈nNeurons / 8⌉]: bit j & 7 of byte j >> 3 of row i is set where j is an input of i. */
  readonly connections: Uint8Array;
}

/** What one repetition did, and what stood afterwards. Repetition 0 is the beginning. */
export interface GrowthRecord {
  readonly repetition: number;
  readonly additions: number;
  readonly removals: number;
  /** p, before more are learned. */
  readonly nPatterns: number;
  /** p_eff */
  readonly retrieved: number;
  readonly quiet: number;
  /** i32[nNeurons]: inputs of each neuron. */
  readonly counts: Int32Array;
}

/** The first state of a run: random inputs, `nInputs` for every neuron. */
export async function firstGrowthState(
  { nNeurons, key, backend }: GrowthProblem,
  nInputs: number,
  nPatterns: number,
): Promise<GrowthState> {
  return withKernels(backend, ({ arena, randomConnectivity }) => {
    const inputs = arena.int32(nNeurons * nInputs);
    randomConnectivity(inputs, nNeurons, nInputs, 0, nNeurons, key);
    const width = Math.ceil(nNeurons / 8);
    const connections = new Uint8Array(nNeurons * width);
    inputs.view.forEach((j, at) => {
      connections[Math.floor(at / nInputs) * width + (j >> 3)] |= 1 << (j & 7);
    });
    return { repetition: 0, nPatterns, retrieved: null, quiet: 0, connections };
  });
}

/** How a run has ended, or null while it goes on. */
export function growthStatus(
  { quiet, maxRepetitions }: GrowthProblem,
  state: Pick<GrowthState, "repetition" | "quiet">,
): "converged" | "maxRepetitions" | null {
  if (state.quiet >= quiet) return "converged";
  return state.repetition >= maxRepetitions ? "maxRepetitions" : null;
}

/** Goes on with a run for about `milliseconds`, or to its end; where it is cut never shows. */
export const growTask: Task<
  GrowthProblem & { readonly state: GrowthState; readonly milliseconds: number },
  { readonly state: GrowthState; readonly records: readonly GrowthRecord[] }
> = {
  name: "grow",
  run({ state, milliseconds, ...problem }, pause) {
    return withKernels(problem.backend, async (kernels) => {
      const deadline = performance.now() + milliseconds;
      const network = new Network(kernels, problem, state.connections, pause);
      await network.learn(state.nPatterns);
      let { repetition, retrieved, quiet } = state;
      const records: GrowthRecord[] = [];
      const record = (additions: number, removals: number, found: number): void => {
        const { nPatterns, counts } = network;
        records.push({ repetition, additions, removals, nPatterns, retrieved: found, quiet, counts });
      };
      if (repetition === 0 && retrieved === null) {
        retrieved = await network.retrieve();
        record(0, 0, retrieved);
      }
      while (growthStatus(problem, { repetition, quiet }) === null) {
        repetition++;
        const { additions, removals } = await network.grow(repetition);
        const changed = additions + removals > 0;
        if (changed || retrieved === null) retrieved = await network.retrieve();
        const learns =
          retrieved > problem.fraction * network.nPatterns && network.nPatterns + problem.addition <= MOST_PATTERNS;
        quiet = changed || learns ? 0 : quiet + 1;
        record(additions, removals, retrieved);
        if (learns) {
          await network.learn(problem.addition);
          retrieved = null;
        }
        if (performance.now() >= deadline) break;
      }
      const { nPatterns, connections } = network;
      return { state: { repetition, nPatterns, retrieved, quiet, connections }, records };
    });
  },
};

/** ms a trial takes for each neuron of the network, and how much slower the other backend is. */
const TRIAL_MS = 1.5e-7;
const JS_SLOWER = 40;
/** Longest kernel call aimed at, ms. */
const CALL_MS = 5;

/** The network in the kernels' memory. */
class Network {
  nPatterns = 0;
  private readonly growing: GrowingNetwork;
  /** Rows of patterns on the host, i8[≥ nPatterns × nNeurons]. */
  private patterns = new Int8Array(0);
  private readonly neuronMs: number;

  constructor(
    private readonly kernels: Kernels,
    private readonly problem: GrowthProblem,
    connections: Uint8Array,
    private readonly pause: () => Promise<void> | undefined,
  ) {
    const { nNeurons, backend } = problem;
    const { arena } = kernels;
    const stride = strideOf(nNeurons);
    this.growing = {
      overlap: arena.int16(nNeurons * stride),
      present: arena.int16(nNeurons * stride),
      counts: arena.int32(nNeurons),
      sums: arena.float64(2 * nNeurons),
      changes: arena.int32(2),
      nNeurons,
      stride,
    };
    this.neuronMs = TRIAL_MS * nNeurons * (backend === "js" ? JS_SLOWER : 1);
    const present = this.growing.present.view;
    const width = Math.ceil(nNeurons / 8);
    for (let i = 0; i < nNeurons; i++) {
      for (let j = 0; j < nNeurons; j++) {
        present[i * stride + j] = -((connections[i * width + (j >> 3)] >> (j & 7)) & 1);
      }
    }
  }

  get counts(): Int32Array {
    return this.growing.counts.view.slice();
  }

  get connections(): Uint8Array {
    const { nNeurons, stride, present } = this.growing;
    const mask = present.view;
    const width = Math.ceil(nNeurons / 8);
    const out = new Uint8Array(nNeurons * width);
    for (let i = 0; i < nNeurons; i++) {
      for (let j = 0; j < nNeurons; j++) out[i * width + (j >> 3)] |= (mask[i * stride + j] & 1) << (j & 7);
    }
    return out;
  }

  /** Learns the next `count` patterns of the seed: M grows by their products, and the energies follow. */
  async learn(count: number): Promise<void> {
    const { kernels, growing, pause } = this;
    const { nNeurons, stride } = growing;
    const position = kernels.arena.mark();
    const xi = kernels.arena.int8(count * stride);
    kernels.randomPatterns(xi, count, nNeurons, stride, this.nPatterns, this.problem.key);
    await overlapOf(kernels, { xi, nPatterns: count, nNeurons, stride }, pause, growing.overlap);
    const patterns = new Int8Array((this.nPatterns + count) * nNeurons);
    patterns.set(this.patterns);
    const rows = xi.view;
    for (let mu = 0; mu < count; mu++) {
      patterns.set(rows.subarray(mu * stride, mu * stride + nNeurons), (this.nPatterns + mu) * nNeurons);
    }
    kernels.arena.release(position);
    this.patterns = patterns;
    this.nPatterns += count;
    // a neuron with every input costs as much as N trials
    await this.inHandfuls(nNeurons, (first, handful) => kernels.growthSums(growing, first, handful));
  }

  /** One repetition of trials for every neuron. */
  async grow(repetition: number): Promise<{ additions: number; removals: number }> {
    const { kernels, growing, problem } = this;
    growing.changes.view.fill(0);
    await this.inHandfuls(problem.trials, (first, handful) =>
      kernels.grow(growing, first, handful, problem.trials, repetition, 1 + problem.epsilon, problem.key),
    );
    const [additions, removals] = growing.changes.view;
    return { additions, removals };
  }

  /** p_eff: how many patterns a relaxation from themselves leaves at an overlap of at least the threshold. */
  async retrieve(): Promise<number> {
    const { kernels, growing, problem, patterns, pause } = this;
    const position = kernels.arena.mark();
    const graph = weightedGraph(kernels, growing.overlap, growing.stride, {
      nNeurons: growing.nNeurons,
      ...rowsOf(growing.present, growing.counts, growing.nNeurons, growing.stride),
    });
    const { states } = await relaxStates(kernels, graph, patterns.slice(), problem, pause);
    kernels.arena.release(position);
    return rowOverlaps(states, patterns, growing.nNeurons).reduce(
      (count, m) => count + (m >= problem.threshold ? 1 : 0),
      0,
    );
  }

  /** Calls `work` for all neurons, a few ms at a time; `trials` as many as a neuron's share is worth. */
  private async inHandfuls(trials: number, work: (first: number, handful: number) => void): Promise<void> {
    const { nNeurons } = this.problem;
    const most = Math.max(1, Math.floor(CALL_MS / (this.neuronMs * Math.max(1, trials))));
    for (let first = 0; first < nNeurons; first += most) {
      work(first, Math.min(most, nNeurons - first));
      await this.pause();
    }
  }
}

/** The inputs of each neuron as compressed rows. */
function rowsOf(
  present: Block<Int16Array>,
  counts: Block<Int32Array>,
  nNeurons: number,
  stride: number,
): { rowStart: Int32Array; inputs: Int32Array } {
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
  return { rowStart, inputs: inputs.subarray(0, at) };
}
