/** The wall of memories in the lab: retrieval and rewiring as by the API, load, interruption and export. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { digits } from "../../src/data/digits.ts";
import { recall } from "../../src/experiments/recall/run.ts";
import { margin } from "../../src/hopfield/rules/margin.ts";
import { INPUTS, MARGIN } from "../../web/src/rooms/wall/network.ts";
import { command as runCommand } from "../support/command.ts";
import { expectOffline, hasChromium, setSlider, stat, useLab, whenComputed } from "../support/lab.ts";

const lab = useLab();

/** What `recall` keeps of digits shown as they are. */
async function kept(stored: number, rule: "random" | "margin", seed: number): Promise<number> {
  const { summary } = await recall(digits({ count: stored }), {
    inputs: INPUTS,
    rule,
    ...(rule === "margin" && { margin: MARGIN }),
    sweeps: margin.search.quickSweeps,
    width: 28,
    seed,
  });
  return summary[0].retrieved;
}

test.runIf(hasChromium)("one click brings the memories back, offline, with the numbers of the API", async () => {
  const opened = await lab.open();
  const { page, close } = opened;
  await whenComputed(page);
  expect(await stat(page, "kept")).toBe(await kept(60, "random", 1));
  expect(await stat(page, "kept")).toBeLessThanOrEqual(1);
  await expectOffline(opened, async () => {
    await page.getByRole("button", { name: "Rewire the synapses" }).click();
    await expect.poll(() => stat(page, "rewired"), { timeout: 60_000 }).toBe(784);
  });
  expect(await stat(page, "kept")).toBe(await kept(60, "margin", 1));
  expect(await stat(page, "kept")).toBeGreaterThanOrEqual(54);
  expect(await page.locator('[data-figure="wall"] h2').textContent()).toMatch(/^Chosen synapses keep/);
  expect(await page.evaluate(() => location.hash)).toBe("#/wall?synapses=chosen");
  await close();
});

test.runIf(hasChromium)("the load moves the wall; what is stale is given up", async () => {
  const { page, problems, close } = await lab.open("wall?synapses=chosen&stored=150&seed=7");
  await setSlider(page, "Digits stored", 20);
  await expect.poll(() => stat(page, "rewired"), { timeout: 60_000 }).toBe(784);
  await whenComputed(page);
  expect(await stat(page, "kept")).toBe(await kept(20, "margin", 7));
  await page.getByRole("button", { name: "Back to random synapses" }).click();
  await setSlider(page, "Digits stored", 2);
  await expect.poll(() => stat(page, "kept")).toBe(await kept(2, "random", 7));
  expect(problems).toEqual([]);
  await close();
});

test.runIf(hasChromium)("a search is stopped and begun again", async () => {
  const { page, close } = await lab.open("wall?stored=200");
  await page.getByRole("button", { name: "Rewire the synapses" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  const rewired = await stat(page, "rewired");
  expect(rewired).toBeLessThan(784);
  await page.getByRole("button", { name: "Start again" }).click();
  await expect.poll(() => stat(page, "rewired"), { timeout: 60_000 }).toBeGreaterThan(rewired);
  await close();
});

test.runIf(hasChromium)("with motion, the wall fills first, and ends where it ends without", async () => {
  const { page, close } = await lab.open("", { reducedMotion: "no-preference", ready: false });
  const shown = async () =>
    Number((await page.locator('[data-stat="kept"] + small').textContent())!.replace(/\D/g, ""));
  await expect.poll(shown).toBeLessThan(60);
  await expect.poll(shown, { timeout: 20_000 }).toBe(60);
  await close();
});

test.runIf(hasChromium)("who does not wait for the wall to fill rewires at once", async () => {
  const { page, close } = await lab.open("", { reducedMotion: "no-preference", ready: false });
  await page.getByRole("button", { name: "Rewire the synapses" }).click();
  await expect.poll(() => stat(page, "rewired"), { timeout: 60_000 }).toBe(784);
  await close();
});

test.runIf(hasChromium)("the figure is exported as SVG, PNG, CSV, a command and a link", async () => {
  const { page, problems, close } = await lab.open("wall?stored=5", {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await whenComputed(page);
  await expect.poll(() => stat(page, "kept")).toBeLessThan(5);
  const exported = async (name: string): Promise<Buffer> => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name, exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`wall.${name.toLowerCase()}`);
    return readFileSync((await download.path())!);
  };
  const svg = (await exported("SVG")).toString();
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(svg).toContain("Random synapses keep");
  expect(svg).toContain("data:image/png;base64,");
  const png = await exported("PNG");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBeGreaterThan(1000);
  const { rows } = await recall(digits({ count: 5 }), { inputs: INPUTS, rule: "random", width: 28, seed: 1 });
  const lines = rows.map(({ overlap, retrieved }, digit) => `${digit},${overlap},${retrieved}`);
  expect((await exported("CSV")).toString()).toBe(`${["digit,overlap,kept", ...lines].join("\n")}\n`);
  const copied = async (name: string): Promise<string> => {
    await page.getByRole("button", { name }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  expect(await copied("Copy link")).toBe(`${lab.address}#/wall?stored=5`);
  const command = await copied("Copy command");
  expect(command).toMatch(/^palimpsest recall --count 5 --inputs 50 --rule random,margin /);
  const run = await runCommand(...command.split(" ").slice(1), "--json", "--quiet");
  const kept = JSON.parse(run.stdout).summary.find(({ rule }: { rule: string }) => rule === "random").retrieved;
  expect(await stat(page, "kept")).toBe(kept);
  expect(problems).toEqual([]);
  await close();
});
