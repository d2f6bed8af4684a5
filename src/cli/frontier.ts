import type { Command } from "commander";
import type { FrontierSpec } from "../experiments/frontier/run.ts";
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
import { count, number, numbers, type RepeatFlag } from "./options.ts";

const DEFAULTS = { neurons: 300, inputs: 30, rule: ["random", "noise", "signal", "margin"] };

interface FrontierFlags extends NetworkFlags<readonly number[]>, RetrievalFlags {
  readonly inputs: number;
  readonly flipped?: readonly number[];
  readonly fraction?: number;
  readonly resolution?: number;
}

/** `palimpsest frontier`: what each rule buys, patterns stored against basin size. */
export function addFrontier(program: Command): void {
  const command = program
    .command("frontier")
    .description(
      "patterns stored against basin size: the largest p retrieved with a fraction e of the neurons flipped",
    );
  addNetworks(
    command,
    DEFAULTS,
    (own) =>
      addRetrieval(
        own
          .option("--inputs <c>", "inputs of every neuron", count, DEFAULTS.inputs)
          .option("--flipped <e,…>", "basin sizes at which p is read (default: 0,0.05,…,0.4)", numbers)
          .option("--fraction <f>", "of the patterns, to be retrieved as far as a basin reaches (default: 0.9)", number)
          .option("--resolution <e>", "of each curve in e: networks are added until it is met (default: 0.1)", number),
      ),
    (own) =>
      own
        .option("--epsilon <e,…>", "ε of signal reinforcement, a curve each (default: 0.5,1,2,4,8)", numbers)
        .option("--margin <κ,…>", "κ of the margin rule, a curve each (default: 0.5,1,2,4,8)", numbers),
  ).action(run);
}

async function run(flags: FrontierFlags): Promise<void> {
  const started = performance.now();
  const { frontierStudy } = await import("../experiments/frontier/study.ts");
  const spec: FrontierSpec = {
    ...networksSpec(flags),
    inputs: flags.inputs,
    ...retrievalSpec(flags),
    ...(flags.flipped !== undefined && { flipped: flags.flipped }),
    ...(flags.fraction !== undefined && { fraction: flags.fraction }),
    ...(flags.resolution !== undefined && { resolution: flags.resolution }),
  };
  const repeat: RepeatFlag[] = [
    ["--inputs", flags.inputs],
    ["--flipped", flags.flipped],
    ["--fraction", flags.fraction],
    ["--resolution", flags.resolution],
    ...repeatRetrieval(flags),
  ];
  await runExperiment(frontierStudy, spec, flags, { repeat: () => repeat, started });
}
