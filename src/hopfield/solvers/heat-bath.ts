/** Annealing by the heat bath, which weighs all candidates for the place of one input at a step. */
import { annealing } from "./annealing.ts";

/** ns of weighing a row, and of each neuron in it. */
const ROW_NS = 45;
const ROW_NS_PER_NEURON = 0.325;
const ROW_NS_PER_NEURON_BEYOND_CACHE = 0.465;
/** Neurons whose overlap matrix the cache of a core holds. */
const CACHED_NEURONS = 2000;

/** A whole row of candidates at a step: lower energies than swaps in the same time, so more patterns. */
export const heatBath = {
  ...annealing({
    name: "heat-bath",
    about: "a heat bath that weighs all candidates for the place of one input at a step",
    // about as long as the 200 sweeps of swaps
    sweeps: 20,
    // hotter than swaps: a step costs the same whether it moves or not
    startOfScale: 0.4,
    runSweeps: 80,
    stepNanoseconds: (nNeurons) =>
      ROW_NS + (nNeurons > CACHED_NEURONS ? ROW_NS_PER_NEURON_BEYOND_CACHE : ROW_NS_PER_NEURON) * nNeurons,
    of: (annealer) => annealer.heatBath.bind(annealer),
  }),
  name: "heat-bath",
} as const;
