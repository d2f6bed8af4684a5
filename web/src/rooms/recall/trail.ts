/** The visitor's own capacity curves: what was recalled at every load tried so far, by rule. */
import { signal } from "@preact/signals";
import type { FreeRule } from "../../rules.data.ts";
import type { Stored } from "./jobs.ts";

/** How many of the stored pictures a rule recalled. */
export interface TrailPoint {
  readonly rule: FreeRule;
  /** The values of its parameters, as text. */
  readonly values: string;
  readonly stored: number;
  readonly recalled: number;
}

/** Opens an empty trail. */
export function openTrail() {
  const points = signal<readonly TrailPoint[]>([]);
  let of = "";
  /** Adds a point; those of other values of the rule's parameters go, and all when anything but rule and load has changed. */
  const add = ({ spec, damage, recalled }: Stored): void => {
    const { rule, parameters, stored, inputs, seed, own } = spec;
    const name = JSON.stringify([inputs, seed, Array.from(own), damage]);
    const values = JSON.stringify(parameters);
    const isKept = (one: TrailPoint): boolean => one.rule !== rule || (one.values === values && one.stored !== stored);
    const kept = name === of ? points.peek().filter(isKept) : [];
    of = name;
    points.value = [...kept, { rule, values, stored, recalled }].sort((a, b) => a.stored - b.stored);
  };
  return { points, add };
}
