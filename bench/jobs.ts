/** How long do whole jobs take, from a spec to its result, on one thread and on all? */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { wallClock } from "../src/bench/clock.ts";
import type { Result, Variant } from "../src/bench/interleave.ts";
import { threadsName } from "../src/bench/network.ts";
import { spreadOf } from "../src/bench/spread.ts";
import { capacity } from "../src/experiments/capacity/run.ts";
import { randomPatterns } from "../src/hopfield/random-patterns.ts";
import { rewire } from "../src/hopfield/rewire.ts";
import type { Executor } from "../src/run/executor.ts";
import { threads } from "../src/run/threads.ts";
import type { Bench } from "./harness/bench.ts";

export interface Package {
  /** Bytes of kernels.wasm, as it is and gzipped. */
  readonly moduleBytes: number;
  readonly gzippedBytes: number;
  /** Median time of `palimpsest --version`, start of Node included. */
  readonly versionMilliseconds: number;
}

export async function jobs(bench: Bench): Promise<void> {
  const all = availableParallelism();
  const counts = all > 1 ? [all, 1] : [1];
  const executors = counts.map((count) => threads(count));
  const compare = async (work: Parameters<Bench["compare"]>[0], run: (on: Executor) => Promise<Result>) => {
    const variants = executors.map((on): Variant => {
      let last: Result = {};
      return {
        name: threadsName(on.threads),
        async time(repeats) {
          const started = wallClock.now();
          for (let k = 0; k < repeats; k++) last = await run(on);
          return wallClock.now() - started;
        },
        async result() {
          last = await run(on);
          return last;
        },
      };
    });
    await bench.compare(
      work,
      variants,
      bench.quick ? { leastRounds: 1 } : { seconds: 60, leastRounds: 5, mostRounds: 9 },
    );
  };
  try {
    const neurons = bench.quick ? 200 : 1000;
    const inputs = neurons / 20;
    const nPatterns = 2 * inputs;
    const patterns = await randomPatterns({ nPatterns, nNeurons: neurons, seed: 1 });
    const spec = { inputs, rule: "noise", solver: "swap", sweeps: 200, seed: 1 } as const;
    const note = "200 sweeps of swaps";
    await compare({ kernel: "network", neurons, inputs, patterns: nPatterns, note }, async (executor) => {
      const { inputs, energies } = await rewire(patterns, spec, { executor });
      return { inputs, energies };
    });
    const size = bench.quick ? { neurons: 100, inputs: 10 } : { neurons: 300, inputs: 30 };
    await compare({ kernel: "capacity", ...size, patterns: null, note: "one critical load" }, async (executor) => {
      const { rows } = await capacity({ ...size, rule: "signal", seeds: 1, seed: 1 }, { executor });
      return { capacity: Int32Array.of(rows[0].capacity, rows[0].networks) };
    });
  } finally {
    for (const executor of executors) await executor.close();
  }
}

/** Size of the module and start of the command, of the built package. */
export function packageOf({ quick }: { readonly quick: boolean }): Package {
  const dist = (name: string): string => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
  const module = readFileSync(dist("kernels.wasm"));
  const times: number[] = [];
  for (let k = 0; k < (quick ? 3 : 15); k++) {
    const started = wallClock.now();
    spawnSync(process.execPath, [dist("cli.js"), "--version"]);
    times.push((wallClock.now() - started) / 1e6);
  }
  return {
    moduleBytes: module.length,
    gzippedBytes: gzipSync(module, { level: 9 }).length,
    versionMilliseconds: spreadOf(times).median,
  };
}
