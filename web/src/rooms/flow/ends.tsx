/** Where trajectories end, and the time course of the one looked at. */
import { useMemo } from "preact/hooks";
import { Chart } from "../../components/chart.tsx";
import { NumberInput } from "../../components/controls.tsx";
import { fieldsOf, number } from "../../state/fields.ts";
import type { End } from "./jobs.ts";
import { chosen, DURATION, starts } from "./network.ts";
import { showEigenvalue, showPair, showValue } from "./numbers.ts";
import { type Plane, statesOf } from "./plane.ts";
import { addStart, removeStart, setStarts } from "./portrait.tsx";
import { MOST_STATE, state } from "./state.ts";

/** Of the states computed one in as many is drawn. */
const KEPT = 5;

/** u_0 and u_1 against time. */
export function TimeCourse({ plane }: { readonly plane: Plane }) {
  const start = starts.value[chosen.value];
  const states = useMemo(() => (start ? statesOf(plane, start, DURATION) : new Float64Array()), [plane, start]);
  const most = states.reduce((a, u) => Math.max(a, Math.abs(u)), 1);
  const rate = DURATION / (states.length / 2 - 1);
  const of = (k: 0 | 1): number[] =>
    Array.from({ length: Math.ceil(states.length / 2 / KEPT) }, (_, n) => n * KEPT).flatMap((n) => [
      n * rate,
      states[2 * n + k],
    ]);
  return (
    <Chart
      x={{ label: "time, membrane time constants", domain: [0, DURATION], ticks: 5 }}
      y={{ label: "state u", domain: [-1.05 * most, 1.05 * most] }}
      height={190}
      lines={[
        { points: of(0), rule: "noise", label: "u₀" },
        { points: of(1), rule: "vermilion", label: "u₁" },
      ]}
      description="Course of both states from the start that is looked at"
    />
  );
}

/** A start a row, with where it ends; ends are undefined while they are computed. */
export function Starts({ ends }: { readonly ends: readonly End[] | undefined }) {
  const typed = useMemo(() => {
    const kind = number({ initial: 1, min: -MOST_STATE, max: MOST_STATE, step: 0.01 });
    return fieldsOf({ x: kind, y: kind });
  }, []);
  return (
    <div class="flow-starts">
      {starts.value.length > 0 && (
        <div class="flow-scroll">
          <table>
            <caption class="hidden-visually">Trajectories and where they end</caption>
            <thead>
              <tr>
                <th scope="col">from u</th>
                <th scope="col">to</th>
                <th scope="col">period</th>
                <th scope="col" title="largest Lyapunov exponent">
                  λ₁
                </th>
                <th scope="col">
                  <span class="hidden-visually">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {starts.value.map((start, k) => {
                const end = ends?.[k];
                return (
                  <tr key={k} data-chosen={k === chosen.value}>
                    <td>
                      <button
                        type="button"
                        class="quiet"
                        aria-pressed={k === chosen.value}
                        onClick={() => {
                          state.chosen.value = k;
                        }}
                      >
                        {showPair(start)}
                      </button>
                    </td>
                    <td data-end={k}>{end ? endOf(end) : "…"}</td>
                    <td data-period={k}>{end?.period != null ? end.period.toPrecision(7) : "–"}</td>
                    <td data-lyapunov={k}>{end ? showLyapunov(end) : "…"}</td>
                    <td>
                      <button
                        type="button"
                        class="quiet"
                        aria-label={`Remove the trajectory from ${showPair(start)}`}
                        onClick={() => removeStart(k)}
                      >
                        ×
                      </button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          addStart([typed.x.value, typed.y.value]);
        }}
      >
        <NumberInput field={typed.x} label="u₀" />
        <NumberInput field={typed.y} label="u₁" />
        <button type="submit">Add trajectory</button>
        {starts.value.length > 0 && (
          <button type="button" onClick={() => setStarts([], 0)}>
            Clear
          </button>
        )}
      </form>
    </div>
  );
}

function endOf({ kind, equilibrium, state: at, reason }: End): string {
  if (equilibrium) return `${equilibrium.type === "sink" ? "" : `${equilibrium.type} `}${showPair(at)}`;
  return kind === "cycle" ? "limit cycle" : reason ? `${kind}: ${reason}` : kind;
}

function showLyapunov({ lyapunov }: End): string {
  return lyapunov === null ? "–" : showValue(lyapunov);
}

/** What the trajectory looked at does, for a title. */
export function endFinding(end: End | undefined): string {
  const start = starts.value[chosen.value];
  if (start === undefined) return "Click in the plane to begin a trajectory";
  const from = `From ${showPair(start)}`;
  if (end === undefined) return from;
  const { kind, equilibrium, period } = end;
  if (kind === "cycle") return `${from} into a limit cycle of period ${period!.toPrecision(5)}`;
  if (equilibrium) {
    const { type, form, state: at, eigenvalues } = equilibrium;
    return `${from} to the ${form === "spiral" ? "spiral " : ""}${type} ${showPair(at)}, λ₁ = ${showEigenvalue(eigenvalues[0])}`;
  }
  return `${from}: ${kind}`;
}
