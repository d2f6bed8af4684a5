/** Commands made from what experiments declare: their options, the spec of flags and files, and the line that repeats a run. */
import { Command } from "commander";
import { flagOf, type Parameters, wordsOf } from "../check/parameters.ts";
import type { AnySpec, Form } from "../experiments/kit/command.ts";
import type { PlannedRun } from "../experiments/kit/planned-run.ts";
import type { SpecFiles } from "../experiments/kit/study.ts";
import type { Experiment } from "../experiments/registry.ts";
import { addParameters, addRun, type CommonFlags, typedOf } from "./options.ts";

/** The command of an experiment. */
export function experimentCommand(name: string, { summary, command }: Omit<Experiment, "study">, own: Form): Command {
  const built = new Command(name).description(summary);
  addParameters(built, own.parameters, own.complete?.({}) ?? {});
  addRun(built);
  const holds = own.specFile ?? "parameters";
  const words = `${holds}, as .json, .yaml or .toml; what is typed comes in their place, files lie beside it`;
  const option = built.createOption("--spec <file>", words);
  built.addOption(option.makeOptionMandatory(own.specFile !== undefined).helpGroup("Run:"));
  return built.action(async (flags: SpecFlags) => {
    const started = performance.now();
    const { parameters } = own;
    const typed = typedOf(built, parameters);
    const { readFiles, plan } = await command();
    const said = await specOf(flags, typed, own);
    checkRequired(name, said, parameters);
    const planned = await plan(readFiles ? await readFiles(said, await filesOf(flags, typed)) : said);
    const { runCommand } = await import("./session.ts");
    await runCommand(name, flags, planned, repeatOf(flags, typed, said, planned, parameters), started);
  });
}

/** Says what is missing and by which option it is given, before the facade speaks of its own functions. */
function checkRequired(name: string, said: AnySpec, table: Parameters): void {
  for (const [key, parameter] of Object.entries(table)) {
    if (!parameter.required || said[key] !== undefined) continue;
    const flag = flagOf(key, parameter);
    throw new TypeError(`${name}: ${key} must be ${parameter.kind.words}, got none${flag ? ` (${flag})` : ""}`);
  }
}

interface SpecFlags extends CommonFlags {
  readonly spec?: string;
}

/** The spec file, with what was typed in its place, and what the form adds. */
async function specOf({ spec: path }: SpecFlags, typed: AnySpec, { complete, parameters }: Form): Promise<AnySpec> {
  let said = typed;
  if (path !== undefined) {
    const { readSpecFile } = await import("../io/spec-file.ts");
    const found = await readSpecFile(path, true);
    if (typeof found !== "object" || found === null || Array.isArray(found)) {
      throw new TypeError(`--spec: ${path} must hold a table of parameters`);
    }
    said = { ...(found as AnySpec), ...typedInto(found as AnySpec, typed, parameters) };
  }
  return complete ? complete(said) : said;
}

/** Of a table whose entries have options each, what was not typed stays that of the spec file. */
function typedInto(found: AnySpec, typed: AnySpec, table: Parameters): AnySpec {
  const values = Object.entries(typed).map(([name, value]) => {
    const isWhole = table[name].kind.parse !== undefined || typeof found[name] !== "object";
    return [name, isWhole ? value : { ...(found[name] as object), ...(value as object) }];
  });
  return Object.fromEntries(values);
}

/** Files that a spec names: those typed from the working folder, those of a spec file beside it. */
async function filesOf({ spec: path, quiet }: SpecFlags, typed: AnySpec): Promise<SpecFiles> {
  const { readdirSync, statSync } = await import("node:fs");
  const { dirname, join, resolve } = await import("node:path");
  const { UsageError } = await import("./exit.ts");
  const own = new Set(Object.values(typed).flat());
  const file = (name: string, where: string): string => {
    const found = own.has(name) ? name : resolve(path === undefined ? "." : dirname(path), name);
    try {
      statSync(found);
    } catch (error) {
      throw new UsageError(`${where}: cannot read ${name} (${(error as NodeJS.ErrnoException).code ?? error})`);
    }
    return found;
  };
  const files = (name: string, where: string): string[] => {
    const found = file(name, where);
    if (!statSync(found).isDirectory()) return [found];
    const names = readdirSync(found).filter((entry) => /\.png$/i.test(entry));
    if (names.length === 0) throw new UsageError(`${where}: folder ${name} must hold PNG files, got none`);
    return names.sort((a, b) => (a < b ? -1 : 1)).map((entry) => join(found, entry));
  };
  const note = (line: string): void => {
    if (!quiet) process.stderr.write(`${line}\n`);
  };
  return { file, files, note };
}

/** The words that repeat a run, whatever the defaults of another version; what a spec file says, it says again. */
function repeatOf({ spec }: SpecFlags, typed: AnySpec, said: AnySpec, { repeat }: PlannedRun, table: Parameters) {
  const { seed: _, ...values } = spec === undefined ? { ...said, ...repeat } : typed;
  return [...(spec === undefined ? [] : ["--spec", spec]), ...wordsOf(table, values)];
}
