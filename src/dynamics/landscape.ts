/** The energy of two neurons over the plane of their activities, its critical points, and trajectories that descend it. */
import { checkChoice, checkInteger, checkKeys, checkNumber } from "../check.ts";
import { DOMAIN } from "../random/domains.ts";
import { drawSeed, keyOf, parseSeed, type Seed, seedToJson } from "../random/seed.ts";
import { pacer } from "../run/pace.ts";
import { equilibria, type FlowOptions, type FoundEquilibrium } from "./find-equilibria.ts";
import { LocalField } from "./local-field.ts";
import { type ContinuousNetwork, checkContinuous } from "./network.ts";
import { type PlaneGrid, sampleGrid } from "./nullclines.ts";
import { withRunner } from "./runner.ts";
import { drawStateInto } from "./starts.ts";

export interface LandscapeSpec {
  /** Nodes along each side; default 121. */
  readonly nodes?: number;
  /** Trajectories that descend, from random activities; default 8. */
  readonly trajectories?: number;
  /** Of the trajectories; default 40. */
  readonly duration?: number;
  /** Newton searches for equilibria; default as in `equilibria`. */
  readonly starts?: number;
  readonly seed?: Seed;
}

export interface LandscapePlan {
  readonly nodes: number;
  readonly trajectories: number;
  readonly duration: number;
  readonly starts: number;
  readonly seed: number | string;
}

/** An equilibrium in the plane of activities V = g(u). */
export interface CriticalPoint extends FoundEquilibrium {
  readonly values: Float64Array;
  readonly energy: number;
}

/** A trajectory in the plane of activities. */
export interface DescentPath {
  readonly points: readonly (readonly [number, number])[];
  readonly energies: readonly number[];
  /** The largest rise of the energy from one point to a later one: 0 where it only falls. */
  readonly rise: number;
}

export interface Landscape {
  readonly spec: LandscapePlan;
  /** E(V) over the plane. */
  readonly grid: PlaneGrid;
  readonly points: readonly CriticalPoint[];
  readonly paths: readonly DescentPath[];
}

export const LANDSCAPE_KEYS = ["nodes", "trajectories", "duration", "starts", "seed"] as const;
const INSET = 0.004; // of the range of g, whose ends have infinite slope
const TIMES = 300;

/** Validates a spec and fills in its defaults. */
export function planLandscape(network: ContinuousNetwork, spec: LandscapeSpec, where = "landscape"): LandscapePlan {
  checkKeys(where, spec, LANDSCAPE_KEYS);
  if (network.nNeurons !== 2) throw new RangeError(`${where}: a landscape has 2 neurons, got ${network.nNeurons}`);
  return Object.freeze({
    nodes: checkInteger(`${where}: nodes`, spec.nodes ?? 121, 3, 2000),
    trajectories: checkInteger(`${where}: trajectories`, spec.trajectories ?? 8, 0, 10_000),
    duration: checkNumber(`${where}: duration`, spec.duration ?? 40, 0, true),
    starts: checkInteger(`${where}: starts`, spec.starts ?? 500, 1, 1_000_000),
    seed: seedToJson(spec.seed === undefined ? drawSeed() : parseSeed(spec.seed, `${where}: seed`)),
  });
}

/**
 * The energy landscape of a network of two neurons over V = g(u): what T(V)V = ∇W has when it is a gradient — T symmetric, or
 * the closure condition (★) —, and where it is none the line integral from the origin, which trajectories may climb.
 *
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value.
 */
export async function landscape(
  network: ContinuousNetwork,
  spec: LandscapeSpec = {},
  options: FlowOptions = {},
): Promise<Landscape> {
  checkContinuous("landscape: network", network);
  const plan = planLandscape(network, spec);
  const backend = checkChoice("landscape: backend", options.backend ?? "wasm", ["wasm", "js"]);
  const { activation } = network;
  const [least, most] = activation.range;
  const inset = INSET * (most - least);
  const side = [least + inset, most - inset] as const;
  const energy = energyOf(network);
  const { nodes, seed, starts, duration, trajectories } = plan;
  const grid = sampleGrid({ x: side, y: side }, nodes, nodes, (x, y) => energy(Float64Array.of(x, y)));
  const reach = activation.inverse(most - inset);
  const low = activation.inverse(least + inset);
  const box = [
    [low, reach],
    [low, reach],
  ] as const;
  const found = await equilibria(network, { box, starts, seed, trajectories: 0 }, options);
  const points = found.equilibria.map((equilibrium): CriticalPoint => {
    const values = Float64Array.from(equilibrium.state, activation.value);
    return Object.freeze({ ...equilibrium, values, energy: energy(values) });
  });
  const paths: DescentPath[] = [];
  const times = Float64Array.from({ length: TIMES + 1 }, (_, k) => duration * (k / TIMES) ** 2);
  await withRunner(network, backend, pacer(options.signal), async (runner) => {
    const start = new Float64Array(2);
    for (let k = 0; k < trajectories; k++) {
      drawStateInto(start, [side, side], DOMAIN.basinStart, k, keyOf(BigInt(seed)));
      const run = await runner.run(Float64Array.from(start, activation.inverse), { duration, tolerance: 1e-9, times });
      paths.push(pathOf(run.samples.map((state) => Float64Array.from(state, activation.value)), energy));
    }
  });
  return Object.freeze({ spec: plan, grid, points, paths });
}

function pathOf(values: readonly Float64Array[], energy: (values: Float64Array) => number): DescentPath {
  const energies = values.map(energy);
  let [lowest, rise] = [Number.POSITIVE_INFINITY, 0];
  for (const value of energies) {
    lowest = Math.min(lowest, value);
    rise = Math.max(rise, value - lowest);
  }
  return { points: values.map(([x, y]) => [x, y] as const), energies, rise };
}

/**
 * E(V) = −W(V) − b·V + Σ_i ∫g⁻¹, W(V) = ∫₀¹ V·(T(λV)λV) dλ — CLMM; by Gauss and Legendre's rule, exact for polynomials to
 * degree 31.
 */
export function energyOf(network: ContinuousNetwork): (values: Float64Array) => number {
  const field = new LocalField(network);
  const n = network.nNeurons;
  const [at, drive] = [new Float64Array(n), new Float64Array(n)];
  return (values) => {
    let energy = 0;
    for (let i = 0; i < n; i++) energy += network.activation.primitive(values[i]) - network.bias[i] * values[i];
    for (let k = 0; k < NODES.length; k++) {
      for (const side of [0.5 - NODES[k] / 2, 0.5 + NODES[k] / 2]) {
        for (let i = 0; i < n; i++) at[i] = side * values[i];
        field.driveInto(at, drive);
        for (let i = 0; i < n; i++) energy -= 0.5 * WEIGHTS[k] * values[i] * drive[i];
      }
    }
    return energy;
  };
}

/** The positive half of the 16 nodes on [−1, 1] and their weights. */
const NODES = [
  0.09501250983763744, 0.2816035507792589, 0.4580167776572274, 0.6178762444026438, 0.755404408355003, 0.8656312023878318,
  0.9445750230732326, 0.9894009349916499,
];
const WEIGHTS = [
  0.1894506104550685, 0.1826034150449236, 0.1691565193950025, 0.1495959888165767, 0.1246289712555339, 0.0951585116824928,
  0.0622535239386479, 0.0271524594117541,
];
