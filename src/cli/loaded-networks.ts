/** Flags of the experiments on networks of given loads. */
import type { Command } from "commander";
import { addNetworks, type NetworkFlags, networksSpec } from "./experiment.ts";
import { count, counts, numbers, type RepeatFlag } from "./options.ts";

export interface LoadedNetworksFlags extends NetworkFlags {
  readonly inputs: number | undefined;
  readonly patterns?: readonly number[];
  readonly loads?: readonly number[];
}

export interface LoadedNetworksDefaults {
  readonly neurons: number;
  readonly inputs: number;
  readonly loads: readonly number[];
  readonly rule: readonly string[];
}

export function addLoadedNetworks(
  command: Command,
  defaults: LoadedNetworksDefaults,
  own: (command: Command) => Command = (same) => same,
): Command {
  const loads = defaults.loads.join(",");
  return addNetworks(command, defaults, (networks) =>
    own(
      networks
        .option("--inputs <c>", "inputs of every neuron", count, defaults.inputs)
        .option("--patterns <p,…>", "patterns stored, one or several numbers", counts)
        .option("--loads <α,…>", `the same as loads α = p/c (default: ${loads})`, numbers),
    ),
  );
}

export function loadedNetworksSpec(flags: LoadedNetworksFlags, defaults: LoadedNetworksDefaults) {
  const { inputs, patterns, loads } = flags;
  return {
    ...networksSpec(flags),
    ...(inputs !== undefined && { inputs }),
    ...(patterns !== undefined && { patterns }),
    ...(loads !== undefined && { loads }),
    ...(patterns === undefined && loads === undefined && { loads: defaults.loads }),
  };
}

/** Patterns as counted, so that the command repeats the run whatever is rounded. */
export function repeatLoadedNetworks(plan: {
  readonly inputs: number | undefined;
  readonly patterns: readonly number[];
}): RepeatFlag[] {
  return [
    ["--inputs", plan.inputs],
    ["--patterns", plan.patterns],
  ];
}
