import type { Command } from "commander";
import type { CapacityRow, CapacitySpec, CapacitySummary } from "../experiments/capacity.ts";
import { PARAMETER_COLUMNS } from "../experiments/rules.ts";
import type { Connectivity } from "../hopfield/connectivity.ts";
import type { Row } from "../io/rows.ts";
import {
  addNetworks,
  addRetrieval,
  comparisonLine,
  type NetworkFlags,
  networksSpec,
  plusMinus,
  type RetrievalFlags,
  repeatRetrieval,
  retrievalSpec,
  runExperiment,
} from "./experiment.ts";
import {
  addConnectivity,
  addPatterns,
  type ConnectivityFlag,
  type PatternFlags,
  patternsSpec,
  readGiven,
  repeatPatterns,
  withGiven,
} from "./given.ts";
import { addLearning, type LearningFlags, learningSpec, repeatLearning } from "./learning.ts";
import { counts, number } from "./options.ts";

const COLUMNS = ["neurons", "inputs", "rule", ...PARAMETER_COLUMNS, "seed", "capacity", "load", "networks"];

/** The embedded defaults of the main job: the three regimes of c/N, in about a minute on two cores. */
const DEFAULTS = { neurons: 300, inputs: [12, 30, 60, 150, 299], rule: ["random", "noise", "signal"] };

interface CapacityFlags extends NetworkFlags, LearningFlags, RetrievalFlags, ConnectivityFlag, PatternFlags {
  readonly inputs?: readonly number[];
  readonly fraction?: number;
}

/** `palimpsest capacity`: critical load against inputs per neuron and rule. */
export function addCapacity(program: Command): void {
  const command = program
    .command("capacity")
    .description("critical load α_c = p_c/c against inputs per neuron, for each way of choosing connectivity");
  addNetworks(command, DEFAULTS, (own) =>
    addRetrieval(
      addPatterns(
        addConnectivity(
          addLearning(
            own
              .option("--inputs <c,…>", "inputs of every neuron, one or several (default: a range of c/N)", counts)
              .option("--fraction <f>", "of the patterns, to be retrieved at a load that holds (default: 0.9)", number),
          ),
        ),
      ),
    ),
  ).action(run);
}

async function run(typed: CapacityFlags, command: Command): Promise<void> {
  const started = performance.now();
  const given = await readGiven(typed);
  const flags = withGiven(typed, command, given);
  const { capacity, planCapacity, summarizeCapacity } = await import("../experiments/capacity.ts");
  const { learningsOf, withLearning } = await import("../experiments/learnings.ts");
  const spec = specOf(flags, given);
  const plan = planCapacity(spec);
  const mostInputs = Math.ceil(Math.max(...plan.inputs));
  await runExperiment(
    flags,
    {
      command: "capacity",
      plan,
      total: plan.inputs.length * plan.rule.length * plan.seeds * learningsOf(plan).length,
      unit: "critical loads found",
      largest: { nNeurons: plan.neurons, nInputs: mostInputs, nPatterns: 4 * mostInputs },
      columns: withLearning(COLUMNS, plan),
      repeat: [
        ["--inputs", spec.inputs],
        ["--connectivity", flags.connectivity],
        ...repeatPatterns(flags),
        ["--fraction", spec.fraction],
        ...repeatLearning(flags),
        ...repeatRetrieval(flags),
      ],
      run: (options) => capacity({ ...spec, seed: plan.seed }, options),
      toLedger: (row: CapacityRow) => [row as unknown as Row],
      fromLedger: (rows) => rows[0] as unknown as CapacityRow,
      async figures({ summary }, command) {
        if (plan.learning) {
          const { learningFigure } = await import("../plot/learning.ts");
          return { figure: (document) => learningFigure(summary, { document, command }) };
        }
        const { capacityFigure } = await import("../plot/capacity.ts");
        const { gainFigure, patternsFigure } = await import("../plot/capacity-panels.ts");
        return {
          figure: (document) => capacityFigure(summary, { document, command }),
          patterns: (document) => patternsFigure(summary, { document, command }),
          gain: (document) => gainFigure(summary, { document, command }),
        };
      },
      text: async ({ summary }) =>
        `${await tableOf(summary)}\n${await comparisonLine(summary, "c")}${plan.learning ? "" : `\n${await terminalFigure(summary)}\n`}`,
      partial: (found) => tableOf(summarizeCapacity(found)),
    },
    started,
  );
}

function specOf(flags: CapacityFlags, given: Connectivity | undefined): CapacitySpec {
  const { fraction } = flags;
  return {
    ...networksSpec(flags),
    ...learningSpec(flags),
    ...retrievalSpec(flags),
    ...patternsSpec(flags),
    ...inputsOf(flags, given),
    ...(fraction !== undefined && { fraction }),
  };
}

/** Connectivity, or numbers of inputs; both when both were typed, for the facade to refuse. */
function inputsOf({ neurons, inputs }: CapacityFlags, given: Connectivity | undefined) {
  if (given) return { connectivity: given, ...(inputs !== undefined && { inputs }) };
  const scaled = (c: number): number => Math.min(neurons - 1, Math.round((c * neurons) / DEFAULTS.neurons));
  return { inputs: inputs ?? DEFAULTS.inputs.map(scaled) };
}

async function terminalFigure(summary: readonly CapacitySummary[]): Promise<string> {
  const { capacityTerminalFigure } = await import("../plot/terminal.ts");
  const { stdout, env } = process;
  const color = stdout.isTTY === true && env["NO_COLOR"] === undefined && env["TERM"] !== "dumb";
  return capacityTerminalFigure(summary, { columns: stdout.columns ?? 80, color });
}

async function tableOf(summary: readonly CapacitySummary[]): Promise<string> {
  const { table } = await import("./output.ts");
  const { RULE_LABELS } = await import("../plot/style.ts");
  const isTaught = summary.some(({ learning }) => learning !== undefined);
  return table(
    [...(isTaught ? ["learning"] : []), "rule", "N", "c", "c/N", "p_c", "α_c = p_c/c", "seeds"],
    summary.map((s) => [
      ...(s.learning ? [s.learning] : []),
      RULE_LABELS[s.rule],
      String(s.neurons),
      showInputs(s.inputs),
      (s.inputs / s.neurons).toFixed(3),
      plusMinus(s.capacity, s.capacityDeviation, 1, s.seeds),
      plusMinus(s.load, s.loadDeviation, 3, s.seeds),
      String(s.seeds),
    ]),
  );
}

/** A whole number, or a mean. */
function showInputs(inputs: number): string {
  return Number.isInteger(inputs) ? String(inputs) : inputs.toFixed(1);
}
