/** Equilibria as they are marked everywhere: ● sink, ○ source, ◐ saddle. */
import type { Pair, Rest } from "./plane.ts";
import type { Scales, View } from "./sketch.ts";

export const GLYPHS = { sink: "●", source: "○", saddle: "◐" } as const;
const RADIUS = 5.5;

/** Those within a view. */
export function Marks(props: { readonly rests: readonly Rest[]; readonly view: View; readonly scales: Scales }) {
  const { rests, view, scales } = props;
  return (
    <>
      {rests
        .filter(({ state }) => isWithin(state, view))
        .map(({ type, state: [x, y] }, k) => (
          <g
            key={k}
            class="flow-rest"
            data-type={type}
            transform={`translate(${scales.x(x).toFixed(1)},${scales.y(y).toFixed(1)})`}
          >
            <circle r={RADIUS} />
            {type === "saddle" && <path d={`M0 ${-RADIUS}A${RADIUS} ${RADIUS} 0 0 0 0 ${RADIUS}Z`} />}
          </g>
        ))}
    </>
  );
}

/** To the edge, and what rounding puts beyond it. */
export function isWithin(state: Pair, { low, high }: Pick<View, "low" | "high">): boolean {
  const slack = 0.01 * (high - low);
  return state.every((value) => value > low - slack && value < high + slack);
}
