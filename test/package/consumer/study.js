export const SPEC = { neurons: 50, inputs: 8, rule: ["random", "signal"], seeds: 1, seed: 2, sweeps: 4 };

/** What every consumer computes: a small capacity, and a digit recalled, as the library of each has it. */
export async function study(library, { digits }, options = {}) {
  const { rows } = await library.capacity(SPEC, options);
  const stored = digits({ count: 20 });
  const { connectivity, energies } = await library.rewire(
    stored,
    { inputs: 30, rule: "noise", seed: 5, sweeps: 2 },
    options,
  );
  const network = await library.hebbianNetwork(stored, connectivity);
  const cues = library.flippedPatterns(stored, { flipped: 0.1, seed: 5 });
  const { states } = await library.relax(network, cues);
  const overlaps = library.centeredOverlaps(states, stored.values, stored.nNeurons);
  return { rows, energy: energies.reduce((sum, energy) => sum + energy, 0), overlaps: Array.from(overlaps) };
}
