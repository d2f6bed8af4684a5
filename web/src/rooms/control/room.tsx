/** Control: patterns presented to a network whose synapses change as is best. */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { ControlSpec, OutcomeEvidence } from "palimpsest";
import { useEffect, useMemo } from "preact/hooks";
import { Choice } from "../../components/controls.tsx";
import { jobsOf } from "../../worker/client.ts";
import { computation } from "../../worker/computation.ts";
import { patient } from "../../worker/patience.ts";
import type { jobs } from "./jobs.ts";
import { meta } from "./meta.ts";
import { PatternView, type Presented } from "./pattern-view.tsx";
import { SequenceView } from "./sequence-view.tsx";
import {
  axes,
  equilibria,
  flow,
  freePath,
  frontSpec,
  pattern,
  patterns,
  presentation,
  sequence,
  size,
} from "./setting.ts";
import { Presets, Settings } from "./settings.tsx";
import { state } from "./state.ts";
import { ValueView } from "./value-view.tsx";

export default function ControlRoom() {
  const room = useMemo(openRoom, []);
  useEffect(() => () => room.dispose(), [room]);
  const { view } = state;
  return (
    <article class="room control-room">
      <header class="room-head">
        <h1>A network that may change itself, at a price.</h1>
        <p class="lede">
          Show it a pattern. Every synapse may move a little, at a price, and so has every motion of the neurons. The
          network takes the best course: it falls back on a memory it has, makes a new one, joins a rhythm, or never
          settles.
        </p>
      </header>
      <Presets />
      <div class="room-body">
        <div class="stack">
          <Choice
            field={view}
            label="Look at"
            names={{ pattern: "one pattern", sequence: "patterns in turn", value: "the cost from everywhere" }}
          />
          {view.value === "pattern" && <PatternView {...room} />}
          {view.value === "sequence" && (
            <SequenceView run={room.sequence} reach={room.reach} isDragging={room.isDragging} />
          )}
          {view.value === "value" && <ValueView {...room} />}
        </div>
        <Settings />
      </div>
    </article>
  );
}

/** Workers: what follows a drag, and what takes its time. */
const [QUICK, SLOW] = [0, 1];

function openRoom() {
  const table = jobsOf<typeof jobs>("control", meta.lanes);
  const isDragging = signal(false);
  const presented = signal<Presented | undefined>(undefined);
  const isPattern = computed(() => state.view.value === "pattern");
  const isValue = computed(() => state.view.value === "value" && size.value === 2);

  const asked = patient(presentation);
  const run = computation(
    table,
    "present",
    () => (isPattern.value || isValue.value ? (asked.asked.value as ControlSpec) : undefined),
    {
      lane: QUICK,
      onPart: (solution) => {
        presented.value = { solution };
        asked.shown();
      },
      onDone: ({ solution, evidence }: Presented & { readonly evidence: OutcomeEvidence }) => {
        presented.value = { solution, evidence };
        asked.shown();
      },
    },
  );
  const front = computation(
    table,
    "front",
    () => (isPattern.value && !isDragging.value ? frontSpec.value : undefined),
    { lane: SLOW },
  );
  const askedSequence = patient(sequence);
  const inTurn = computation(
    table,
    "sequence",
    () => (state.view.value === "sequence" ? askedSequence.asked.value : undefined),
    { lane: QUICK, onDone: askedSequence.shown },
  );
  const grid = computed(() => ({ spec: flow.value, nodes: Number(state.nodes.value) }));
  const value = computation(table, "value", () => (isValue.value ? grid.value : undefined), { lane: SLOW });
  const worth = computation(
    table,
    "worth",
    () => (isValue.value && value.status.value === "done" ? { ...grid.value, at: pattern.value } : undefined),
    { lane: SLOW },
  );
  const { reach, dispose } = steadyReach(isDragging);
  const all = [run, front, inTurn, value, worth, asked, askedSequence, { dispose }];
  return {
    presented,
    isDragging,
    reach,
    run,
    front,
    sequence: inTurn,
    value,
    worth,
    dispose: () => {
      for (const one of all) one.dispose();
    },
  };
}

/** The two numbers of each state that the plane shows. */
function onPlane(states: ArrayLike<number>): number[] {
  const N = size.value;
  return Array.from(states).filter((_, at) => axes.value.includes(at % N));
}

/** Half the width of the plane: holds the equilibria of A and the patterns, and does not move while one is dragged. */
function steadyReach(isDragging: ReadonlySignal<boolean>): { readonly reach: ReadonlySignal<number>; dispose(): void } {
  const wanted = computed(() => {
    const shown = state.view.value === "sequence" ? patterns.value : [pattern.value];
    const farthest = (states: readonly number[]): number => states.reduce((most, u) => Math.max(most, Math.abs(u)), 0);
    const free = state.view.value === "sequence" ? 0 : farthest(onPlane(freePath.value));
    const most = Math.max(
      1.25 * farthest(shown.flatMap(onPlane)),
      farthest(equilibria.value.flatMap(({ state: u }) => Array.from(u))),
      free,
    );
    return Math.ceil(2 * Math.max(1.6, 1.12 * most)) / 2;
  });
  const reach = signal(wanted.peek());
  const dispose = effect(() => {
    const next = wanted.value;
    if (!isDragging.value) reach.value = next;
  });
  return { reach, dispose };
}
