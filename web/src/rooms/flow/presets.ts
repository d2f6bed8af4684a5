/** Settings that show one thing each. */
import { batch } from "@preact/signals";
import { state } from "./state.ts";

type Setting = Partial<Record<keyof typeof state, number | string>>;

interface Preset {
  readonly name: string;
  readonly about: string;
  readonly setting: Setting;
}

export const PRESETS: readonly Preset[] = [
  {
    name: "Memories",
    about:
      "T is symmetric: an energy exists, and every trajectory falls to one of four minima. Bring T₀₀ and T₁₁ below 1, and they are gone.",
    setting: {},
  },
  {
    name: "Oscillation",
    about:
      "T₀₁ and T₁₀ have opposite signs: neuron 0 excites the one that inhibits it. Nothing rests, and there is no energy.",
    setting: { w01: -2, w10: 2, starts: "0.1_0.1*3.5_3" },
  },
  {
    name: "Saddle-node",
    about:
      "A sink and a saddle stand close. Slide b₀ from −0.5 to −0.54: they meet and are gone, and with them a memory. The fold of one neuron alone is at b₀ = −0.5328.",
    setting: { w00: 2, w01: 0, w10: 0.3, w11: 0.5, b0: -0.5, starts: "1_1.5*0.3_-2" },
  },
  {
    name: "Hopf",
    about:
      "The rest at 0 is stable while (T₀₀ + T₁₁)/2 is below 1. Here T₁₁ = 1: slide T₀₀ across 1, and a rhythm grows out of the rest.",
    setting: { w00: 1.2, w01: -2, w10: 2, w11: 1, starts: "0.1_0*3_3" },
  },
  {
    name: "Krotov",
    about:
      "Weights that depend on the state, T(V) = ∇²Φ: narrow valleys that lead to the patterns and their negatives, and one at 0 where nothing is remembered. Drag the patterns together.",
    setting: { weights: "polynomial", w00: 1, w01: 1, w10: 1, w11: -1, gain: 2, along: "gain", starts: "0.6_0.3*-2_3" },
  },
];

/** What a preset leaves as it is. */
const KEPT: readonly string[] = ["seed"];

export function take({ setting }: Preset): void {
  batch(() => {
    for (const [name, field] of Object.entries(state)) {
      if (!KEPT.includes(name))
        (field as { value: unknown }).value = setting[name as keyof Setting] ?? field.kind.initial;
    }
  });
}

/** Fields that make the network. */
const NETWORK = ["weights", "w00", "w01", "w10", "w11", "b0", "b1", "activation", "gain", "degree", "scale"] as const;

/** Whether the network is the preset's. */
export function isTaken({ setting }: Preset): boolean {
  return NETWORK.every((name) => state[name].value === (setting[name] ?? state[name].kind.initial));
}
