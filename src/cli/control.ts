/** `palimpsest control`: optimal control of the synapses of a network, as a spec file asks. */
import type { Command } from "commander";
import { addSpecCommand } from "./spec-command.ts";

export function addControl(program: Command): void {
  addSpecCommand(program, {
    name: "control",
    about:
      "present patterns to a network with controlled synapses: what is recognized, recorded, associated, forgotten",
    holds:
      'the network, pattern or patterns, costs and bounds; task: "present" (default), "pareto", the front over μ, "sweep", the map of outcomes over μ and λ, or "value", the value function of up to three neurons',
    load: async () => (await import("../experiments/control/tasks/index.ts")).planControlRun,
  });
}
