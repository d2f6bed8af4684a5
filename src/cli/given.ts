/** Flags of `recall` for what is given: connectivity, coding level. */
import type { Command } from "commander";
import type { Connectivity } from "../hopfield/connectivity.ts";
import { number, type RepeatFlag } from "./options.ts";

export interface ConnectivityFlag {
  readonly connectivity?: string;
}

export function addConnectivity(command: Command): Command {
  return command.option(
    "--connectivity <file>",
    "edge list source,target (.csv), adjacency matrix (.npy) or rows of rewire (.npz), instead of --inputs",
  );
}

/** The connectivity of the flag, if any. */
export async function readGiven(
  { connectivity }: ConnectivityFlag,
  nNeurons?: number,
): Promise<Connectivity | undefined> {
  if (connectivity === undefined) return undefined;
  const { readInput } = await import("./output.ts");
  const { readAnyConnectivity } = await import("../io/connectivity-files.ts");
  return readAnyConnectivity(readInput(connectivity, "--connectivity"), connectivity, nNeurons);
}

export interface FiringFlags {
  readonly codingLevel?: number;
  readonly firingThreshold?: string;
}

export function addFiring(command: Command): Command {
  return command
    .option("--coding-level <a>", "mean activity of the covariance rule, in (0, 1)", number)
    .option("--firing-threshold <θ>", "in [-1, 1], or winners (default: where theory stores most)");
}

/** Their part of a spec: words stay words, for the facade to refuse. */
export function firingSpec({ codingLevel, firingThreshold }: FiringFlags): {
  codingLevel?: number;
  firingThreshold?: number | "winners";
} {
  const threshold = Number(firingThreshold);
  return {
    ...(codingLevel !== undefined && { codingLevel }),
    ...(firingThreshold !== undefined && {
      firingThreshold: (firingThreshold.trim() === "" || Number.isNaN(threshold)
        ? firingThreshold
        : threshold) as "winners",
    }),
  };
}

export function repeatFiring({ codingLevel, firingThreshold }: FiringFlags): RepeatFlag[] {
  return [
    ["--coding-level", codingLevel],
    ["--firing-threshold", firingThreshold],
  ];
}
