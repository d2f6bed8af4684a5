/** Inputs, additions and removals, patterns learned and retrieved over the repetitions of all runs. */
import type { OnlineRow } from "palimpsest";
import { Chart, type ChartMark } from "../../components/chart.tsx";
import { Slider } from "../../components/controls.tsx";
import { Figure } from "../../components/figure.tsx";
import { Progress } from "../../components/progress.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import { ruleOptions } from "../../state/rule-values.ts";
import type { Running, StartedRun } from "./running.ts";
import { STARTS, state } from "./state.ts";

/** Ends of runs that differ by less than this part of their mean count as the same. */
const SAME = 0.04;

/**
 * Repetitions of a run as points: all but the first, which differs from the next by a few connections and has no logarithm. Where a
 * run has ended nothing changes any more, up to the `last` repetition of the others.
 */
function pointsOf({ rows }: StartedRun, last: number, ...of: ((row: OnlineRow) => number)[]): number[] {
  const shown = rows.filter(({ repetition }) => repetition > 0);
  const points = shown.flatMap((row) => [row.repetition, ...of.map((y) => y(row))]);
  const end = rows[rows.length - 1];
  return end.repetition < last ? [...points, last, ...of.map((y) => y(end))] : points;
}

/** The last repetition of all, once all have ended. */
function settledUntil({ isDone, last }: Running): number {
  return isDone.value ? last.value : 0;
}

function mostOf(runs: readonly StartedRun[], of: (row: OnlineRow) => number): number {
  return Math.max(...runs.flatMap(({ rows }) => rows.map(of)), 1e-3);
}

function endOf({ rows }: StartedRun): OnlineRow {
  return rows[rows.length - 1];
}

export function Growth({ running }: { readonly running: Running }) {
  const runs = running.runs.value;
  const last = settledUntil(running);
  const isPlaying = running.isPlaying.value;
  const x = { label: "repetition", domain: [1, running.last.value] as const, isLog: true, ticks: 7 };
  return (
    <Figure
      room="online"
      name="inputs"
      title={findingOf(runs, running.isDone.value)}
      caption="Mean inputs of a neuron (thick), four neurons in five (shaded). In every repetition each neuron tries ten others: an input is dropped, another neuron added, if that lowers its energy; then all patterns are tested, and ten more are learned when nine in ten are retrieved."
      command={runs.length === STARTS.length ? commandOf(runs) : undefined}
      csv={() =>
        runs.flatMap(({ rows }) => rows.map(({ histogram: _, ...row }) => row as unknown as Record<string, number>))
      }
    >
      <Chart
        x={x}
        y={{ label: "inputs a neuron c", domain: [0, 1.05 * mostOf(runs, (row) => row.upperInputs)] }}
        lines={runs.map((run) => ({
          points: pointsOf(run, last, (row) => row.meanInputs),
          band: pointsOf(
            run,
            last,
            (row) => row.lowerInputs,
            (row) => row.upperInputs,
          ),
          rule: run.start,
          label: endOf(run).meanInputs.toFixed(1),
        }))}
        cursor={{
          value: running.repetition.value,
          onMove: (at) => running.setMoment(percentOf(at, running.last.peek())),
        }}
        height={270}
        description={`Mean inputs of a neuron over the repetitions of ${runs.length} runs: ${runs.map((run) => `from ${run.inputs} to ${endOf(run).meanInputs.toFixed(1)}`).join(", ")}`}
      />
      <div class="rewire-time">
        <button type="button" onClick={() => (isPlaying ? running.setMoment(100) : running.play())}>
          {isPlaying ? "To the end" : "Watch it grow"}
        </button>
        <Slider field={state.moment} label="Moment" show={() => `repetition ${Math.round(running.repetition.value)}`} />
      </div>
      <Moment running={running} />
    </Figure>
  );
}

/** Where a repetition lies on the axis, in percent. */
function percentOf(repetition: number, last: number): number {
  return (100 * Math.log(repetition)) / Math.log(last);
}

export function Changes({ running }: { readonly running: Running }) {
  const runs = running.runs.value;
  const last = settledUntil(running);
  const perNeuron = (count: number, { neurons }: OnlineRow): number => count / neurons;
  const highest = mostOf(runs, (row) => perNeuron(row.additions, row));
  const lowest = mostOf(runs, (row) => perNeuron(row.removals, row));
  return (
    <Figure
      room="online"
      name="changes"
      title={changesFinding(runs)}
      caption="Synapses that a neuron gains (up) and loses (down) in a repetition, of ten tried."
      csv={() =>
        runs.flatMap(({ inputs, rows }) =>
          rows.map(({ repetition, additions, removals }) => ({ inputs, repetition, additions, removals })),
        )
      }
    >
      <Chart
        x={{ label: "repetition", domain: [1, running.last.value], isLog: true, ticks: 5 }}
        y={{
          label: "lost | gained",
          domain: [-1.1 * lowest, 1.1 * highest],
          format: (tick) => String(Math.abs(tick)),
        }}
        lines={runs.flatMap((run) => [
          { points: pointsOf(run, last, (row) => perNeuron(row.additions, row)), rule: run.start },
          { points: pointsOf(run, last, (row) => -perNeuron(row.removals, row)), rule: run.start },
        ])}
        marks={[{ at: "y", value: 0 }]}
        cursor={{
          value: running.repetition.value,
          onMove: (at) => running.setMoment(percentOf(at, running.last.peek())),
        }}
        description="Connections added and removed per neuron over the repetitions"
      />
    </Figure>
  );
}

export function Learned({ running }: { readonly running: Running }) {
  const runs = running.runs.value;
  const last = settledUntil(running);
  const reference = running.comparing.output.value;
  const isCurrent = running.comparing.status.value === "done" && reference !== undefined;
  const marks: ChartMark[] = isCurrent
    ? [
        { at: "y", value: reference.offline, label: `chosen offline: ${reference.offline}`, isEarly: true },
        { at: "y", value: reference.random, label: `random: ${reference.random}` },
      ]
    : [];
  const most = Math.max(
    mostOf(runs, ({ patterns }) => patterns),
    isCurrent ? reference.offline : 0,
  );
  return (
    <Figure
      room="online"
      name="learned"
      title={learnedFinding(runs, isCurrent ? reference : undefined)}
      caption={
        isCurrent
          ? `Patterns learned (thin) and retrieved (thick). Dashed: the critical loads of connectivity with c = ${reference.inputs}, the size found here, when it is random and when it is chosen for patterns known all at once.`
          : "Patterns learned (thin) and retrieved (thick)."
      }
      csv={() =>
        runs.flatMap(({ inputs, rows }) =>
          rows.map(({ repetition, patterns, retrieved }) => ({ inputs, repetition, patterns, retrieved })),
        )
      }
    >
      <Chart
        x={{ label: "repetition", domain: [1, running.last.value], isLog: true, ticks: 5 }}
        y={{ label: "patterns", domain: [0, 1.12 * most] }}
        lines={runs.flatMap((run) => [
          { points: pointsOf(run, last, ({ patterns }) => patterns), rule: run.start, isThin: true },
          { points: pointsOf(run, last, ({ retrieved }) => retrieved), rule: run.start },
        ])}
        marks={marks}
        cursor={{
          value: running.repetition.value,
          onMove: (at) => running.setMoment(percentOf(at, running.last.peek())),
        }}
        description="Patterns learned and retrieved over the repetitions"
      />
      <Progress of={running.comparing} done={running.comparing.part.value} label="What other connectivity stores" />
    </Figure>
  );
}

/** The numbers of every run at the repetition that is shown. */
function Moment({ running }: { readonly running: Running }) {
  const runs = running.runs.value;
  const at = running.repetition.value;
  const isEnd = state.moment.value === 100;
  return (
    <Stats live={running.isDone.value && !running.isPlaying.value}>
      {runs.map((run) => {
        const row = isEnd ? endOf(run) : rowAt(run, at);
        return (
          <Stat
            key={run.start}
            name={`inputs-${run.start}`}
            label={
              <>
                from c<sub>0</sub> = {run.inputs}
              </>
            }
            value={row.meanInputs.toFixed(1)}
            unit={`± ${row.deviationInputs.toFixed(1)} inputs`}
            rule={run.start}
          />
        );
      })}
    </Stats>
  );
}

/** The last row that a run kept up to a repetition. */
function rowAt({ rows }: StartedRun, repetition: number): OnlineRow {
  return rows.findLast((row) => row.repetition <= repetition + 0.5) ?? rows[0];
}

function findingOf(runs: readonly StartedRun[], isDone: boolean): string {
  if (runs.length === 0) return "Inputs over time";
  const ends = runs.map((run) => endOf(run).meanInputs);
  const mean = ends.reduce((sum, c) => sum + c, 0) / ends.length;
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  if (!isDone) return "Neurons gain and lose inputs";
  const starts = runs.map(({ inputs }) => inputs);
  const from = `From ${[...new Set(starts)].join(", ").replace(/, ([^,]*)$/, " or $1")} inputs`;
  if (most - least <= SAME * mean)
    return `${from}, growth and pruning lead to the same number: about ${mean.toFixed(0)}`;
  return `${from}, growth and pruning lead to ${least.toFixed(0)} to ${most.toFixed(0)}`;
}

/** Whether the sparsest start overshoots: creation first, pruning afterwards. */
function changesFinding(runs: readonly StartedRun[]): string {
  const run = runs.find(({ start }) => start === "first");
  if (run === undefined || run.rows.length < 3) return "Gained and lost";
  const peak = run.rows.reduce((a, b) => (b.meanInputs > a.meanInputs ? b : a));
  const end = endOf(run);
  if (peak.repetition <= 1) return `From c₀ = ${run.inputs} pruning prevails from the start`;
  if (peak.meanInputs - end.meanInputs < 0.02 * end.meanInputs) return `From c₀ = ${run.inputs} creation prevails`;
  return `From c₀ = ${run.inputs} creation prevails for ${peak.repetition} repetitions, then pruning`;
}

function learnedFinding(
  runs: readonly StartedRun[],
  reference: { readonly offline: number; readonly random: number } | undefined,
): string {
  if (runs.length === 0) return "Patterns learned";
  const retrieved = runs.map((run) => endOf(run).retrieved);
  const [least, most] = [Math.min(...retrieved), Math.max(...retrieved)];
  const held = least === most ? `${least}` : `${least} to ${most}`;
  if (reference === undefined) return `${held} patterns are retrieved`;
  return `${held} patterns are retrieved; random synapses hold ${reference.random}`;
}

function commandOf(runs: readonly StartedRun[]): string {
  const { neurons, rule, parameters, seed } = runs[0].spec;
  const inputs = [...new Set(runs.map((run) => run.inputs))].join(",");
  return `palimpsest online --neurons ${neurons} --inputs ${inputs} --rule ${rule} ${ruleOptions(parameters).join(" ")} --seeds 1 --seed ${seed}`;
}
