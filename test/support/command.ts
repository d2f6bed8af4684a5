/** Runs the built command line as its users do. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import "./built.ts";

export const ENTRY = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** A command that has ended. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command; `finished` resolves when it has ended. */
export function start(...args: readonly (string | number)[]): { child: ChildProcess; finished: Promise<Finished> } {
  return startIn(process.cwd(), ENTRY, args);
}

/** Starts the command in the folder `cwd`, or another build of it by its `entry`. */
export function startIn(
  cwd: string,
  entry: string,
  args: readonly (string | number)[],
): { child: ChildProcess; finished: Promise<Finished> } {
  const child = spawn(process.execPath, [entry, ...args.map(String)], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout!.on("data", (text) => (stdout += text));
  child.stderr!.on("data", (text) => (stderr += text));
  const finished = new Promise<Finished>((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
  return { child, finished };
}

export function command(...args: readonly (string | number)[]): Promise<Finished> {
  return start(...args).finished;
}
