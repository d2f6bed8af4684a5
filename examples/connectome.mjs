// What a given network stores: its own synapses, as many random ones for each neuron, and as many chosen ones. The edge list is one
// made up in space (spatial-network.mjs); put a measured connectome in its place: source,target in every line.
import { readFileSync } from "node:fs";
import { capacity, readConnectivity } from "palimpsest/node";

const file = process.argv[2] ?? new URL("spatial-network.csv", import.meta.url);
const { connectivity, notes } = readConnectivity(readFileSync(file), String(file));
console.error(notes.join("; "));
const { summary } = await capacity({ connectivity, rule: ["given", "random", "noise", "signal"], seeds: 2, seed: 1 });
const { neurons, inputs } = summary[0];
console.log(`${neurons} neurons, ${inputs.toFixed(1)} inputs each on average`);
for (const { rule, capacity: patterns } of summary) console.log(`${rule.padEnd(6)}  ${patterns.toFixed(1)} patterns`);
