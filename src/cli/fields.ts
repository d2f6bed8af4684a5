import type { Command } from "commander";
import type { FieldsSpec } from "../experiments/fields.ts";
import { runExperiment } from "./experiment.ts";
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
  addLoadedNetworks(command, DEFAULTS).action(run);
}

async function run(flags: LoadedNetworksFlags): Promise<void> {
  const started = performance.now();
  const { fields, planFields } = await import("../experiments/fields.ts");
  const { fieldsStudy } = await import("../studies/fields.ts");
  const spec: FieldsSpec = loadedNetworksSpec(flags, DEFAULTS);
  const plan = planFields(spec);
  await runExperiment(
    flags,
    {
      study: fieldsStudy,
      plan,
      total: plan.patterns.length * plan.rule.length * plan.seeds,
      unit: "networks measured",
      repeat: repeatLoadedNetworks(plan),
      run: (options) => fields({ ...spec, seed: plan.seed }, options),
    },
    started,
  );
}
