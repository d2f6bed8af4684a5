/** The value function as shades and contours. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { channels, inks } from "../../components/ink.ts";
import { px, type Scale } from "./axes.tsx";
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
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [nodes, nodes];
    const context = canvas.getContext("2d")!;
    const image = context.createImageData(nodes, nodes);
    const [light, deep] = [channels(inks.value("paper-raised")), channels(inks.value("hue-purple"))];
    const most = values.reduce((a, b) => Math.max(a, b), 0);
    values.forEach((v, at) => {
      const [column, row] = [at % nodes, Math.floor(at / nodes)];
      const part = DEEPEST * (1 - Math.sqrt(Math.max(0, v) / most));
      const to = 4 * ((nodes - 1 - row) * nodes + column);
      for (let c = 0; c < 3; c++) image.data[to + c] = light[c] + part * (deep[c] - light[c]);
      image.data[to + 3] = 255;
    });
    context.putImageData(image, 0, 0);
    return canvas.toDataURL();
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

/** Where v is `level`, by marching squares, and a place for its name. */
function contourOf({ nodes, reach, values }: ValueMap, level: number, x: Scale, y: Scale) {
  let path = "";
  let label: readonly [number, number] | undefined;
  let best = Number.NEGATIVE_INFINITY;
  const at = (c: number, r: number): number => values[r * nodes + c] - level;
  const place = (c: number, r: number): readonly [number, number] => [
    x.at(reach * ((2 * c) / (nodes - 1) - 1)),
    y.at(reach * ((2 * r) / (nodes - 1) - 1)),
  ];
  for (let r = 0; r + 1 < nodes; r++) {
    for (let c = 0; c + 1 < nodes; c++) {
      const corners = [at(c, r), at(c + 1, r), at(c + 1, r + 1), at(c, r + 1)];
      const cuts: (readonly [number, number])[] = [];
      for (let k = 0; k < 4; k++) {
        const [a, b] = [corners[k], corners[(k + 1) % 4]];
        if (a > 0 === b > 0) continue;
        const part = a / (a - b);
        const [c0, r0] = CORNERS[k];
        const [c1, r1] = CORNERS[(k + 1) % 4];
        cuts.push(place(c + c0 + part * (c1 - c0), r + r0 + part * (r1 - r0)));
      }
      for (let n = 0; n + 1 < cuts.length; n += 2) {
        path += `M${px(cuts[n][0])} ${px(cuts[n][1])}L${px(cuts[n + 1][0])} ${px(cuts[n + 1][1])}`;
        // near the diagonal to the lower right, where names of several contours stand one behind the other
        const [u, v] = cuts[n];
        const isInside = u < x.range[1] - 22 && u > x.range[0] + 22 && v < y.range[0] - 14 && v > y.range[1] + 14;
        const off = -Math.abs(u - x.at(0) - (v - y.at(0)));
        if (isInside && u > x.at(0) && off > best) [best, label] = [off, cuts[n]];
      }
    }
  }
  return { path, label };
}

const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;
