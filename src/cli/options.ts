/** Flags shared by the commands, and how their words become values. */
import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { BackendName } from "../backend/contract/kernels.ts";
import { describe, flaggedOf, type Parameters, placeholderOf, specOfPaths } from "../check/parameters.ts";
import type { AnySpec } from "../experiments/kit/command.ts";
import { parseSeed } from "../numeric/seed.ts";

export interface CommonFlags {
  readonly seed?: bigint;
  readonly threads: number;
  readonly backend: BackendName;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly resume?: boolean;
}

export interface AnnealFlags {
  readonly solver?: "heat-bath" | "swap";
  readonly sweeps?: number;
  readonly timeLimit?: number;
  readonly temperatures?: readonly number[];
}

/** Parameters of the rules: a number each, or several. */
export interface RuleFlags<Value = number> {
  readonly epsilon?: Value;
  readonly margin?: Value;
}

/** A flag and its value for the command line that repeats a run; without a value it is left out. */
export type RepeatFlag = readonly [name: string, value: unknown];

/** Adds the common flags to a command. */
export function addCommon(command: Command): Command {
  return addRun(command.option("--seed <u64>", "seed of every random number; drawn and printed when left out", seed));
}

/** The same without a seed, for commands that declare theirs. */
export function addRun(command: Command): Command {
  return command
    .optionsGroup("Run:")
    .option("--threads <n>", "worker threads; results do not depend on it", count, availableParallelism())
    .addOption(new Option("--backend <name>", "what computes").choices(["wasm", "js"]).default("wasm"))
    .option(
      "--out <dir>",
      "folder for rows.csv, rows.parquet, figures as .svg and .png, run.json and the ledger rows.jsonl",
    )
    .option("--resume", "continue what an interrupted run left in --out")
    .option("--json", "print one JSON document instead of tables")
    .option("--quiet", "no progress on stderr");
}

/** Adds the annealer's flags to a command. */
export function addAnneal(command: Command): Command {
  return command
    .addOption(
      new Option("--solver <name>", "how connectivity is searched (default: heat-bath, for a margin swap)").choices([
        "heat-bath",
        "swap",
      ]),
    )
    .option(
      "--sweeps <n>",
      "steps per neuron, times N (default: 20 for heat-bath, 200 for swap, 400 for a margin)",
      number,
    )
    .option("--time-limit <s>", "seconds for each neuron, instead of --sweeps", number)
    .option("--temperatures <start,end>", "of the annealing, in units of E (default: from the instance)", numbers);
}

/** The annealer's part of a spec. */
export function annealSpec(flags: AnnealFlags): {
  solver?: "heat-bath" | "swap";
  sweeps?: number;
  timeLimit?: number;
  temperatures?: { start: number; end: number };
} {
  const { solver, sweeps, timeLimit, temperatures } = flags;
  if (temperatures && temperatures.length !== 2) {
    throw new RangeError(`--temperatures takes two numbers, start,end, got ${temperatures.length}`);
  }
  return {
    ...(solver && { solver }),
    ...(sweeps !== undefined && { sweeps }),
    ...(timeLimit !== undefined && { timeLimit }),
    ...(temperatures && { temperatures: { start: temperatures[0], end: temperatures[1] } }),
  };
}

export function repeatAnneal({ solver, sweeps, timeLimit, temperatures }: AnnealFlags): RepeatFlag[] {
  return [
    ["--solver", solver],
    ["--sweeps", sweeps],
    ["--time-limit", timeLimit],
    ["--temperatures", temperatures],
  ];
}

/** Adds the parameters of the rules to a command. */
export function addRuleParameters(command: Command): Command {
  return command
    .option("--epsilon <e>", "ε of signal reinforcement (default: p/c)", number)
    .option("--margin <κ>", "κ of the margin rule (default: 0.85 (1 − c/N)^1.5)", number);
}

/** Their part of a spec. */
export function ruleParameters<Value>({ epsilon, margin }: RuleFlags<Value>): { epsilon?: Value; margin?: Value } {
  return { ...(epsilon !== undefined && { epsilon }), ...(margin !== undefined && { margin }) };
}

export function repeatRuleParameters({ epsilon, margin }: RuleFlags<unknown>): RepeatFlag[] {
  return [
    ["--epsilon", epsilon],
    ["--margin", margin],
  ];
}

/** Flags of experiments that relax states. */
export interface RetrievalFlags {
  readonly threshold?: number;
  readonly order?: string;
  readonly maxSweeps?: number;
  /** One, or several where the command takes them. */
  readonly temperature?: readonly number[];
}

export function addRetrieval(command: Command): Command {
  return addRelaxation(command).option(
    "--temperature <T>",
    "of retrieval; the signal of a stored pattern is 1 (default: 0)",
    numbers,
  );
}

/** The same without a temperature. */
export function addRelaxation(command: Command): Command {
  return command
    .option("--threshold <m>", "a pattern is retrieved when its final overlap is at least this (default: 0.9)", number)
    .option("--order <name>", "of updates: sequential, random or synchronous (default: sequential)")
    .option("--max-sweeps <n>", "of retrieval (default: 100)", count);
}

export function retrievalSpec({ threshold, order, maxSweeps, temperature }: RetrievalFlags) {
  return {
    // several are for the facade to take or to refuse
    ...(temperature && { temperature: (temperature.length === 1 ? temperature[0] : temperature) as number }),
    ...(threshold !== undefined && { threshold }),
    ...(order !== undefined && { order: order as "sequential" }),
    ...(maxSweeps !== undefined && { maxSweeps }),
  };
}

export function repeatRetrieval({ threshold, order, maxSweeps, temperature }: RetrievalFlags): RepeatFlag[] {
  return [
    ["--threshold", threshold],
    ["--order", order],
    ["--max-sweeps", maxSweeps],
    ["--temperature", temperature],
  ];
}

/** Adds an option for every parameter of a table that has one. */
export function addParameters(command: Command, table: Parameters, added: AnySpec = {}): Command {
  for (const { parameter, flag, path } of flaggedOf(table)) {
    const { kind, group } = parameter;
    const placeholder = placeholderOf(parameter);
    const value = path.length === 1 ? added[path[0]] : undefined;
    const shown = value === undefined ? parameter : { ...parameter, otherwise: kind.show?.(value) ?? String(value) };
    const option = new Option(placeholder ? `${flag} ${placeholder}` : flag, describe(shown, true));
    // a switch that is off by its flag is no default of commander's: what was not typed is left to the spec
    if (placeholder) option.argParser((words: string) => parsed(() => kind.parse!(words)));
    command.addOption(option.helpGroup(`${group ?? "Measurement"}:`));
  }
  return command;
}

/** What was typed of the parameters of a table, as a spec says it. */
export function typedOf(command: Command, table: Parameters): Record<string, unknown> {
  const flagged = new Map(flaggedOf(table).map(({ flag, path }) => [flag, path]));
  const typed = command.options.flatMap((option) => {
    const path = flagged.get(option.long ?? "");
    const name = option.attributeName();
    const isTyped = command.getOptionValueSource(name) === "cli";
    return path && isTyped ? [[path, command.getOptionValue(name)] as const] : [];
  });
  return specOfPaths(typed);
}

function parsed<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    throw new InvalidArgumentError(`It ${(error as Error).message}.`);
  }
}

/** A non-negative whole number. */
export function count(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError(`It must be a whole number, got "${text}".`);
  return Number(text);
}

export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError(`It must be a number, got "${text}".`);
  return value;
}

export function counts(text: string): number[] {
  return text.split(",").map((part) => count(part.trim()));
}

export function numbers(text: string): number[] {
  return text.split(",").map((part) => number(part.trim()));
}

export function words(text: string): string[] {
  return text.split(",").map((part) => part.trim());
}

export function seed(text: string): bigint {
  try {
    return parseSeed(text, "It");
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}
