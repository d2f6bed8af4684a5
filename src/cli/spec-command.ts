/** Commands that read all of their problem from a spec file. */
import { accessSync, constants } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import type { PlannedRun } from "../experiments/kit/planned-run.ts";
import { UsageError } from "./exit.ts";
import { addCommon, type CommonFlags } from "./options.ts";
import { runCommand } from "./session.ts";

/** Keys and values as the file has them. */
export type GivenSpec = Readonly<Record<string, unknown>>;

interface SpecFlags extends CommonFlags {
  readonly spec: string;
  readonly weights?: string;
}

/** A command of this kind. */
export interface SpecCommand {
  readonly name: string;
  readonly about: string;
  /** What its spec holds. */
  readonly holds: string;
  /** Loads what validates its spec. */
  load(): Promise<(spec: GivenSpec) => PlannedRun>;
}

export function addSpecCommand(program: Command, { name, about, holds, load }: SpecCommand): void {
  const command = program
    .command(name)
    .description(about)
    .requiredOption("--spec <file>", `.json, .yaml or .toml with ${holds}`)
    .option("--weights <w.npy>", "weights from this .npy or .csv instead of the spec's");
  addCommon(command).action(async (flags: SpecFlags) => {
    const started = performance.now();
    const planOf = await load();
    const { spec, weights } = flags;
    const words = [["--spec", spec] as const, ["--weights", weights] as const];
    await runCommand(name, flags, planOf(await readSpec(flags)), words, started);
  });
}

/** The spec of the file with its matrices read, and the seed of the command line before the file's. */
async function readSpec({ spec: path, weights, seed }: SpecFlags): Promise<GivenSpec> {
  const { readSpecFile } = await import("../io/spec-file.ts");
  const { withMatrices } = await import("../experiments/kit/matrices.ts");
  const given = await readSpecFile(path, true);
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new UsageError(`--spec: ${path} must hold an object, with weights and what is to be done with them`);
  }
  // a path in the spec is beside the spec, one on the command line is the user's
  const fileOf = (name: string, where: string): string =>
    weights === undefined ? readable(resolve(dirname(path), name), `--spec: ${where}`) : readable(name, "--weights");
  const spec = withMatrices({ ...(given as GivenSpec), ...(weights !== undefined && { weights }) }, fileOf);
  return { ...spec, ...(seed !== undefined && { seed }) };
}

function readable(path: string, where: string): string {
  try {
    accessSync(path, constants.R_OK);
    return path;
  } catch (error) {
    throw new UsageError(`${where}: cannot read ${path} (${(error as NodeJS.ErrnoException).code ?? error})`);
  }
}
