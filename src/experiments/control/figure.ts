/** Figures of a controlled network: state and control against time with their bounds, the plane of two neurons, a history. */
import { type Outcome, outcomeKindOf } from "../../control/outcomes.ts";
import { type FigureOptions, type Panel, type PanelLine, panelFigure } from "../../plot/panels.ts";
import { planeFigure } from "../../plot/plane.ts";
import type { PlaneCurve } from "../../plot/plane-panel.ts";
import { planePath } from "../../plot/plane-path.ts";
import { HUES, shadesOf } from "../../plot/shade.ts";
import { MUTED_INK } from "../../plot/style.ts";
import { capitalize, showNumber } from "../../plot/words.ts";

/** Most lines of a panel. */
const MOST_LINES = 6;
/** Most points of a line against time. */
const MOST_POINTS = 400;

/** A controlled trajectory as figures take it. */
export interface ControlledPath {
  readonly nNeurons: number;
  readonly times: ArrayLike<number>;
  /** u, [(S + 1) × N] */
  readonly states: ArrayLike<number>;
  /** ξ, [S × N × N] */
  readonly controls: ArrayLike<number>;
  /** |ξ_ij| at most, [N × N] */
  readonly bounds: ArrayLike<number>;
  /** τ_p */
  readonly presentation: number;
  readonly outcome: Outcome;
  readonly reason: string;
  /** μ and λ, in words for the subtitle. */
  readonly setting: string;
  readonly residual: number | null;
}

/** States and the controls that change most, against time; the bounds as dashes. */
export function controlFigure(path: ControlledPath, options: FigureOptions = {}): SVGSVGElement {
  const { nNeurons: N, times, states, controls, bounds, presentation } = path;
  const nSteps = times.length - 1;
  const end = times[nSteps];
  const keep = Math.max(1, Math.ceil(nSteps / MOST_POINTS));
  const line = (label: string, color: string, values: (n: number) => number, last: number): PanelLine => {
    const points = [];
    for (let n = 0; n <= last; n += keep) points.push({ x: times[n], y: values(n) });
    return { color, points, label };
  };
  const shown = Math.min(N, MOST_LINES);
  const stateLines = Array.from({ length: shown }, (_, i) =>
    line(`u${sub(i + 1)}`, HUES[i], (n) => states[n * N + i], nSteps),
  );
  const largest = Array.from({ length: N * N }, (_, at) => {
    let most = 0;
    for (let n = 0; n < nSteps; n++) most = Math.max(most, Math.abs(controls[n * N * N + at]));
    return { at, most };
  });
  const chosen = largest
    .filter(({ at }) => bounds[at] > 0)
    .sort((a, b) => b.most - a.most)
    .slice(0, MOST_LINES)
    .sort((a, b) => a.at - b.at);
  const controlLines = chosen.map(({ at }, k) => {
    const name = `ξ${sub(Math.floor(at / N) + 1)}${N > 9 ? "," : ""}${sub((at % N) + 1)}`;
    return line(name, HUES[k], (n) => controls[n * N * N + at], nSteps - 1);
  });
  const reach = Math.max(1e-12, ...chosen.map(({ most }) => most));
  const near = [...new Set(chosen.map(({ at }) => bounds[at]))].filter((bound) => bound <= 1.6 * reach);
  const top = 1.15 * Math.max(reach, ...near);
  const marks = near.flatMap((value) => [
    { at: "y" as const, value, label: `bound ${showNumber(value)}` },
    { at: "y" as const, value: -value },
  ]);
  const presented = presentation < 0.999 * end ? [{ at: "x" as const, value: presentation, label: "τ_p" }] : [];
  const x = { name: "time t", domain: [0, end] as const };
  const panels: Panel[] = [
    { x, y: { name: "state u", domain: padded(stateLines) }, lines: stateLines, marks: presented },
    { x, y: { name: "control ξ", domain: [-top, top] }, lines: controlLines, marks: [...marks, ...presented] },
  ];
  const left = N > shown ? `; the first ${shown} of ${N} neurons` : "";
  const fewer =
    chosen.length < largest.filter(({ at }) => bounds[at] > 0).length ? `; the ${chosen.length} largest controls` : "";
  return panelFigure({
    ...options,
    title: controlFinding(path),
    subtitle: `${path.setting}; ${residualText(path.residual)}${left}${fewer}`,
    width: 980,
    height: 390,
    panels,
  });
}

/** What became of the pattern, in a sentence. */
export function controlFinding({ outcome, reason }: Pick<ControlledPath, "outcome" | "reason">): string {
  return `${capitalize(outcomeKindOf(outcome).label)}: ${reason}`;
}

function residualText(residual: number | null): string {
  return residual === null ? "control is free of cost" : `distance from optimal ${residual.toExponential(1)}`;
}

/** The plane of the first two neurons: the controlled path against the free one. */
export function controlPlaneFigure(
  path: ControlledPath & {
    /** The path without control, [points × N]. */
    readonly free: ArrayLike<number>;
    readonly equilibria?: readonly { readonly state: ArrayLike<number>; readonly type: "sink" | "source" | "saddle" }[];
  },
  options: FigureOptions = {},
): SVGSVGElement {
  const { nNeurons: N, states, free, equilibria = [] } = path;
  const controlled = planePath(states, N);
  const alone = planePath(free, N);
  const all = [...controlled, ...alone, ...equilibria.map(({ state }) => [state[0], state[1]] as const)];
  const curves: PlaneCurve[] = [
    { paths: [alone], color: MUTED_INK, isDashed: true, label: "without control", arrows: 120 },
    { paths: [controlled], color: HUES[0], width: 2.4, label: "controlled", arrows: 120 },
  ];
  return planeFigure({
    ...options,
    title: controlFinding(path),
    subtitle: `${path.setting}; ${residualText(path.residual)}; dots: equilibria of A, full ones sinks`,
    panels: [
      {
        x: { name: "u₁", domain: range(all.map(([x]) => x)) },
        y: { name: "u₂", domain: range(all.map(([, y]) => y)) },
        curves,
        points: [
          ...equilibria.map(({ state, type }) => ({ x: state[0], y: state[1], mark: type })),
          { x: controlled[0][0], y: controlled[0][1], mark: "start" as const, label: "u⁰" },
        ],
      },
    ],
  });
}

/** A presentation as the history shows it. */
export interface HistoryColumn {
  readonly pattern: number;
  readonly outcome: Outcome;
  readonly memories: readonly { readonly pattern: number; readonly status: string; readonly similarity: number }[];
  readonly largestChange: number;
}

/** How like itself every pattern is recalled after each presentation; a line a pattern. */
export function historyFigure(
  history: readonly HistoryColumn[],
  options: FigureOptions & { readonly similarity?: number; readonly setting?: string } = {},
): SVGSVGElement {
  const { similarity = 0.9, setting = "" } = options;
  const patterns = [...new Set(history.flatMap(({ memories }) => memories.map(({ pattern }) => pattern)))].sort(
    (a, b) => a - b,
  );
  const colors = patterns.length <= HUES.length ? HUES : shadesOf(HUES[0], patterns.length);
  const lines = patterns.map((pattern, k): PanelLine => {
    const points = history.flatMap(({ memories }, at) => {
      const memory = memories.find((one) => one.pattern === pattern);
      return memory === undefined ? [] : [{ x: at + 1, y: memory.similarity }];
    });
    return { color: colors[k], points, hasDots: true, label: `P${sub(pattern)}` };
  });
  const changes = history.map(({ largestChange }, at) => ({ x: at + 1, y: largestChange }));
  const least = Math.min(0, ...lines.flatMap(({ points }) => points.map(({ y }) => y)));
  const x = { name: "presentation", domain: [0.8, history.length + 0.2] as const };
  const outcomes = [...new Set(history.map(({ outcome }) => outcomeKindOf(outcome).label))];
  const shown =
    outcomes.length === 1
      ? `presented: ${history.map(({ pattern }) => `P${pattern}`).join(", ")}, each ${outcomes[0]} at that time`
      : `presented, each with what became of it at that time: ${history.map(({ pattern, outcome }) => `P${pattern} (${outcomeKindOf(outcome).label})`).join(", ")}`;
  return panelFigure({
    ...options,
    title: historyFinding(history),
    subtitle: `${setting === "" ? "" : `${setting}; `}${shown}`,
    width: 900,
    height: 380,
    panels: [
      {
        title: "afterwards: recall of each pattern by T",
        x,
        y: { name: "cos(recalled, pattern)", domain: [least * 1.1, 1.06] },
        lines,
        marks: [{ at: "y", value: similarity, label: "known from here on" }],
        labels: "beside",
      },
      {
        title: "largest change of a synapse",
        x,
        y: { name: "max |T − A|", domain: [0, 1.1 * Math.max(1e-9, ...changes.map(({ y }) => y))] },
        lines: [{ color: MUTED_INK, points: changes, hasDots: true }],
      },
    ],
  });
}

/** What the network with the changes kept knew, forgot and had restored. */
export function historyFinding(history: readonly HistoryColumn[]): string {
  const ever = (status: string) => {
    const found = new Set(
      history.flatMap(({ memories }) => memories.filter((one) => one.status === status).map(({ pattern }) => pattern)),
    );
    return [...found].sort((a, b) => a - b).map((pattern) => `P${pattern}`);
  };
  const [forgotten, restored] = [ever("forgotten"), ever("restored")];
  const learned = new Set(history.flatMap(({ memories }) => memories.map(({ pattern }) => pattern))).size;
  const first = `T learned ${learned} ${learned === 1 ? "pattern" : "patterns"}`;
  const lost = forgotten.length === 0 ? "none forgotten" : `${forgotten.join(", ")} forgotten`;
  const back = restored.length === 0 ? "" : `; ${restored.join(", ")} restored by others`;
  return `${first}; ${lost}${back}`;
}

function padded(lines: readonly PanelLine[]): readonly [number, number] {
  return range(lines.flatMap(({ points }) => points.map(({ y }) => y)));
}

function range(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(0.08 * (high - low), 0.05);
  return [low - room, high + room];
}

/** Digits as subscripts. */
function sub(number: number): string {
  return String(number).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);
}
