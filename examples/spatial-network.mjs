// Writes spatial-network.csv, the edge list that connectome.mjs reads: 200 neurons at random places in a sheet of 1 × 1, connected with
// a probability that falls with their distance d as 0.9 exp(−d / 0.09): short synapses by far the most, as in measured connectomes.
import { writeFileSync } from "node:fs";

let state = 302; // xorshift32
function random() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}

const places = Array.from({ length: 200 }, () => [random(), random()]);
const lines = ["source,target,distance"];
for (const [target, [x, y]] of places.entries()) {
  for (const [source, [u, v]] of places.entries()) {
    const distance = Math.sqrt((x - u) ** 2 + (y - v) ** 2);
    if (source === target || random() >= 0.9 * Math.exp(-distance / 0.09)) continue;
    lines.push(`${source},${target},${distance.toFixed(3)}`);
  }
}
writeFileSync(new URL("spatial-network.csv", import.meta.url), `${lines.join("\n")}\n`);
