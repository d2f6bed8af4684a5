/** Where unfinished runs of `online` stand, a file each in the folder of --out. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { specHash } from "../../io/hash.ts";
import type { OnlineCheckpoint } from "./run.ts";

/** Those of runs of this plan; others are not found. */
export function checkpointsIn(folder: string, plan: object) {
  const hash = specHash(plan);
  const path = (key: string): string => join(folder, `checkpoint-${key.replace("/", "-")}.json`);
  return {
    load(key: string): OnlineCheckpoint | undefined {
      if (!existsSync(path(key))) return undefined;
      const found = JSON.parse(readFileSync(path(key), "utf8")) as { specHash: string; checkpoint: OnlineCheckpoint };
      return found.specHash === hash ? found.checkpoint : undefined;
    },
    save(key: string, checkpoint: OnlineCheckpoint): void {
      // renamed when whole: a process killed at any moment leaves the one before
      const partial = `${path(key)}.partial`;
      writeFileSync(partial, JSON.stringify({ specHash: hash, checkpoint }));
      renameSync(partial, path(key));
    },
    remove(key: string): void {
      rmSync(path(key), { force: true });
    },
  };
}
