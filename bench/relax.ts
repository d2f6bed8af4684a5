/** How fast are batches of damaged patterns retrieved, one neuron after another and all neurons at once? */

import { ORDER } from "../src/backend/contract/codes.ts";
import { loadKernels } from "../src/backend/load.ts";
import { relaxProblem, relaxVariant } from "../src/bench/relax.ts";
import { relaxSize } from "../src/bench/sizes.ts";
import { type Bench, childVariant } from "./harness/bench.ts";
import type { Child } from "./harness/child.ts";
import { scalarKernels } from "./harness/scalar.ts";

export async function relax(bench: Bench): Promise<void> {
  for (const neurons of bench.sizes) {
    for (const order of ["sequential", "synchronous"] as const) {
      const { key, natives, numpy, clock } = bench;
      const problem = await relaxProblem(relaxSize(neurons), order, key);
      const { inputs, patterns, count, graph, cues, maxSweeps } = problem;
      const variants = [
        relaxVariant("wasm", await loadKernels(), problem, clock),
        relaxVariant("js", await loadKernels({ backend: "js" }), problem, clock),
      ];
      // event-driven, a state after another: another algorithm than the batch of the twins
      if (order === "sequential") variants.push(relaxVariant("wasm scalar", await scalarKernels(), problem, clock));
      const give = async (child: Child): Promise<void> => {
        for (const name of ["rowStart", "inputs", "weights", "columnStart", "targets", "outWeights", "sums"] as const) {
          await child.put(name, graph[name]);
        }
        await child.put("cues", cues);
      };
      const take = (child: Child) => async () => ({
        states: await child.get("states", Int8Array),
        status: await child.get("status", Int32Array),
        sweeps: await child.get("sweeps", Int32Array),
      });
      for (const child of natives.children) {
        await give(child);
        variants.push(childVariant(child, "relax", [neurons, count, ORDER[order], maxSweeps], take(child)));
      }
      if (numpy && order === "synchronous") {
        const { child } = numpy;
        await give(child);
        variants.push(childVariant(child, "relax", [neurons, count, maxSweeps], take(child), "NumPy sgemm"));
      }
      await bench.compare({ kernel: "retrieval", neurons, inputs, patterns, note: `${count} ${order}` }, variants);
    }
  }
}
