/** What CLMM claims, each held against what is computed here. */
import { AUTHORS_CLAIMS } from "./authors.ts";
import { CROSSOVER_CLAIMS } from "./crossover.ts";
import { FRONT_CLAIMS } from "./fronts.ts";
import { GRADIENT_CLAIMS, PRINCIPLE_CLAIMS } from "./gradient-claims.ts";
import { MEMORY_CLAIMS } from "./memories.ts";
import { OUTCOME_CLAIMS } from "./outcomes.ts";
import { RECORDING_CLAIMS } from "./recording.ts";
import type { Section } from "./results.ts";
import { SYNAPSE_CLAIMS } from "./synapses.ts";
import { VALUE_CLAIMS } from "./value-claims.ts";

/** The sections of claims in the order of the report. */
export const CLMM_SECTIONS: readonly Section[] = [
  { title: "Gradient flows and landscapes", claims: GRADIENT_CLAIMS },
  { title: "Four outcomes", claims: OUTCOME_CLAIMS },
  { title: "The authors' experiments", claims: AUTHORS_CLAIMS },
  { title: "Recorded for ever?", claims: RECORDING_CLAIMS },
  { title: "Recorded or recognized", claims: CROSSOVER_CLAIMS },
  { title: "Pareto front", claims: FRONT_CLAIMS },
  { title: "Horizon and value", claims: [...VALUE_CLAIMS, ...PRINCIPLE_CLAIMS] },
  { title: "Synapses and symmetry", claims: SYNAPSE_CLAIMS },
  { title: "Forgetting and restoring", claims: MEMORY_CLAIMS },
];
