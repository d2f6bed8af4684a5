import type { Command } from "commander";
import type { BasinsSpec } from "../experiments/basins/run.ts";
import { addRetrieval, type RetrievalFlags, repeatRetrieval, retrievalSpec, runExperiment } from "./experiment.ts";
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
import {
  addLoadedNetworks,
  type LoadedNetworksFlags,
  loadedNetworksSpec,
  repeatLoadedNetworks,
} from "./loaded-networks.ts";
import { number, numbers } from "./options.ts";

const DEFAULTS = { neurons: 300, inputs: 30, loads: [0.2, 0.5, 1, 2], rule: ["random", "noise", "signal"] };

interface BasinsFlags extends LoadedNetworksFlags, LearningFlags, RetrievalFlags, ConnectivityFlag, PatternFlags {
  readonly flipped?: readonly number[];
  readonly fraction?: number;
}

/** `palimpsest basins`: how much of a pattern may be wrong for it to be retrieved. */
export function addBasins(program: Command): void {
  const command = program
    .command("basins")
    .description("fraction of patterns retrieved against the fraction e of neurons flipped, for each rule and load");
  addLoadedNetworks(command, DEFAULTS, (own) =>
    addRetrieval(
      addPatterns(
        addConnectivity(
          addLearning(own)
            .option("--flipped <e,…>", "fractions of neurons flipped in the cue (default: 0,0.05,…,0.5)", numbers)
            .option("--fraction <f>", "of the patterns, retrieved as far as a basin reaches (default: 0.9)", number),
        ),
      ),
    ),
  ).action(run);
}

async function run(typed: BasinsFlags, command: Command): Promise<void> {
  const started = performance.now();
  const given = await readGiven(typed);
  const flags = withGiven(typed, command, given);
  const { basinsStudy } = await import("../experiments/basins/study.ts");
  const spec: BasinsSpec = {
    ...loadedNetworksSpec(flags, DEFAULTS),
    ...(given && { connectivity: given }),
    ...patternsSpec(flags),
    ...learningSpec(flags),
    ...retrievalSpec(flags),
    ...(flags.flipped !== undefined && { flipped: flags.flipped }),
    ...(flags.fraction !== undefined && { fraction: flags.fraction }),
  };
  await runExperiment(basinsStudy, spec, flags, {
    repeat: (plan) => [
      ...repeatLoadedNetworks({ ...plan, inputs: given ? undefined : plan.inputs }),
      ["--connectivity", flags.connectivity],
      ...repeatPatterns(flags),
      ["--flipped", flags.flipped],
      ["--fraction", flags.fraction],
      ...repeatLearning(flags),
      ...repeatRetrieval(flags),
    ],
    started,
  });
}
