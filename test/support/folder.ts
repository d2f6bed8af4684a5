/** A fresh folder for what a test writes. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Its path; nobody else writes there. */
export function folder(): string {
  return mkdtempSync(join(tmpdir(), "palimpsest-test-"));
}
