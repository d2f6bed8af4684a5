/** How fast is a matrix times a vector, tanh, and a whole integration of continuous dynamics, here and elsewhere? */
import { createRequire } from "node:module";
import type { Kernels } from "../src/backend/contract/kernels.ts";
import { loadKernels } from "../src/backend/load.ts";
import type { Clock } from "../src/bench/clock.ts";
import type { Result, Variant } from "../src/bench/interleave.ts";
import { matvecVariant } from "../src/bench/matvec.ts";
import { timed } from "../src/bench/timed.ts";
import { planIntegration } from "../src/dynamics/integrate.ts";
import { continuousNetwork } from "../src/dynamics/network.ts";
import { type Bench, childVariant, closeTo } from "./harness/bench.ts";

const SIZES = [100, 1000, 4000];
const COUNT = 4096;
const DURATION = 20;
/** Decimal digits of the tolerance. */
const DIGITS = 6;

export async function flow(bench: Bench): Promise<void> {
  const kernels = await loadKernels();
  const twin = await loadKernels({ backend: "js" });
  for (const neurons of bench.quick ? bench.sizes : SIZES) await products(bench, kernels, twin, neurons);
  await activations(bench, kernels, twin);
  for (const neurons of bench.quick ? bench.sizes : SIZES.slice(0, 2))
    await integrations(bench, kernels, twin, neurons);
}

const work = (kernel: "matrix times vector" | "tanh" | "flow", neurons: number, note: string) => ({
  kernel,
  neurons,
  inputs: null,
  patterns: null,
  note,
});

async function products(bench: Bench, kernels: Kernels, twin: Kernels, neurons: number): Promise<void> {
  const stride = (neurons + 15) & ~15; // vectors of every width
  const { weights } = gaussianNetwork(neurons, 42, 1.5);
  const matrix = new Float64Array(neurons * stride);
  weights.forEach((value, at) => {
    matrix[Math.floor(at / neurons) * stride + (at % neurons)] = value;
  });
  const x = Float64Array.from({ length: stride }, (_, i) => (i < neurons ? Math.sin(i) : 0));
  const position = kernels.arena.mark();
  const problem = { neurons, stride, matrix, x };
  const variants = [
    matvecVariant("wasm", kernels, problem, bench.clock),
    matvecVariant("js", twin, problem, bench.clock),
  ];
  const first = await variants[0].result();
  const close = closeTo(first, 1e-12);
  variants.push(closeTo(first, 1e-5)(matvecVariant("wasm f32", kernels, problem, bench.clock, "float32")), {
    ...readVariant(kernels, matrix, bench.clock),
    result: () => first,
  });
  for (const child of [...bench.natives.children, ...(bench.numpy ? [bench.numpy.child] : [])]) {
    await child.put("matrix", matrix);
    await child.put("x", x);
    const name = child === bench.numpy?.child ? "OpenBLAS dgemv" : child.name;
    variants.push(
      close(
        childVariant(
          child,
          "matvec",
          [neurons, stride],
          async () => ({ out: await child.get("out", Float64Array) }),
          name,
        ),
      ),
    );
  }
  await bench.compare(work("matrix times vector", neurons, ""), variants);
  kernels.arena.release(position);
}

function readVariant(kernels: Kernels, values: Float64Array, clock: Clock): Omit<Variant, "result"> {
  const block = kernels.arena.float64(values.length);
  block.view.set(values);
  return timed("reading alone", clock, () => kernels.readThrough(block, values.length));
}

async function activations(bench: Bench, kernels: Kernels, twin: Kernels): Promise<void> {
  const x = Float64Array.from({ length: COUNT }, (_, i) => 6 * Math.abs(Math.sin(i * i)) - 3);
  const variants = [["wasm", kernels] as const, ["js", twin] as const].map(([name, one]): Variant => {
    const input = one.arena.float64(COUNT);
    input.view.set(x);
    const output = one.arena.float64(COUNT);
    const run = () => one.activate(0, 0, 1, input, output, COUNT);
    return { ...timed(name, bench.clock, run), result: after(run, () => ({ out: output.view.slice() })) };
  });
  const first = await variants[0].result();
  const close = closeTo(first, 1e-15);
  const own = new Float64Array(COUNT);
  const engine = () => {
    for (let i = 0; i < COUNT; i++) own[i] = Math.tanh(x[i]);
  };
  variants.push(
    close({ ...timed("Math.tanh", bench.clock, engine), result: after(engine, () => ({ out: own.slice() })) }),
  );
  for (const child of [...bench.natives.children, ...(bench.numpy ? [bench.numpy.child] : [])]) {
    await child.put("x", x);
    const name = child === bench.numpy?.child ? "NumPy tanh" : child.name;
    variants.push(
      close(childVariant(child, "tanh", [COUNT], async () => ({ out: await child.get("out", Float64Array) }), name)),
    );
  }
  await bench.compare(work("tanh", COUNT, "numbers in ±3"), variants);
}

async function integrations(bench: Bench, kernels: Kernels, twin: Kernels, neurons: number): Promise<void> {
  const { weights, initial } = gaussianNetwork(neurons, 42, 1.5);
  const network = continuousNetwork({ weights, activation: { type: "tanh" } });
  const tolerance = 10 ** -DIGITS;
  const ours = (name: string, one: Kernels, method: "dop853" | "dopri5"): Variant => {
    const tolerances = { relativeTolerance: tolerance, absoluteTolerance: tolerance };
    const plan = planIntegration(network, { initial, duration: DURATION, method, ...tolerances });
    const integrator = plan.begin(one);
    const run = () => {
      integrator.state.view.set(initial);
      integrator.begin(0, DURATION, 1_000_000);
      while (integrator.status === 0) integrator.advance(plan.evaluationsAtOnce, 1_000_000);
    };
    return { ...timed(name, bench.clock, run), result: after(run, () => ({ state: plan.result(integrator).state })) };
  };
  const position = kernels.arena.mark();
  const variants = [ours("wasm", kernels, "dop853"), ours("js", twin, "dop853")];
  // different methods at the same tolerance end as far apart as their errors
  const close = closeTo(await variants[0].result(), 1e-3);
  variants.push(close(ours("wasm dopri5", kernels, "dopri5")));
  variants.push(...odexVariants(weights, initial, tolerance, bench.clock).map(close));
  if (bench.numpy?.hasSolve) {
    const { child } = bench.numpy;
    await child.put("matrix", weights);
    await child.put("initial", initial);
    const result = async () => ({ state: await child.get("state", Float64Array) });
    const request = [neurons, neurons, DURATION, DIGITS];
    variants.push(close(childVariant(child, "flow", request, result, "SciPy RK45")));
  }
  await bench.compare(work("flow", neurons, `tolerance 1e-${DIGITS}, t = ${DURATION}`), variants);
  kernels.arena.release(position);
}

interface Odex {
  readonly Solver: new (
    n: number,
  ) => {
    absoluteTolerance: number;
    relativeTolerance: number;
    solve(field: (t: number, u: number[]) => number[], t: number, start: number[], end: number): { y: number[] };
  };
}

type PlainField = (t: number, u: number[]) => number[];

/**
 * Hairer's extrapolation method in JavaScript, where the package is installed, with the right-hand side as its users write
 * it, on plain arrays, and with one made for speed: typed arrays and nothing but loops.
 */
function odexVariants(weights: Float64Array, initial: Float64Array, tolerance: number, clock: Clock): Variant[] {
  let odex: Odex;
  try {
    odex = createRequire(import.meta.url)("odex") as Odex;
  } catch {
    return [];
  }
  const n = initial.length;
  const rows = Array.from(initial, (_, i) => Array.from(weights.subarray(i * n, (i + 1) * n)));
  const plain: PlainField = (_, u) => {
    const values = u.map(Math.tanh);
    return rows.map((row, i) => row.reduce((sum, weight, j) => sum + weight * values[j], -u[i]));
  };
  const values = new Float64Array(n);
  const tuned: PlainField = (_, u) => {
    for (let j = 0; j < n; j++) values[j] = Math.tanh(u[j]);
    const out = new Array<number>(n);
    for (let i = 0, at = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++, at++) sum += weights[at] * values[j];
      out[i] = sum - u[i];
    }
    return out;
  };
  return Object.entries({ odex: plain, "odex, typed loops": tuned }).map(([name, field]) => {
    let state: number[] = [];
    const run = () => {
      const solver = new odex.Solver(n);
      solver.absoluteTolerance = tolerance;
      solver.relativeTolerance = tolerance;
      state = solver.solve(field, 0, Array.from(initial), DURATION).y;
    };
    return { ...timed(name, clock, run), result: after(run, () => ({ state: Float64Array.from(state) })) };
  });
}

/** Runs once, then tells. */
function after(run: () => void, result: () => Result): () => Result {
  return () => {
    run();
    return result();
  };
}

/** Gaussian weights of deviation gain/√N, row by row, and a start uniform in (−1, 1), of one stream of mulberry32. */
function gaussianNetwork(
  neurons: number,
  seed: number,
  gain: number,
): { weights: Float64Array; initial: Float64Array } {
  let a = seed;
  const uniform = (): number => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const factor = gain / Math.sqrt(neurons);
  const weights = new Float64Array(neurons * neurons);
  for (let k = 0; k < weights.length; k++) {
    const size = Math.sqrt(-2 * Math.log(1 - uniform()));
    weights[k] = size * Math.cos(2 * Math.PI * uniform()) * factor;
  }
  return { weights, initial: Float64Array.from({ length: neurons }, () => 2 * uniform() - 1) };
}
