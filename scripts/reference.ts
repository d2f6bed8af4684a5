// Writes the tables of parameters into docs/reference/, from what the experiments declare.
import { mkdirSync, writeFileSync } from "node:fs";
import { referencePages } from "../src/experiments/reference.ts";

mkdirSync("docs/reference", { recursive: true });
for (const [name, text] of Object.entries(await referencePages())) writeFileSync(`docs/reference/${name}`, text);
