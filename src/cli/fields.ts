import type { Command } from "commander";
import type { FieldsSpec } from "../experiments/fields/run.ts";
import { runExperiment } from "./experiment.ts";
import { addLearning, type LearningFlags, learningSpec, repeatLearning } from "./learning.ts";
import {
  addLoadedNetworks,
  type LoadedNetworksFlags,
  loadedNetworksSpec,
  repeatLoadedNetworks,
} from "./loaded-networks.ts";

const DEFAULTS = {
  neurons: 300,
  inputs: 30,
  loads: [0.2, 0.5, 1, 1.5, 2, 3],
  rule: ["random", "noise", "signal"],
};

/** `palimpsest fields`: signal and noise against load. */
export function addFields(program: Command): void {
  const command = program
    .command("fields")
    .description("distribution, mean and s.d. of the aligned local fields against load, for each rule");
  addLoadedNetworks(command, DEFAULTS, addLearning).action(run);
}

async function run(flags: LoadedNetworksFlags & LearningFlags): Promise<void> {
  const started = performance.now();
  const { fieldsStudy } = await import("../experiments/fields/study.ts");
  const spec: FieldsSpec = { ...loadedNetworksSpec(flags, DEFAULTS), ...learningSpec(flags) };
  await runExperiment(fieldsStudy, spec, flags, {
    repeat: (plan) => [...repeatLoadedNetworks(plan), ...repeatLearning(flags)],
    started,
  });
}
