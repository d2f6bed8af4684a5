/** The visitor's own capacity curves: what was recalled at every load tried so far, by rule. */
import { signal } from "@preact/signals";
import type { Stored } from "./jobs.ts";
import type { RecallRule } from "./network.ts";

/** How many of the stored pictures a rule recalled. */
export interface TrailPoint {
  readonly rule: RecallRule;
  readonly stored: number;
  readonly recalled: number;
}

/** Opens an empty trail. */
export function openTrail() {
  const points = signal<readonly TrailPoint[]>([]);
  let of = "";
  /** Adds a point; begins anew when anything but rule and load has changed. */
  const add = ({ spec, damage, recalled }: Stored): void => {
    const { rule, stored, inputs, margin, seed, own } = spec;
    const name = JSON.stringify([inputs, margin, seed, Array.from(own), damage]);
    const kept = name === of ? points.peek().filter((one) => one.rule !== rule || one.stored !== stored) : [];
    of = name;
    points.value = [...kept, { rule, stored, recalled }].sort((a, b) => a.stored - b.stored);
  };
  return { points, add };
}
