/** How fast the kernels are where this runs: in Node, or in a page. */
import { checkInteger, checkKeys, checkNumber } from "../check/check.ts";
import { keyOf, parseSeed, type Seed } from "../numeric/seed.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { wallClock } from "./clock.ts";
import { type Computation, kernelComputations } from "./computations.ts";
import { interleave } from "./interleave.ts";
import { type BenchRow, rowsOf } from "./rows.ts";

/** Sizes whose computations take reasonable time in JavaScript. */
const LEAST_NEURONS = 20;
const MOST_NEURONS = 10_000;
const MOST_ROUNDS = 51;

/** What `benchKernels` measures. */
export interface BenchSpec {
  /** N, neurons of every network, in [20, 10000]. */
  readonly neurons: number;
  /** Of patterns and searches. */
  readonly seed: Seed;
  /** Seconds of timed rounds, shared by all kernels; checks and warm-up come on top. Default 2. */
  readonly seconds?: number;
  /** Rounds at least; default 3. */
  readonly leastRounds?: number;
}

/** How `benchKernels` runs and what it tells on the way. */
export interface BenchOptions extends RunOptions {
  /** Called with the rows of each kernel when it is measured. */
  readonly onRows?: (rows: readonly BenchRow[]) => void;
}

/**
 * Times every kernel of Part A in WebAssembly against the same bits computed in JavaScript: overlap matrix, swap annealing, heat
 * bath, retrieval. Both take turns, so that other work on the machine slows both; ratios are of the same round. The results are
 * compared bit for bit first.
 *
 * @returns two rows a kernel, `variant` "wasm" and "js", with median and quartiles of the time of a run in ms and of its ratio
 *          to WebAssembly's
 * @throws RangeError for sizes out of range; Error where the engine has no WebAssembly SIMD or the backends differ
 */
export async function benchKernels(spec: BenchSpec, options: BenchOptions = {}): Promise<BenchRow[]> {
  checkKeys("benchKernels", spec, ["neurons", "seed", "seconds", "leastRounds"]);
  const neurons = checkBenchNeurons("benchKernels", spec.neurons);
  const seconds = checkNumber("benchKernels: seconds", spec.seconds ?? 2, 0, true);
  const leastRounds = checkInteger("benchKernels: leastRounds", spec.leastRounds ?? 3, 1);
  const computations = kernelComputations(neurons, keyOf(parseSeed(spec.seed, "benchKernels: seed")), wallClock);
  return timeComputations(computations, { seconds, leastRounds }, options);
}

export function checkBenchNeurons(where: string, neurons: number): number {
  return checkInteger(`${where}: neurons`, neurons, LEAST_NEURONS, MOST_NEURONS);
}

/** Times computations one after another, each for its share of the seconds. */
export async function timeComputations(
  computations: readonly Computation[],
  { seconds, leastRounds }: { readonly seconds: number; readonly leastRounds: number },
  { signal, onProgress, onRows }: BenchOptions,
): Promise<BenchRow[]> {
  const pause = pacer(signal);
  const rows: BenchRow[] = [];
  for (const [done, { work, open }] of computations.entries()) {
    onProgress?.({ done, total: computations.length, label: `${work.kernel}, N = ${work.neurons}` });
    const { variants, close } = await open();
    try {
      const timed = await interleave(variants, {
        seconds: seconds / computations.length,
        leastRounds,
        mostRounds: MOST_ROUNDS,
        onRound: pause,
      });
      const found = rowsOf(work, timed);
      rows.push(...found);
      onRows?.(found);
    } finally {
      await close();
    }
  }
  return rows;
}
