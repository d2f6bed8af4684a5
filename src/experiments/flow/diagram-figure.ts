/** The figure of a continuation: equilibria against the parameter, solid where they attract, with folds, branch and Hopf points. */
import type { FigureOptions } from "../../plot/panels.ts";
import { planeFigure } from "../../plot/plane.ts";
import type { PlaneCurve, PlanePath, PlanePoint } from "../../plot/plane-panel.ts";
import { extentOf, paddedDomain } from "../../plot/scale.ts";
import { INK } from "../../plot/style.ts";

/** A branch as `continuation` finds it. */
export interface DiagramBranch {
  readonly points: readonly {
    readonly parameter: number;
    readonly state: ArrayLike<number>;
    readonly type: "sink" | "source" | "saddle";
    readonly events: readonly string[];
  }[];
}

/** What an attractor that is no equilibrium spans, at one value of the parameter. */
export interface DiagramSpan {
  readonly parameter: number;
  readonly kind: string;
  readonly low: number;
  readonly high: number;
}

export interface DiagramOptions extends FigureOptions {
  /** Of the parameter; "gain" by default. */
  readonly name?: string;
  /** Whose state is drawn; default 0. */
  readonly neuron?: number;
  readonly spans?: readonly DiagramSpan[];
  readonly title?: string;
}

const STABLE = "#0072B2";
const UNSTABLE = "#D55E00";
const CYCLE = "#CC79A7";
const RESTLESS = "#E69F00"; // chaos, tori and what is undecided
const EVENT_LABELS: Readonly<Record<string, string>> = { fold: "fold", branch: "branch point", hopf: "Hopf" };

/**
 * The bifurcation diagram of branches of equilibria.
 *
 * @throws TypeError when there is no document; RangeError when there is no branch.
 */
export function diagramFigure(branches: readonly DiagramBranch[], options: DiagramOptions = {}): SVGSVGElement {
  const { name = "gain", neuron = 0, spans = [] } = options;
  if (branches.length === 0 && spans.length === 0) {
    throw new RangeError("diagramFigure: branches must hold at least one, got none");
  }
  const curves: PlaneCurve[] = [];
  for (const isStable of [false, true]) {
    const paths = branches.flatMap(({ points }) => runsOf(points, isStable, neuron));
    if (paths.length === 0) continue;
    const style = isStable ? { width: 2.6 } : { width: 1.7, isDashed: true };
    curves.push({ paths, color: isStable ? STABLE : UNSTABLE, ...style, label: isStable ? "sinks" : "unstable" });
  }
  const ends = spans.filter(({ low, high }) => high > low);
  const points: PlanePoint[] = ends.flatMap(({ parameter, kind, low, high }) =>
    [low, high].map((y) => ({ x: parameter, y, mark: "start" as const, color: kind === "cycle" ? CYCLE : RESTLESS })),
  );
  const events = eventsOf(branches, neuron);
  const all = branches.flatMap((branch) => branch.points);
  const values = [...all.map(({ state }) => state[neuron]), ...ends.flatMap(({ low, high }) => [low, high])];
  const parameters = [...all.map(({ parameter }) => parameter), ...spans.map(({ parameter }) => parameter)];
  return planeFigure({
    ...options,
    title: options.title ?? diagramFinding(branches, name),
    subtitle: `solid: sinks, dashed: saddles and sources${wordsOfDots(ends)}`,
    panels: [
      {
        x: { name, domain: extentOf(parameters) },
        y: { name: ends.length > 0 ? `u_${neuron}` : `u_${neuron} at rest`, domain: paddedDomain(values, 0.08) },
        curves,
        points: [...points, ...events],
      },
    ],
  });
}

/** What the dots are, in words. */
function wordsOfDots(ends: readonly DiagramSpan[]): string {
  const [hasCycles, hasOthers] = [true, false].map((isCycle) =>
    ends.some(({ kind }) => (kind === "cycle") === isCycle),
  );
  if (!hasCycles && !hasOthers) return "";
  const own = [...(hasCycles ? ["pink: cycles"] : []), ...(hasOthers ? ["orange: chaos and the like"] : [])];
  return `; dots: lowest and highest value of attractors (${own.join(", ")})`;
}

/** Stretches of a branch that are all stable, or all not. */
function runsOf(points: DiagramBranch["points"], isStable: boolean, neuron: number): PlanePath[] {
  const runs: [number, number][][] = [];
  let run: [number, number][] | undefined;
  points.forEach((point, k) => {
    const at: [number, number] = [point.parameter, point.state[neuron]];
    // an event belongs to the stretches on both of its sides
    const isOwn = (point.type === "sink") === isStable;
    const isBorder = point.events.length > 0;
    if (isOwn || (isBorder && run)) {
      if (!run) {
        run = k > 0 && points[k - 1].events.length > 0 ? [[points[k - 1].parameter, points[k - 1].state[neuron]]] : [];
        runs.push(run);
      }
      run.push(at);
      if (!isOwn) run = undefined;
    } else run = undefined;
  });
  return runs.filter(({ length }) => length > 1);
}

function eventsOf(branches: readonly DiagramBranch[], neuron: number): PlanePoint[] {
  const found: { x: number; y: number; words: string }[] = [];
  for (const { points } of branches) {
    for (const { parameter, state, events } of points) {
      if (events.length === 0) continue;
      const [x, y] = [parameter, state[neuron]];
      const words = wordsOf(events);
      const known = found.find((other) => Math.abs(other.x - x) < 1e-6 && Math.abs(other.y - y) < 1e-4);
      if (!known) found.push({ x, y, words });
      else if (words === PITCHFORK) known.words = words; // the branch that turns back says more than the one it leaves
    }
  }
  return found.map(({ x, y, words }) => ({ x, y, mark: "dot", color: INK, label: `${words} at ${showParameter(x)}` }));
}

const PITCHFORK = "pitchfork";

function wordsOf(events: readonly string[]): string {
  if (events.includes("fold") && events.includes("branch")) return PITCHFORK;
  return events.map((event) => EVENT_LABELS[event] ?? event).join(", ");
}

function showParameter(value: number): string {
  return String(Math.abs(value) < 1e-9 ? 0 : Number(value.toPrecision(4))).replace("-", "−");
}

/** The events in order of the parameter. */
export function diagramFinding(branches: readonly DiagramBranch[], name: string): string {
  const seen = new Map<string, string>();
  const points = branches.flatMap((branch) => branch.points).filter(({ events }) => events.length > 0);
  for (const { parameter, events } of points.sort((a, b) => a.parameter - b.parameter)) {
    const at = showParameter(parameter);
    const known = seen.get(at);
    const words = wordsOf(events);
    if (known === undefined || words === PITCHFORK) seen.set(at, words);
  }
  if (seen.size === 0) return `No bifurcation of equilibria between these values of the ${name}`;
  const places = new Map<string, string[]>();
  for (const [at, words] of seen) places.set(words, [...(places.get(words) ?? []), at]);
  const parts = [...places].map(([words, values]) => {
    const shown = values.slice(0, 3);
    const more = values.length > 3 ? ` and ${values.length - 3} more` : "";
    return `${words} at ${more === "" ? listed(shown) : shown.join(", ")}${more}`;
  });
  return `Equilibria by ${name}: ${parts.join("; ")}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
