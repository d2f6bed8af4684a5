/** What the commands of experiments share: flags of networks, the run, figures and tables. */
import type { Command } from "commander";
import type { ExperimentOptions } from "../experiments/points.ts";
import { withMargin } from "../experiments/rules.ts";
import type { Rule } from "../hopfield/rule.ts";
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
import type { Figure } from "./output.ts";

export { plusMinus } from "../report/table.ts";

import { finishRun, type RunHead, withSession } from "./session.ts";

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
  return command
    .option("--threshold <m>", "a pattern is retrieved when its final overlap is at least this (default: 0.9)", number)
    .option("--order <name>", "of updates: sequential, random or synchronous (default: sequential)")
    .option("--max-sweeps <n>", "of retrieval (default: 100)", count)
    .option("--temperature <T>", "of retrieval; the signal of a stored pattern is 1 (default: 0)", numbers);
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

/** An experiment as a command runs it; `Found` is what a point gives: a row, or rows. */
export interface ExperimentCommand<
  Plan extends { readonly rule: readonly Rule[]; readonly seed: number | string; readonly seeds: number },
  Found,
  Result extends { readonly spec: Plan; readonly rows: readonly object[]; readonly summary: readonly object[] },
> {
  readonly command: string;
  readonly plan: Plan;
  /** Points of the plan, and what they are called. */
  readonly total: number;
  readonly unit: string;
  readonly columns: readonly string[];
  /** Its largest network, when that can be told beforehand. */
  readonly largest?: RunHead["largest"];
  /** Its own flags for the command that repeats it. */
  readonly repeat: readonly RepeatFlag[];
  run(options: ExperimentOptions<Found>): Promise<Result>;
  /** What a point gave as the ledger keeps it, and back. */
  toLedger(found: Found): readonly Row[];
  fromLedger(rows: readonly Row[]): Found;
  /** Figures by file name; the first is the one shown. */
  figures(result: Result, repeat: string): Promise<Readonly<Record<string, Figure>>>;
  /** What is printed of a run. */
  text(result: Result): Promise<string>;
  /** Printed when interrupted and nothing is kept. */
  partial?(found: readonly Found[]): Promise<string>;
}

/** Runs it: resumes from the ledger, computes the rest, writes and prints. `started` is when the command began. */
export async function runExperiment<
  Plan extends { readonly rule: readonly Rule[]; readonly seed: number | string; readonly seeds: number },
  Found,
  Result extends { readonly spec: Plan; readonly rows: readonly object[]; readonly summary: readonly object[] },
>(flags: NetworkFlags<unknown>, experiment: ExperimentCommand<Plan, Found, Result>, started: number): Promise<void> {
  const { command, plan, total, unit, columns } = experiment;
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
    found: async () => (finished.length > 0 ? experiment.partial?.(finished) : undefined),
  };
  const result = await withSession(flags, head, ({ ledger, ...session }) =>
    experiment.run({
      ...session,
      backend: flags.backend,
      known: (key) => {
        const rows = ledger?.get(key);
        return rows && experiment.fromLedger(rows);
      },
      onRow: (key, found) => {
        finished.push(found);
        ledger?.append(key, experiment.toLedger(found));
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
  const { rows, summary, spec } = result;
  await finishRun(flags, {
    command,
    spec,
    seed,
    rows,
    summary,
    cells: rows as readonly Row[],
    columns: withMargin(columns, plan),
    repeat,
    threads: flags.threads,
    started,
    figures: () => experiment.figures(result, repeat),
    text: () => experiment.text(result),
  });
}

/** Rules compared at one place: a load, or a number of inputs. */
interface Compared {
  readonly rule: Rule;
  readonly against: readonly { readonly rule: Rule; readonly difference: number; readonly p: number }[];
}

const SIGNIFICANT = 0.05;

/**
 * A line of what Welch's tests say of every two rules; none when there is nothing to test.
 *
 * @param places  what each summary stands for: "loads".
 */
export async function comparisonLine(summary: readonly Compared[], places: string): Promise<string> {
  const { RULE_LABELS } = await import("../plot/style.ts");
  const rules = [...new Set(summary.map(({ rule }) => rule))];
  const said = rules.flatMap((rule, k) =>
    rules.slice(0, k).flatMap((other) => {
      const tests = summary
        .filter((entry) => entry.rule === rule)
        .flatMap(({ against }) => against.filter((test) => test.rule === other));
      if (tests.length === 0) return [];
      const more = tests.filter(({ p, difference }) => p < SIGNIFICANT && difference > 0).length;
      const fewer = tests.filter(({ p, difference }) => p < SIGNIFICANT && difference < 0).length;
      const pairs = [
        [`${RULE_LABELS[rule]} > ${RULE_LABELS[other]}`, more],
        [`${RULE_LABELS[other]} > ${RULE_LABELS[rule]}`, fewer],
      ] as const;
      // what is asked first is said even when the answer is no
      const found = pairs.filter(([, count], k) => count > 0 || (k === 0 && fewer === 0));
      return found.map(([pair, count]) => `${pair} at ${count} of ${tests.length}`);
    }),
  );
  return said.length === 0 ? "" : `\nWelch's t-test, p < ${SIGNIFICANT}, over ${places}: ${said.join("; ")}\n`;
}
