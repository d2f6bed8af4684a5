/** The flow of two neurons on the page: the library's own, for pictures that follow a drag. Numbers come from the worker. */
import { follow } from "../../../../src/control/page.ts";
import {
  type ContinuousNetwork,
  continuousNetwork,
  distance,
  type Equilibrium,
  energyOf,
  type PlaneField,
  type Polyline,
  planeEquilibria,
  planeFieldOf,
  separatricesOf,
  traceFrom,
} from "../../../../src/dynamics/page.ts";
import type { NetworkSpec } from "./network.ts";

export type Pair = readonly [number, number];

/** An equilibrium as pictures mark it. */
export interface Rest {
  readonly state: ArrayLike<number>;
  readonly type: Equilibrium["type"];
}

export interface Plane {
  readonly network: ContinuousNetwork;
  /** X(u) = T(V)V + b − u, V = g(u) */
  readonly field: PlaneField;
  /** E of V, f64[2]; where T(V)V is no gradient, that of T's symmetric part. */
  readonly energy: (values: Float64Array) => number;
  /** Whether trajectories descend E. */
  readonly hasEnergy: boolean;
}

export function planeOf(spec: NetworkSpec): Plane {
  const network = continuousNetwork(spec);
  const { weights } = spec;
  return {
    network,
    field: planeFieldOf(network),
    energy: energyOf(network),
    hasEnergy: "type" in weights || weights[0][1] === weights[1][0],
  };
}

/** The square [−reach, reach]² of states. */
export function squareOf(reach: number): { readonly x: Pair; readonly y: Pair } {
  return { x: [-reach, reach], y: [-reach, reach] };
}

/** Between two points of a course: a smooth line on a plane whose side is 1. */
const STEP = 0.0125;
/** Of a course, in sides of the plane: several turns of a cycle. */
const LENGTH = 6;
/** Sides of the plane that a course may lead away from it. */
const MARGIN = 20;

/** The course from a state over a plane of the given half width, u_0 and u_1 in turn, until it comes to rest. */
export function courseOf({ field }: Plane, start: Pair, reach: number): number[] {
  return traceFrom(field, squareOf(reach), start, { length: LENGTH, step: STEP, margin: MARGIN }).flat();
}

/** The states from one on at equal intervals of time, both ends of the duration among them, f64[points × 2]. */
export function statesOf({ network }: Plane, start: Pair, duration: number): Float64Array {
  return follow(network, "flow", start, duration);
}

/** Stable manifolds of saddles, the edges of basins. */
export function edgesOf({ field }: Plane, equilibria: readonly Equilibrium[], reach: number): Polyline[] {
  return separatricesOf(field, squareOf(reach), equilibria, STEP);
}

/**
 * Equilibria found a moment ago, moved to where they are now, with their types; those that are no longer are left out.
 *
 * @param near  how far each u_i may have moved.
 */
export function moved({ network }: Plane, found: readonly Rest[], near: number): Equilibrium[] {
  const now = planeEquilibria(
    network,
    found.map(({ state }) => Float64Array.from(state)),
  );
  return now.filter(({ state }) => found.some((before) => distance(state, before.state) < near));
}
