/** The diagram of bifurcations: equilibria against one number of the network. */
import { Chart, type ChartLine } from "../../components/chart.tsx";
import type { Branch, Continued } from "./jobs.ts";
import { showValue } from "./numbers.ts";
import { state } from "./state.ts";

export const ALONG_NAMES = { w00: "T₀₀", w01: "T₀₁", w10: "T₁₀", w11: "T₁₁", gain: "gain" } as const;
const EVENTS = { fold: "fold", pitchfork: "pitchfork", branch: "branch point", hopf: "Hopf point" } as const;

export function Diagram({ continued }: { readonly continued: Continued }) {
  const along = continued.along as keyof typeof ALONG_NAMES;
  const { branches } = continued;
  const field = state[along];
  const lines = branches.flatMap(piecesOf);
  const events = eventsOf(continued);
  const most = branches.reduce(
    (all, { course }) => course.reduce((a, u, n) => (n % 2 ? Math.max(a, Math.abs(u)) : a), all),
    1,
  );
  return (
    <Chart
      x={{ label: ALONG_NAMES[along], domain: [field.kind.min, field.kind.max], ticks: 5 }}
      y={{ label: "u₀ of equilibria", domain: [-1.05 * most, 1.05 * most] }}
      height={300}
      lines={[
        ...lines,
        ...events.map(({ parameter, u }) => ({ points: [parameter, u], rule: "vermilion", hasDots: true })),
      ]}
      marks={[{ at: "x", value: field.value, label: "now" }]}
      description={`Equilibria against ${ALONG_NAMES[along]}: stable ones as lines, others dashed`}
    />
  );
}

/** Pieces of a branch of one stability. */
function piecesOf({ course, stable }: Branch): ChartLine[] {
  const pieces: ChartLine[] = [];
  for (let from = 0, k = 1; k <= stable.length; k++) {
    if (k < stable.length && stable[k] === stable[from]) continue;
    pieces.push({ points: course.subarray(2 * from, 2 * k + 2), isDashed: stable[from] === 0 });
    from = k;
  }
  return pieces;
}

export interface Bifurcation {
  readonly event: keyof typeof EVENTS;
  readonly parameter: number;
  readonly u: number;
}

/** Two events are one when the parameter and u_0 differ by less: near a branch point u is known to the root of its rounding. */
const SAME = [1e-5, 1e-2] as const;

/** Each once: a branch point is met on every branch that crosses there, and is a pitchfork where one of them folds. */
export function eventsOf({ branches }: Continued): Bifurcation[] {
  const all = branches.flatMap(({ events }) => events);
  const isSame = (a: Bifurcation, b: Bifurcation): boolean =>
    Math.abs(a.parameter - b.parameter) < SAME[0] && Math.abs(a.u - b.u) < SAME[1];
  const found: Bifurcation[] = [];
  for (const one of all) {
    if (found.some((other) => isSame(one, other))) continue;
    const here = new Set(all.filter((other) => isSame(one, other)).map(({ event }) => event));
    found.push({ ...one, event: here.has("branch") ? (here.has("fold") ? "pitchfork" : "branch") : one.event });
  }
  return found.sort((a, b) => a.parameter - b.parameter);
}

/** "Along T₀₀: pitchfork at 1.25; fold at 1.8767" */
export function diagramFinding(continued: Continued): string {
  const name = ALONG_NAMES[continued.along as keyof typeof ALONG_NAMES];
  const places = new Map<string, Set<string>>();
  for (const { event, parameter } of eventsOf(continued)) {
    places.set(EVENTS[event], (places.get(EVENTS[event]) ?? new Set()).add(showValue(parameter)));
  }
  if (places.size === 0) return `Along ${name} nothing appears or vanishes`;
  return `Along ${name}: ${[...places].map(([event, at]) => `${event} at ${[...at].join(" and ")}`).join("; ")}`;
}
