/** The experiments that measure what EK22 claims, by their names. */
import { basins } from "../../experiments/basins/run.ts";
import { capacity } from "../../experiments/capacity/run.ts";
import { fields } from "../../experiments/fields/run.ts";
import { frontier } from "../../experiments/frontier/run.ts";
import { online } from "../../experiments/online/run.ts";
import { weights } from "../../experiments/weights/run.ts";
import { offline } from "./offline.ts";
import { swaps } from "./swaps.ts";
import { ties } from "./ties.ts";

export const EXPERIMENTS = { capacity, fields, weights, basins, frontier, online, offline, swaps, ties } as const;
