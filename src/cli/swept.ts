/** Parts of a reproduction as sweeps: their specs as files, and the rows that they left in ledgers. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../io/hash.ts";
import type { Row } from "../io/rows.ts";
import type { ReproductionSweep } from "../reproduce/report.ts";
import { ledgersAt } from "../sweep/ledgers.ts";
import { planSweep } from "../sweep/spec.ts";

/** Writes a spec for each sweep into a folder, and returns the commands that run them. */
export function writeSweeps(folder: string, sweeps: readonly ReproductionSweep[]): string[] {
  mkdirSync(folder, { recursive: true });
  return sweeps.map(({ name, spec }) => {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, `${JSON.stringify(spec, null, 2)}\n`);
    return `palimpsest sweep ${path} --out ${join(folder, name)}`;
  });
}

/**
 * Rows that the sweeps found, by their names.
 *
 * @param folder  with a folder for each sweep that was begun, by its name: its `--out`.
 * @throws RangeError when one of them holds another sweep.
 */
export async function rowsOfSweeps(
  sweeps: readonly ReproductionSweep[],
  folder: string,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const found = new Map<string, readonly Row[]>();
  for (const { name, spec } of sweeps) {
    const place = join(folder, name);
    if (!existsSync(place)) continue;
    const expected = canonicalJson(await planSweep(spec));
    const ledgers = ledgersAt([place], "reproduce");
    const other = ledgers.find(({ header }) => canonicalJson(header.spec) !== expected);
    if (other) {
      throw new RangeError(
        `reproduce: ${other.path} must hold the sweep ${name} of this size and seed, got another spec`,
      );
    }
    found.set(
      name,
      ledgers.flatMap(({ tasks }) => [...tasks.values()].flat()),
    );
  }
  return found;
}
