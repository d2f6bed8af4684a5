/** Files that the spec of a sweep names. They are read where it is planned: what goes to shards and workers is what they hold. */
import { dirname } from "node:path";
import { checkChoice } from "../check.ts";
import { fileOfSpec, folderOfSpec, type Plain, readSpecFile } from "../io/spec-file.ts";
import { STUDIES } from "./study.ts";

/** Finds the files that a spec names; throws RangeError when one lies outside of the folder of the sweep's spec. */
export interface SpecFiles {
  /** The file behind a path relative to the spec that names it; `where` is told in messages. */
  file(path: string, where: string): string;
}

type Table = Readonly<Record<string, Plain>>;

/**
 * Reads the spec of a sweep with all files that it names: `spec` may be the path of another spec, and weights or images those of
 * arrays and pictures.
 *
 * @throws TypeError or RangeError that names the file and what is wrong.
 */
export async function readSweepSpec(path: string): Promise<Plain> {
  const sweep = await readSpecFile(path);
  const name = isTable(sweep) ? sweep["experiment"] : undefined;
  if (!isTable(sweep) || name === undefined) return sweep;
  const study = await STUDIES[checkChoice("sweep: experiment", name, Object.keys(STUDIES))]();
  const top = folderOfSpec(path);
  const filesIn = (folder: string): SpecFiles => ({ file: (own, where) => fileOfSpec(top, own, where, folder) });
  const read = async (table: Table, folder: string): Promise<Table> =>
    (await study.readFiles?.(table, filesIn(folder))) ?? table;
  const { spec, ...beside } = sweep;
  const own = await read(beside, top);
  if (spec === undefined) return own;
  if (typeof spec !== "string") return { ...own, spec: isTable(spec) ? await read(spec, top) : spec };
  const file = fileOfSpec(top, spec, "sweep: spec");
  const base = await readSpecFile(file);
  if (!isTable(base)) throw new TypeError(`sweep: spec: ${spec} must hold a table of parameters`);
  return { ...own, spec: await read(base, dirname(file)) };
}

function isTable(value: Plain | undefined): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
