/** A whole network on threads, for `palimpsest bench`. */

import { randomPatterns } from "../hopfield/random-patterns.ts";
import { rewire } from "../hopfield/rewire.ts";
import { noise } from "../hopfield/rules/noise.ts";
import { threads } from "../run/threads.ts";
import { wallClock } from "./clock.ts";
import type { Computation } from "./computations.ts";
import type { Variant } from "./interleave.ts";
import { annealSize } from "./sizes.ts";

/** A network rewired on `count` threads and on one. */
export function threadsComputation(neurons: number, seed: bigint, count: number): Computation {
  const { inputs, patterns: nPatterns } = annealSize(neurons);
  return {
    work: { kernel: "network", neurons, inputs, patterns: nPatterns, note: "rewired by swaps" },
    async open() {
      const patterns = await randomPatterns({ nPatterns, nNeurons: neurons, seed });
      const spec = { inputs, rule: noise.name, solver: "swap", seed } as const;
      const executors = [count, 1].map((n) => threads(n));
      const variants = executors.map((executor): Variant => {
        const run = async () => {
          const { inputs, energies } = await rewire(patterns, spec, { executor });
          return { inputs, energies };
        };
        return {
          name: threadsName(executor.threads),
          async time(repeats) {
            const started = wallClock.now();
            for (let k = 0; k < repeats; k++) await run();
            return wallClock.now() - started;
          },
          result: run,
        };
      });
      return {
        variants,
        async close() {
          for (const executor of executors) await executor.close();
        },
      };
    },
  };
}

export function threadsName(count: number): string {
  return count === 1 ? "1 thread" : `${count} threads`;
}
