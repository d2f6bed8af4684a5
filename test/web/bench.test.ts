/** The bench room of the lab: measurements on request, their ratios and CSV, and stopping them. */
import { expect, test } from "vitest";
import {
  expectAccessible,
  expectFits,
  expectOffline,
  hasChromium,
  stat,
  useLab,
  whenComputed,
} from "../support/lab.ts";

const lab = useLab();
const inChromium = test.runIf(hasChromium);

inChromium("measures every kernel on both backends when asked, offline too, and gives rows as CSV", async () => {
  const opened = await lab.open("bench?neurons=50&seconds=1&seed=7");
  const { page } = opened;
  expect(await page.locator(".bench-bar").count()).toBe(0); // nothing runs unasked
  await expectOffline(opened, async () => {
    await page.getByRole("button", { name: "Measure this device" }).click();
    await page.getByRole("button", { name: "Measure again" }).waitFor();
    await whenComputed(page);
  });
  expect(await page.locator(".bench-bar").count()).toBe(8);
  const kernels = await page.locator(".bench-kernel").allTextContents();
  expect(kernels).toEqual(["overlap", "swap annealing", "heat bath", "retrieval"]);
  const ratios = (await page.locator(".bench-ratio").allTextContents()).map((text) => Number.parseFloat(text));
  for (const ratio of ratios) expect(ratio).toBeGreaterThan(0);
  const title = await page.locator("[data-figure=bench] h2").textContent();
  expect(title).toContain("At N = 50");
  expect(title).toContain(`${Math.max(...ratios)}`);
  expect(await page.locator(".command-line").textContent()).toBe("palimpsest bench --neurons 50 --threads 1 --seed 7");
  expect(await stat(page, "cores")).toBeGreaterThan(0);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "CSV" }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const [head, ...lines] = Buffer.concat(chunks).toString().trim().split("\n");
  expect(head.split(",").slice(0, 7).join()).toBe("kernel,neurons,inputs,patterns,note,variant,milliseconds");
  expect(lines).toHaveLength(8);

  for (const theme of ["light", "dark"] as const) await expectAccessible(page, theme);
  await expectFits(page);
  expect(opened.problems).toEqual([]);
  await opened.close();
});

inChromium("a measurement can be stopped and started again", async () => {
  const { page, problems, close } = await lab.open("bench?neurons=200&seconds=20");
  await page.getByRole("button", { name: "Measure this device" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopped.").waitFor();
  await page.getByRole("button", { name: "Start again" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  expect(problems).toEqual([]);
  await close();
});
