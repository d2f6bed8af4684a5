/**
 * A network that learns while its connections come and go: the loop of EK22 algorithm 1, in pieces that can be computed
 * anywhere and joined.
 */
import { withKernels } from "../backend/load.ts";
import type { Task } from "../run/executor.ts";
import { Network } from "./growing-network.ts";
import type { GrowthProblem, GrowthState } from "./growth-problem.ts";
import { MOST_PATTERNS } from "./limits.ts";

/** What one repetition did, and what stood afterwards. Repetition 0 is the beginning. */
export interface GrowthRecord {
  readonly repetition: number;
  readonly additions: number;
  readonly removals: number;
  /** Number of stored patterns p, before more are learned. */
  readonly nPatterns: number;
  /** Number of patterns retrieved, p_eff. */
  readonly retrieved: number;
  readonly quiet: number;
  /** Number of inputs of each neuron, i32[nNeurons]. */
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

/** The status with which a run has ended; null while it goes on. */
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
      const network = new Network(kernels, problem, state, pause);
      await network.learn(state.nPatterns);
      let { repetition, nPatterns, retrieved, quiet } = state;
      const records: GrowthRecord[] = [];
      const record = (additions: number, removals: number, found: number): void => {
        records.push({ repetition, additions, removals, nPatterns, retrieved: found, quiet, counts: network.counts });
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
        const isHeld = retrieved > problem.fraction * nPatterns || retrieved === nPatterns;
        const learns = isHeld && nPatterns + problem.addition <= MOST_PATTERNS;
        const stays = problem.byMeanInputs ? additions === removals : !changed;
        quiet = stays && !learns ? quiet + 1 : 0;
        record(additions, removals, retrieved);
        if (learns) {
          nPatterns += problem.addition;
          retrieved = null;
          if (nPatterns > network.mostPatterns) break;
          await network.learn(nPatterns);
        }
        if (performance.now() >= deadline) break;
      }
      return { state: { repetition, nPatterns, retrieved, quiet, connections: network.connections }, records };
    });
  },
};
