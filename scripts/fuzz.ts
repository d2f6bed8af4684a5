// Holds the readers of connectivity against networks that are known: `npm run fuzz -- 100000 1` tries so many files from that seed on.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tryCase } from "../test/io/connectivity/held.ts";

const [cases = 100_000, first = 1] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "palimpsest-fuzz-"));
const MOST_SHOWN = 20;
let failures = 0;
const began = performance.now();
for (let k = 0; k < cases; k++) {
  const failure = tryCase(first + k);
  if (failure === undefined) continue;
  failures++;
  if (failures > MOST_SHOWN) break;
  writeFileSync(join(folder, `${first + k}-${failure.file}`), failure.bytes);
  console.log(failure.what);
}
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(
  failures === 0 ? `${cases} files in ${seconds} s, none misread` : `${failures} files misread, see ${folder}`,
);
process.exit(failures === 0 ? 0 : 1);
