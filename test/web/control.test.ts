/** The control room of the lab: numbers of the API and the command, interaction, and values of the address. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { type ControlSpec, OUTCOMES, presentSequence, solveControl, valueFunction } from "../../src/index.ts";
import { command } from "../support/command.ts";
import { folder } from "../support/folder.ts";
import {
  expectAccessible,
  expectFits,
  expectOffline,
  hasChromium,
  setSlider,
  stat,
  useLab,
  whenComputed,
} from "../support/lab.ts";

const lab = useLab();

const MUTUAL = [
  [0, 2],
  [2, 0],
];
const MADE = {
  weights: MUTUAL,
  initial: [-1, 0.5],
  controlWeight: 0.02,
  discount: 1,
  bounds: { existing: 1, silent: 0.2 },
  step: 0.05,
  starts: 3,
  seed: 1,
} satisfies ControlSpec;
const BLANK = "view=sequence&A=0,0,0;0,0,0;0,0,0&K=1.5&k=1.5";
const FIVE = "1.4,-1,0.8;-0.6,-1.5,0.4;0.9,-0.5,0.6;1.1,1.1,1.1;1.4,-1,0.8";

function present({ initial, ...spec }: ControlSpec) {
  return presentSequence({ ...spec, present: [initial] }).then(([presentation]) => presentation);
}

function text(page: Page, name: string): Promise<string | null> {
  return page.locator(`[data-stat="${name}"]`).textContent();
}

/** A file that a button of a figure offers. */
async function saved(page: Page, figure: string, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(`[data-figure="${figure}"]`).getByRole("button", { name: button, exact: true }).click(),
  ]);
  return readFileSync((await download.path())!, "utf8");
}

/** Rows of the command shown beneath a figure, run with the file it offers. */
async function byCommand(page: Page, figure: string, file: string) {
  const path = join(folder(), file);
  writeFileSync(path, await saved(page, figure, file));
  const shown = await page.locator(`[data-figure="${figure}"] .command-line`).textContent();
  expect(shown).toBe(`palimpsest control --spec ${file}`);
  const { stdout, stderr, code } = await command("control", "--spec", path, "--json");
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout).rows;
}

test.runIf(hasChromium).each([
  ["New equilibrium", "newEquilibrium", MADE],
  ["Recorded", "recorded", { ...MADE, controlWeight: 0.005, bounds: { existing: 2.5, silent: 2.5 } }],
  ["Free association", "freeAssociation", { ...MADE, controlWeight: 0.9 }],
  ["Recognized", "recognized", { ...MADE, initial: [1.6, 1.2], controlWeight: 0.95, discount: 0.5 }],
  ["Undecided", "undecided", { ...MADE, initial: [-1, 1], controlWeight: 0.5 }],
  [
    "Associated",
    "associated",
    {
      ...MADE,
      weights: [
        [2, -2],
        [2, 2],
      ],
      initial: [0.5, 0.2],
      controlWeight: 0.5,
      discount: 0.1,
      bounds: { existing: 0.05, silent: 0.05 },
    },
  ],
  [
    "Wandering",
    "wandering",
    {
      weights: [
        [2, -1.2, 0],
        [2.02, 1.71, 1.15],
        [-4.75, 0, 1],
      ],
      initial: [0.1, 0.2, 0.3],
      controlWeight: 0.98,
      discount: 0.5,
      bounds: { existing: 0.01, silent: 0.001, diagonal: 0 },
      step: 0.02,
      horizon: 20,
      starts: 1,
      seed: 1,
    },
  ],
] as const)("%s: outcome, cost and residual are those of the API", async (title, outcome, spec) => {
  const { page, problems, close } = await lab.open("control?mu=0.5");
  await page.getByRole("button", { name: title, exact: true }).click();
  const { solution, evidence } = await present(spec as unknown as ControlSpec);
  expect(evidence.outcome).toBe(outcome);
  await expect.poll(() => text(page, "outcome"), { timeout: 60_000 }).toBe(OUTCOMES[outcome].label);
  expect(await text(page, "cost")).toBe(solution.cost!.toPrecision(5));
  expect(await text(page, "residual")).toBe(solution.residual!.toExponential(1).replace("-", "−"));
  expect(await page.locator('[data-figure="control-path"] h2').textContent()).toContain(
    evidence.reason.replaceAll("-", "−"),
  );
  expect(problems).toEqual([]);
  await close();
});

test.runIf(hasChromium)("the command repeats a presentation and the front, number by number", async () => {
  const { page, close } = await lab.open("control");
  await whenComputed(page);
  await expect.poll(() => text(page, "outcome")).toBe("new equilibrium");
  const [row] = await byCommand(page, "control-path", "control.json");
  const { solution, evidence } = await present(MADE);
  expect([row.cost, row.outcome, row.residual]).toEqual([solution.cost, evidence.outcome, solution.residual]);
  expect(row.cost.toPrecision(5)).toBe(await text(page, "cost"));
  const course = (await saved(page, "control-synapses", "CSV")).trim().split("\n");
  expect(course).toHaveLength(solution.times.length + 1);
  expect(course[0]).toBe("time,u1,u2,xi11,xi12,xi21,xi22");
  expect(course[1].split(",").map(Number)).toEqual([0, -1, 0.5, ...solution.controls.subarray(0, 4)]);

  const front = await byCommand(page, "control-front", "front.json");
  const table = (await saved(page, "control-front", "CSV")).trim().split("\n");
  const columns = table[0].split(",");
  const shown = table.slice(1).map((line) => line.split(","));
  expect(shown).toHaveLength(front.length);
  for (const name of ["controlWeight", "gridCost", "motion", "effort"]) {
    const at = columns.indexOf(name);
    expect(shown.map((cells) => Number(cells[at]))).toEqual(front.map((one: Record<string, number>) => one[name]));
  }
  // outcomes change once along it, and the title says where
  const records = front.filter((one: { outcome: string }) => one.outcome === "newEquilibrium");
  expect(await page.locator('[data-figure="control-front"] h2').textContent()).toContain(
    `New equilibrium up to μ = ${records.at(-1).controlWeight}`,
  );
  await close();
});

test.runIf(hasChromium)(
  "a pattern is dragged, pushed by keys and placed by a click; the address repeats it",
  async () => {
    const opened = await lab.open("control");
    const { page, close } = opened;
    const knob = page.getByRole("slider", { name: "Pattern u⁰" });
    const free = () => page.locator("path.plane-free").first().getAttribute("d");
    await expect.poll(() => text(page, "outcome")).toBe("new equilibrium");
    await expectOffline(opened, async () => {
      const box = (await knob.locator(".plane-knob").boundingBox())!;
      const before = await free();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      for (let n = 1; n <= 10; n++)
        await page.mouse.move(box.x + box.width / 2 + 6 * n, box.y + box.height / 2 - 4 * n);
      await expect.poll(free).not.toBe(before);
      await page.mouse.up();
      await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/u=-0\.\d/);
    });
    await knob.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowDown");
    const plane = (await page.locator(".plane-ground").boundingBox())!;
    const hash = () => page.evaluate(() => location.hash);
    const moved = await hash();
    await page.mouse.click(plane.x + 0.8 * plane.width, plane.y + 0.3 * plane.height);
    await expect.poll(hash).not.toBe(moved);
    await expect
      .poll(() => hash().then((link) => /u=([^&]*)/.exec(decodeURIComponent(link))![1].split(",").map(Number)))
      .toEqual([expect.closeTo(1.5, 0), expect.closeTo(1, 0)]);
    await whenComputed(page);
    await expect.poll(() => text(page, "outcome")).not.toBe("…");
    const cost = await text(page, "cost");
    const initial = /u=([^&]*)/
      .exec(decodeURIComponent(await hash()))![1]
      .split(",")
      .map(Number);
    expect(cost).toBe((await present({ ...MADE, initial })).solution.cost!.toPrecision(5));
    const again = await lab.open((await hash()).slice(2));
    await expect.poll(() => text(again.page, "cost")).toBe(cost);
    await again.close();
    await close();
  },
);

test.runIf(hasChromium)("μ moves along the front by drag and by keys, K and k over their values", async () => {
  const { page, problems, close } = await lab.open("control?mu=0.4");
  await expect.poll(() => text(page, "outcome")).toBe("new equilibrium");
  await whenComputed(page);
  const knob = page.getByRole("slider", { name: "μ along the front" });
  await knob.scrollIntoViewIfNeeded();
  const box = (await knob.locator(".plane-knob").boundingBox())!;
  await page.mouse.move(box.x + 7, box.y + 7);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 20, { steps: 5 });
  await page.mouse.up();
  await whenComputed(page);
  const mu = Number(await knob.getAttribute("aria-valuenow"));
  expect(mu).toBeLessThan(0.4);
  await knob.focus();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => knob.getAttribute("aria-valuenow").then(Number)).toBeCloseTo(mu + 0.005, 10);
  await setSlider(page, /^K, bound/, 0);
  await expect.poll(() => page.evaluate(() => location.hash)).toContain("K=0");
  const changed = {
    ...MADE,
    controlWeight: Number((mu + 0.005).toFixed(3)),
    bounds: { existing: 0, silent: 0.2 },
  };
  await expect.poll(() => text(page, "cost")).toBe((await present(changed)).solution.cost!.toPrecision(5));
  expect(problems).toEqual([]);
  await close();
});

test.runIf(hasChromium)("patterns in turn: kept, forgotten and restored as by the API and the command", async () => {
  const { page, problems, close } = await lab.open(`control?${BLANK}&present=${FIVE}`);
  await expect.poll(() => stat(page, "presented")).toBe(5);
  const rows = await byCommand(page, "control-ledger", "control.json");
  const ledger = (await saved(page, "control-ledger", "CSV")).trim().split("\n").slice(1);
  expect(ledger.map((line) => line.split(",").slice(-3))).toEqual(
    rows.flatMap(({ memories }: { memories: { pattern: number; status: string; similarity: number }[] }) =>
      memories.map(({ pattern, status, similarity }) => [String(pattern), status, String(similarity)]),
    ),
  );
  const last = rows.at(-1).memories.filter(({ status }: { status: string }) => status !== "forgotten");
  expect(await stat(page, "known")).toBe(last.length);
  expect(await page.locator('[data-figure="control-ledger"] h2').textContent()).toContain(
    "came back without being shown",
  );
  // the network between two presentations
  await page.getByRole("button", { name: "after P₁", exact: true }).click();
  expect(await page.locator('[data-figure="control-recall"] h2').textContent()).toBe(
    "After 2 presentations the network knows P₁",
  );
  // one more, by a click; one less, by a button
  const plane = (await page.locator(".plane-ground").boundingBox())!;
  await page.mouse.click(plane.x + 0.2 * plane.width, plane.y + 0.2 * plane.height);
  await expect.poll(() => stat(page, "presented")).toBe(6);
  await page.getByRole("button", { name: "Take presentation 1 away" }).click();
  await expect.poll(() => stat(page, "presented")).toBe(5);
  await page.getByRole("button", { name: "Present P₀ again at the end" }).first().click();
  await expect.poll(() => stat(page, "presented")).toBe(6);
  expect(problems).toEqual([]);
  await close();
});

test.runIf(hasChromium)("the value function at the pattern is that of the API, and so is J for h → 0", async () => {
  const { page, problems, close } = await lab.open("control?view=value&nodes=61");
  const { initial, ...flow } = MADE;
  const { valueAt } = await valueFunction(flow, { nodes: 61 });
  await expect.poll(() => text(page, "value"), { timeout: 30_000 }).toBe(valueAt(initial).toPrecision(6));
  const limit = (await solveControl(MADE)).cost!;
  await expect.poll(() => text(page, "limit")).toBe(limit.toPrecision(6));
  const rows = await byCommand(page, "control-value", "control.json");
  expect(rows).toHaveLength(61 * 61);
  for (const { u1, u2, value } of [rows[61 * 11 + 30], rows[61 * 40 + 7]]) {
    expect(value).toBeCloseTo(valueAt([u1, u2]), 12); // which interpolates, at nodes too
  }
  expect(Math.abs(valueAt(initial) - limit) / limit).toBeLessThan(0.04);
  await page.getByRole("slider", { name: "Pattern u⁰" }).press("ArrowRight");
  await expect.poll(() => text(page, "value")).toBe(valueAt([-0.95, 0.5]).toPrecision(6));
  expect(problems).toEqual([]);
  await close();
});

test.runIf(hasChromium)("what is slow gives way to what is asked next", async () => {
  // takes seconds
  const { page, close } = await lab.open("control?A=2,-2;2,2&u=0.5,0.2&mu=0.5&lambda=0.1&K=0.5&k=0.05");
  await page.getByRole("button", { name: "Stop" }).first().waitFor();
  await page.getByRole("button", { name: "Recognized", exact: true }).click();
  await expect.poll(() => text(page, "outcome"), { timeout: 5000 }).toBe("recognized");
  await close();
});

test.runIf(hasChromium)("wrong values in the address are replaced, with a note that says what is allowed", async () => {
  const { page, problems, close } = await lab.open("control?mu=7&A=1,2;3&u=abc&view=everything");
  const notes = await page.locator(".note").allTextContents();
  expect(notes.join(" ")).toContain("“u” in the address must be 2 or 3 numbers within ±6");
  expect(notes.join(" ")).toContain("“A” in the address must be 2 or 3 rows of as many numbers within ±10");
  await expect.poll(() => text(page, "outcome")).toBe("new equilibrium");
  expect(problems).toEqual([]);
  await close();
});

test.runIf(hasChromium).each(["view=value&nodes=61", `${BLANK}&present=${FIVE}`])(
  "accessible in light and dark, and as wide as a phone: %s",
  async (query) => {
    const { page, problems, close } = await lab.open(`control?${query}`);
    await whenComputed(page);
    await expectAccessible(page, "light");
    await expectAccessible(page, "dark");
    await expectFits(page);
    expect(problems).toEqual([]);
    await close();
  },
);
