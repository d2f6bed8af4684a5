/** What the events of `<palimpsest-recall>` tell. */
import type { RelaxStatus } from "../hopfield/relaxed.ts";
import type { ElementRule } from "./settings.ts";

/** `detail` of the event `recall`: one digit recalled. */
export interface RecallDetail {
  /** Index of the digit among those stored, from 0, and which digit it is, 0 to 9. */
  readonly pattern: number;
  readonly label: number;
  readonly rule: ElementRule;
  /** Overlap of the cue with the digit, centered: 0 for an empty page, see `centeredOverlaps`. */
  readonly cue: number;
  /** Centered overlap of the final state with the stored digit, in [−1, 1]. */
  readonly overlap: number;
  /** Whether the final state counts as the stored digit. */
  readonly retrieved: boolean;
  /** How many pixels of the final state differ from the stored digit. */
  readonly wrong: number;
  /** How many sweeps were made, the one that found nothing to change among them. */
  readonly sweeps: number;
  readonly status: RelaxStatus;
}

/** `detail` of the event `ready`: the synapses are chosen and the digits stored. */
export interface ReadyDetail {
  readonly rule: ElementRule;
  readonly patterns: number;
  /** How many digits are retrieved from cues with the fraction `noise` of the pixels flipped. */
  readonly retrieved: number;
}
