/** Runs of online learning as they go, and what random and offline-chosen connectivity of their size store. */
import { capacity, type OnlineRow, online } from "palimpsest";
import type { Job } from "../../worker/protocol.ts";
import type { RunSpec } from "./state.ts";

/** A run of online learning as far as it has got. */
export interface Run {
  readonly spec: RunSpec;
  /** c₀: how many inputs every neuron has at the beginning. */
  readonly inputs: number;
  readonly rows: readonly OnlineRow[];
}

const grow: Job<{ readonly spec: RunSpec; readonly inputs: number }, Run, Run> = async (
  { spec, inputs },
  { signal, report },
) => {
  const { neurons, rule, parameters, seed } = spec;
  const { rows } = await online(
    { neurons, inputs, rule, ...parameters, seed, reference: false },
    { signal, onRows: (_, rows) => report({ spec, inputs, rows }) },
  );
  return { spec, inputs, rows };
};

/** Critical loads at the size that the runs ended with. */
export interface Reference {
  readonly spec: RunSpec;
  /** c: how many inputs a neuron has, the mean over the ends of the runs. */
  readonly inputs: number;
  /** p_c with random and with offline-chosen connectivity. */
  readonly random: number;
  readonly offline: number;
}

const compare: Job<{ readonly spec: RunSpec; readonly inputs: number }, Reference, number> = async (
  { spec, inputs },
  { signal, report },
) => {
  const { neurons, rule, seed } = spec;
  const { rows } = await capacity(
    { neurons, inputs, rule: ["random", rule], seeds: 1, seed },
    { signal, onProgress: ({ done }) => report(done) },
  );
  return { spec, inputs, random: rows[0].capacity, offline: rows[1].capacity };
};

export const jobs = { grow, compare };
