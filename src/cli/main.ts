#!/usr/bin/env node
/** The `palimpsest` command: parses, dispatches, and turns errors into exit codes. */
import { Command, CommanderError } from "commander";
import { VERSION } from "../version.ts";
import { addBasins } from "./basins.ts";
import { addBench } from "./bench.ts";
import { addCapacity } from "./capacity.ts";
import { addControl } from "./control.ts";
import { EXIT, Interrupted, UsageError } from "./exit.ts";
import { addFields } from "./fields.ts";
import { addFlow } from "./flow.ts";
import { addFrontier } from "./frontier.ts";
import { addLab } from "./lab.ts";
import { addMerge, addStatus } from "./merge.ts";
import { addOnline } from "./online.ts";
import { addWorker } from "./queue.ts";
import { addRecall } from "./recall.ts";
import { addReproduce } from "./reproduce.ts";
import { addRewire } from "./rewire.ts";
import { addSlurm } from "./slurm.ts";
import { addSweep } from "./sweep.ts";
import { addWeights } from "./weights.ts";

// A reader that stops early, such as `head`, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.ok);
  throw error;
});

const program = new Command("palimpsest")
  .description("Attractor memories at native-like speed: how much a network stores, and which synapses let it.")
  .version(VERSION)
  .showHelpAfterError("(palimpsest --help lists what there is)")
  .enablePositionalOptions()
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(`palimpsest: ${text}`) });
addCapacity(program);
addBasins(program);
addFrontier(program);
addFields(program);
addWeights(program);
addRecall(program);
addRewire(program);
addOnline(program);
addControl(program);
addFlow(program);
addReproduce(program);
const sweep = addSweep(program);
addStatus(sweep);
addSlurm(sweep);
addMerge(program);
addWorker(program);
addLab(program);
addBench(program);
inherit(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Hands what is set on the program to all of its commands. */
function inherit(parent: Command): void {
  for (const command of parent.commands) inherit(command.exitOverride().copyInheritedSettings(program));
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Interrupted) {
    process.stderr.write(`palimpsest: ${message}\n`);
    return error.resumable ? EXIT.resumable : EXIT.interrupted;
  }
  // the facade throws these two for what the caller did, and names what, the rule and the value
  const isUsage = error instanceof UsageError || error instanceof RangeError || error instanceof TypeError;
  const isFile = isSystemError(error);
  process.stderr.write(`palimpsest: ${message}\n`);
  if (!isUsage && !isFile && process.env["PALIMPSEST_DEBUG"]) console.error(error);
  return isUsage || isFile ? EXIT.usage : EXIT.failure;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
