/** Flags for what is given or as in life: connectivity, coding level, kinds of patterns. */
import { type Command, Option } from "commander";
import type { CodingSpec } from "../experiments/kit/coding.ts";
import type { Connectivity } from "../hopfield/connectivity.ts";
import type { PatternKind } from "../hopfield/pattern-kinds.ts";
import { count, number, type RepeatFlag } from "./options.ts";

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

/** Flags of experiments whose patterns are drawn. */
export interface PatternFlags extends FiringFlags {
  readonly patternKind?: PatternKind["kind"];
  readonly bias?: number;
  readonly ancestors?: number;
  readonly flips?: number;
  readonly rank?: number;
}

export function addPatterns(command: Command): Command {
  return command
    .option("--coding-level <a>", "sparse patterns of activity a, stored by the covariance rule", number)
    .option("--firing-threshold <θ>", "in [-1, 1], winners or search (default: where theory stores most)")
    .addOption(
      new Option("--pattern-kind <name>", "random unless given").choices([
        "random",
        "biased",
        "hierarchical",
        "low-rank",
      ]),
    )
    .option("--bias <b>", "of biased patterns: their mean, in [-1, 1] (default: 0.5)", number)
    .option("--ancestors <n>", "of hierarchical patterns (default: 5)", count)
    .option("--flips <f>", "of hierarchical patterns: neurons that differ from the ancestor (default: 0.2)", number)
    .option("--rank <r>", "of low-rank patterns: hidden dimensions (default: 20)", count);
}

/** Their part of a spec. */
export function patternsSpec(flags: PatternFlags): CodingSpec & { patternKind?: PatternKind } {
  const { patternKind: kind, bias, ancestors, flips, rank } = flags;
  for (const [name, owner] of Object.entries(OWNERS)) {
    const value = flags[name as keyof typeof OWNERS];
    if (value !== undefined && kind !== owner) {
      throw new RangeError(`--${name}: must be left out unless --pattern-kind is ${owner}, got ${value}`);
    }
  }
  const kinds: Readonly<Record<string, PatternKind>> = {
    random: { kind: "random" },
    biased: { kind: "biased", bias: bias ?? 0.5 },
    hierarchical: { kind: "hierarchical", ancestors: ancestors ?? 5, flips: flips ?? 0.2 },
    "low-rank": { kind: "low-rank", rank: rank ?? 20 },
  };
  return { ...firingSpec(flags), ...(kind !== undefined && { patternKind: kinds[kind] }) };
}

const OWNERS = { bias: "biased", ancestors: "hierarchical", flips: "hierarchical", rank: "low-rank" } as const;

export function repeatPatterns(flags: PatternFlags): RepeatFlag[] {
  return [
    ...repeatFiring(flags),
    ["--pattern-kind", flags.patternKind],
    ["--bias", flags.bias],
    ["--ancestors", flags.ancestors],
    ["--flips", flags.flips],
    ["--rank", flags.rank],
  ];
}

/**
 * Flags as they are with given connectivity: neurons and inputs follow from there unless they were typed, and the rule "given" is
 * compared with the others.
 */
export function withGiven<Flags extends { readonly rule: readonly string[]; readonly neurons: number }>(
  flags: Flags,
  command: Command,
  given: Connectivity | undefined,
): Flags {
  if (!given) return flags;
  const isTyped = (name: string): boolean => command.getOptionValueSource(name) === "cli";
  return {
    ...flags,
    ...(!isTyped("neurons") && { neurons: given.nNeurons }),
    ...(!isTyped("inputs") && { inputs: undefined }),
    ...(!isTyped("rule") && { rule: ["given", ...flags.rule] }),
  };
}
