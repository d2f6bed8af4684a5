/** Files that the spec of a sweep names. They are read where it is planned: what goes to shards and workers is what they hold. */
import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SpecFiles } from "../experiments/kit/study.ts";
import { studyOf } from "../experiments/registry.ts";
import { fileOfSpec, folderOfSpec, type Plain, readSpecFile } from "../io/spec-file.ts";

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
  const study = await studyOf("sweep: experiment", name);
  const top = folderOfSpec(path);
  const filesIn = (folder: string): SpecFiles => {
    const file = (own: string, where: string): string => fileOfSpec(top, own, where, folder);
    const files = (own: string, where: string): string[] => {
      const found = file(own, where);
      if (!statSync(found).isDirectory()) return [found];
      const names = readdirSync(found).filter((name) => /\.png$/i.test(name));
      if (names.length === 0) throw new RangeError(`${where}: folder ${own} must hold PNG files, got none`);
      return names.sort((a, b) => (a < b ? -1 : 1)).map((name) => file(join(own, name), where));
    };
    return { file, files };
  };
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
