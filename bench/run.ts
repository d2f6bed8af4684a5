/**
 * Runs the bench: all questions, or those named.
 *
 *   npm run bench -- [overlap] [anneal] [margin] [growth] [relax] [learning] [flow] [random] [control] [chromium] [jobs] [--neurons 200,1000] [--quick] [--json out.json]
 *
 * Every variant of a computation gives the same bits, or nothing is timed. Times are of the processor where the system
 * counts it finely, ratios of runs in the same round.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { machine } from "../src/bench/machine.ts";
import { type BenchRow, cellsOf, digits, HEAD } from "../src/bench/rows.ts";
import { table } from "../src/cli/output.ts";
import { VERSION } from "../src/version.ts";
import { anneal } from "./anneal.ts";
import { chromium } from "./chromium.ts";
import { control } from "./control.ts";
import { flow } from "./flow.ts";
import { growth } from "./growth.ts";
import { type Bench, openBench } from "./harness/bench.ts";
import { targetsOf } from "./harness/targets.ts";
import { jobs, packageOf } from "./jobs.ts";
import { learning } from "./learning.ts";
import { margin } from "./margin.ts";
import { overlap } from "./overlap.ts";
import { random } from "./random.ts";
import { relax } from "./relax.ts";

const QUESTIONS: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  overlap,
  anneal,
  margin,
  growth,
  relax,
  learning,
  flow,
  random,
  control,
  chromium,
  jobs,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    neurons: { type: "string", default: "200,1000,2000,5000" },
    quick: { type: "boolean", default: false },
    json: { type: "string" },
  },
});
const asked = positionals.length > 0 ? positionals : Object.keys(QUESTIONS);
for (const name of asked) {
  if (!QUESTIONS[name])
    throw new Error(`bench: no question is named "${name}"; there are ${Object.keys(QUESTIONS).join(", ")}`);
}
const { quick } = values;
const sizes = (quick ? "200" : values.neurons).split(",").map(Number);

const started = performance.now();
const rows: BenchRow[] = [];
const bench = await openBench({ quick, sizes }, (found) => {
  rows.push(...found);
  process.stderr.write(`${table(HEAD, cellsOf(found))}\n\n`);
});
const versions = {
  palimpsest: VERSION,
  compiler: bench.natives.compiler,
  numpy: bench.numpy?.version ?? null,
  clock: bench.clock.name,
};
const on = machine();
try {
  for (const name of asked) await QUESTIONS[name](bench);
} finally {
  bench.close();
}
const built = asked.includes("jobs") ? packageOf({ quick }) : null;
const targets = targetsOf(rows, built);

const lines = [
  `${on.cpu}, ${on.usableCores} of ${on.cores} cores, ${on.memoryGiB} GiB, ${on.platform}, Node ${on.node} (V8 ${on.v8}), load ${on.load}`,
  ...[versions.compiler, versions.numpy].filter(Boolean),
  `Times of one run: median and quartiles, ${bench.clock.name === "cpu" ? "of the processor (jobs: passed)" : "passed"}; "÷ ours" within rounds.`,
  ...bench.missing.map((reason) => `left out: ${reason}`),
  "",
  table(HEAD, cellsOf(rows)),
  "",
  table(
    ["target", "wanted", "measured", ""],
    targets
      .filter(({ measured }) => measured !== null)
      .map(({ what, wanted, measured, met }) => [what, wanted, digits(measured!), met ? "met" : "NOT MET"]),
  ),
];
console.log(lines.join("\n"));
if (values.json !== undefined) {
  const provenance = { machine: on, versions, package: built, seconds: (performance.now() - started) / 1000 };
  const document = { command: "bench", spec: { asked, sizes, quick }, rows, summary: targets, provenance };
  writeFileSync(values.json, `${JSON.stringify(document, null, 2)}\n`);
}
