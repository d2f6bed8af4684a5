/** Choosing inputs for networks whose neurons have different numbers of them, such as a measured connectome. */
import { type Executor, mapLimited } from "../run/executor.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { type Connectivity, connectivityFrom } from "./connectivity.ts";
import { workBytes } from "./memory.ts";
import { shareNetwork } from "./network.ts";
import { type RewireProblem, rewireNetwork } from "./rewire.ts";
import { searchOf } from "./rules/index.ts";
import type { RuleValues } from "./rules/rule.ts";

/** A search for neurons of different numbers of inputs. */
export interface RewireLikeProblem extends Omit<RewireProblem, "nInputs" | "values"> {
  /** Parameters of the search for neurons with c inputs. */
  readonly valuesOf: (nInputs: number) => RuleValues;
}

/**
 * Connectivity in which every neuron has as many inputs as in `like`, chosen among all other neurons. Neurons that have none, or
 * all, keep them.
 */
export async function rewireLike(
  problem: RewireLikeProblem,
  like: Connectivity,
  executor: Executor,
  { signal, onProgress }: RunOptions = {},
): Promise<Connectivity> {
  const { source, valuesOf, ...rest } = problem;
  const { nNeurons, rowStart, inputs } = like;
  const rows = Array.from({ length: nNeurons }, (_, i) => inputs.subarray(rowStart[i], rowStart[i + 1]));
  const groups = new Map<number, number[]>();
  rows.forEach((row, i) => {
    if (row.length === 0 || row.length === nNeurons - 1) return;
    const group = groups.get(row.length);
    if (group) group.push(i);
    else groups.set(row.length, [i]);
  });
  const most = Math.max(1, ...groups.keys());
  const terms = searchOf(rest.rule).bytes({ nNeurons, nPatterns: source.nPatterns, nInputs: most });
  const region = workBytes(nNeurons, most) + terms;
  const shared = await shareNetwork(rest.backend, source, executor.threads, region, pacer(signal));
  const total = [...groups.values()].reduce((sum, group) => sum + group.length, 0);
  let done = 0;
  await mapLimited([...groups], executor.threads + 1, async ([nInputs, neurons]) => {
    const own = { ...rest, source: shared, nInputs, values: valuesOf(nInputs) };
    const found = await rewireNetwork(own, Int32Array.from(neurons), executor, signal ? { signal } : {});
    neurons.forEach((i, n) => {
      rows[i] = found.inputs.subarray(n * nInputs, (n + 1) * nInputs);
    });
    done += neurons.length;
    onProgress?.({ done, total, label: "neurons rewired" });
  });
  return connectivityFrom(rows);
}
