/** The value function of two neurons: the least cost from every state, and the best path over it. */
import type { ReadonlySignal, Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Choice } from "../../components/controls.tsx";
import { Figure } from "../../components/figure.tsx";
import { Progress } from "../../components/progress.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import type { Computation } from "../../worker/computation.ts";
import type { ValueMap } from "./jobs.ts";
import { COMMAND, type Presented } from "./pattern-view.tsx";
import { Plane } from "./plane.tsx";
import { formatRows } from "./rows.ts";
import { equilibria, freePath, pattern, size, specText, valueSpec } from "./setting.ts";
import { state } from "./state.ts";
import { shadesOf, ValueGround } from "./value-map.tsx";

export function ValueView(props: {
  readonly presented: ReadonlySignal<Presented | undefined>;
  readonly value: Computation<ValueMap, unknown>;
  readonly worth: Computation<number, unknown>;
  readonly run: Computation<unknown, unknown>;
  readonly isDragging: Signal<boolean>;
}) {
  const { presented, value, worth, run, isDragging } = props;
  const picture = useMemo(() => shadesOf(value.output), [value]);
  if (size.value !== 2) {
    return (
      <p role="status">
        The value function is drawn for two neurons, and this network has three: choose another to begin with, or take
        the third neuron away.
      </p>
    );
  }
  const map = value.output.value;
  const solution = presented.value?.solution;
  const v = worth.output.value;
  const J = solution?.cost ?? undefined;
  const isWhole = worth.status.value === "done" && run.status.value === "done";
  const off = v !== undefined && J !== undefined ? Math.abs(v - J) / Math.max(v, J) : undefined;
  const place = (to: readonly [number, number]): void => {
    state.u.value = formatRows([to]);
  };
  return (
    <>
      <div class="outcome" data-computing={!isWhole}>
        <Stats live={isWhole}>
          <Stat name="value" label="v(u⁰), from the grid" value={v === undefined ? "–" : v.toPrecision(6)} />
          <Stat name="limit" label="J of the path, h → 0" value={J === undefined ? "–" : J.toPrecision(6)} />
          <Stat
            name="step-cost"
            label={`cost at h = ${state.step.value}`}
            value={solution ? solution.gridCost.toPrecision(8) : "–"}
          />
        </Stats>
        <div class="computing">
          <Progress of={value} label={`Hamilton–Jacobi–Bellman on ${state.nodes.value} × ${state.nodes.value} nodes`} />
        </div>
      </div>
      <div class="control-pair value-pair">
        <Figure
          room="control"
          name="control-value"
          title={
            off === undefined || !isWhole
              ? "What it costs from everywhere"
              : `From u⁰ the grid says ${v!.toPrecision(3)}, the path ${J!.toPrecision(3)}: ${off < 0.0005 ? "equal" : `${(100 * off).toPrecision(2)} % apart`}`
          }
          caption={
            <>
              The value function v, least cost over all controls from every state (the stronger the color, the less), by
              the Hamilton–Jacobi–Bellman equation: a global minimum, to the error of the grid, which near paths that
              end on a saddle stays at one or two per cent. The optimal path crosses its contours downwards.
            </>
          }
          command={COMMAND}
          file={{ name: "control.json", text: specText(valueSpec.value) }}
          csv={map && (() => rowsOf(map))}
        >
          <Plane
            reach={map?.reach ?? 3}
            size={2}
            axes={[0, 1]}
            description="Value function over the plane of two neurons, with the optimal path"
            equilibria={equilibria.value}
            {...(map &&
              picture.value !== undefined && {
                under: (x, y) => <ValueGround map={map} picture={picture.value!} x={x} y={y} />,
              })}
            lines={[
              { states: freePath.value, kind: "free", label: "without control" },
              ...(solution && solution.plan.initial.length === 2
                ? [{ states: solution.states, kind: "optimal" as const, label: "optimal" }]
                : []),
            ]}
            handles={[{ name: "u⁰", at: [pattern.value[0], pattern.value[1]], move: place }]}
            place={place}
            dragging={(is) => {
              isDragging.value = is;
            }}
          />
        </Figure>
        <div class="stack">
          <Choice
            field={state.nodes}
            label="Nodes an axis"
            names={{ "61": "61", "101": "101", "161": "161" }}
            help="The error falls with the square of their spacing; the time grows with the square of their number."
          />
          <p>
            Two ways to one number. The path is found by Newton's method along time from one state, and can be caught in
            a local minimum; the map is found for all states at once and cannot. Where v(u⁰) is clearly below J, the
            path is not the best.
          </p>
          <p class="small">
            The cost in steps of length h is too high by some per cent, for Euler's method is of first order; J is
            extrapolated to h → 0 from h, h/2 and h/4
            {solution && solution.gridCosts.length > 1 && (
              <> ({solution.gridCosts.map((cost) => cost.toPrecision(5)).join(", ")})</>
            )}
            .
          </p>
        </div>
      </div>
    </>
  );
}

function rowsOf({ nodes, reach, values }: ValueMap) {
  return Array.from(values, (value, at) => ({
    u1: reach * ((2 * (at % nodes)) / (nodes - 1) - 1),
    u2: reach * ((2 * Math.floor(at / nodes)) / (nodes - 1) - 1),
    value,
  }));
}
