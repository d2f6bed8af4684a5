/** The energy over the plane of activities V = g(u): dark where it is low. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { lineOf } from "../../components/axes.tsx";
import { inks } from "../../components/ink.ts";
import { pictureOf } from "../../components/shades.ts";
import { PlaneFrame } from "./frame.tsx";
import type { Descended } from "./jobs.ts";
import { Marks } from "./marks.tsx";
import { starts } from "./network.ts";
import type { Plane, Rest } from "./plane.ts";
import { Courses, Lines, useCourses } from "./portrait.tsx";
import { contoursOf, energyGrid, extentOf, type View } from "./sketch.ts";

/** Of the range of arctan, at whose ends the energy is infinite; as in `landscape`. */
const INSET = 0.004;
/** Of the picture, along each side. */
const NODES = 97;
/** Most part of the ink in a shade. */
const DEEPEST = 0.62;

export function LandscapeView(props: {
  readonly plane: ReadonlySignal<Plane>;
  readonly rests: ReadonlySignal<readonly Rest[]>;
  /** Undefined while they are of another network. */
  readonly descended: Descended | undefined;
  readonly description: string;
}) {
  const { plane, rests, descended, description } = props;
  const { view, contours, ground } = useMemo(() => {
    const view = computed((): View => {
      const { range, hasFiniteEnds } = plane.value.network.activation;
      const [low, high] = range;
      const inset = hasFiniteEnds ? 0 : INSET * (high - low);
      return { of: "V", low: low + inset, high: high - inset };
    });
    const energy = computed(() => energyGrid(plane.value, view.value, NODES));
    const contours = computed(() => contoursOf(energy.value));
    const ground = computed(() => {
      const { least, most } = extentOf(energy.value);
      const depthOf = (value: number): number =>
        Number.isFinite(value) ? DEEPEST * (1 - (value - least) / (most - least || 1)) : 0;
      return pictureOf(energy.value, depthOf, "hue-sky", inks.value);
    });
    return { view, contours, ground };
  }, [plane]);
  const courses = useCourses(plane);
  const { value } = plane.value.network.activation;
  return (
    <PlaneFrame
      view={view.value}
      description={description}
      ground={ground.value}
      over={(scales) => (
        <Marks
          rests={rests.value.map(({ type, state }) => ({ type, state: Array.from(state, value) }))}
          view={view.value}
          scales={scales}
        />
      )}
    >
      {(scales) => (
        <>
          <Lines class="flow-contour" lines={contours.value} scales={scales} />
          <path class="flow-descent" d={descended?.paths.map((path) => lineOf(path, scales)).join("") ?? ""} />
          <Courses
            courses={courses.value.map((course) => activitiesOf(course, value))}
            at={starts.value.map(([x, y]) => [value(x), value(y)])}
            scales={scales}
          />
        </>
      )}
    </PlaneFrame>
  );
}

/** Most that V_i changes between two points of a course, for a smooth line. */
const LARGEST_CHANGE = 0.02;

/** A course of states in the plane of activities, with more points where g is steep. */
function activitiesOf(course: readonly number[], value: (u: number) => number): number[] {
  const out = course.slice(0, 2).map(value);
  for (let n = 2; n < course.length; n += 2) {
    const [x0, y0, x1, y1] = course.slice(n - 2, n + 2);
    const change = Math.max(Math.abs(value(x1) - value(x0)), Math.abs(value(y1) - value(y0)));
    const pieces = Math.ceil(change / LARGEST_CHANGE) || 1;
    for (let k = 1; k <= pieces; k++) {
      out.push(value(x0 + ((x1 - x0) * k) / pieces), value(y0 + ((y1 - y0) * k) / pieces));
    }
  }
  return out;
}
