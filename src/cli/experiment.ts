/** What the commands of experiments share: flags of networks, the run, figures and tables. */
import type { Command } from "commander";
import type { SeedsPlan } from "../experiments/kit/seeds.ts";
import type { CommandStudy } from "../experiments/kit/study.ts";
import type { Rule } from "../hopfield/rules/rule.ts";
import type { Row } from "../io/rows.ts";
import {
  type AnnealFlags,
  addAnneal,
  addCommon,
  addRuleParameters,
  annealSpec,
  type CommonFlags,
  count,
  number,
  numbers,
  type RepeatFlag,
  type RuleFlags,
  repeatAnneal,
  repeatRuleParameters,
  ruleParameters,
  words,
} from "./options.ts";
import { finishRun, withSession } from "./session.ts";

/** Flags of every experiment on networks over seeds. */
export interface NetworkFlags<Parameter = number> extends CommonFlags, AnnealFlags, RuleFlags<Parameter> {
  readonly neurons: number;
  readonly rule: readonly string[];
  readonly seeds?: number;
}

/** Adds them to a command; `own` adds its own flags after the number of neurons, `parameters` those of the rules. */
export function addNetworks(
  command: Command,
  defaults: { readonly neurons: number; readonly rule: readonly string[] },
  own: (command: Command) => Command,
  parameters: (command: Command) => Command = addRuleParameters,
): Command {
  own(command.option("--neurons <N>", "neurons", count, defaults.neurons)).option(
    "--rule <name,…>",
    "random, noise (reduction), signal (reinforcement), margin",
    words,
    [...defaults.rule],
  );
  parameters(command).option("--seeds <count>", "independent networks a point (default: 3)", count);
  return addCommon(addAnneal(command));
}

/** Their part of a spec. */
export function networksSpec<Parameter>(flags: NetworkFlags<Parameter>) {
  const { neurons, rule, seeds, seed } = flags;
  return {
    neurons,
    rule: rule as Rule[],
    ...ruleParameters(flags),
    ...annealSpec(flags),
    ...(seeds !== undefined && { seeds }),
    ...(seed !== undefined && { seed }),
  };
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

/** What a command says beside its experiment. */
export interface ExperimentCommand<Plan, Summary> {
  /** Its own flags for the command that repeats it. */
  repeat(plan: Plan): readonly RepeatFlag[];
  /** When it began, by `performance.now()`. */
  readonly started: number;
  /** Printed beneath the tables. */
  after?(summary: readonly Summary[], plan: Plan): Promise<string>;
}

/** Runs an experiment: resumes from the ledger, computes the rest, writes and prints. */
export async function runExperiment<Spec extends object, Plan extends SeedsPlan, Found, Summary extends object>(
  study: CommandStudy<Spec, Plan, Found, Summary>,
  spec: Spec,
  flags: NetworkFlags<unknown>,
  { repeat: repeatOwn, started, after }: ExperimentCommand<Plan, Summary>,
): Promise<void> {
  const plan = study.plan(spec);
  const { name: command, unit } = study;
  const { seed, seeds } = plan;
  const finished: Found[] = [];
  const largest = study.largest?.(plan);
  const textOf = (rows: readonly Row[], summary: readonly Summary[]) => study.text({ rows, summary, plan, axes: [] });
  const head = {
    command,
    spec: plan,
    seed,
    total: study.points(plan),
    unit,
    ...(largest && { largest }),
    count: (ledger?: { readonly size: number }) => ledger?.size ?? finished.length,
    found: async () =>
      finished.length > 0 ? textOf(study.rowsOf(finished), study.summarize(finished, plan, [])).trimEnd() : undefined,
  };
  const result = await withSession(flags, head, ({ ledger, ...session }) =>
    study.run(
      { ...spec, seed },
      {
        ...session,
        backend: flags.backend,
        known: (key) => {
          const rows = ledger?.get(key);
          return rows && study.foundIn(rows)[0];
        },
        onRow: (key, found) => {
          finished.push(found);
          ledger?.append(key, study.toLedger(found));
        },
      },
    ),
  );
  const { commandLine } = await import("./output.ts");
  const repeat = commandLine(command, [
    ["--neurons", flags.neurons],
    ...repeatOwn(plan),
    ["--rule", flags.rule],
    ...repeatRuleParameters(flags),
    ...repeatAnneal(flags),
    ["--seeds", seeds],
    ["--seed", seed],
  ]);
  const { summary } = result;
  const rows = result.rows as readonly Row[];
  await finishRun(flags, {
    command,
    spec: result.spec,
    seed,
    rows,
    summary,
    cells: rows,
    columns: study.columns(plan),
    repeat,
    threads: flags.threads,
    started,
    figures: () => study.figures({ rows, summary, plan, axes: [] }, repeat),
    text: async () => `${textOf(rows, summary)}${(await after?.(summary, plan)) ?? ""}`,
  });
}
