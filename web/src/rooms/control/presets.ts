/** Networks on which the outcomes of CLMM can be seen; all but the last two present one pattern. */
import { batch } from "@preact/signals";
import { state } from "./state.ts";

export interface Preset {
  readonly title: string;
  readonly about: string;
  readonly set: Partial<Record<keyof typeof state, string | number | boolean>>;
}

export const PRESETS: readonly Preset[] = [
  {
    title: "New equilibrium",
    about: "Change is cheap, but bounded: the network comes to rest where it could not before, far from the pattern.",
    set: {},
  },
  {
    title: "Recorded",
    about: "Change is cheap and has room: the network makes a memory that is like the pattern.",
    set: { mu: 0.005, K: 2.5, k: 2.5 },
  },
  {
    title: "Recognized",
    about: "Change is dear, and the pattern lies near a memory: it is left to fall there.",
    set: { u: "1.6,1.2", mu: 0.95, lambda: 0.5 },
  },
  {
    title: "Free association",
    about: "Change is dear, and the pattern lies far from every memory: it falls to one that it is unlike.",
    set: { mu: 0.9 },
  },
  {
    title: "Associated",
    about: "An asymmetric network with a limit cycle: the pattern is drawn into it, and the controls go round with it.",
    set: { A: "2,-2;2,2", u: "0.5,0.2", mu: 0.5, lambda: 0.1, K: 0.05, k: 0.05 },
  },
  {
    title: "Wandering",
    about: "Three neurons on a strange attractor, synapses nearly fixed: it never rests and never repeats itself.",
    set: {
      A: "2,-1.2,0;2.02,1.71,1.15;-4.75,0,1",
      u: "0.1,0.2,0.3",
      mu: 0.98,
      lambda: 0.5,
      K: 0.01,
      k: 0.001,
      self: false,
      step: "0.02",
      horizon: 20,
      starts: 1,
    },
  },
  {
    title: "Undecided",
    about:
      "Exactly between two memories: the best path ends on the saddle, which is no memory. Move the pattern a little.",
    set: { u: "-1,1", mu: 0.5 },
  },
  {
    title: "Forgotten, restored",
    about: "A blank network of three neurons meets five patterns; a memory returns without being shown.",
    set: {
      view: "sequence",
      A: "0,0,0;0,0,0;0,0,0",
      u: "1.4,-1,0.8",
      present: "1.4,-1,0.8;-0.6,-1.5,0.4;0.9,-0.5,0.6;1.1,1.1,1.1;1.4,-1,0.8",
      K: 1.5,
      k: 1.5,
    },
  },
  {
    title: "Overwritten",
    about: "A blank network of two neurons: the second pattern wipes out the first, and the other way round.",
    set: { view: "sequence", A: "0,0;0,0", K: 1.5, k: 1.5 },
  },
];

/** What a preset leaves as it is. */
const KEPT = ["view", "plane", "after", "nodes"];

/** Whether this is what is set now; signals are read. */
export function isSet({ set }: Preset): boolean {
  return Object.entries(state).every(
    ([name, field]) => KEPT.includes(name) || field.value === (set[name as keyof typeof state] ?? field.kind.initial),
  );
}

export function take({ set }: Preset): void {
  batch(() => {
    for (const [name, field] of Object.entries(state)) {
      const isKept = name === "view" ? state.view.value !== "sequence" && set.view === undefined : KEPT.includes(name);
      if (isKept && name !== "after") continue;
      (field as { value: unknown }).value = set[name as keyof typeof state] ?? field.kind.initial;
    }
    // the value function is of two neurons
    if (state.view.value === "value" && state.A.value.split(";").length === 3) state.view.value = "pattern";
  });
}
