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

export function counts(text: string): number[] {
  return text.split(",").map((part) => count(part.trim()));
}

export function seed(text: string): bigint {
  try {
    return parseSeed(text, "It");
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}
