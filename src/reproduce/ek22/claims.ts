/** EK22's findings, each held against what is computed here. */
import { BASINS_CLAIMS } from "./basins.ts";
import { curveClaims } from "./curve.ts";
import { NOISE_CLAIMS } from "./noise.ts";
import { ONLINE_CLAIMS } from "./online.ts";
import type { Ek22Plan } from "./plan.ts";
import { RANDOM_CLAIMS } from "./random.ts";
import type { Section } from "./results.ts";
import { SCALING_CLAIMS } from "./scaling.ts";
import { searchClaims } from "./search.ts";
import { SIGNAL_CLAIMS } from "./signal.ts";
import { tableClaims } from "./table.ts";

/** Title of the section with the tables. */
const TABLE_TITLE = "Critical loads of the published tables";
/** Title of the section of what their curves show. */
export const CURVE_TITLE = "What the curves show";

/** The sections of claims in the order of the report, with the claims that a plan measures. */
export function sectionsOf(plan: Ek22Plan): Section[] {
  return [
    { title: CURVE_TITLE, claims: [...curveClaims(plan), ...SCALING_CLAIMS] },
    { title: "What the search does", claims: searchClaims(plan) },
    { title: "Random connectivity", claims: RANDOM_CLAIMS },
    { title: "Noise reduction", claims: NOISE_CLAIMS },
    { title: "Signal reinforcement", claims: SIGNAL_CLAIMS },
    { title: "Basins", claims: BASINS_CLAIMS },
    { title: "Online learning", claims: ONLINE_CLAIMS },
    { title: TABLE_TITLE, text: [TABLE_TEXT], isTabled: true, claims: tableClaims(plan) },
  ];
}

const TABLE_TEXT =
  "p_c, mean ± s.d. over networks: as published; measured here by the same protocol (all patterns of one nested list retrieved with m > 0.7 by synchronous updates, their annealing of √E with blind proposals, steps and halves of the load); and made our way (90 % of fresh patterns with m ≥ 0.9 by sequential updates, a heat bath with descents).";
