/** `palimpsest flow`: continuous dynamics of one network, as a spec file asks. */
import type { Command } from "commander";
import { addSpecCommand } from "./spec-command.ts";

export function addFlow(program: Command): void {
  addSpecCommand(program, {
    name: "flow",
    about: "continuous dynamics u̇ = T g(u) − u of a network: trajectories, attractors, equilibria, portraits, energies",
    holds:
      'weights (rows, or a path to .npy or .csv), activation, task: "integrate", "attractor", "equilibria", "portrait", "continuation" or "landscape", and what the task takes',
    load: async () => (await import("../experiments/flow/command.ts")).planFlowRun,
  });
}
