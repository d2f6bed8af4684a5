/** How fast are trials of growth and pruning, with either rule, and the retrieval of what a growing network stores? */

import { loadKernels } from "../src/backend/load.ts";
import { growthProblem, growthVariant, naiveGrowthVariant, settleVariant } from "../src/bench/growth.ts";
import { growthSize } from "../src/bench/sizes.ts";
import type { Bench } from "./harness/bench.ts";

export async function growth(bench: Bench): Promise<void> {
  for (const neurons of bench.sizes) {
    const size = growthSize(neurons);
    for (const [kernel, rule] of [
      ["growth", { target: 2 }],
      ["margin growth", { margin: 1 }],
    ] as const) {
      const problem = await growthProblem(size, rule, bench.key);
      const work = { kernel, ...size, note: `${problem.count * problem.trials} trials` };
      await bench.compare(work, [
        growthVariant("wasm", await loadKernels(), problem, bench.clock),
        growthVariant("js", await loadKernels({ backend: "js" }), problem, bench.clock),
        naiveGrowthVariant("js, O(p·c)", problem, bench.clock),
      ]);
    }
    const problem = await growthProblem(size, { target: 2 }, bench.key);
    await bench.compare({ kernel: "stored patterns", ...size, note: "all of them settle" }, [
      settleVariant("wasm", await loadKernels(), problem, bench.clock),
      settleVariant("js", await loadKernels({ backend: "js" }), problem, bench.clock),
    ]);
  }
}
