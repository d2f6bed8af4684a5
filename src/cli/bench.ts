/** `palimpsest bench`: how fast the kernels run on this machine, in WebAssembly and in JavaScript. */
import type { Command } from "commander";
import type { BenchRow } from "../bench/rows.ts";
import { Interrupted, interruptSignal } from "./exit.ts";
import { count, counts, seed } from "./options.ts";
import { reporter } from "./progress.ts";

/** Sizes, seconds of timed rounds shared by all computations (checks and warm-up come on top), network for the threads. */
const FULL = { neurons: [200, 1000, 2000], seconds: 15, leastRounds: 3, network: 500 };
const QUICK = { neurons: [200], seconds: 1, leastRounds: 2, network: 100 };

interface BenchFlags {
  readonly neurons?: readonly number[];
  readonly threads?: number;
  readonly seed: bigint;
  readonly quick?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** How many times faster the first variant of a computation is than the other: median and quartiles. */
interface BenchSummary {
  readonly kernel: BenchRow["kernel"];
  readonly neurons: number;
  readonly variant: string;
  readonly against: string;
  readonly speedup: number;
  readonly speedupLower: number;
  readonly speedupUpper: number;
}

/** `palimpsest bench`: this machine's kernel speeds against the pure-JavaScript path. */
export function addBench(program: Command): void {
  program
    .command("bench")
    .description("how fast the kernels are on this machine: WebAssembly against JavaScript, all threads against one")
    .option("--neurons <N,…>", `sizes, one or several (default: ${FULL.neurons.join(",")})`, counts)
    .option("--threads <n>", "worker threads to set against one (default: all cores)", count)
    .option("--seed <u64>", "seed of patterns and searches", seed, 1n)
    .option("--quick", "a few seconds for a first look: small sizes, few rounds")
    .option("--json", "print one JSON document instead of tables")
    .option("--quiet", "no progress on stderr")
    .action(run);
}

async function run(flags: BenchFlags): Promise<void> {
  const started = performance.now();
  const [
    { availableParallelism },
    { checkInteger },
    { checkBenchNeurons, timeComputations },
    { kernelClock },
    { machine },
    { keyOf, seedToJson },
  ] = await Promise.all([
    import("node:os"),
    import("../check/check.ts"),
    import("../bench/bench.ts"),
    import("../bench/clock.ts"),
    import("../bench/machine.ts"),
    import("../numeric/seed.ts"),
  ]);
  const quick = flags.quick ?? false;
  const pace = quick ? QUICK : FULL;
  const neurons = (flags.neurons ?? pace.neurons).map((size) => checkBenchNeurons("bench", size));
  const threads = checkInteger("bench: threads", flags.threads ?? availableParallelism(), 1, 1024);
  const clock = kernelClock();
  const on = machine();

  const [{ kernelComputations }, { threadsComputation }, { cellsOf, HEAD }] = await Promise.all([
    import("../bench/computations.ts"),
    import("../bench/network.ts"),
    import("../bench/rows.ts"),
  ]);
  const computations = neurons.flatMap((size) => kernelComputations(size, keyOf(flags.seed), clock));
  if (threads > 1) computations.push(threadsComputation(pace.network, flags.seed, threads));
  const signal = interruptSignal();
  const progress = reporter("bench", flags.quiet ?? false);
  let rows: BenchRow[];
  try {
    rows = await timeComputations(computations, pace, { signal, onProgress: (state) => progress.update(state) });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Interrupted("interrupted; the bench keeps nothing", false);
  } finally {
    progress.stop();
  }

  const { commandLine, printJson, provenance, table } = await import("./output.ts");
  const summary = summarize(rows);
  if (flags.json) {
    const spec = { neurons, threads, network: pace.network, seed: seedToJson(flags.seed), quick };
    const repeat = commandLine("bench", [
      ["--neurons", neurons],
      ["--threads", threads],
      ["--seed", spec.seed],
    ]);
    const made = provenance({
      backend: "wasm",
      threads,
      seed: spec.seed,
      seconds: (performance.now() - started) / 1000,
      commandLine: quick ? `${repeat} --quick` : repeat,
    });
    const extended = { ...made, machine: on, clock: clock.name };
    printJson({ command: "bench", spec, rows, summary, provenance: extended });
    return;
  }
  const lines = [
    `${on.cpu}, ${on.usableCores} of ${on.cores} cores, ${on.memoryGiB} GiB, ${on.platform}, Node ${on.node}`,
    `median and quartiles of one run's time, ${clock.name === "cpu" ? "the processor's (network: passed)" : "passed"}; all variants gave the same bits`,
    "",
    table(HEAD, cellsOf(rows)),
    "",
    ...summary.map(
      (s) => `${s.kernel}, N = ${s.neurons}: ${s.variant} ${s.speedup.toFixed(1)} times as fast as ${s.against}`,
    ),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** The first variant of every computation against each other one. */
function summarize(rows: readonly BenchRow[]): BenchSummary[] {
  let first = rows[0];
  return rows.flatMap((row) => {
    if (row.kernel !== first.kernel || row.neurons !== first.neurons || row.note !== first.note) first = row;
    if (row === first) return [];
    const { kernel, neurons, variant, ratio, ratioLower, ratioUpper } = row;
    return [
      {
        kernel,
        neurons,
        variant: first.variant,
        against: variant,
        speedup: ratio,
        speedupLower: ratioLower,
        speedupUpper: ratioUpper,
      },
    ];
  });
}
