/** The rules that EK22 compares. */
import { noise } from "../../hopfield/rules/noise.ts";
import { random } from "../../hopfield/rules/random.ts";
import { signal } from "../../hopfield/rules/signal.ts";

/** Rules by which neurons choose their inputs. */
export const CHOSEN = [noise.name, signal.name] as const;
export type ChosenRule = (typeof CHOSEN)[number];
/** Those, and chance. */
export const ALL = [random.name, ...CHOSEN] as const;
