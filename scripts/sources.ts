/** What dist/ is built from: whether it is what the sources say now, by a digest, so that copies and checkouts do not matter. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = ["src", "assembly", "web", "scripts"];
const SETTINGS = ["package.json", "package-lock.json", "asconfig.json", "tsconfig.json", "tsconfig.types.json"];
/** Holds the digest of the sources that dist/ was built from; not published. */
export const STAMP = "dist/.sources";

/** SHA-256 of all files that a build reads, without those that it makes. */
export function digestOfSources(): string {
  const found = SOURCES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.generated\.|\.md$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const digest = createHash("sha256");
  for (const file of [...found.sort(), ...SETTINGS]) digest.update(`${file}\n`).update(readFileSync(file));
  return digest.digest("hex");
}

/** Whether dist/ was built from other sources, or not at all. */
export function isStale(): boolean {
  return !existsSync(STAMP) || readFileSync(STAMP, "utf8") !== digestOfSources();
}
