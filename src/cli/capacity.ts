import type { Command } from "commander";
import type { CapacityRow, CapacitySpec, CapacitySummary } from "../experiments/capacity.ts";
import type { Rule } from "../hopfield/rule.ts";
import type { Row } from "../io/rows.ts";
import { Interrupted, interruptSignal } from "./exit.ts";
import {
  type AnnealFlags,
  addAnneal,
  addCommon,
  annealSpec,
  type CommonFlags,
  count,
  counts,
  number,
  words,
} from "./options.ts";
import { reporter } from "./progress.ts";

const COLUMNS = ["neurons", "inputs", "rule", "epsilon", "seed", "capacity", "load", "networks"] as const;

/** The embedded defaults of the main job: the three regimes of c/N, in about a minute on two cores. */
const DEFAULTS = { neurons: 300, inputs: [12, 30, 60, 150, 299], rule: ["random", "noise", "signal"] };

interface CapacityFlags extends CommonFlags, AnnealFlags {
  readonly neurons: number;
  readonly inputs?: readonly number[];
  readonly rule: readonly string[];
  readonly epsilon?: number;
  readonly margin?: number;
  readonly seeds?: number;
  readonly threshold?: number;
  readonly fraction?: number;
  readonly order?: string;
  readonly maxSweeps?: number;
}

/** `palimpsest capacity`: critical load against inputs per neuron and rule. */
export function addCapacity(program: Command): void {
  const command = program
    .command("capacity")
    .description("critical load α_c = p_c/c against inputs per neuron, for each way of choosing connectivity")
    .option("--neurons <N>", "neurons", count, DEFAULTS.neurons)
    .option("--inputs <c,…>", "inputs of every neuron, one or several (default: a range of c/N)", counts)
    .option("--rule <name,…>", "random, noise (reduction), signal (reinforcement), margin", words, DEFAULTS.rule)
    .option("--epsilon <e>", "ε of signal reinforcement (default: p/c)", number)
    .option("--margin <κ>", "κ of the margin rule (default: 0.85 (1 − c/N)^1.5)", number)
    .option("--seeds <count>", "independent networks a point (default: 3)", count)
    .option("--threshold <m>", "a pattern is retrieved when its final overlap is at least this (default: 0.9)", number)
    .option("--fraction <f>", "of the patterns, to be retrieved at a load that holds (default: 0.9)", number)
    .option("--order <name>", "of updates: sequential, random or synchronous (default: sequential)")
    .option("--max-sweeps <n>", "of retrieval (default: 100)", count);
  addCommon(addAnneal(command)).action(run);
}

async function run(flags: CapacityFlags): Promise<void> {
  const started = performance.now();
  const { capacity, planCapacity, summarizeCapacity } = await import("../experiments/capacity.ts");
  const plan = planCapacity(specOf(flags));
  const { openRun, printJson, provenance, writeRun } = await import("./output.ts");
  const total = plan.inputs.length * plan.rule.length * plan.seeds;
  const ledger =
    flags.out === undefined ? undefined : openRun(flags.out, "capacity", plan, total, flags.resume ?? false);
  const repeat = await repeatCommand(flags, plan.seed);
  if (flags.seed === undefined && !flags.quiet) process.stderr.write(`seed ${plan.seed} (drawn)\n`);

  const { threads } = await import("../run/threads.ts");
  const executor = threads(flags.threads);
  const signal = interruptSignal();
  const progress = reporter("capacity", flags.quiet ?? false);
  const finished: CapacityRow[] = [];
  try {
    const { rows, summary, spec } = await capacity(
      { ...specOf(flags), seed: plan.seed },
      {
        backend: flags.backend,
        executor,
        signal,
        onProgress: progress.update,
        known: (key) => ledger?.get(key)?.[0] as unknown as CapacityRow | undefined,
        onRow: (key, row) => {
          finished.push(row);
          ledger?.append(key, [row as unknown as Row]);
        },
      },
    );
    progress.stop();
    const { backend, threads: count } = flags;
    const seconds = (performance.now() - started) / 1000;
    const run = { backend, threads: count, seed: plan.seed, seconds, commandLine: repeat };
    const document = { command: "capacity", spec, rows, summary, provenance: provenance(run) };
    let picture: string | undefined;
    if (flags.out !== undefined) {
      const { capacityFigure } = await import("../plot/capacity.ts");
      const columns = plan.rule.includes("margin") ? [...COLUMNS, "margin"] : COLUMNS;
      const cells = { rows: rows as unknown as readonly Row[], columns };
      picture = await writeRun(flags.out, document, cells, (document) =>
        capacityFigure(summary, { document, command: repeat }),
      );
    }
    if (flags.json) printJson(document);
    else await print(summary, seconds, picture, repeat);
  } catch (error) {
    progress.stop();
    if (!signal.aborted) throw error;
    const kept = ledger?.size ?? 0;
    if (flags.out === undefined) {
      if (finished.length > 0 && !flags.quiet) process.stderr.write(`${await tableOf(summarizeCapacity(finished))}\n`);
      throw new Interrupted(
        `interrupted with ${finished.length} of ${total} critical loads found; nothing is kept without --out`,
        false,
      );
    }
    throw new Interrupted(
      `interrupted; ${kept} of ${total} critical loads are kept in ${flags.out}/rows.jsonl, the same command with --seed ${plan.seed} --resume continues`,
      true,
    );
  } finally {
    ledger?.close();
    await executor.close();
  }
}

function specOf(flags: CapacityFlags): CapacitySpec {
  const { neurons, epsilon, margin, seeds, seed, threshold, fraction, order, maxSweeps } = flags;
  return {
    neurons,
    inputs:
      flags.inputs ?? DEFAULTS.inputs.map((c) => Math.min(neurons - 1, Math.round((c * neurons) / DEFAULTS.neurons))),
    rule: flags.rule as Rule[],
    ...annealSpec(flags),
    ...(epsilon !== undefined && { epsilon }),
    ...(margin !== undefined && { margin }),
    ...(seeds !== undefined && { seeds }),
    ...(seed !== undefined && { seed }),
    ...(threshold !== undefined && { threshold }),
    ...(fraction !== undefined && { fraction }),
    ...(order !== undefined && { order: order as "sequential" }),
    ...(maxSweeps !== undefined && { maxSweeps }),
  };
}

/** The command that repeats this run, whatever the defaults of another version. */
async function repeatCommand(flags: CapacityFlags, seed: number | string): Promise<string> {
  const { commandLine } = await import("./output.ts");
  const spec = specOf(flags);
  return commandLine("capacity", [
    ["--neurons", spec.neurons],
    ["--inputs", spec.inputs],
    ["--rule", spec.rule],
    ["--epsilon", spec.epsilon],
    ["--margin", spec.margin],
    ["--solver", spec.solver],
    ["--sweeps", spec.sweeps],
    ["--time-limit", spec.timeLimit],
    ["--temperatures", flags.temperatures],
    ["--threshold", spec.threshold],
    ["--fraction", spec.fraction],
    ["--order", spec.order],
    ["--max-sweeps", spec.maxSweeps],
    ["--seeds", spec.seeds ?? 3],
    ["--seed", seed],
  ]);
}

async function print(
  summary: readonly CapacitySummary[],
  seconds: number,
  picture: string | undefined,
  repeat: string,
): Promise<void> {
  const { capacityTerminalFigure } = await import("../plot/terminal.ts");
  const { stdout, env } = process;
  const color = stdout.isTTY === true && env["NO_COLOR"] === undefined && env["TERM"] !== "dumb";
  const figure = capacityTerminalFigure(summary, { columns: stdout.columns ?? 80, color });
  stdout.write(`${await tableOf(summary)}\n\n${figure}\n\n`);
  stdout.write(`${picture ? `picture   ${picture}\n` : ""}repeat    ${repeat}\ntime      ${seconds.toFixed(1)} s\n`);
}

async function tableOf(summary: readonly CapacitySummary[]): Promise<string> {
  const { table } = await import("./output.ts");
  const { RULE_LABELS } = await import("../plot/style.ts");
  return table(
    ["rule", "N", "c", "c/N", "p_c", "α_c = p_c/c", "seeds"],
    summary.map((s) => [
      RULE_LABELS[s.rule],
      String(s.neurons),
      String(s.inputs),
      (s.inputs / s.neurons).toFixed(3),
      plusMinus(s.capacity, s.capacityDeviation, 1, s.seeds),
      plusMinus(s.load, s.loadDeviation, 3, s.seeds),
      String(s.seeds),
    ]),
  );
}

function plusMinus(mean: number, deviation: number, digits: number, seeds: number): string {
  return seeds > 1 ? `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}` : mean.toFixed(digits);
}
