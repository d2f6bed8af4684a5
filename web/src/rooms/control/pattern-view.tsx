/** One pattern presented: its path, its controls, the price of both. */
import type { ReadonlySignal, Signal } from "@preact/signals";
import type { ControlSolution, FrontRow, OutcomeEvidence } from "palimpsest";
import { boundsOf, OUTCOME_NAMES, outcomeKindOf } from "../../../../src/control/page.ts";
import { Chart } from "../../components/chart.tsx";
import { Figure } from "../../components/figure.tsx";
import { Progress } from "../../components/progress.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import type { Computation } from "../../worker/computation.ts";
import { FrontChart } from "./front-chart.tsx";
import { Plane, type PlaneMark, SUBSCRIPTS, showState } from "./plane.tsx";
import { formatRows } from "./rows.ts";
import { axes, equilibria, field, freePath, frontSpec, pattern, presentation, size, specText } from "./setting.ts";
import { state } from "./state.ts";
import { Synapses } from "./synapses.tsx";

/** What is known of a pattern: its path, and then what became of it. */
export interface Presented {
  readonly solution: ControlSolution;
  readonly evidence?: OutcomeEvidence;
}

export const COMMAND = "palimpsest control --spec control.json";
const LINE_RULES = ["noise", "signal", "margin"];

export function PatternView(props: {
  readonly presented: ReadonlySignal<Presented | undefined>;
  readonly run: Computation<unknown, unknown>;
  readonly front: Computation<readonly FrontRow[], number>;
  /** Half the width of the plane. */
  readonly reach: ReadonlySignal<number>;
  readonly isDragging: Signal<boolean>;
}) {
  const { presented, run, front, reach, isDragging } = props;
  return (
    <>
      <Outcome presented={presented} run={run} />
      <div class="control-pair">
        <PathFigure presented={presented} reach={reach} isDragging={isDragging} />
        <div class="stack">
          <ControlsFigure presented={presented} />
          <StatesFigure presented={presented} />
        </div>
      </div>
      <div class="control-pair">
        <FrontFigure presented={presented} front={front} />
        <Evidence presented={presented} />
      </div>
    </>
  );
}

function Outcome({
  presented,
  run,
}: {
  readonly presented: ReadonlySignal<Presented | undefined>;
  readonly run: Computation<unknown, unknown>;
}) {
  const now = presented.value;
  const solution = now?.solution;
  return (
    <div class="outcome" data-computing={run.status.value === "running"}>
      <Stats live={run.status.value === "done"}>
        <Stat
          name="outcome"
          label="while presented"
          value={now?.evidence ? outcomeKindOf(now.evidence.outcome).label : "…"}
        />
        <Stat
          name="cost"
          label="J, the cost"
          value={solution === undefined ? "–" : costText(solution, run.status.value === "running")}
          unit={solution?.costError == null ? undefined : `± ${solution.costError.toExponential(1).replace("-", "−")}`}
        />
        <Stat name="motion" label="of it motion" value={solution ? solution.motionCost.toPrecision(4) : "–"} />
        <Stat name="control" label="and control" value={solution ? solution.controlCost.toPrecision(4) : "–"} />
        <Stat
          name="residual"
          label="distance from optimal"
          value={solution?.residual == null ? "–" : solution.residual.toExponential(1).replace("-", "−")}
          unit={solution && solution.status !== "converged" ? solution.status : undefined}
        />
      </Stats>
      <div class="computing">
        <Progress of={run} label="Solving" />
      </div>
    </div>
  );
}

function PathFigure(props: {
  readonly presented: ReadonlySignal<Presented | undefined>;
  readonly reach: ReadonlySignal<number>;
  readonly isDragging: Signal<boolean>;
}) {
  const { presented, reach, isDragging } = props;
  const now = presented.value;
  const N = size.value;
  const [i, j] = axes.value;
  const shown = now && now.solution.plan.initial.length === N ? now : undefined;
  const place = ([a, b]: readonly [number, number]): void => {
    const next = [...pattern.peek()];
    next[i] = a;
    next[j] = b;
    state.u.value = formatRows([next]);
  };
  const marks: PlaneMark[] = [];
  if (shown?.evidence) {
    const { state: end, rest, outcome } = shown.evidence;
    const { sink } = outcomeKindOf(outcome);
    if (rest && (sink === "new" || outcome === "undecided"))
      marks.push({ at: [rest.state[i], rest.state[j]], kind: "rest", label: "u**" });
    else if (sink !== "known") marks.push({ at: [end[i], end[j]], kind: "presented", label: "u(τₚ)" });
  }
  return (
    <Figure
      room="control"
      name="control-path"
      title={findingOf(now)}
      caption={
        N === 2 ? (
          <>
            The state from the pattern u⁰ on: with the best controls, and without any. Beneath, the flow of A; full dots
            are its sinks, open ones saddles and sources. The diamond u** is where A + ξ(τₚ) rests.
          </>
        ) : (
          <>Two of three neurons, from the pattern u⁰ on: with the best controls, and without any.</>
        )
      }
      command={COMMAND}
      file={{ name: "control.json", text: specText(presentation.value) }}
      csv={now && (() => courseOf(now.solution))}
    >
      <Plane
        reach={reach.value}
        size={N}
        axes={[i, j]}
        description={`Plane of two neurons: ${findingOf(now)}`}
        field={field.value}
        equilibria={equilibria.value}
        lines={[
          { states: freePath.value, kind: "free", label: "without control" },
          ...(shown ? [{ states: shown.solution.states, kind: "controlled" as const, label: "controlled" }] : []),
        ]}
        marks={marks}
        handles={[{ name: "u⁰", at: [pattern.value[i], pattern.value[j]], move: place }]}
        place={place}
        dragging={(is) => {
          isDragging.value = is;
        }}
      />
    </Figure>
  );
}

/** J for steps of length 0, once it is known. */
export function costText({ cost }: ControlSolution, isRunning: boolean): string {
  return cost === null ? (isRunning ? "…" : "–") : cost.toPrecision(5);
}

/** A sentence that says what became of the pattern. */
export function findingOf(now: Presented | undefined): string {
  if (now === undefined) return "A pattern is presented";
  if (now.evidence === undefined) return `Presented at a cost of about ${now.solution.gridCost.toPrecision(2)}`;
  const { outcome, reason } = now.evidence;
  const { label } = outcomeKindOf(outcome);
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}: ${reason.replaceAll("-", "−")}`;
}

/** A row an instant. */
function courseOf({ times, states, controls, plan }: ControlSolution) {
  const N = plan.initial.length;
  return Array.from(times, (time, n) => ({
    time,
    ...Object.fromEntries(Array.from({ length: N }, (_, i) => [`u${i + 1}`, states[n * N + i]])),
    ...Object.fromEntries(
      Array.from({ length: N * N }, (_, at) => [
        `xi${Math.floor(at / N) + 1}${(at % N) + 1}`,
        n < plan.nSteps ? controls[n * N * N + at] : null,
      ]),
    ),
  }));
}

function ControlsFigure({ presented }: { readonly presented: ReadonlySignal<Presented | undefined> }) {
  const now = presented.value;
  if (!now) return null;
  const { times, controls, plan } = now.solution;
  const bounds = boundsOf(plan);
  return (
    <Figure
      room="control"
      name="control-synapses"
      title={controlsFinding(controls, bounds)}
      caption="The change ξ of every synapse against time, in its place in the matrix, each within its bound (shaded). Dashed: τₚ, where ξ is read as what was learned."
      csv={() => courseOf(now.solution)}
    >
      <Synapses
        times={times}
        controls={controls}
        bounds={bounds}
        weights={plan.weights}
        presentation={now.evidence?.presentation ?? plan.presentation}
      />
    </Figure>
  );
}

/** At its bound: see `Synapses`. */
function controlsFinding(controls: Float64Array, bounds: Float64Array): string {
  let most = 0;
  const reached = new Set<number>();
  controls.forEach((xi, n) => {
    const bound = bounds[n % bounds.length];
    most = Math.max(most, Math.abs(xi));
    if (bound > 0 && Math.abs(xi) >= bound * (1 - 1e-6)) reached.add(n % bounds.length);
  });
  const free = bounds.filter((bound) => bound > 0).length;
  if (free === 0) return "No synapse may change";
  if (reached.size === 0) return `No synapse reaches its bound: |ξ| is at most ${Number(most.toPrecision(2))}`;
  if (reached.size === free)
    return free === 1 ? "The synapse reaches its bound" : `All ${free} synapses reach their bounds`;
  return `${reached.size} of ${free} synapses ${reached.size === 1 ? "reaches its bound" : "reach their bounds"}`;
}

function StatesFigure({ presented }: { readonly presented: ReadonlySignal<Presented | undefined> }) {
  const now = presented.value;
  if (!now) return null;
  const { times, states, plan } = now.solution;
  const N = plan.initial.length;
  const keep = Math.max(1, Math.ceil(times.length / 400));
  const lines = Array.from({ length: N }, (_, i) => ({
    rule: LINE_RULES[i],
    label: `u${SUBSCRIPTS[i]}`,
    points: Array.from({ length: Math.ceil(times.length / keep) }, (_, n) => n * keep).flatMap((n) => [
      times[n],
      states[n * N + i],
    ]),
  }));
  const [low, high] = states.reduce(([low, high], u) => [Math.min(low, u), Math.max(high, u)], [0, 0]);
  const room = 0.08 * (high - low) || 0.1;
  const tau = now.evidence?.presentation ?? plan.presentation;
  return (
    <Figure
      room="control"
      name="control-states"
      title={
        now.evidence
          ? `At τₚ = ${Number(tau.toPrecision(3))} the state is ${showState(now.evidence.state)}`
          : "The state against time"
      }
      csv={() => courseOf(now.solution)}
    >
      <Chart
        x={{ label: "time t", domain: [0, times[times.length - 1]] }}
        y={{ label: "state u", domain: [low - room, high + room] }}
        lines={apart(lines, high - low + 2 * room)}
        marks={[{ at: "x", value: tau, label: "τₚ" }]}
        height={190}
        description="States of the neurons against time"
      />
    </Figure>
  );
}

/** Lines whose ends lie on each other share one name. */
function apart<L extends { readonly points: readonly number[]; readonly label: string }>(
  lines: readonly L[],
  span: number,
) {
  const named: { end: number; label: string; line: number }[] = [];
  lines.forEach(({ points, label }, line) => {
    const end = points[points.length - 1];
    const near = named.find((one) => Math.abs(one.end - end) < 0.12 * span);
    if (near) near.label += `, ${label}`;
    else named.push({ end, label, line });
  });
  return lines.map(({ label: _, ...line }, k) => {
    const name = named.find((one) => one.line === k);
    return name ? { ...line, label: name.label } : line;
  });
}

function FrontFigure(props: {
  readonly presented: ReadonlySignal<Presented | undefined>;
  readonly front: Computation<readonly FrontRow[], number>;
}) {
  const { front } = props;
  const isStale = front.status.value !== "done";
  const points = front.output.value ?? [];
  const now = props.presented.value;
  const mu = now?.solution.plan.controlWeight ?? 0;
  const here = now && {
    mu,
    motion: now.solution.motionCost / now.solution.plan.motionWeight,
    effort: now.solution.controlCost / mu,
  };
  const better = now && !isStale ? betterThan(now.solution, points) : undefined;
  return (
    <Figure
      room="control"
      name="control-front"
      title={frontFinding(isStale ? [] : points)}
      caption={
        <>
          The least cost of motion for every cost of control: a point for each of {points.length} values of μ, both
          integrals discounted by e<sup>−λt</sup>. <Key points={points} /> Slide the knob along the front, or press the
          arrow keys on it.
          {better && (
            <>
              {" "}
              <strong>
                {better.row.controlWeight === mu
                  ? "The search along the front found controls that cost "
                  : `The controls found at μ = ${better.row.controlWeight} would here cost `}
                {(100 * better.part).toPrecision(2)} % less: the path shown is a local minimum. More starts may find the
                better one.
              </strong>
            </>
          )}
        </>
      }
      command="palimpsest control --spec front.json"
      file={{ name: "front.json", text: specText({ task: "pareto", ...frontSpec.value }) }}
      csv={points.length > 0 ? () => points.map(({ endState: _, ...row }) => row) : undefined}
    >
      <FrontChart
        points={points}
        isStale={isStale}
        now={here}
        mu={{ ...state.mu.kind, value: state.mu.value }}
        setMu={(next) => {
          state.mu.value = state.mu.kind.parse(String(next)) ?? state.mu.value;
        }}
      />
      <div class="front-computing">
        <Progress of={front} done={front.part.value} label="Following the front" />
      </div>
    </Figure>
  );
}

/** What the colors of the dots mean, as far as there are any. */
function Key({ points }: { readonly points: readonly FrontRow[] }) {
  const outcomes = new Set(points.map(({ outcome }) => outcome));
  return (
    <>
      {OUTCOME_NAMES.filter((name) => outcomes.has(name)).map((name) => (
        <span key={name} class="outcome-key">
          <i style={{ backgroundColor: outcomeKindOf(name).color }} /> {outcomeKindOf(name).label}{" "}
        </span>
      ))}
    </>
  );
}

/** Less than this part is rounding, or the tolerance of the search. */
const LOWER = 1e-6;

/** The point of the front whose controls would cost least here, if that is less than what was found. */
function betterThan({ gridCost, plan }: ControlSolution, points: readonly FrontRow[]) {
  const { motionWeight, controlWeight } = plan;
  let best: { readonly row: FrontRow; readonly part: number } | undefined;
  for (const row of points) {
    const part = 1 - (motionWeight * row.motion + controlWeight * row.effort) / gridCost;
    if (part > (best?.part ?? LOWER)) best = { row, part };
  }
  return best;
}

function frontFinding(points: readonly FrontRow[]): string {
  const runs: { outcome: FrontRow["outcome"]; first: number; last: number }[] = [];
  for (const { controlWeight: mu, outcome } of points) {
    const run = runs.at(-1);
    if (run?.outcome === outcome) run.last = mu;
    else runs.push({ outcome, first: mu, last: mu });
  }
  if (runs.length === 0) return "What motion costs against what control costs";
  const named = runs.map(({ outcome, first, last }, k) => {
    const { label } = outcomeKindOf(outcome);
    if (runs.length === 1) return `${label} at every μ`;
    if (k === 0) return `${label} ${first === last ? "at" : "up to"} μ = ${last}`;
    return k === runs.length - 1
      ? `${label} from ${first} on`
      : `${label} ${first === last ? `at ${first}` : `from ${first} to ${last}`}`;
  });
  const text = runs.length > 4 ? `the outcome changes ${runs.length - 1} times along the front` : named.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Evidence({ presented }: { readonly presented: ReadonlySignal<Presented | undefined> }) {
  const now = presented.value;
  if (!now?.evidence) return null;
  const { evidence, solution } = now;
  const { searches, gridCost } = solution;
  const agree = searches.filter(({ cost }) => Math.abs(cost - gridCost) <= 1e-6 * Math.abs(gridCost)).length;
  const rows: (readonly [string, string, string])[] = [
    ["part of the cost that is control", percent(evidence.controlFraction), "not steered: at most 5 %"],
    [
      "from where it rests to the nearest equilibrium of A",
      evidence.displacement === null ? "it does not rest" : digits(evidence.displacement),
      "a new sink: more than 0.05",
    ],
    [
      "likeness: cos between g at the end and g(u⁰)",
      digits(evidence.likeness),
      "recognized, recorded: at least 0.9; less: free association, new equilibrium",
    ],
    ["largest |ξ| when presented, τₚ", digits(evidence.largestControl), "what T keeps if recorded"],
    ["speed max |X| at τₚ", digits(evidence.speed), "at rest: less than 0.02"],
    ["least speed in the second half", digits(evidence.leastSpeed), "wandering: at least 0.02"],
    ["period", evidence.period === null ? "none" : digits(evidence.period), "associated: there is one"],
    [
      "exponent after the presentation",
      evidence.lyapunov === null ? "it rests" : digits(evidence.lyapunov),
      "wandering: above 0",
    ],
    ["same end without control", { true: "yes", false: "no", null: "–" }[String(evidence.isSameSink)] ?? "–", ""],
    ["starts that found this cost", `${agree} of ${searches.length}`, solution.status],
    ["Newton steps, time", `${solution.iterations}, ${solution.solveMilliseconds.toFixed(1)} ms`, ""],
  ];
  return (
    <div class="evidence">
      <h2 class="figure-title">The evidence</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard */}
      <section class="evidence-scroll" tabIndex={0} aria-label="The evidence">
        <table>
          <thead>
            <tr>
              <th scope="col">what was measured</th>
              <th scope="col">value</th>
              <th scope="col">what decides</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([what, value, rule]) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td>{value}</td>
                <td>{rule}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="small">
        A stable recorded memory is never the end of an optimal path in infinite time: the control fades. What is
        learned is read at the presentation time τₚ, and the outcome is that of A + ξ(τₚ). Only what is recorded is
        kept; any other change decays, and the network is A again. Model: Cardin, Lovison, Maritan &amp; Megighian,
        arXiv:2305.14360.
      </p>
    </div>
  );
}

function digits(value: number): string {
  if (Math.abs(value) < 1e-9) return value === 0 ? "0" : "< 1e−9";
  return String(Number(value.toPrecision(3))).replace("-", "−");
}

function percent(part: number): string {
  return `${Number((100 * part).toPrecision(2))} %`;
}
