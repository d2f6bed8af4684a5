#!/usr/bin/env node
/** The `palimpsest` command: parses, dispatches, and turns errors into exit codes. */
import { Command, CommanderError } from "commander";
import { EXPERIMENTS, UNSWEPT } from "../experiments/registry.ts";
import { VERSION } from "../version.ts";
import { EXIT, Interrupted, UsageError } from "./exit.ts";

/** Commands that are no experiments of the registry: what help says of each, and where it is made. */
const COMMANDS: Readonly<Record<string, readonly [summary: string, add: () => Promise<(program: Command) => void>]>> = {
  reproduce: [
    "every finding of a published work against what this machine computes: an HTML and a Markdown report",
    async () => (await import("./reproduce.ts")).addReproduce,
  ],
  sweep: [
    "any experiment over a grid of its parameters: on threads, as shards of a job array, or from a queue",
    async () => {
      const [{ addSweep }, { addStatus }, { addSlurm }] = await Promise.all([
        import("./sweep.ts"),
        import("./merge.ts"),
        import("./slurm.ts"),
      ]);
      return (program) => {
        const sweep = addSweep(program);
        addStatus(sweep);
        addSlurm(sweep);
      };
    },
  ],
  merge: [
    "prove that every task of a sweep is there, and write its tables and figures",
    async () => (await import("./merge.ts")).addMerge,
  ],
  worker: [
    "take tasks of sweeps from a queue on Redis, until stopped",
    async () => (await import("./queue.ts")).addWorker,
  ],
  schema: [
    "JSON Schema of the specs of an experiment, or of sweeps",
    async () => (await import("./schema.ts")).addSchema,
  ],
  lab: [
    "serve the lab, a page where memories can be watched, touched and measured, to this machine alone",
    async () => (await import("./lab.ts")).addLab,
  ],
  bench: [
    "how fast the kernels are on this machine: WebAssembly against JavaScript, all threads against one",
    async () => (await import("./bench.ts")).addBench,
  ],
};

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
await addCommands(process.argv.slice(2));
inherit(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Adds all commands: those that are named with their options, the others by their summaries, which is all that help says of them. */
async function addCommands(words: readonly string[]): Promise<void> {
  for (const [name, experiment] of Object.entries({ ...EXPERIMENTS, ...UNSWEPT })) {
    if (!words.includes(name)) program.command(name).description(experiment.summary);
    else {
      const [{ experimentCommand }, form] = await Promise.all([import("./experiment.ts"), experiment.form()]);
      program.addCommand(experimentCommand(name, experiment, form));
    }
  }
  for (const [name, [summary, add]] of Object.entries(COMMANDS)) {
    if (!words.includes(name)) program.command(name).description(summary);
    else (await add())(program);
  }
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
