/** Annealing by swaps: the Metropolis rule on a random present and a random absent input. */
import { annealing } from "./annealing.ts";

/** A pair of a present and an absent input at a step. */
export const swap = {
  ...annealing({
    name: "swap",
    about: "Metropolis steps, a pair of a present and an absent input each",
    sweeps: 200,
    // hotter swaps end no lower and take up to twice the time
    startOfScale: 0.3,
    runSweeps: Number.POSITIVE_INFINITY,
    stepNanoseconds: () => 14,
    of: (annealer) => annealer.metropolis.bind(annealer),
  }),
  name: "swap",
} as const;
