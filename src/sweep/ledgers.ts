/** The ledgers of a sweep: one a process, all in one folder. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../io/hash.ts";
import { type LedgerContent, type LedgerHeader, readLedger } from "../io/ledger.ts";
import type { Row } from "../io/rows.ts";
import { checkSameSpec } from "../io/spec-difference.ts";
import type { SweepTask } from "./tasks.ts";

/** Part `index` of `count` of a sweep, counted from 0. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export interface FoundLedger extends LedgerContent {
  readonly path: string;
}

/** Name of a shard's ledger. */
export function shardLedger({ index, count }: Shard): string {
  const digits = String(count - 1).length;
  return `rows-${String(index).padStart(digits, "0")}-of-${count}.jsonl`;
}

/** Name of a worker's ledger; `id` is its own. */
export function workerLedger(specHash: string, id: string): string {
  return `rows-${specHash}-${id}.jsonl`;
}

/**
 * Ledgers at the places given: files, or all ledgers of a folder. Files in which nothing but a torn header was written are
 * left out.
 *
 * @throws RangeError when a place does not exist or holds something else.
 */
export function ledgersAt(places: readonly string[], caller: string): FoundLedger[] {
  return places.flatMap((place) => {
    if (!existsSync(place)) throw new RangeError(`${caller}: ${place} must be a folder or a ledger, got nothing there`);
    const files = statSync(place).isDirectory()
      ? readdirSync(place)
          .filter((name) => /^rows.*\.jsonl$/.test(name))
          .sort()
          .map((name) => join(place, name))
      : [place];
    return files
      .filter((path) => statSync(path).size > 0)
      .flatMap((path) => {
        try {
          return [{ path, ...readLedger(path) }];
        } catch (error) {
          if (error instanceof RangeError && /got a torn one$/.test(error.message)) return [];
          throw error;
        }
      });
  });
}

/** What ledgers hold of a list of tasks. */
export interface Gathered {
  /** Number of tasks that are there. */
  readonly done: number;
  readonly missing: readonly SweepTask[];
  /** Tasks that more than one ledger has, with the same rows. */
  readonly repeated: number;
  /** Of the package that began them, when it is not the one of the header; the kernels of another may give other rows. */
  readonly version: string | undefined;
  /** Rows of a task as its ledger keeps them; of one that is missing undefined. */
  rowsOf(task: SweepTask): readonly Row[] | undefined;
}

/**
 * Looks every task up.
 *
 * @throws RangeError when a ledger is of another spec, holds a task that the sweep does not have, or two give other rows for
 * the same task.
 */
export function gather(
  tasks: readonly SweepTask[],
  ledgers: readonly FoundLedger[],
  header: LedgerHeader,
  caller: string,
): Gathered {
  const keys = new Set(tasks.map(({ key }) => key));
  const owners = new Map<string, FoundLedger>();
  let repeated = 0;
  for (const ledger of ledgers) {
    checkSameSpec(ledger.path, ledger.header, header, caller);
    for (const key of ledger.tasks.keys()) {
      if (!keys.has(key)) {
        throw new RangeError(
          `${caller}: ${ledger.path} must hold tasks of this sweep alone, got ${key}; it was begun by version ${ledger.header.version}, this is ${header.version}`,
        );
      }
      const owner = owners.get(key);
      if (owner === undefined) {
        owners.set(key, ledger);
      } else {
        repeated++;
        if (canonicalJson(owner.tasks.get(key)) !== canonicalJson(ledger.tasks.get(key))) {
          throw new RangeError(
            `${caller}: task ${key} must have the same rows everywhere, got others in ${ledger.path} than in ${owner.path}`,
          );
        }
      }
    }
  }
  return {
    done: owners.size,
    missing: tasks.filter(({ key }) => !owners.has(key)),
    repeated,
    version: ledgers.map((ledger) => ledger.header.version).find((version) => version !== header.version),
    rowsOf: ({ key }) => owners.get(key)?.tasks.get(key),
  };
}
