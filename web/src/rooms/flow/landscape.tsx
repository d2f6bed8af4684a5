/** The energy over the plane of activities V = g(u): dark where it is low. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { channels, inks } from "../../components/ink.ts";
import { PlaneFrame } from "./frame.tsx";
import type { Descended } from "./jobs.ts";
import { Marks } from "./marks.tsx";
import { starts } from "./network.ts";
import type { Plane, Rest } from "./plane.ts";
import { Courses, Lines, useCourses } from "./portrait.tsx";
import { contoursOf, coursePath, energyGrid, shadesOf, type View } from "./sketch.ts";
import { state } from "./state.ts";

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
      const [low, high] = plane.value.range;
      const inset = Number.isFinite(plane.value.primitive(high)) ? 0 : INSET * (high - low);
      return { of: "V", low: low + inset, high: high - inset };
    });
    const energy = computed(() => energyGrid(plane.value, view.value, NODES));
    const contours = computed(() => contoursOf(energy.value));
    const ground = computed(() => pictureOf(energy.value, inks.value));
    return { view, contours, ground };
  }, [plane]);
  const courses = useCourses(plane, steepPart);
  const { value } = plane.value;
  const inV = (course: readonly number[]): number[] => course.map(value);
  return (
    <PlaneFrame
      view={view.value}
      description={description}
      ground={ground.value}
      over={(scales) => (
        <Marks
          rests={rests.value.map(({ type, state: [x, y] }) => ({ type, state: [value(x), value(y)] }))}
          view={view.value}
          scales={scales}
        />
      )}
    >
      {(scales) => (
        <>
          <Lines class="flow-contour" lines={contours.value} scales={scales} />
          <path class="flow-descent" d={descended?.paths.map((path) => coursePath(path, scales)).join("") ?? ""} />
          <Courses
            courses={courses.value.map(inV)}
            at={starts.value.map(([x, y]) => [value(x), value(y)])}
            scales={scales}
          />
        </>
      )}
    </PlaneFrame>
  );
}

/** Half width of the states in which g rises, which fill most of the plane of activities. */
function steepPart({ value, range: [low, high] }: Plane): number {
  const h = 1e-3;
  return Math.min(state.box.value, ((high - low) * h) / (value(h) - value(-h)));
}

function pictureOf(energy: Parameters<typeof shadesOf>[0], ink: (typeof inks)["value"]): string {
  const { columns, rows } = energy;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [columns, rows];
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(columns, rows);
  const [light, deep] = [channels(ink("paper-raised")), channels(ink("hue-sky"))];
  shadesOf(energy).forEach((height, n) => {
    const part = DEEPEST * (1 - height);
    for (let c = 0; c < 3; c++) image.data[4 * n + c] = light[c] + part * (deep[c] - light[c]);
    image.data[4 * n + 3] = 255;
  });
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
