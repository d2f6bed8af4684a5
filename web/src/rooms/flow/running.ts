/** What the room computes: pictures on the page at every change, numbers in the workers as soon as they can. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { jobsOf } from "../../worker/client.ts";
import { computation } from "../../worker/computation.ts";
import { patient } from "../../worker/patience.ts";
import type { Ended, jobs, Searched } from "./jobs.ts";
import { meta } from "./meta.ts";
import {
  canContinue,
  continuationTask,
  equilibriaTask,
  landscapeTask,
  type NetworkSpec,
  network,
  starts,
} from "./network.ts";
import { paced } from "./paced.ts";
import { moved, planeOf } from "./plane.ts";
import { state } from "./state.ts";

/** ms between pictures and computations that a drag can do without. */
const PAUSE = 120;
/** How far equilibria move between two answers of the worker, relative to the plane. */
const NEAR = 0.2;

export type Running = ReturnType<typeof openRoom>;

export function openRoom() {
  const room = jobsOf<typeof jobs>("flow", meta.lanes);
  const plane = computed(() => planeOf(network.value));
  const slow = paced(network, PAUSE);
  const slowPlane = computed(() => planeOf(slow.value.value));

  const searched = signal<Searched | undefined>(undefined);
  const ended = signal<Ended | undefined>(undefined);
  const wanted = computed(() => ({ network: network.value, task: equilibriaTask.value, starts: starts.value }));
  const asking = patient(wanted);
  const settle = computation(room, "settle", () => asking.asked.value, {
    onPart: (part) => {
      searched.value = part;
    },
    onDone: (output) => {
      ended.value = output;
      asking.shown();
    },
  });
  const isSettled = computed(() => settle.status.value === "done" && asking.asked.value === wanted.value);
  /** Moved along with a network until the worker has found those of now. */
  const restsIn = (of: typeof plane) =>
    computed(() => moved(of.value, searched.value?.equilibria ?? [], NEAR * state.box.value));

  const asked = (task: typeof equilibriaTask | typeof landscapeTask) => ({
    network: slow.value.value,
    task: task.value,
  });
  const measure = computation(room, "measure", () => asked(equilibriaTask), { lane: 1 });
  const descend = computation(room, "descend", () => asked(landscapeTask), { lane: 2 });
  const vary = computation(
    room,
    "vary",
    () =>
      canContinue.value
        ? { network: slow.value.value, task: continuationTask.value, along: state.along.value }
        : undefined,
    { lane: 2 },
  );
  const ofNow = <T extends { readonly network: NetworkSpec }>(output: ReadonlySignal<T | undefined>) =>
    computed(() => (isSame(output.value?.network, network.value) ? output.value : undefined));
  return {
    plane,
    slowPlane,
    rests: restsIn(plane),
    slowRests: restsIn(slowPlane),
    /** Equilibria as the worker found them last. */
    searched,
    /** Where trajectories end; of the network of a moment ago while it is not settled. */
    ended,
    /** Whether the worker's answer is that of now. */
    isSettled,
    /** With basins; undefined while they are measured. */
    measured: ofNow(measure.output),
    descended: ofNow(descend.output),
    continued: computed(() => {
      const { value } = vary.output;
      return canContinue.value && value?.along === state.along.value ? value : undefined;
    }),
    /** Whether all numbers are those of now. */
    isDone: computed(
      () =>
        isSettled.value &&
        slow.value.value === network.value &&
        [measure, descend, vary].every(({ status }) => status.value !== "running"),
    ),
    settle,
    measure,
    descend,
    vary,
    dispose() {
      asking.dispose();
      slow.dispose();
      for (const one of [settle, measure, descend, vary]) one.dispose();
    },
  };
}

function isSame(a: NetworkSpec | undefined, b: NetworkSpec): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
