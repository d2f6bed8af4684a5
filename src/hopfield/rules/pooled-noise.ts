/** Signal reinforcement among pools: the kernels' annealer on the candidates of largest |M_ij|. */
import { log } from "../../numeric/log.ts";
import { poolBytes, poolOf, poolSize, poolSteps } from "../pool.ts";
import { heatBath } from "../solvers/heat-bath.ts";
import type { SearchPlan } from "../solvers/solver.ts";
import { needsWide, twiceKappaOf } from "./aligned-noise.ts";
import type { PooledSearch } from "./rule.ts";

type Target = { readonly epsilon: number };

/** Fewest neurons, and neurons for each one of a pool, from which on a pool is the better choice. */
const LEAST_NEURONS = 1500;
const LEAST_SHARE = 3;

/**
 * ns for each word of 64 patterns and neuron of the network (overlaps), for each pattern and pair of neurons in a pool, for a pool (its
 * choice and two descents), and for a step of the heat bath in each neuron of the pool.
 */
const WORD_NS = 0.8;
const PAIR_NS = 0.004;
const NEURON_NS = 350;
const STEP_NS = 0.65;

export const pooledNoiseSearch = {
  isDefault: ({ nNeurons, nInputs }) => nNeurons >= Math.max(LEAST_NEURONS, LEAST_SHARE * poolSize(nInputs, 1)),
  values: ({ epsilon }, { nNeurons, nPatterns, nInputs }) => ({
    epsilon: epsilon ?? Math.round(targetOfLoad(nInputs, nNeurons) * nPatterns) / nInputs,
  }),
  begin(network, nInputs, { epsilon }: Target, effort) {
    const { kernels, nPatterns } = network;
    const size = poolSize(nInputs, effort);
    const pool = poolOf(network, size);
    const twiceKappa = twiceKappaOf(nInputs, epsilon);
    const annealer = kernels.annealer({ ...pool, nInputs, twiceKappa, largest: 0, wide: false });
    const plan = planOf(nInputs, effort);
    return async ({ neuron, key, size: { backend }, pause, out, warm, note }) => {
      const { row, largest } = pool.gather(neuron, key, warm);
      annealer.refit(largest, needsWide(nPatterns, nInputs, twiceKappa, largest));
      const members = pool.members.view.slice();
      const toNeurons = (places: Int32Array): void => {
        for (let s = 0; s < nInputs; s++) places[s] = members[places[s]];
      };
      const found = await heatBath.search(annealer, {
        neuron,
        row,
        key,
        plan,
        size: { nNeurons: size, nPatterns, nInputs, backend },
        pause,
        out,
        warm: warm && Array.from(warm, pool.placeOf),
        note:
          note &&
          ((temperature, energy, set) => {
            const inputsInto = (inputs: Int32Array): void => {
              set.inputsInto(inputs);
              toNeurons(inputs);
            };
            note(temperature, energy, { inputsInto });
          }),
      });
      toNeurons(out);
      return found;
    };
  },
  moments: (nInputs, effort) => heatBath.moments(planOf(nInputs, effort)),
  bytes: ({ nNeurons, nPatterns, nInputs }, effort) => poolBytes(nNeurons, nPatterns, poolSize(nInputs, effort)),
  nanoseconds({ nNeurons, nPatterns, nInputs }, effort) {
    const size = poolSize(nInputs, effort);
    const words = Math.ceil(nPatterns / 64);
    const own = PAIR_NS * nPatterns * size * size + NEURON_NS * size + STEP_NS * poolSteps(nInputs, effort) * size;
    return nNeurons * (WORD_NS * words * nNeurons + own);
  },
} as const satisfies PooledSearch;

/**
 * ε for each unit of the load p/c, unless given: 1 + 0.17 ln(N/20c) where that is above 1, which is 1 for c/N ≥ 0.05, 1.27 at 0.01, 1.39 at 0.005
 * and 1.78 at 0.0005. With fewer of all neurons as inputs there are more to choose from, and fields can be drawn further: against ε = p/c it
 * stores 8 to 15 % more from N = 10⁴ on. ε·c is rounded to an integer, so that energies are integers.
 */
export function targetOfLoad(nInputs: number, nNeurons: number): number {
  return Math.max(1, 1 + 0.17 * log((0.05 * nNeurons) / nInputs));
}

/** The schedule of the heat bath on a pool: its steps are counted in sweeps of the pool. */
function planOf(nInputs: number, effort: number): SearchPlan {
  const sweeps = poolSteps(nInputs, effort) / poolSize(nInputs, effort);
  return { sweeps, timeLimit: null, temperatures: null };
}
