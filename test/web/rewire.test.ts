/** The rewiring room of the lab: the course of annealing, commands that repeat it, and saved numbers. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { capacity } from "../../src/experiments/capacity/run.ts";
import { fields } from "../../src/experiments/fields/run.ts";
import { networkSeed } from "../../src/experiments/kit/network.ts";
import { weights } from "../../src/experiments/weights/run.ts";
import { connectivityFrom } from "../../src/hopfield/connectivity.ts";
import { hebbianNetwork } from "../../src/hopfield/learning/learn.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { relax } from "../../src/hopfield/relax.ts";
import { type RewiredNeurons, rewire } from "../../src/hopfield/rewire.ts";
import { rowOverlaps } from "../../src/hopfield/state-overlaps.ts";
import { command } from "../support/command.ts";
import { folder } from "../support/folder.ts";
import { expectOffline, hasChromium, setSlider, stat, useLab, whenComputed } from "../support/lab.ts";

const lab = useLab();

const [N, C, P, SEED] = [80, 10, 24, 7];
const SMALL = `rewire?neurons=${N}&inputs=${C}&patterns=${P}&seed=${SEED}`;

/** What the API says of the network of the page at one moment of its search. */
async function byApi(rule: "noise" | "signal" | "margin", sweeps: number, part = 1) {
  const seed = networkSeed(SEED, P);
  const patterns = await randomPatterns({ nPatterns: P, nNeurons: N, seed });
  const rows: Int32Array[] = [];
  let energy = 0;
  const onNeurons = ({ neurons, course }: RewiredNeurons): void => {
    const { moments, energies, inputs } = course!;
    neurons.forEach((i, n) => {
      const at = n * moments + Math.round(part * (moments - 1));
      rows[i] = inputs.slice(at * C, (at + 1) * C);
      energy += energies[at] / N;
    });
  };
  await rewire(patterns, { inputs: C, rule, sweeps, seed }, { course: true, onNeurons });
  const network = await hebbianNetwork(patterns, connectivityFrom(rows));
  const { states } = await relax(network, patterns);
  const kept = rowOverlaps(states, patterns.values, N).filter((m) => m >= 0.9).length;
  return { energy, kept };
}

/** A number as the page writes it, to four digits. */
async function expectStat(page: Page, name: string, value: number): Promise<void> {
  await expect
    .poll(() => stat(page, name), { timeout: 60_000 })
    .toBeCloseTo(value, value === 0 ? 6 : 3 - Math.ceil(Math.log10(Math.abs(value))));
}

test.runIf(hasChromium).each([
  ["noise", 20],
  ["signal", 20],
  ["margin", 400],
] as const)("%s: energies, weights, fields and capacities are those of the API", async (rule, sweeps) => {
  const { page, problems, close } = await lab.open(`${SMALL}&rule=${rule}`);
  await whenComputed(page);
  const network = { neurons: N, inputs: C, sweeps, seeds: 1, seed: SEED };
  const end = await byApi(rule, sweeps);
  await expectStat(page, "energy", end.energy);
  await expect.poll(() => stat(page, "kept")).toBe(end.kept);
  const [kept] = (await weights({ ...network, patterns: P, rule })).summary;
  await expectStat(page, "strength", Number(kept.strength.toPrecision(3)));
  const [held] = (await fields({ ...network, patterns: P, rule })).summary;
  await expectStat(page, "unstable", 100 * held.negative);
  await expectStat(page, "field-mean", held.mean);
  await expectStat(page, "field-deviation", held.deviation);
  const [random, chosen] = (await capacity({ ...network, rule: ["random", rule] })).rows;
  await expect.poll(() => stat(page, "capacity"), { timeout: 60_000 }).toBe(chosen.capacity);
  expect(await stat(page, "random-capacity")).toBe(random.capacity);
  expect(await stat(page, "gain")).toBeCloseTo(chosen.capacity / random.capacity, 1);
  expect(await page.locator('[data-figure="gain"] h2').textContent()).toContain(`hold ${chosen.capacity} patterns`);
  expect(problems).toEqual([]);
  await close();
});

test.runIf(hasChromium)(
  "the moment is dragged over the chart and moved by keys, offline: all shows that moment",
  async () => {
    const opened = await lab.open(`${SMALL}&rule=signal`);
    const { page, close } = opened;
    await whenComputed(page);
    const slider = page.getByRole("slider", { name: "Moment" });
    await expectOffline(opened, async () => {
      const box = (await page.locator('[data-figure="energy"] svg').boundingBox())!;
      const y = box.y + box.height / 2;
      await page.mouse.move(box.x + 0.9 * box.width, y);
      await page.mouse.down();
      await page.mouse.move(box.x + 0.3 * box.width, y, { steps: 8 });
      const dragged = Number(await slider.inputValue());
      expect(dragged).toBeGreaterThan(10);
      expect(dragged).toBeLessThan(45);
      await page.mouse.move(box.x, y, { steps: 4 });
      await page.mouse.up();
      expect(await slider.inputValue()).toBe("0");
    });
    const first = await byApi("signal", 20, 0);
    await expectStat(page, "energy", first.energy);
    await expect.poll(() => stat(page, "kept")).toBe(first.kept);
    await slider.focus();
    for (let k = 0; k < 4; k++) await page.keyboard.press("PageUp");
    const at = Number(await slider.inputValue()) / 100;
    const later = await byApi("signal", 20, at);
    await expectStat(page, "energy", later.energy);
    await expect.poll(() => stat(page, "kept")).toBe(later.kept);
    expect(await stat(page, "temperature")).toBeGreaterThan(0);
    await expect.poll(() => page.evaluate(() => location.hash)).toContain(`moment=${100 * at}`);
    await close();
  },
);

test.runIf(hasChromium)("the annealing is watched from its first set to its last", async () => {
  const { page, close } = await lab.open(`${SMALL}&moment=50`);
  await whenComputed(page);
  const seen = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const energies = new Set<string>();
        new MutationObserver((_, observer) => {
          energies.add(document.querySelector('[data-stat="energy"]')!.textContent!);
          if (document.querySelector<HTMLInputElement>('[data-figure="energy"] input')!.value !== "100") return;
          observer.disconnect();
          resolve(energies.size);
        }).observe(document.querySelector("main")!, { subtree: true, childList: true, characterData: true });
      }),
  );
  const watch = page.getByRole("button", { name: "Watch it anneal" });
  await watch.click();
  expect(await seen).toBeGreaterThan(5);
  await watch.waitFor(); // it has come to rest
  await close();
});

test.runIf(hasChromium)(
  "neurons are seen to choose one handful after another; a search is stopped, and given up when stale",
  async () => {
    const { page, problems, close } = await lab.open(
      "rewire?neurons=400&inputs=100&patterns=200&rule=margin&effort=long",
    );
    const title = page.locator('[data-figure="energy"] h2');
    await expect
      .poll(() => title.textContent(), { timeout: 60_000 })
      .toMatch(/^\d+ of 400 neurons so far: the search lowers/);
    await page.locator(".controls").getByRole("button", { name: "Stop" }).click();
    const stopped = await title.textContent();
    expect(await page.locator(".controls .progress").textContent()).toContain("Stopped");
    await setSlider(page, /Neurons/, N);
    await setSlider(page, /Inputs/, C);
    await setSlider(page, /Patterns/, P);
    await page.getByLabel("Seed").fill(String(SEED));
    await page.getByRole("radio", { name: "noise reduction" }).check();
    await page.getByRole("radio", { name: "usual" }).check();
    await whenComputed(page);
    expect(await title.textContent()).not.toBe(stopped);
    await expectStat(page, "energy", (await byApi("noise", 20)).energy);
    expect(problems).toEqual([]);
    await close();
  },
);

test.runIf(hasChromium)("the commands repeat the figures, from the patterns that the page saves", async () => {
  const { page, close } = await lab.open(`${SMALL}&rule=signal&own=yes&epsilon=1.5`);
  await whenComputed(page);
  const [downloaded] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "patterns as a file" }).click(),
  ]);
  const out = folder();
  const file = join(out, downloaded.suggestedFilename());
  writeFileSync(file, readFileSync(await downloaded.path()));
  const run = async (figure: string) => {
    const line = (await page.locator(`[data-figure="${figure}"] .command-line`).textContent())!;
    const words = line.replace("patterns.npy", file).split(" ").slice(1);
    const { stdout, stderr, code } = await command(...words, "--json", "--quiet", "--threads", 1);
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout).summary;
  };
  const [energies] = await run("energy");
  await expectStat(page, "energy", energies.energy);
  await expectStat(page, "unstable", 100 * energies.unstable);
  const ofRule = (summary: { rule: string }[]) => summary.find(({ rule }) => rule === "signal") as never;
  const { strength } = ofRule(await run("weights")) as { strength: number };
  await expectStat(page, "strength", Number(strength.toPrecision(3)));
  const { mean } = ofRule(await run("fields")) as { mean: number };
  await expectStat(page, "field-mean", mean);
  const found = ofRule(await run("gain")) as { capacity: number };
  await expectStat(page, "capacity", found.capacity);
  await close();
});

test.runIf(hasChromium)("the numbers of a figure are saved, and those of another moment are others", async () => {
  const { page, close } = await lab.open(`${SMALL}&rule=noise`);
  await whenComputed(page);
  const saved = async () => {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator('[data-figure="weights"]').getByRole("button", { name: "CSV" }).click(),
    ]);
    const [head, ...lines] = readFileSync(await file.path(), "utf8")
      .trim()
      .split("\n");
    expect(head).toBe("overlap,weight,pairs,connections,probability");
    return lines.map((line) => line.split(",").map(Number));
  };
  const end = await saved();
  const { rows } = await weights({
    neurons: N,
    inputs: C,
    patterns: P,
    rule: "noise",
    sweeps: 20,
    seeds: 1,
    seed: SEED,
  });
  expect(end).toEqual(rows.map((row) => [row.overlap, row.weight, row.pairs, row.connections, row.probability]));
  await setSlider(page, "Moment", 0);
  const start = await saved();
  expect(start.map(([overlap, , pairs]) => [overlap, pairs])).toEqual(
    end.map(([overlap, , pairs]) => [overlap, pairs]),
  );
  expect(start).not.toEqual(end);
  await close();
});

test.runIf(hasChromium)(
  "what the address may not say is left out; more inputs than there are neurons are cut",
  async () => {
    const { page, close } = await lab.open("rewire?neurons=60&inputs=100&epsilon=-1&effort=endless");
    await whenComputed(page);
    await expect.poll(() => page.locator(".note").count()).toBe(2);
    expect(await page.locator(".controls output").allTextContents()).toContain("58");
    expect(await page.locator('[data-figure="gain"] .command-line').textContent()).toContain("--inputs 58 ");
    await close();
  },
);
