/** EK22's findings, each held against what is computed here. */
import { BASINS_CLAIMS } from "./basins.ts";
import { NOISE_CLAIMS } from "./noise.ts";
import { ONLINE_CLAIMS } from "./online.ts";
import { RANDOM_CLAIMS } from "./random.ts";
import type { Section } from "./results.ts";
import { SIGNAL_CLAIMS } from "./signal.ts";

/** The sections of claims in the order of the report. */
export const EK22_SECTIONS: readonly Section[] = [
  { title: "Random connectivity", claims: RANDOM_CLAIMS },
  { title: "Noise reduction", claims: NOISE_CLAIMS },
  { title: "Signal reinforcement", claims: SIGNAL_CLAIMS },
  { title: "Basins", claims: BASINS_CLAIMS },
  { title: "Online learning", claims: ONLINE_CLAIMS },
];
