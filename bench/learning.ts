/** How fast are patterns stored by the rules of learning where all are connected, and one damaged pattern recalled? */

import type { BackendName, Relaxer } from "../src/backend/contract/kernels.ts";
import { loadKernels } from "../src/backend/load.ts";
import type { Clock } from "../src/bench/clock.ts";
import type { Variant } from "../src/bench/interleave.ts";
import { randomConnectivity } from "../src/hopfield/connectivity.ts";
import { graphOf } from "../src/hopfield/graph.ts";
import type { Learning } from "../src/hopfield/learning/index.ts";
import { learnWeights } from "../src/hopfield/learning/learn.ts";
import { planLearning } from "../src/hopfield/learning/plan.ts";
import { sourceOf } from "../src/hopfield/network.ts";
import type { Patterns } from "../src/hopfield/patterns.ts";
import { randomPatterns } from "../src/hopfield/random-patterns.ts";
import { inlineExecutor } from "../src/run/executor.ts";
import { type Bench, childVariant } from "./harness/bench.ts";

const RULES: readonly (readonly [Learning, number])[] = [
  ["hebb", 50],
  ["storkey", 100],
  ["pseudoinverse", 100],
];

export async function learning(bench: Bench): Promise<void> {
  const { clock, numpy } = bench;
  const neurons = bench.quick ? 200 : 1000;
  const connectivity = await randomConnectivity({ nNeurons: neurons, nInputs: neurons - 1, seed: 1 });
  const size = { neurons, inputs: neurons - 1 };
  const give = async (patterns: Patterns) => {
    await numpy?.child.put("xi", patterns.values);
  };
  for (const [rule, nPatterns] of RULES) {
    const patterns = await randomPatterns({ nPatterns, nNeurons: neurons, seed: 1 });
    const learn = (backend: BackendName) => {
      const problem = {
        source: sourceOf(patterns),
        connectivity,
        plan: planLearning("bench", { learning: rule }),
        key: [1, 2] as const,
        backend,
      };
      return learnWeights(problem, inlineExecutor);
    };
    const variants = (["wasm", "js"] as const).map((backend) => {
      return asyncVariant(backend, clock, async () => {
        const { weights, scale } = await learn(backend);
        return { weights, scale };
      });
    });
    if (numpy && rule !== "storkey") {
      await give(patterns);
      const ours = await learn("wasm");
      // its weights are doubles: they agree with ours, or nothing is timed
      const result = async () => {
        const found = await numpy.child.get("learned", Float64Array);
        for (let i = 0, e = 0; i < neurons; i++) {
          for (let j = 0; j < neurons; j++) {
            if (j === i) continue;
            const weight = ours.weights[e++] / ours.scale[i];
            if (Math.abs(found[i * neurons + j] - weight) > 1e-6) throw new Error(`NumPy and wasm differ in ${rule}`);
          }
        }
        return { weights: ours.weights, scale: ours.scale };
      };
      variants.push(childVariant(numpy.child, "learn", [rule, nPatterns, neurons], result, "NumPy"));
    }
    await bench.compare({ kernel: "learning", ...size, patterns: nPatterns, note: rule }, variants);
  }
  await recall(bench, neurons);
}

/**
 * One cue with a tenth of the neurons flipped, one neuron after another: by a network that has recalled before, as NumPy has its matrix
 * at hand, and for the first time, with the weights brought into the kernels' memory.
 */
async function recall(bench: Bench, neurons: number): Promise<void> {
  const { clock, numpy } = bench;
  const nPatterns = 50;
  const patterns = await randomPatterns({ nPatterns, nNeurons: neurons, seed: 1 });
  const connectivity = await randomConnectivity({ nNeurons: neurons, nInputs: neurons - 1, seed: 1 });
  const problem = {
    source: sourceOf(patterns),
    connectivity,
    plan: { learning: "hebb" },
    key: [1, 2],
    backend: "wasm",
  } as const;
  const { weights } = await learnWeights(problem, inlineExecutor);
  const graph = graphOf(neurons, connectivity.rowStart, connectivity.inputs, weights);
  const cue = patterns.values.slice(0, neurons).map((value, i) => (i % 10 === 0 ? -value : value));
  const again: Variant[] = [];
  const first: Variant[] = [];
  for (const backend of ["wasm", "js"] as const) {
    const kernels = await loadKernels({ backend });
    const states = new Int8Array(neurons);
    const [status, sweeps] = [new Int32Array(1), new Int32Array(1)];
    const recallBy = (relaxer: Relaxer) => {
      states.set(cue);
      relaxer.relax(states, status, sweeps, 1, 0, 100, [1, 2]);
      return { states: states.slice() };
    };
    first.push(
      asyncVariant(backend, clock, () => {
        const position = kernels.arena.mark();
        const recalled = recallBy(kernels.relaxer(graph));
        kernels.arena.release(position);
        return recalled;
      }),
    );
    const kept = (await loadKernels({ backend })).relaxer(graph);
    again.push(asyncVariant(backend, clock, () => recallBy(kept)));
  }
  if (numpy) {
    await numpy.child.put("xi", patterns.values);
    await numpy.child.put("cues", cue);
    const result = async () => ({ states: await numpy.child.get("recalled", Int8Array) });
    again.push(childVariant(numpy.child, "recall", [nPatterns, neurons], result, "NumPy"));
  }
  const work = { kernel: "learning", neurons, inputs: neurons - 1, patterns: nPatterns } as const;
  await bench.compare({ ...work, note: "recall of one cue" }, again);
  await bench.compare({ ...work, note: "its first recall" }, first);
}

function asyncVariant(name: string, clock: Clock, run: () => ReturnType<Variant["result"]>): Variant {
  return {
    name,
    async time(repeats) {
      const started = clock.now();
      for (let k = 0; k < repeats; k++) await run();
      return clock.now() - started;
    },
    result: run,
  };
}
