/** How fast is the search for one neuron's inputs with a margin? */

import { loadKernels } from "../src/backend/load.ts";
import { marginVariant } from "../src/bench/margin.ts";
import { annealSize } from "../src/bench/sizes.ts";
import { storedPatterns } from "../src/bench/stored.ts";
import type { Bench } from "./harness/bench.ts";

export async function margin(bench: Bench): Promise<void> {
  for (const neurons of bench.sizes) {
    const { inputs } = annealSize(neurons);
    const patterns = 3 * inputs; // about what the rule holds; κ beyond its reach, or the search would end early
    const stored = await storedPatterns(neurons, patterns, bench.key);
    const problem = { stored, inputs, neuron: neurons >> 1, margin: 2, levels: 50, steps: 400, key: bench.key };
    const work = { kernel: "margin search", neurons, inputs, patterns, note: "20000 proposals" } as const;
    await bench.compare(work, [
      marginVariant("wasm", await loadKernels(), problem, bench.clock),
      marginVariant("js", await loadKernels({ backend: "js" }), problem, bench.clock),
    ]);
  }
}
