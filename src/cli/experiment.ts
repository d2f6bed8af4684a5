/** What the commands of experiments share: flags of networks, the run, figures and tables. */
import type { Command } from "commander";
import type { ExperimentOptions } from "../experiments/points.ts";
import type { Rule } from "../hopfield/rule.ts";
import type { Row } from "../io/rows.ts";
import type { Study } from "../studies/study.ts";
import {
  type AnnealFlags,
  addAnneal,
  addCommon,
  addRuleParameters,
  annealSpec,
  type CommonFlags,
  count,
  number,
  type RepeatFlag,
  type RuleFlags,
  repeatAnneal,
  repeatRuleParameters,
  ruleParameters,
  words,
} from "./options.ts";
import { finishRun, type RunHead, withSession } from "./session.ts";

/** Flags of every experiment on networks over seeds. */
export interface NetworkFlags extends CommonFlags, AnnealFlags, RuleFlags {
  readonly neurons: number;
  readonly rule: readonly string[];
  readonly seeds?: number;
}

/** Adds them to a command; `own` adds its own flags after the number of neurons. */
export function addNetworks(
  command: Command,
  defaults: { readonly neurons: number; readonly rule: readonly string[] },
  own: (command: Command) => Command,
): Command {
  own(command.option("--neurons <N>", "neurons", count, defaults.neurons)).option(
    "--rule <name,…>",
    "random, noise (reduction), signal (reinforcement), margin",
    words,
    [...defaults.rule],
  );
  addRuleParameters(command).option("--seeds <count>", "independent networks a point (default: 3)", count);
  return addCommon(addAnneal(command));
}

/** Their part of a spec. */
export function networksSpec(flags: NetworkFlags) {
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
}

export function addRetrieval(command: Command): Command {
  return command
    .option("--threshold <m>", "a pattern is retrieved when its final overlap is at least this (default: 0.9)", number)
    .option("--order <name>", "of updates: sequential, random or synchronous (default: sequential)")
    .option("--max-sweeps <n>", "of retrieval (default: 100)", count);
}

export function retrievalSpec({ threshold, order, maxSweeps }: RetrievalFlags) {
  return {
    ...(threshold !== undefined && { threshold }),
    ...(order !== undefined && { order: order as "sequential" }),
    ...(maxSweeps !== undefined && { maxSweeps }),
  };
}

export function repeatRetrieval({ threshold, order, maxSweeps }: RetrievalFlags): RepeatFlag[] {
  return [
    ["--threshold", threshold],
    ["--order", order],
    ["--max-sweeps", maxSweeps],
  ];
}

/** An experiment as a command runs it; `Found` is what a point gives: a row, or rows. */
export interface ExperimentCommand<Plan extends NetworksPlan, Found, Summary extends object> {
  readonly study: Study<never, Plan, Found, Summary>;
  readonly plan: Plan;
  /** Points of the plan, and what they are called. */
  readonly total: number;
  readonly unit: string;
  /** Its largest network, when that can be told beforehand. */
  readonly largest?: RunHead["largest"];
  /** Its own flags for the command that repeats it. */
  readonly repeat: readonly RepeatFlag[];
  run(options: ExperimentOptions<Found>): Promise<{
    readonly spec: Plan;
    readonly rows: readonly object[];
    readonly summary: readonly Summary[];
  }>;
  /** Printed beneath the table. */
  beneath?(summary: readonly Summary[]): Promise<string>;
}

interface NetworksPlan {
  readonly rule: readonly Rule[];
  readonly seed: number | string;
  readonly seeds: number;
}

/** Runs it: resumes from the ledger, computes the rest, writes and prints. `started` is when the command began. */
export async function runExperiment<Plan extends NetworksPlan, Found, Summary extends object>(
  flags: NetworkFlags,
  experiment: ExperimentCommand<Plan, Found, Summary>,
  started: number,
): Promise<void> {
  const { study, plan, total, unit } = experiment;
  const { name: command } = study;
  const { seed, seeds } = plan;
  const finished: Found[] = [];
  const head = {
    command,
    spec: plan,
    seed,
    total,
    unit,
    ...(experiment.largest && { largest: experiment.largest }),
    count: (ledger?: { readonly size: number }) => ledger?.size ?? finished.length,
    found: async () => (finished.length > 0 ? study.table(study.summarize(finished, plan)) : undefined),
  };
  const result = await withSession(flags, head, ({ ledger, ...session }) =>
    experiment.run({
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
    }),
  );
  const { commandLine } = await import("./output.ts");
  const repeat = commandLine(command, [
    ["--neurons", flags.neurons],
    ...experiment.repeat,
    ["--rule", flags.rule],
    ...repeatRuleParameters(flags),
    ...repeatAnneal(flags),
    ["--seeds", seeds],
    ["--seed", seed],
  ]);
  const { summary, spec } = result;
  const rows = result.rows as readonly Row[];
  await finishRun(flags, {
    command,
    spec,
    seed,
    rows,
    summary,
    cells: rows,
    columns: study.columns(plan),
    repeat,
    threads: flags.threads,
    started,
    figures: () => study.figures({ rows, summary, plan, command: repeat }),
    text: async () => {
      const beneath = (await experiment.beneath?.(summary)) ?? "";
      return `${study.table(summary)}\n${beneath && `\n${beneath}\n`}`;
    },
  });
}
