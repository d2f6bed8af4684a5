/**
 * Records the results of all runs anew in recorded.jsonl: `npm run record [-- dist/cli.js [threads]]`. Says what CHANGELOG.md must
 * then hold; see recorded.test.ts for when to do so.
 */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { ENTRY } from "../support/command.ts";
import { digestOf, RECORDED, resultsOf } from "./results.ts";
import { RUNS } from "./runs.ts";

const [entry, threads] = process.argv.slice(2);
const started = performance.now();
const settings = { entry: entry === undefined ? ENTRY : resolve(entry), threads: Number(threads ?? 1) };
const found = await Promise.all(resultsOf(RUNS, settings));
const text = found.map((lines) => `${lines.join("\n")}\n`).join("");
writeFileSync(RECORDED, text);
console.log(
  `${found.length} runs, ${(text.length / 1000).toFixed(0)} kB, ${((performance.now() - started) / 1000).toFixed(0)} s\n` +
    `CHANGELOG.md must hold: Recorded results ${digestOf(text)}: <which rows moved and why>`,
);
