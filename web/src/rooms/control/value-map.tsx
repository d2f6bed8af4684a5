/** The value function as shades and contours. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { levelLines } from "../../../../src/dynamics/page.ts";
import { lineOf, px, type Scale } from "../../components/axes.tsx";
import { inks } from "../../components/ink.ts";
import { pictureOf } from "../../components/shades.ts";
import type { ValueMap } from "./jobs.ts";

/** Most part of the accent in a shade. */
const DEEPEST = 0.95;
const LEVELS = 12;

/** A picture of v, a pixel a node, of the strongest color where it is low. */
export function shadesOf(map: ReadonlySignal<ValueMap | undefined>): ReadonlySignal<string | undefined> {
  return computed(() => {
    const now = map.value;
    if (!now) return undefined;
    const { nodes, values } = now;
    const most = values.reduce((a, b) => Math.max(a, b), 0);
    const depthOf = (v: number): number => DEEPEST * (1 - Math.sqrt(Math.max(0, v) / most));
    return pictureOf({ columns: nodes, rows: nodes, values }, depthOf, "hue-purple", inks.value);
  });
}

/** Levels closer where v is low, for it rises with the square of the distance. */
export function levelsOf({ values }: ValueMap): number[] {
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  return Array.from({ length: LEVELS }, (_, k) => Number((most * ((k + 1) / (LEVELS + 1)) ** 2).toPrecision(2)));
}

export function ValueGround({
  map,
  picture,
  x,
  y,
}: {
  readonly map: ValueMap;
  readonly picture: string;
  readonly x: Scale;
  readonly y: Scale;
}) {
  const { nodes, reach } = map;
  const half = reach / (nodes - 1);
  const [left, top] = [x.at(-reach - half), y.at(reach + half)];
  return (
    <g class="value-ground">
      <clipPath id="value-clip">
        <rect x={x.range[0]} y={y.range[1]} width={x.range[1] - x.range[0]} height={y.range[0] - y.range[1]} />
      </clipPath>
      <g clip-path="url(#value-clip)">
        <image
          href={picture}
          x={px(left)}
          y={px(top)}
          width={px(x.at(reach + half) - left)}
          height={px(y.at(-reach - half) - top)}
          preserveAspectRatio="none"
        />
        {levelsOf(map).map((level, k) => {
          const { path, label } = contourOf(map, level, x, y);
          return (
            <g key={level}>
              <path class="value-contour" d={path} />
              {k % 2 === 1 && label && (
                <text class="value-level" x={px(label[0])} y={px(label[1])} dy="0.32em" text-anchor="middle">
                  {level}
                </text>
              )}
            </g>
          );
        })}
      </g>
    </g>
  );
}

/** Where v is `level`, and a place for its name. */
function contourOf({ nodes, reach, values }: ValueMap, level: number, x: Scale, y: Scale) {
  const box = { x: [-reach, reach], y: [-reach, reach] } as const;
  const lines = levelLines({ box, columns: nodes, rows: nodes, values }, level);
  let label: readonly [number, number] | undefined;
  let best = Number.NEGATIVE_INFINITY;
  for (const [a, b] of lines.flat()) {
    // near the diagonal to the lower right, where names of several contours stand one behind the other
    const [u, v] = [x.at(a), y.at(b)];
    const isInside = u < x.range[1] - 22 && u > x.range[0] + 22 && v < y.range[0] - 14 && v > y.range[1] + 14;
    const off = -Math.abs(u - x.at(0) - (v - y.at(0)));
    if (isInside && u > x.at(0) && off > best) [best, label] = [off, [u, v]];
  }
  return { path: lines.map((line) => lineOf(line.flat(), [x, y])).join(""), label };
}
