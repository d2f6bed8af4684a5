import type { Command } from "commander";
import type { CapacitySpec, CapacitySummary } from "../experiments/capacity.ts";
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
import { counts, number } from "./options.ts";

/** The embedded defaults of the main job: the three regimes of c/N, in about a minute on two cores. */
const DEFAULTS = { neurons: 300, inputs: [12, 30, 60, 150, 299], rule: ["random", "noise", "signal"] };

interface CapacityFlags extends NetworkFlags, RetrievalFlags {
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
      own
        .option("--inputs <c,…>", "inputs of every neuron, one or several (default: a range of c/N)", counts)
        .option("--fraction <f>", "of the patterns, to be retrieved at a load that holds (default: 0.9)", number),
    ),
  ).action(run);
}

async function run(flags: CapacityFlags): Promise<void> {
  const started = performance.now();
  const { capacity, planCapacity } = await import("../experiments/capacity.ts");
  const { capacityStudy } = await import("../studies/capacity.ts");
  const spec = specOf(flags);
  const plan = planCapacity(spec);
  await runExperiment(
    flags,
    {
      study: capacityStudy,
      plan,
      total: plan.inputs.length * plan.rule.length * plan.seeds,
      unit: "critical loads found",
      largest: { nNeurons: plan.neurons, nInputs: Math.max(...plan.inputs), nPatterns: 4 * Math.max(...plan.inputs) },
      repeat: [["--inputs", spec.inputs], ["--fraction", spec.fraction], ...repeatRetrieval(flags)],
      run: (options) => capacity({ ...spec, seed: plan.seed }, options),
      beneath: terminalFigure,
    },
    started,
  );
}

function specOf(flags: CapacityFlags): CapacitySpec {
  const { neurons, fraction } = flags;
  return {
    ...networksSpec(flags),
    ...retrievalSpec(flags),
    inputs:
      flags.inputs ?? DEFAULTS.inputs.map((c) => Math.min(neurons - 1, Math.round((c * neurons) / DEFAULTS.neurons))),
    ...(fraction !== undefined && { fraction }),
  };
}

async function terminalFigure(summary: readonly CapacitySummary[]): Promise<string> {
  const { capacityTerminalFigure } = await import("../plot/terminal.ts");
  const { stdout, env } = process;
  const color = stdout.isTTY === true && env["NO_COLOR"] === undefined && env["TERM"] !== "dumb";
  return capacityTerminalFigure(summary, { columns: stdout.columns ?? 80, color });
}
