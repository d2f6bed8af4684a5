import type { Command } from "commander";
import type { BasinsSpec } from "../experiments/basins.ts";
import { addRetrieval, type RetrievalFlags, repeatRetrieval, retrievalSpec, runExperiment } from "./experiment.ts";
import {
  addLoadedNetworks,
  type LoadedNetworksFlags,
  loadedNetworksSpec,
  repeatLoadedNetworks,
} from "./loaded-networks.ts";
import { number, numbers } from "./options.ts";

const DEFAULTS = { neurons: 300, inputs: 30, loads: [0.2, 0.5, 1, 2], rule: ["random", "noise", "signal"] };

interface BasinsFlags extends LoadedNetworksFlags, RetrievalFlags {
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
      own
        .option("--flipped <e,…>", "fractions of neurons flipped in the cue (default: 0,0.05,…,0.5)", numbers)
        .option("--fraction <f>", "of the patterns, to be retrieved as far as a basin reaches (default: 0.9)", number),
    ),
  ).action(run);
}

async function run(flags: BasinsFlags): Promise<void> {
  const started = performance.now();
  const { basins, planBasins } = await import("../experiments/basins.ts");
  const { basinsStudy } = await import("../studies/basins.ts");
  const spec: BasinsSpec = {
    ...loadedNetworksSpec(flags, DEFAULTS),
    ...retrievalSpec(flags),
    ...(flags.flipped !== undefined && { flipped: flags.flipped }),
    ...(flags.fraction !== undefined && { fraction: flags.fraction }),
  };
  const plan = planBasins(spec);
  const own = [...repeatLoadedNetworks(plan), ["--flipped", flags.flipped], ["--fraction", flags.fraction]] as const;
  await runExperiment(
    flags,
    {
      study: basinsStudy,
      plan,
      total: plan.patterns.length * plan.rule.length * plan.seeds,
      unit: "networks measured",
      repeat: [...own, ...repeatRetrieval(flags)],
      run: (options) => basins({ ...spec, seed: plan.seed }, options),
    },
    started,
  );
}
