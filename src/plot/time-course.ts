/** The figure of a trajectory in time: a line for each neuron, and its course in a plane beside it. */
import { type FigureOptions, type Panel, type PanelLine, panelFigure } from "./panels.ts";
import { extentOf, paddedDomain } from "./scale.ts";
import { HUES, mix } from "./shade.ts";
import { INK, PAPER } from "./style.ts";

/** A trajectory of a network. */
export interface TimeCourse {
  readonly title?: string;
  /** Times of the states, ascending. */
  readonly times: ArrayLike<number>;
  /** The state of all neurons at each time. */
  readonly states: readonly ArrayLike<number>[];
}

/** Texts of the figure, and how many lines it draws. */
export interface TimeCourseOptions extends FigureOptions {
  readonly title?: string;
  readonly subtitle?: string;
  /** Name of the vertical axis; default "state u". */
  readonly name?: string;
  /** How many lines are drawn at most, of the neurons that move most; default 12. */
  readonly most?: number;
}

/**
 * Time courses one beside another. Few neurons are named at their lines; of many, those that move most are drawn, in shades.
 *
 * @throws TypeError when there is no document; RangeError when there is nothing to draw.
 */
export function timeCourseFigure(courses: readonly TimeCourse[], options: TimeCourseOptions = {}): SVGSVGElement {
  if (courses.length === 0 || courses.some(({ states }) => states.length < 2)) {
    throw new RangeError("timeCourseFigure: courses must hold at least two states each");
  }
  const { name = "state u", most = 12 } = options;
  const domain = paddedDomain(
    courses.flatMap(({ states }) => states.flatMap((state) => extentOf(Array.from(state)))),
    0.06,
  );
  const nNeurons = courses[0].states[0].length;
  const panels = courses.map((course, k): Panel => {
    const { times, title } = course;
    return {
      ...(title !== undefined && { title }),
      x: { name: "time (membrane time constants)", domain: [times[0], times[times.length - 1]] },
      y: { domain, ...(k === 0 && { name }) },
      lines: linesOf(course, most),
    };
  });
  const drawn = nNeurons > most ? `the ${most} of ${nNeurons} neurons that move most` : `${nNeurons} neurons`;
  return panelFigure({
    ...options,
    title: options.title ?? "The course of the network",
    subtitle: options.subtitle ?? drawn,
    width: Math.min(1160, 640 + 260 * (panels.length - 1)),
    height: 380,
    panels,
  });
}

function linesOf({ times, states }: TimeCourse, most: number): PanelLine[] {
  const neurons = Array.from({ length: states[0].length }, (_, i) => i);
  const range = (i: number) => {
    const [low, high] = extentOf(states.map((state) => state[i]));
    return high - low;
  };
  const ranges = neurons.length <= most ? [] : neurons.map(range);
  const chosen =
    neurons.length <= most ? neurons : [...neurons].sort((a, b) => ranges[b] - ranges[a] || a - b).slice(0, most);
  const isFew = chosen.length <= HUES.length;
  return chosen.map((i, k) => ({
    color: isFew ? HUES[k] : mix(mix(HUES[0], INK, (0.5 * k) / chosen.length), PAPER, 0.25 + (0.4 * (k % 5)) / 5),
    points: states.map((state, t) => ({ x: times[t], y: state[i] })),
    ...(isFew && { label: `u_${i}` }),
  }));
}
