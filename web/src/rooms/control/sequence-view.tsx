/** Patterns presented one after another to a network that keeps what it records. */
import { type ReadonlySignal, type Signal, useComputed } from "@preact/signals";
import type { Presentation } from "palimpsest";
import { useMemo } from "preact/hooks";
import { Figure } from "../../components/figure.tsx";
import { Progress } from "../../components/progress.tsx";
import { Stat, Stats } from "../../components/stat.tsx";
import type { Computation } from "../../worker/computation.ts";
import { Ledger } from "./ledger.tsx";
import type { PlaneLine } from "./line-names.ts";
import { Vector } from "./numbers-input.tsx";
import { COMMAND } from "./pattern-view.tsx";
import { Plane, SUBSCRIPTS } from "./plane.tsx";
import { equilibriaOf, fieldOf, pathOf } from "./portrait.ts";
import { fitted, formatRows, type Rows } from "./rows.ts";
import { historyFinding, nameOf, numbersOf } from "./sequence.ts";
import { patterns, sequence, size, specText, weights } from "./setting.ts";
import { MOST_PATTERNS, MOST_STATE, state } from "./state.ts";

/** Time a recall has. */
const RECALL = 60;

export function SequenceView(props: {
  readonly run: Computation<readonly Presentation[], readonly Presentation[]>;
  readonly reach: ReadonlySignal<number>;
  readonly isDragging: Signal<boolean>;
}) {
  const { run, reach, isDragging } = props;
  const shown = useComputed(() => {
    const history = run.output.value ?? run.part.value ?? [];
    return history.every(({ weights }) => weights.length === size.value ** 2) ? history : [];
  });
  const history = shown.value;
  const after = Math.min(state.after.value, history.length);
  const setAfter = (next: number): void => {
    state.after.value = next;
  };
  const last = history.at(-1);
  const known = last?.memories.filter(({ status }) => status !== "forgotten").length;
  const file = { name: "control.json", text: specText(sequence.value) };
  return (
    <>
      <div class="outcome" data-computing={run.status.value === "running"}>
        <Stats live={run.status.value === "done"}>
          <Stat name="presented" label="presented" value={history.length} unit={`of ${patterns.value.length}`} />
          <Stat name="memories" label="recorded so far" value={last?.memories.length ?? "–"} />
          <Stat name="known" label="known to T at the end" value={known ?? "–"} />
          <Stat name="change" label="largest |T − A|" value={last ? last.largestChange.toPrecision(4) : "–"} />
        </Stats>
        <div class="computing">
          <Progress of={run} done={(run.part.value?.length ?? 0) / patterns.value.length} label="Presenting" />
        </div>
      </div>
      <div class="control-pair">
        <RecallFigure history={history} after={after} reach={reach} isDragging={isDragging} />
        <div class="stack">
          <fieldset class="control">
            <legend class="control-head">The network shown, T, is that</legend>
            <div class="choices">
              {Array.from({ length: history.length + 1 }, (_, t) => (
                <button key={t} type="button" aria-pressed={t === after} onClick={() => setAfter(t)}>
                  {t === 0
                    ? "before"
                    : `after ${nameOf(history[t - 1].pattern)}${isAgain(history, t - 1) ? " again" : ""}`}
                </button>
              ))}
            </div>
          </fieldset>
          <Figure
            room="control"
            name="control-ledger"
            title={historyFinding(history)}
            caption="A row a pattern, a column a presentation (the triangle says of what). The word at the head of a column is what became of the pattern while it was presented, in T + ξ(t). Below it stands what the network T knows afterwards, left alone, with everything recorded so far kept. Full: known; open and dashed: forgotten; ringed: back without having been shown. The numbers are cos between g of the pattern and g of what is recalled; from 0.9 on it is known."
            command={COMMAND}
            file={file}
            csv={history.length > 0 ? () => ledgerRows(history) : undefined}
          >
            {history.length > 0 ? (
              <Ledger history={history} after={after} setAfter={setAfter} />
            ) : (
              <p>Nothing was presented yet.</p>
            )}
          </Figure>
          <Patterns />
        </div>
      </div>
    </>
  );
}

function isAgain(history: readonly Presentation[], t: number): boolean {
  return history.slice(0, t).some(({ pattern }) => pattern === history[t].pattern);
}

function ledgerRows(history: readonly Presentation[]) {
  return history.flatMap(({ index, pattern, evidence, solution, memories, largestChange }) =>
    memories.map((memory) => ({
      presentation: index,
      presented: pattern,
      outcome: evidence.outcome,
      gridCost: solution.gridCost,
      largestChange,
      pattern: memory.pattern,
      status: memory.status,
      similarity: memory.similarity,
    })),
  );
}

function RecallFigure(props: {
  readonly history: readonly Presentation[];
  readonly after: number;
  readonly reach: ReadonlySignal<number>;
  readonly isDragging: Signal<boolean>;
}) {
  const { history, after, reach, isDragging } = props;
  const N = size.value;
  const A = weights.value;
  const { T, portrait } = useMemo(() => {
    const T = after === 0 || history.length === 0 ? A : rowsOf(history[after - 1].weights, N);
    return { T, portrait: N === 2 ? { field: fieldOf(T), equilibria: equilibriaOf(T) } : {} };
  }, [A, N, history, after]);
  const numbers = numbersOf(patterns.value);
  const unique = patterns.value.filter((_, k) => numbers.indexOf(numbers[k]) === k);
  const memories = after > 0 ? (history[after - 1]?.memories ?? []) : [];
  const lines: PlaneLine[] = unique.map((row, number) => ({
    states: pathOf(T, row, RECALL),
    kind: memories.find(({ pattern }) => pattern === number)?.status ?? "free",
  }));
  const move = (number: number, to: readonly [number, number]): void => {
    const rows = patterns
      .peek()
      .map((row, k) => (numbersOf(patterns.peek())[k] === number ? [...to, ...row.slice(2)] : row));
    state.present.value = formatRows(rows);
  };
  const add = (to: readonly number[]): void => {
    const rows = patterns.peek();
    if (rows.length < MOST_PATTERNS) state.present.value = formatRows([...rows, fitted(to, N)]);
  };
  const known = memories.filter(({ status }) => status !== "forgotten");
  return (
    <Figure
      room="control"
      name="control-recall"
      title={
        after === 0
          ? "Before the first presentation"
          : `After ${after} ${after === 1 ? "presentation" : "presentations"} the network knows ${known.length === 0 ? "none of them" : known.map(({ pattern }) => nameOf(pattern)).join(", ")}`
      }
      caption={
        <>
          Where every pattern leads when it is shown without control
          {N === 2 ? ", over the flow of T" : ", in the plane of the first two neurons"}: full lines are memories known,
          dashed ones forgotten. Drag a pattern, or click to present one more
          {patterns.value.length >= MOST_PATTERNS ? ` (${MOST_PATTERNS} are the most)` : ""}.
        </>
      }
    >
      <Plane
        reach={reach.value}
        size={N}
        axes={[0, 1]}
        description="Plane of the first two neurons with the patterns presented"
        {...portrait}
        lines={lines}
        handles={unique.map((row, number) => ({
          name: nameOf(number),
          at: [row[0], row[1]],
          move: (to) => move(number, to),
        }))}
        place={add}
        dragging={(is) => {
          isDragging.value = is;
        }}
      />
    </Figure>
  );
}

function rowsOf(matrix: Float64Array, N: number): Rows {
  return Array.from({ length: N }, (_, i) => Array.from(matrix.subarray(i * N, (i + 1) * N)));
}

/** The patterns as numbers, to be changed, repeated and taken away. */
function Patterns() {
  const rows = patterns.value;
  const numbers = numbersOf(rows);
  const put = (next: Rows): void => {
    state.present.value = formatRows(next);
  };
  return (
    <fieldset class="control patterns">
      <legend class="control-head">Presented, in this order</legend>
      {rows.map((row, k) => (
        <div key={k} class="pattern-row">
          <span>{nameOf(numbers[k])}</span>
          <Vector
            values={row}
            name={(i) => `u${SUBSCRIPTS[i]} of presentation ${k + 1}`}
            most={MOST_STATE}
            set={(next) => put(rows.map((one, n) => (n === k ? next : one)))}
          />
          <button
            type="button"
            class="quiet"
            disabled={rows.length >= MOST_PATTERNS}
            onClick={() => put([...rows, row])}
            aria-label={`Present ${nameOf(numbers[k])} again at the end`}
          >
            again
          </button>
          <button
            type="button"
            class="quiet"
            disabled={rows.length === 1}
            onClick={() => put(rows.filter((_, n) => n !== k))}
            aria-label={`Take presentation ${k + 1} away`}
          >
            ×
          </button>
        </div>
      ))}
      <div class="row">
        <button
          type="button"
          disabled={rows.length >= MOST_PATTERNS}
          onClick={() => put([...rows, fitted([0.5, -0.5], size.value)])}
        >
          Present one more
        </button>
      </div>
    </fieldset>
  );
}
