/** The spec file of `palimpsest control`, whatever its task. */
import { dirname, resolve } from "node:path";
import type { Row } from "../io/rows.ts";
import { UsageError } from "./exit.ts";
import type { CommonFlags } from "./options.ts";
import { readInput } from "./output.ts";

export interface ControlFlags extends CommonFlags {
  readonly spec: string;
}

/** Keys and values as the file has them. */
export type GivenSpec = Readonly<Record<string, unknown>>;

/** The spec of the file; weights may be the path of an .npy beside it, and --seed comes before the file's. */
export async function readControlSpec(flags: ControlFlags): Promise<GivenSpec> {
  const bytes = readInput(flags.spec, "--spec");
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new UsageError(`--spec: ${flags.spec} is no JSON (${(error as Error).message})`);
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new UsageError(`--spec: ${flags.spec} must hold an object`);
  }
  const { weights } = given;
  if (typeof weights === "string") {
    const { readWeights } = await import("../io/weights.ts");
    const path = resolve(dirname(flags.spec), weights);
    given["weights"] = readWeights(readInput(path, "--spec: weights"), path);
  }
  if (flags.seed !== undefined) given["seed"] = flags.seed;
  return given;
}

/** A row as tables hold it: lists as JSON. */
export function cellsOf(row: object): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "object" && value !== null ? JSON.stringify(value) : value,
    ]),
  ) as Row;
}

/** And back. */
export function fromCells<T extends object>(cells: Row): T {
  return Object.fromEntries(
    Object.entries(cells).map(([name, value]) => [
      name,
      typeof value === "string" && /^[[{]/.test(value) ? JSON.parse(value) : value,
    ]),
  ) as T;
}
