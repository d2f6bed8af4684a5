/** How fast are controlled networks solved: the published problem of two neurons, sixteen neurons, and a sweep of a thousand? */

import type { Kernels } from "../src/backend/contract/kernels.ts";
import { loadKernels } from "../src/backend/load.ts";
import type { Result, Variant } from "../src/bench/interleave.ts";
import type { ControlSpec } from "../src/control/parameters.ts";
import { type ControlPlan, controlledProblem, planControl } from "../src/control/problem.ts";
import { minimizeWithin, type Objective } from "../src/control/quasi-newton.ts";
import { sweepControl } from "../src/control/sweeps.ts";
import { Stream } from "../src/numeric/philox.ts";
import { type Bench, childVariant, closeTo } from "./harness/bench.ts";

/** Of controls and states with those of methods that round otherwise, relative to the largest. */
const AGREEMENT = 1e-5;
const DOMAIN = 1002; // of random words that no kernel uses

/** The discrete problem of CLMM, 50 instants. */
function mapSpec(weights: readonly (readonly number[])[], initial: readonly number[]): ControlSpec {
  return {
    time: "map",
    weights,
    initial,
    activation: { type: "arctan", width: 0.1 },
    steps: 50,
    motionWeight: 0.9995,
    controlWeight: 0.0005,
    discount: 0,
    bounds: { existing: 0.5, silent: 0.5, diagonal: 0 },
    seed: 1,
  };
}

/** Weights uniform in ±2/√N and states in ±1, without the diagonal. */
function randomNetwork(N: number, bench: Bench): { weights: number[][]; initial: number[] } {
  const stream = new Stream();
  stream.open(DOMAIN, N, 0, bench.key);
  const uniform = () => (2 * stream.next()) / 2 ** 32 - 1;
  const scale = 2 / Math.sqrt(N);
  const weights = Array.from({ length: N }, (_, i) =>
    Array.from({ length: N }, (_, j) => (i === j ? 0 : scale * uniform())),
  );
  return { weights, initial: Array.from({ length: N }, uniform) };
}

export async function control(bench: Bench): Promise<void> {
  const two = mapSpec(
    [
      [0, 1],
      [1, 0],
    ],
    [-1, 0.5],
  );
  await newton(bench, two, "published, 50 instants, to 1e-9", true);
  const sixteen = randomNetwork(16, bench);
  await newton(bench, mapSpec(sixteen.weights, sixteen.initial), "map, 50 instants, to 1e-9");
  await newton(
    bench,
    { ...sixteen, bounds: { existing: 0.5 }, step: 0.1, horizon: 9.3, presentation: 9.2, seed: 1 },
    "flow, 93 instants, to 1e-9",
  );
  const N = bench.quick ? 200 : 1000;
  const large = randomNetwork(N, bench);
  const mesh = { step: 0.1, horizon: 9.3, presentation: 9.2, seed: 1 };
  const spec = { ...large, bounds: { existing: 0.5, silent: 0.5 }, ...mesh };
  await sweep(bench, spec);
  await sweeps(bench, spec);
}

/** Sweeps to the end. */
async function sweeps(bench: Bench, spec: ControlSpec): Promise<void> {
  const { clock } = bench;
  const solve = async () => {
    const found = await sweepControl(spec);
    if (found.status !== "converged") throw new Error(`sweeps ended ${found.status} at ${found.residual}`);
    return found;
  };
  const variant: Variant = {
    name: "wasm",
    async time(repeats) {
      const started = clock.now();
      for (let k = 0; k < repeats; k++) await solve();
      return clock.now() - started;
    },
    async result() {
      return { w: (await solve()).rows };
    },
  };
  const neurons = spec.initial.length;
  const note = "flow, 93 instants, to 1e-9 by sweeps";
  const work = { kernel: "optimal control", neurons, inputs: null, patterns: null, note } as const;
  await bench.compare(work, [variant], { leastRounds: 1, mostRounds: 3 });
}

async function backends(): Promise<readonly (readonly [string, Kernels])[]> {
  return [
    ["wasm", await loadKernels()],
    ["js", await loadKernels({ backend: "js" })],
  ];
}

/** The structured Newton method from ξ = 0 to its end. */
async function newton(bench: Bench, spec: ControlSpec, note: string, hasDescent = false): Promise<void> {
  const plan = planControl(spec);
  const { clock } = bench;
  const variants = (await backends()).map(([name, kernels]): Variant => {
    const network = kernels.controlledNetwork(controlledProblem(plan));
    const solve = (): void => {
      network.load(plan.initial);
      network.newtonBegin(plan.tolerance, plan.maxIterations);
      while (network.newtonRun(1e6) === 0);
    };
    return {
      name,
      time(repeats) {
        const started = clock.now();
        for (let k = 0; k < repeats; k++) solve();
        return clock.now() - started;
      },
      result() {
        solve();
        const numbers = [network.motionCost, network.controlCost, network.residual, network.iterations];
        return { controls: network.controls(), states: network.states(), numbers: Float64Array.from(numbers) };
      },
    };
  });
  const first = await variants[0].result();
  const close = closeTo(first, AGREEMENT);
  const problem = controlledProblem(plan);
  for (const child of bench.natives.children) {
    for (const name of ["weights", "bounds", "discounts"] as const) await child.put(name, problem[name]);
    await child.put("initial", Float64Array.from(plan.initial));
    const { nNeurons, nSteps, step, stepDiscount, activation } = problem;
    const network = [nNeurons, nSteps, step, stepDiscount, activation.kind, activation.slope];
    const costs = [plan.motionWeight, plan.controlWeight, plan.tolerance, plan.maxIterations];
    const result = async () => ({
      controls: await child.get("controls", Float64Array),
      states: await child.get("states", Float64Array),
      numbers: first["numbers"],
    });
    variants.push(close(childVariant(child, "newton", [...network, ...costs], result)));
  }
  if (hasDescent) variants.push(close(await descent(bench, plan, first)));
  const work = { kernel: "optimal control", neurons: plan.initial.length, inputs: null, patterns: null, note } as const;
  await bench.compare(work, variants);
}

/** The same minimum by limited-memory quasi-Newton steps on the adjoint gradient of the same kernels. */
async function descent({ clock }: Bench, plan: ControlPlan, first: Result): Promise<Variant> {
  const problem = controlledProblem(plan, false);
  const network = (await loadKernels()).controlledNetwork(problem);
  const size = problem.nSteps * problem.nNeurons ** 2;
  const bounds = Float64Array.from({ length: size }, (_, at) => problem.bounds[at % problem.bounds.length]);
  const objective: Objective = (x, gradient) => {
    network.load(plan.initial, x);
    network.forward();
    network.adjoint();
    network.gradientInto(gradient);
    for (let at = 0; at < size; at++) if (bounds[at] === 0) gradient[at] = 0;
    return network.motionCost + network.controlCost;
  };
  const solve = () =>
    minimizeWithin(objective, new Float64Array(size), bounds, { tolerance: 1e-9, maxIterations: 5000 });
  return {
    name: "quasi-Newton",
    time(repeats) {
      const started = clock.now();
      for (let k = 0; k < repeats; k++) solve();
      return clock.now() - started;
    },
    result: () => ({ controls: solve().x, states: network.states(), numbers: first["numbers"] }),
  };
}

/** One forward–backward sweep. */
async function sweep(bench: Bench, spec: ControlSpec): Promise<void> {
  const plan = planControl(spec);
  const { clock } = bench;
  const problem = controlledProblem(plan, false);
  const { nNeurons, nSteps } = problem;
  const w = Float64Array.from({ length: nNeurons * nSteps }, (_, k) => 0.2 * Math.sin(k));
  const variants = (await backends()).map(([name, kernels]): Variant => {
    const network = kernels.controlSweep({ ...problem, bounds: plan.bounds.existing, initial: plan.initial });
    const found = new Float64Array(w.length);
    const once = (): void => {
      for (let n = 0; n < nSteps; n++) network.forward(w, n, n + 1);
      for (let n = nSteps; n > 0; n--) network.backward(found, n - 1, n);
    };
    return {
      name,
      time(repeats) {
        const started = clock.now();
        for (let k = 0; k < repeats; k++) once();
        return clock.now() - started;
      },
      result() {
        once();
        return { found: found.slice(), states: network.states() };
      },
    };
  });
  const work = {
    kernel: "control sweep",
    neurons: nNeurons,
    inputs: null,
    patterns: null,
    note: `${nSteps} instants`,
  } as const;
  await bench.compare(work, variants);
}
