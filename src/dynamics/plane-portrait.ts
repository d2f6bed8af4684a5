/** Phase portraits of two neurons: the field as streamlines, nullclines, and the manifolds of saddles. */
import type { Equilibrium } from "./equilibria.ts";
import { LocalField } from "./local-field.ts";
import type { ContinuousNetwork } from "./network.ts";
import { levelLines, type PlaneBox, type PlanePoint, type Polyline, sampleGrid } from "./nullclines.ts";
import { streamlines } from "./streamlines.ts";
import { type PlaneField, traceFrom } from "./walk.ts";

const NULLCLINE_NODES = 161;
const STREAM_SPACING = 0.036;

/** Where u̇_i = 0, for one of the two neurons. */
export interface Nullcline {
  readonly neuron: number;
  readonly lines: readonly Polyline[];
}

/** A vector of the field. */
export interface FieldVector {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** What the plane of a two-neuron network shows, equilibria and trajectories apart. */
export interface PlanePortrait {
  readonly box: PlaneBox;
  readonly field: readonly FieldVector[];
  readonly streamlines: readonly Polyline[];
  readonly nullclines: readonly Nullcline[];
  /** Stable manifolds of saddles: the boundaries of basins. Each ends in its saddle. */
  readonly separatrices: readonly Polyline[];
}

/**
 * The portrait of a network of two neurons.
 *
 * @param nodes  vectors of `field` along each side.
 * @throws RangeError when it has not two neurons.
 */
export function planePortrait(
  network: ContinuousNetwork,
  box: PlaneBox,
  equilibria: readonly Equilibrium[],
  nodes = 21,
): PlanePortrait {
  const field = planeFieldOf(network);
  const out = new Float64Array(2);
  const component = (k: number) => (x: number, y: number) => {
    field(x, y, out);
    return out[k];
  };
  const vectors: FieldVector[] = [];
  const grid = sampleGrid(box, nodes, nodes, component(0));
  const other = sampleGrid(box, nodes, nodes, component(1));
  const [width, height] = [box.x[1] - box.x[0], box.y[1] - box.y[0]];
  for (let at = 0; at < nodes * nodes; at++) {
    const x = box.x[0] + (width * (at % nodes)) / (nodes - 1);
    const y = box.y[0] + (height * Math.floor(at / nodes)) / (nodes - 1);
    vectors.push({ x, y, dx: grid.values[at], dy: other.values[at] });
  }
  const nullclines = [0, 1].map((neuron) => {
    const f = component(neuron);
    return { neuron, lines: levelLines(sampleGrid(box, NULLCLINE_NODES, NULLCLINE_NODES, f), 0, f) };
  });
  return {
    box,
    field: vectors,
    streamlines: streamlines(field, box, STREAM_SPACING),
    nullclines,
    separatrices: separatricesOf(field, box, equilibria),
  };
}

/** X of a network of two neurons as a field of the plane. */
export function planeFieldOf(network: ContinuousNetwork): PlaneField {
  if (network.nNeurons !== 2)
    throw new RangeError(`planePortrait: network must have 2 neurons, got ${network.nNeurons}`);
  const field = new LocalField(network);
  const u = new Float64Array(2);
  return (x, y, out) => {
    u[0] = x;
    u[1] = y;
    field.into(u, out);
  };
}

/**
 * Stable manifolds of saddles: back in time from each along both sides of its stable direction.
 *
 * @param step  between two points, in units where the box is a square of side 1.
 */
export function separatricesOf(
  field: PlaneField,
  box: PlaneBox,
  equilibria: readonly Equilibrium[],
  step = 0.004,
): Polyline[] {
  const backwards: PlaneField = (x, y, out) => {
    field(x, y, out);
    out[0] = -out[0];
    out[1] = -out[1];
  };
  const lines: Polyline[] = [];
  for (const { type, state, eigenvalues } of equilibria) {
    if (type !== "saddle") continue;
    const direction = eigenvectorOf(field, state, eigenvalues[1][0]);
    for (const sign of [1, -1]) {
      const reach = 1e-4 * sign;
      const start: PlanePoint = [
        state[0] + reach * direction[0] * (box.x[1] - box.x[0]),
        state[1] + reach * direction[1] * (box.y[1] - box.y[0]),
      ];
      const line = traceFrom(backwards, box, start, { length: 6, step, margin: 0.05 });
      lines.push([...line].reverse().concat([[state[0], state[1]]]));
    }
  }
  return lines;
}

/** The direction v with J v = λ v, J by central differences of the field. */
function eigenvectorOf(field: PlaneField, [x, y]: Float64Array, value: number): PlanePoint {
  const h = 1e-5;
  const [plus, minus] = [new Float64Array(2), new Float64Array(2)];
  const column = (dx: number, dy: number): PlanePoint => {
    field(x + dx, y + dy, plus);
    field(x - dx, y - dy, minus);
    return [(plus[0] - minus[0]) / (2 * h), (plus[1] - minus[1]) / (2 * h)];
  };
  const [a, c] = column(h, 0);
  const [b, d] = column(0, h);
  // the larger of the two rows of J − λ, turned by a right angle
  const [p, q] =
    Math.abs(a - value) + Math.abs(b) > Math.abs(c) + Math.abs(d - value) ? [a - value, b] : [c, d - value];
  const length = Math.sqrt(p * p + q * q) || 1;
  return [-q / length, p / length];
}
