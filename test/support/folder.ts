/** Fresh folders for the files that tests write. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes a folder that nothing else writes to, and returns its path. */
export function folder(): string {
  return mkdtempSync(join(tmpdir(), "palimpsest-test-"));
}
