// Patterns of low activity, stored by the covariance rule: how many, against what mean-field theory says.
import { capacity, sparseCapacity } from "palimpsest";

const neurons = 400;
console.log("    a   measured α_c   theory, all connected   diluted");
for (const codingLevel of [0.5, 0.2, 0.1, 0.05]) {
  const { summary } = await capacity({ neurons, inputs: neurons - 1, rule: "random", codingLevel, seeds: 2, seed: 1 });
  const [full, dilute] = ["full", "dilute"].map((connectivity) => sparseCapacity({ codingLevel, connectivity }));
  const cells = [codingLevel.toFixed(2), summary[0].load.toFixed(2), full.load.toFixed(2), dilute.load.toFixed(2)];
  console.log(cells.map((cell, k) => cell.padStart([5, 15, 24, 10][k])).join(""));
}
