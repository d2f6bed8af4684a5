/** EK22's findings, each held against what is computed here. */
import type { ClaimSection } from "../claim.ts";
import { BASINS_CLAIMS } from "./basins.ts";
import { NOISE_CLAIMS } from "./noise.ts";
import { ONLINE_CLAIMS } from "./online.ts";
import type { Part } from "./plan.ts";
import { RANDOM_CLAIMS } from "./random.ts";
import type { Results } from "./results.ts";
import { SIGNAL_CLAIMS } from "./signal.ts";

/** The sections of claims in the order of the report. */
export const EK22_SECTIONS: readonly ClaimSection<Results, Part>[] = [
  { title: "Random connectivity", claims: RANDOM_CLAIMS },
  { title: "Noise reduction", claims: NOISE_CLAIMS },
  { title: "Signal reinforcement", claims: SIGNAL_CLAIMS },
  { title: "Basins", claims: BASINS_CLAIMS },
  { title: "Online learning", claims: ONLINE_CLAIMS },
];
