import type { Command } from "commander";
import type { WeightsSpec } from "../experiments/weights/run.ts";
import { runExperiment } from "./experiment.ts";
import {
  addLoadedNetworks,
  type LoadedNetworksFlags,
  loadedNetworksSpec,
  repeatLoadedNetworks,
} from "./loaded-networks.ts";

const DEFAULTS = { neurons: 300, inputs: 30, loads: [0.5, 1, 2], rule: ["random", "noise", "signal"] };

/** `palimpsest weights`: which weights each rule keeps. */
export function addWeights(program: Command): void {
  const command = program
    .command("weights")
    .description("probability that a connection exists against its weight, P(C = 1 | J), for each rule and load");
  addLoadedNetworks(command, DEFAULTS).action(run);
}

async function run(flags: LoadedNetworksFlags): Promise<void> {
  const started = performance.now();
  const { weightsStudy } = await import("../experiments/weights/study.ts");
  const spec: WeightsSpec = loadedNetworksSpec(flags, DEFAULTS);
  await runExperiment(weightsStudy, spec, flags, { repeat: (plan) => repeatLoadedNetworks(plan), started });
}
