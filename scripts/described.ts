// Sentences of parameters in the types of the package: a table that is made of others loses their comments when its type is written.
import { readFileSync, writeFileSync } from "node:fs";
import { describe, type Parameters } from "../src/check/parameters.ts";
import { EXPERIMENTS } from "../src/experiments/registry.ts";

/** Puts what is said of each parameter before it in the types of the tables. */
export async function describeTypes(): Promise<void> {
  for (const [name, { form }] of Object.entries(EXPERIMENTS)) {
    const { parameters } = await form();
    rewrite(`experiments/${name}/parameters`, (types) => described(types, parameters));
  }
  const specs = {
    "dynamics/specs": await import("../src/dynamics/specs.ts"),
    "control/parameters": await import("../src/control/parameters.ts"),
  };
  for (const [path, exported] of Object.entries(specs)) {
    const named = Object.entries(exported) as [string, Parameters][];
    const tables = new Map(named.filter(([name]) => name.endsWith("Parameters")));
    rewrite(path, (types) =>
      types
        .split(/^(?=export )/m)
        .map((part) => described(part, tables.get(/^export declare const (\w+)/.exec(part)?.[1] ?? "") ?? {}))
        .join(""),
    );
  }
}

function rewrite(path: string, change: (types: string) => string): void {
  const file = `dist/types/${path}.d.ts`;
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

/** Members of the table stand four columns in; those that have a comment keep it. */
function described(types: string, parameters: Parameters): string {
  return types.replace(/^( {4}(?!\s))(\w+)(\??: )/gm, (line, indent: string, name: string, _rest, offset: number) => {
    const parameter = parameters[name];
    if (!parameter || /\*\/\s*$/.test(types.slice(0, offset))) return line;
    return `${indent}/** ${describe(parameter).replaceAll("*/", "")} */\n${line}`;
  });
}
