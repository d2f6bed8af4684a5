/** The phase portrait: follows every drag; a click begins a trajectory. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Equilibrium, Polyline } from "../../../../src/dynamics/page.ts";
import { lineOf, px, type Scales } from "../../components/axes.tsx";
import { arrowsAlong, Streaks } from "../../components/streaks.tsx";
import { PlaneFrame, type Pointer } from "./frame.tsx";
import type { Cycle } from "./jobs.ts";
import { Marks } from "./marks.tsx";
import { chosen, starts } from "./network.ts";
import { courseOf, edgesOf, type Pair, type Plane } from "./plane.ts";
import { contoursOf, energyGrid, nullclinesOf, type View } from "./sketch.ts";
import { MOST_STARTS, packStarts, type Start, state } from "./state.ts";

export function PortraitView(props: {
  readonly plane: ReadonlySignal<Plane>;
  readonly rests: ReadonlySignal<readonly Equilibrium[]>;
  readonly cycles: readonly Cycle[];
  readonly description: string;
}) {
  const { plane, rests, cycles, description } = props;
  const { view, nullclines, contours, separatrices } = useMemo(() => {
    const view = computed((): View => ({ of: "u", low: -state.box.value, high: state.box.value }));
    const nullclines = computed(() => nullclinesOf(plane.value, view.value));
    const contours = computed(() => (plane.value.hasEnergy ? contoursOf(energyGrid(plane.value, view.value)) : []));
    const separatrices = computed(() => edgesOf(plane.value, rests.value, state.box.value));
    return { view, nullclines, contours, separatrices };
  }, [plane, rests]);
  const courses = useCourses(plane);
  return (
    <PlaneFrame
      view={view.value}
      description={description}
      pointer={POINTER}
      over={(scales) => (
        <>
          <NullclineNames lines={nullclines.value} scales={scales} view={view.value} />
          <Marks rests={rests.value} view={view.value} scales={scales} />
        </>
      )}
    >
      {(scales) => (
        <>
          <Lines class="flow-contour" lines={contours.value} scales={scales} />
          <Streaks field={plane.value.field} scales={scales} />
          <Nullclines lines={nullclines.value} scales={scales} />
          <Lines class="flow-separatrix" lines={separatrices.value} scales={scales} />
          <Courses courses={courses.value} scales={scales} at={starts.value} />
          {cycles.map(({ orbit }, k) => (
            <g key={k} class="flow-cycle">
              <path d={lineOf(orbit, scales)} />
              <path class="flow-arrow" d={arrowsAlong(orbit, scales, 170)} />
            </g>
          ))}
        </>
      )}
    </PlaneFrame>
  );
}

/** Lines as one path, made anew only when they change. */
export function Lines(props: { readonly class: string; readonly lines: readonly Polyline[]; readonly scales: Scales }) {
  const { lines, scales } = props;
  const path = useMemo(() => lines.map((line) => lineOf(line.flat(), scales)).join(""), [lines, scales]);
  return <path class={props.class} d={path} />;
}

export function Nullclines(props: { readonly lines: readonly (readonly Polyline[])[]; readonly scales: Scales }) {
  return (
    <>
      {props.lines.map((lines, neuron) => (
        <g key={neuron} class="flow-nullcline" data-neuron={neuron}>
          <Lines class="flow-nullcline-lines" lines={lines} scales={props.scales} />
        </g>
      ))}
    </>
  );
}

/** Trajectories of the visitor in the plane of states, u_0 and u_1 in turn. */
export function useCourses(plane: ReadonlySignal<Plane>): ReadonlySignal<readonly number[][]> {
  return useMemo(
    () => computed(() => starts.value.map((start) => courseOf(plane.value, start, state.box.value))),
    [plane],
  );
}

/** Courses with the places they begin at; that looked at stands out. */
export function Courses(props: {
  readonly courses: readonly (readonly number[])[];
  readonly at: readonly Pair[];
  readonly scales: Scales;
}) {
  const { courses, at, scales } = props;
  const [x, y] = scales;
  return (
    <>
      {courses.map((course, k) => (
        <g key={k} class="flow-course" data-chosen={k === chosen.value}>
          <path d={lineOf(course, scales)} />
          <path class="flow-arrow" d={arrowsAlong(course, scales)} />
          {at[k] && <circle class="flow-start" r={4.5} cx={px(x.at(at[k][0]))} cy={px(y.at(at[k][1]))} />}
        </g>
      ))}
    </>
  );
}

/** Adds a start, or replaces the one looked at when there is no room for more. */
export function addStart(at: Pair): void {
  const next = starts.peek().length < MOST_STARTS ? [...starts.peek(), at] : starts.peek().with(chosen.peek(), at);
  setStarts(next, starts.peek().length < MOST_STARTS ? next.length - 1 : chosen.peek());
}

export function removeStart(k: number): void {
  setStarts(
    starts.peek().filter((_, other) => other !== k),
    Math.max(0, chosen.peek() - (k <= chosen.peek() ? 1 : 0)),
  );
}

export function setStarts(next: readonly Start[], look: number): void {
  state.starts.value = packStarts(next);
  state.chosen.value = Math.max(0, look);
}

const POINTER: Pointer = {
  press(at, reach) {
    const near = starts.peek().findIndex(([x, y]) => Math.hypot(x - at[0], y - at[1]) < reach);
    if (near >= 0) state.chosen.value = near;
    return near >= 0;
  },
  move: (at) => setStarts(starts.peek().with(chosen.peek(), at), chosen.peek()),
  place: addStart,
  release: () => {},
};

/** px from the edge */
const INSIDE = 12;

/** The name of each nullcline, where its longest line is near an edge. */
function NullclineNames(props: {
  readonly lines: readonly (readonly Polyline[])[];
  readonly scales: Scales;
  readonly view: View;
}) {
  const { lines, view } = props;
  const { low, high } = view;
  const [atX, atY] = props.scales.map(({ at }) => at);
  return (
    <>
      {lines.map((own, neuron) => {
        const longest = own.reduce<(typeof own)[number]>((best, line) => (line.length > best.length ? line : best), []);
        if (longest.length === 0) return null;
        // neuron 0's runs up and down, neuron 1's to and fro: the end that is uppermost, or rightmost
        const ends = [longest[0], longest[longest.length - 1]];
        const [a, b] = ends[0][1 - neuron] > ends[1][1 - neuron] ? ends[0] : ends[1];
        const [x, y] = [atX(a), atY(b)];
        const isRight = x > atX((low + high) / 2);
        const [top, bottom] = [atY(high) + INSIDE + 4, atY(low) - INSIDE];
        return (
          <text
            key={neuron}
            class="flow-name"
            data-neuron={neuron}
            x={isRight ? Math.min(x - 8, atX(high) - 8) : Math.max(x + 8, atX(low) + 8)}
            y={Math.min(bottom, Math.max(top, y + (neuron === 0 ? 0 : y < atY(0) ? 18 : -8)))}
            text-anchor={isRight ? "end" : "start"}
          >
            u̇{neuron === 0 ? "₀" : "₁"} = 0
          </text>
        );
      })}
    </>
  );
}
