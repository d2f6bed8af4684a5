/** The figures of a value function: lines of one neuron, a map of two, slices of three. */

import { networkOf } from "../../control/free.ts";
import type { ValueFunction } from "../../control/hjb.ts";
import { equilibriaOf } from "../../control/outcome.ts";
import { relativeErrors, type ValueMap } from "../../control/value-map.ts";
import { streamlines } from "../../dynamics/streamlines.ts";
import { showNumber } from "../../plot/words.ts";
import { pacer } from "../../run/pace.ts";
import type { Figure } from "../kit/study.ts";

/** Streamlines lie this far apart, as parts of the side. */
const SPACING = 0.06;
/** Nodes an axis of a slice. */
const SLICE_NODES = 81;
/** Most marks of doubt along an axis. */
const MOST_DOUBTS = 60;

export async function valueFigures(
  { plan, value, paths }: ValueMap,
  setting: string,
  doubt: number,
  command: string,
): Promise<Readonly<Record<string, Figure>>> {
  const { nNeurons: N, reach, nodes, values, controls } = value;
  const { valueFigure, valueLineFigure } = await import("./value-figure.ts");
  const network = networkOf(plan.flow);
  const equilibria = (await equilibriaOf(network, "flow", [], pacer())).map(({ state, type }) => ({ state, type }));
  if (N === 1) {
    const line = { reach, values, controls, bound: boundOf(plan), setting, equilibria };
    return { figure: (document) => valueLineFigure(line, { document, command }) };
  }
  const relative = relativeErrors(value);
  const planes = N === 2 ? [null] : plan.slices;
  const panels = planes.map((u3) => {
    const at = (x: number, y: number) => (u3 === null ? [x, y] : [x, y, u3]);
    const side = u3 === null ? nodes : SLICE_NODES;
    return {
      ...(u3 !== null && { title: `u₃ = ${showNumber(u3)}` }),
      nodes: side,
      values: u3 === null ? values : sampled(side, reach, (x, y) => value.valueAt(at(x, y))),
      streamlines: closedLoop(plan.flow.weights, value, network.activation.value, at),
      doubtful: doubts(value, relative, doubt, u3),
      ...(u3 === null && { paths: paths.map(({ states }) => states), equilibria }),
    };
  });
  return { figure: (document) => valueFigure({ reach, setting, doubt, panels }, { document, command }) };
}

function boundOf({ flow }: ValueMap["plan"]): number {
  const { weights, bounds, mask } = flow;
  if (mask?.[0][0] === 0) return 0;
  return bounds.diagonal ?? (weights[0][0] === 0 ? bounds.silent : bounds.existing);
}

function sampled(side: number, reach: number, f: (x: number, y: number) => number): Float64Array {
  const at = (k: number) => -reach + (2 * reach * k) / (side - 1);
  return Float64Array.from({ length: side * side }, (_, k) => f(at(k % side), at(Math.floor(k / side))));
}

/** Where the states of a plane go under the feedback: X = (A + ξ) g(u) − u, its part within the plane. */
function closedLoop(
  weights: readonly (readonly number[])[],
  value: ValueFunction,
  g: (u: number) => number,
  at: (x: number, y: number) => number[],
) {
  const { reach } = value;
  const box = { x: [-reach, reach] as const, y: [-reach, reach] as const };
  const within = (x: number) => Math.max(-reach, Math.min(reach, x));
  return streamlines(
    (x, y, out) => {
      const u = at(within(x), within(y));
      const xi = value.controlAt(u);
      const active = u.map(g);
      for (let i = 0; i < 2; i++) {
        out[i] = -u[i];
        for (let j = 0; j < u.length; j++) out[i] += (weights[i][j] + xi[i * u.length + j]) * active[j];
      }
    },
    box,
    SPACING,
  );
}

/** Places of a plane where the estimated error is above `doubt`, on a lattice of nodes. */
function doubts(
  { nNeurons: N, nodes, reach }: ValueFunction,
  relative: Float64Array,
  doubt: number,
  u3: number | null,
) {
  const spacing = (2 * reach) / (nodes - 1);
  const layer = u3 === null ? 0 : Math.round((u3 + reach) / spacing);
  const every = Math.ceil(nodes / MOST_DOUBTS);
  const places: [number, number][] = [];
  for (let j = 0; j < nodes; j += every) {
    for (let i = 0; i < nodes; i += every) {
      const node = (N === 2 ? j : layer * nodes + j) * nodes + i;
      if (relative[node] > doubt) places.push([-reach + i * spacing, -reach + j * spacing]);
    }
  }
  return places;
}
