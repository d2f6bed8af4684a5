/** Equilibria as they are marked everywhere: ● sink, ○ source, ◐ saddle. */
import { px, type Scales } from "../../components/axes.tsx";
import type { Rest } from "./plane.ts";
import type { View } from "./sketch.ts";

export const GLYPHS = { sink: "●", source: "○", saddle: "◐" } as const;
const RADIUS = 5.5;

/** Those within a view. */
export function Marks(props: { readonly rests: readonly Rest[]; readonly view: View; readonly scales: Scales }) {
  const { rests, view } = props;
  const [x, y] = props.scales;
  return (
    <>
      {rests
        .filter(({ state }) => isWithin(state, view))
        .map(({ type, state }, k) => (
          <g
            key={k}
            class="flow-rest"
            data-type={type}
            transform={`translate(${px(x.at(state[0]))},${px(y.at(state[1]))})`}
          >
            <circle r={RADIUS} />
            {type === "saddle" && <path d={`M0 ${-RADIUS}A${RADIUS} ${RADIUS} 0 0 0 0 ${RADIUS}Z`} />}
          </g>
        ))}
    </>
  );
}

/** To the edge, and what rounding puts beyond it. */
export function isWithin(state: ArrayLike<number>, { low, high }: Pick<View, "low" | "high">): boolean {
  const slack = 0.01 * (high - low);
  return Array.from(state).every((value) => value > low - slack && value < high + slack);
}
