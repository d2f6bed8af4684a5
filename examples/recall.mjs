// Store patterns, choose the synapses, damage a cue, recall it.
import {
  hebbianNetwork,
  patternsFrom,
  randomConnectivity,
  randomPatterns,
  relax,
  rewire,
  rowOverlaps,
} from "palimpsest";

const patterns = await randomPatterns({ nPatterns: 60, nNeurons: 500, seed: 1 });
const random = await randomConnectivity({ nNeurons: 500, nInputs: 50, seed: 1 });
const chosen = await rewire(patterns, { inputs: 50, rule: "signal", seed: 1 });

const damaged = patternsFrom(
  patterns.values.map((s, k) => (k % 10 === 0 ? -s : s)),
  500,
); // every tenth neuron flipped
for (const [name, connectivity] of [
  ["random", random],
  ["chosen", chosen.connectivity],
]) {
  const network = await hebbianNetwork(patterns, connectivity);
  const { states } = await relax(network, damaged);
  const overlaps = rowOverlaps(states, patterns.values, 500);
  const recalled = overlaps.filter((m) => m >= 0.9).length;
  console.log(`${name} synapses recall ${recalled} of 60 patterns from cues with 10 % of the neurons flipped`);
}
