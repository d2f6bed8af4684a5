/** What the room computes: the searches of all neurons, what the moment shown keeps, the critical loads. */
import { computed, effect, signal } from "@preact/signals";
import { openPlayhead } from "../../components/playhead.ts";
import { jobsOf } from "../../worker/client.ts";
import { computation } from "../../worker/computation.ts";
import type { Film, Gain, jobs } from "./jobs.ts";
import { meta } from "./meta.ts";
import { spec, state } from "./state.ts";

/** How long a replay of the whole search takes, ms. */
const DURATION = 5000;

let hasPlayed = false;

/** Opens the room's search, its replay and the measurement of gain, as signals. */
export function openSearching() {
  const room = jobsOf<typeof jobs>("rewire", meta.lanes);
  const film = signal<Film | undefined>(undefined);
  const gain = signal<Gain | undefined>(undefined);
  const show = (next: Film): void => {
    film.value = next;
  };
  const search = computation(room, "search", () => spec.value, { onPart: show, onDone: show });
  const isDone = computed(() => search.status.value === "done");
  /** Index of the moment that is shown. */
  const moment = computed(() => Math.round((state.moment.value / 100) * ((film.value?.moments ?? 1) - 1)));
  const keeping = computation(room, "keepAt", () => {
    const now = film.value;
    return isDone.value && now ? { spec: now.spec, moment: moment.value } : undefined;
  });
  const showGain = (next: Gain): void => {
    gain.value = next;
  };
  const gaining = computation(room, "measureGain", () => (isDone.value ? film.peek()?.spec : undefined), {
    lane: 1,
    onPart: showGain,
    onDone: showGain,
  });
  const playhead = openPlayhead((part) => {
    state.moment.value = Math.round(100 * part);
  });
  const wantsStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  // who comes for the first time sees it happen
  const overture = effect(() => {
    if (!isDone.value || hasPlayed) return;
    hasPlayed = true;
    if (!wantsStill && state.moment.peek() === state.moment.kind.initial) playhead.play(DURATION);
  });
  return {
    search,
    gaining,
    film,
    gain,
    moment,
    /** How many patterns are retrieved at the moment that is shown. */
    kept: keeping.output,
    isPlaying: playhead.isPlaying,
    play: () => playhead.play(DURATION),
    setMoment(value: number): void {
      playhead.stop();
      state.moment.value = Math.min(100, Math.max(0, Math.round(value)));
    },
    patternsFile: () => room.run("patternsFile", spec.peek()),
    dispose(): void {
      overture();
      playhead.stop();
      for (const one of [search, keeping, gaining]) one.dispose();
    },
  };
}

export type Searching = ReturnType<typeof openSearching>;
