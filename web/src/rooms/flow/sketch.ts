/** What is drawn of a flow over a plane: nullclines, and energies as grids and lines. */
import { levelLines, type PlaneGrid, type Polyline, sampleGrid } from "../../../../src/dynamics/page.ts";
import type { Pair, Plane } from "./plane.ts";

/** The square [low, high]² in states u or activities V. */
export interface View {
  readonly of: "u" | "V";
  readonly low: number;
  readonly high: number;
}

function boxOf({ low, high }: View): PlaneGrid["box"] {
  const side: Pair = [low, high];
  return { x: side, y: side };
}

const NODES = 97;
/** An energy is smoother than a field, and has many lines. */
const ENERGY_NODES = 49;
const LEVELS = 13;

/** Where neuron 0 rests, and where neuron 1, in a plane of states. */
export function nullclinesOf({ field }: Plane, view: View): readonly (readonly Polyline[])[] {
  const out = new Float64Array(2);
  const other: number[] = [];
  const grid = sampleGrid(boxOf(view), NODES, NODES, (x, y) => {
    field(x, y, out);
    other.push(out[1]);
    return out[0];
  });
  return [grid.values, Float64Array.from(other)].map((values) => levelLines({ ...grid, values }, 0));
}

/** E over a view. */
export function energyGrid({ energy, network }: Plane, view: View, nodes = ENERGY_NODES): PlaneGrid {
  const { value } = network.activation;
  const values = new Float64Array(2);
  return sampleGrid(boxOf(view), nodes, nodes, (x, y) => {
    values[0] = view.of === "u" ? value(x) : x;
    values[1] = view.of === "u" ? value(y) : y;
    return energy(values);
  });
}

/** Lines of equal energy, at equal steps. */
export function contoursOf(energy: PlaneGrid): Polyline[] {
  const { least, most } = extentOf(energy);
  return Array.from({ length: LEVELS }, (_, k) =>
    levelLines(energy, least + ((most - least) * (k + 0.5)) / LEVELS),
  ).flat();
}

/** The least and the largest finite value. */
export function extentOf({ values }: PlaneGrid): { readonly least: number; readonly most: number } {
  const finite = values.filter(Number.isFinite);
  return { least: finite.reduce((a, b) => Math.min(a, b)), most: finite.reduce((a, b) => Math.max(a, b)) };
}
