/** The tables of docs/reference are those of the declarations: `npm run reference` writes them. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { referencePages } from "../../src/experiments/reference.ts";

const pages = await referencePages();

it.each(Object.keys(pages))("docs/reference/%s is up to date", (name) => {
  expect(readFileSync(`docs/reference/${name}`, "utf8")).toBe(pages[name]);
});
