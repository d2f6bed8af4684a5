/** The energy of two neurons over the plane of their activities, its critical points, and trajectories that descend it. */
import { checkChoice } from "../check/check.ts";
import { readSpec, type SpecOf } from "../check/parameters.ts";
import { DOMAIN } from "../numeric/domains.ts";
import { drawSeed, keyOf, seedToJson } from "../numeric/seed.ts";
import { pacer } from "../run/pace.ts";
import { energyOf } from "./energy.ts";
import { equilibria, type FlowOptions, type FoundEquilibrium } from "./find-equilibria.ts";
import { type ContinuousNetwork, checkContinuous } from "./network.ts";
import { type PlaneGrid, sampleGrid } from "./nullclines.ts";
import { withRunner } from "./runner.ts";
import { landscapeParameters } from "./specs.ts";
import { drawStateInto } from "./starts.ts";

/** How finely the energy is sampled, and how many trajectories descend it. */
export interface LandscapeSpec extends SpecOf<typeof landscapeParameters> {}

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
  /** Energy E(V) at the nodes of a grid over the plane of activities. */
  readonly grid: PlaneGrid;
  readonly points: readonly CriticalPoint[];
  readonly paths: readonly DescentPath[];
}

const INSET = 0.004; // of the range of g, whose ends have infinite slope
const TIMES = 300;

/** Validates a spec and fills in its defaults. */
export function planLandscape(network: ContinuousNetwork, spec: LandscapeSpec, where = "landscape"): LandscapePlan {
  const { seed, ...own } = readSpec(where, landscapeParameters, spec);
  if (network.nNeurons !== 2) throw new RangeError(`${where}: a landscape has 2 neurons, got ${network.nNeurons}`);
  return Object.freeze({ ...own, seed: seedToJson(seed ?? drawSeed()) });
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
  const margin = activation.hasFiniteEnds ? 0 : inset;
  const side = [least + margin, most - margin] as const;
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
  const inner = [least + 5 * inset, most - 5 * inset] as const;
  const times = Float64Array.from({ length: TIMES + 1 }, (_, k) => duration * (k / TIMES) * (k / TIMES));
  await withRunner(network, backend, pacer(options.signal), async (runner) => {
    const start = new Float64Array(2);
    for (let k = 0; k < trajectories; k++) {
      drawStateInto(start, [inner, inner], DOMAIN.basinStart, k, keyOf(BigInt(seed)));
      const run = await runner.run(Float64Array.from(start, activation.inverse), { duration, tolerance: 1e-9, times });
      paths.push(
        pathOf(
          run.samples.map((state) => Float64Array.from(state, activation.value)),
          energy,
        ),
      );
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
