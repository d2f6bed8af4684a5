// How many patterns 200 neurons with 20 inputs each hold, with random and with chosen synapses.
import { capacity } from "palimpsest";

const { summary } = await capacity({
  neurons: 200,
  inputs: 20,
  rule: ["random", "noise", "signal"],
  seeds: 2,
  seed: 1,
});
for (const { rule, load, loadDeviation } of summary) {
  console.log(`${rule.padEnd(6)}  α_c = ${load.toFixed(2)} ± ${loadDeviation.toFixed(2)}`);
}
