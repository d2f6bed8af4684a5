import type { Command } from "commander";
import type { CapacitySpec, CapacitySummary } from "../experiments/capacity/run.ts";
import type { Connectivity } from "../hopfield/connectivity.ts";
import {
  addNetworks,
  addRetrieval,
  type NetworkFlags,
  networksSpec,
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
import { counts, number, type RepeatFlag } from "./options.ts";

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
  const { capacityStudy } = await import("../experiments/capacity/study.ts");
  const spec = specOf(flags, given);
  const repeat: RepeatFlag[] = [
    ["--inputs", spec.inputs],
    ["--connectivity", flags.connectivity],
    ...repeatPatterns(flags),
    ["--fraction", spec.fraction],
    ...repeatLearning(flags),
    ...repeatRetrieval(flags),
  ];
  await runExperiment(capacityStudy, spec, flags, {
    repeat: () => repeat,
    started,
    after: async (summary, plan) => (plan.learning ? "" : `\n${await terminalFigure(summary)}\n`),
  });
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
  const { capacityTerminalFigure } = await import("../experiments/capacity/terminal.ts");
  const { stdout, env } = process;
  const color = stdout.isTTY === true && env["NO_COLOR"] === undefined && env["TERM"] !== "dumb";
  return capacityTerminalFigure(summary, { columns: stdout.columns ?? 80, color });
}
