/** How fast does one neuron search its inputs, by swaps and by the heat bath? */

import { loadKernels } from "../src/backend/load.ts";
import { type AnnealProblem, annealVariant, scheduleOf } from "../src/bench/anneal.ts";
import { annealSize, HEAT_BATH, swapSchedule } from "../src/bench/sizes.ts";
import { storedPatterns } from "../src/bench/stored.ts";
import { variates } from "../src/numeric/variates.ts";
import { type Bench, childVariant } from "./harness/bench.ts";
import { scalarKernels } from "./harness/scalar.ts";

export async function anneal(bench: Bench): Promise<void> {
  for (const neurons of bench.sizes) {
    const { key, natives, clock } = bench;
    const { inputs, patterns } = annealSize(neurons);
    const stored = await storedPatterns(neurons, patterns, key);
    for (const child of natives.children) {
      await child.put("overlap", stored.overlap);
      const { exponentials, gumbels, integerGumbels } = variates((neurons + 31) & ~31);
      await child.put("exponentials", exponentials);
      await child.put("gumbels", gumbels);
      await child.put("integerGumbels", integerGumbels);
    }
    for (const schedule of [swapSchedule(neurons), HEAT_BATH]) {
      const { rule, levels, steps } = schedule;
      const problem: AnnealProblem = { stored, inputs, neuron: neurons >> 1, key, ...schedule };
      const { twiceKappa, temperature, factor } = scheduleOf(problem);
      const variants = [
        annealVariant("wasm", await loadKernels(), problem, clock),
        annealVariant("js", await loadKernels({ backend: "js" }), problem, clock),
        annealVariant("wasm scalar", await scalarKernels(), problem, clock),
      ];
      for (const child of natives.children) {
        const { stride, largest } = stored;
        const size = [neurons, patterns, inputs, stride, largest, twiceKappa, problem.neuron, ...key];
        variants.push(
          childVariant(child, rule, [...size, levels, steps, temperature, factor], async () => ({
            inputs: await child.get("inputs", Int32Array),
            state: await child.get("state", Float64Array),
          })),
        );
      }
      const swaps = rule === "metropolis";
      const note = `${levels * steps} ${swaps ? "proposals" : "rows"}`;
      const kernel = swaps ? "swap annealing" : "heat bath";
      await bench.compare({ kernel, neurons, inputs, patterns, note }, variants);
    }
  }
}
