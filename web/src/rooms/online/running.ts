/** What the room computes: three runs side by side, then what to compare their ends with. */
import { batch, computed, signal } from "@preact/signals";
import { openPlayhead } from "../../components/playhead.ts";
import { jobsOf } from "../../worker/client.ts";
import { computation } from "../../worker/computation.ts";
import type { jobs, Run } from "./jobs.ts";
import { meta } from "./meta.ts";
import { inputsOf, STARTS, type Start, spec, state } from "./state.ts";

/** How long a replay takes, ms. */
const DURATION = 6000;

/** A run with the name of where it began. */
export interface StartedRun extends Run {
  readonly start: Start;
}

/** Opens the room's runs, their comparison and their replay, as signals. */
export function openRunning() {
  const room = jobsOf<typeof jobs>("online", meta.lanes);
  const shown = STARTS.map(() => signal<Run | undefined>(undefined));
  const runs = STARTS.map((start, lane) => {
    const show = (run: Run): void => {
      shown[lane].value = run;
    };
    return computation(room, "grow", () => ({ spec: spec.value, inputs: inputsOf(start) }), {
      lane,
      onPart: show,
      onDone: show,
    });
  });
  const isDone = computed(() => runs.every(({ status }) => status.value === "done"));
  const present = computed((): readonly StartedRun[] =>
    STARTS.flatMap((start, k) => {
      const run = shown[k].value;
      return run ? [{ ...run, start }] : [];
    }),
  );
  const comparing = computation(room, "compare", () => {
    const ends = present.value.map(({ rows }) => rows[rows.length - 1].meanInputs);
    if (!isDone.value) return undefined;
    const { neurons } = spec.peek();
    const mean = ends.reduce((sum, c) => sum + c, 0) / ends.length;
    return { spec: spec.peek(), inputs: Math.min(neurons - 1, Math.max(1, Math.round(mean))) };
  });
  /** The length of the longest run so far, in repetitions. */
  const last = computed(() => Math.max(2, ...present.value.map(({ rows }) => rows[rows.length - 1].repetition)));
  /** The repetition whose distribution is shown. */
  const repetition = computed(() => last.value ** (state.moment.value / 100));
  const playhead = openPlayhead((part) => {
    state.moment.value = Math.round(100 * part);
  });
  /** All runs as one computation, for `Progress`. */
  const growing = {
    status: computed(() => {
      const all = runs.map(({ status }) => status.value);
      return (["failed", "running", "stopped", "idle"] as const).find((status) => all.includes(status)) ?? "done";
    }),
    error: computed(() => runs.map(({ error }) => error.value).find((text) => text !== undefined)),
    stop: () => batch(() => runs.forEach((run) => void run.stop())),
    restart: () => batch(() => runs.forEach((run) => void run.restart())),
  };
  return {
    runs: present,
    growing,
    isDone,
    comparing,
    last,
    repetition,
    isPlaying: playhead.isPlaying,
    play: () => playhead.play(DURATION),
    setMoment(value: number): void {
      playhead.stop();
      state.moment.value = Math.min(100, Math.max(0, Math.round(value)));
    },
    dispose(): void {
      playhead.stop();
      for (const one of [...runs, comparing]) one.dispose();
    },
  };
}

export type Running = ReturnType<typeof openRunning>;
