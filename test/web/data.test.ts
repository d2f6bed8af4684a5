/** What the page gets while it is built: parameters of experiments, plain data, colors of rules; what does not fit ends the build. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Rolldown } from "vite";
import { expect, test } from "vitest";
import { integer, real, several } from "../../src/check/kinds.ts";
import { parameter } from "../../src/check/parameters.ts";
import { RULE_PARAMETER_NAMES } from "../../src/hopfield/rules/index.ts";
import { numbersOf } from "../../web/build/numbers.ts";
import { plainData } from "../../web/build/plain-data.ts";
import { stylesOf } from "../../web/build/rule-colors.ts";
import { RULE_NUMBERS as ONLINE } from "../../web/src/rooms/online/fields.data.ts";
import { RULE_NUMBERS as REWIRE } from "../../web/src/rooms/rewire/fields.data.ts";
import { folder } from "../support/folder.ts";

const TABLE = {
  inputs: parameter({ kind: several(integer(1)), symbol: "c", about: "inputs of every neuron", otherwise: "50" }),
  noise: parameter({ kind: real({ least: 0, most: 1 }), about: "fraction flipped", default: 0.2 }),
};

test("a parameter has range, default, label and sentence of its table, and what the room says otherwise", () => {
  expect(
    numbersOf("attic", TABLE, { inputs: { max: 200 }, noise: { step: 0.1, initial: 0.5, help: "Some." } }),
  ).toEqual({
    inputs: { initial: 50, min: 1, max: 200, step: 1, label: "Inputs c", help: "Inputs of every neuron." },
    noise: { initial: 0.5, min: 0, max: 1, step: 0.1, label: "Noise", help: "Some." },
  });
});

test("what the experiment would refuse, and what is left open, is named", () => {
  const inputs = (screen: object) => () => numbersOf("attic", TABLE, { inputs: screen });
  expect(inputs({ min: 0, max: 9 })).toThrow("attic: min of inputs must be an integer ≥ 1, got 0");
  expect(inputs({ min: 1.5, max: 99 })).toThrow("attic: min of inputs must be an integer");
  expect(inputs({})).toThrow("attic: max of inputs");
  expect(inputs({ max: 40 })).toThrow(
    "attic: inputs must begin within its range and have a step > 0, got 50 in [1, 40] by 1",
  );
  expect(() => numbersOf("attic", TABLE, { noise: {} })).toThrow("got 0.2 in [0, 1] by undefined");
});

test("rooms of searches and of growth offer every parameter of every rule", () => {
  for (const numbers of [REWIRE, ONLINE]) expect(Object.keys(numbers)).toEqual(RULE_PARAMETER_NAMES);
});

test("a page holds plain data and not what it is made of; functions are refused", async () => {
  const at = folder();
  const built = async (data: string): Promise<string> => {
    writeFileSync(join(at, "page.js"), 'export * from "./some.data.ts";');
    writeFileSync(join(at, "made.ts"), 'export const made = (of: number): number[] => ["unseen".length, of];');
    writeFileSync(join(at, "some.data.ts"), `import { made } from "./made.ts";\n${data}`);
    const { output } = (await build({
      configFile: false,
      root: at,
      logLevel: "silent",
      plugins: [plainData()],
      build: { write: false, minify: false, lib: { entry: join(at, "page.js"), formats: ["es"] } },
    }).then((one) => [one].flat()[0])) as Rolldown.RolldownOutput;
    return output[0].code;
  };
  const code = await built("export const some: { list: number[] } = { list: made(7) };");
  expect(code.replace(/\s/g, "")).toContain('some={"list":[6,7]}');
  expect(code).not.toContain("unseen");
  await expect(built("export const some = { made };")).rejects.toThrow(
    /some\.data\.ts: some must be plain data, got .*as its made/s,
  );
  await expect(built("export const some = [made(1)[5] / 0, 1 / 0];")).rejects.toThrow("must be plain data");
});

test("a rule has the shades of the hue that its color is, and other colors are refused", () => {
  const css = ":root { --hue-blue: #0072b2; } .dark { --hue-blue: #2a93d1; }";
  expect(stylesOf([{ name: "noise", color: "#0072B2" }], css)).toContain(
    "--rule: var(--hue-blue); --rule-text: var(--text-blue)",
  );
  expect(() => stylesOf([{ name: "faint", color: "#eeeeee" }], css)).toThrow("rule faint: color must be one of #");
});
