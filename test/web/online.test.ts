/** The online-learning room of the lab: runs in progress, stopped and replaced. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { online } from "../../src/experiments/online/run.ts";
import { command } from "../support/command.ts";
import { expectOffline, hasChromium, setSlider, stat, useLab, whenComputed } from "../support/lab.ts";

const lab = useLab();

/** The runs of the API as the page is to show them. */
function byApi(
  neurons: number,
  inputs: readonly number[],
  rule: { epsilon: number } | { rule: "margin"; margin: number },
) {
  return online({ neurons, inputs, ...rule, seed: 3 });
}

async function expectEnds(page: Page, ends: readonly { readonly meanInputs: number }[]): Promise<void> {
  for (const [k, name] of ["first", "second", "third"].entries()) {
    await expect
      .poll(() => stat(page, `inputs-${name}`), { timeout: 60_000 })
      .toBe(Number(ends[k].meanInputs.toFixed(1)));
  }
}

test.runIf(hasChromium).each([
  ["signal&epsilon=1.5", { epsilon: 1.5 }],
  ["margin&margin=1", { rule: "margin", margin: 1 }],
] as const)("runs side by side end as by the API, and so do their comparisons: %s", async (query, rule) => {
  const { page, problems, close } = await lab.open(`online?neurons=60&rule=${query}&seed=3`);
  await whenComputed(page);
  const { summary } = await byApi(60, [3, 18, 48], rule);
  await expectEnds(page, summary);
  await whenComputed(page);
  const learned = page.locator('[data-figure="learned"]');
  await expect.poll(() => learned.textContent()).toContain(`random: ${summary[0].randomCapacity}`);
  expect(await learned.textContent()).toContain(`chosen offline: ${summary[0].offlineCapacity}`);
  const retrieved = summary.map((end) => end.retrieved);
  const [least, most] = [Math.min(...retrieved), Math.max(...retrieved)];
  expect(await learned.locator("h2").textContent()).toContain(
    `${least === most ? least : `${least} to ${most}`} patterns`,
  );
  // the command says the same
  const line = (await page.locator('[data-figure="inputs"] .command-line').textContent())!;
  const { stdout, code } = await command(...line.split(" ").slice(1), "--json", "--quiet", "--threads", 1);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).summary).toEqual(summary);
  expect(problems).toEqual([]);
  await close();
});

test.runIf(hasChromium)(
  "the moment is dragged and moved by keys; the numbers of all repetitions are saved",
  async () => {
    const opened = await lab.open("online?neurons=60&epsilon=1&seed=3");
    const { page, close } = opened;
    await whenComputed(page);
    const { rows, summary } = await online({ neurons: 60, inputs: [3, 18, 48], epsilon: 1, seed: 3, reference: false });
    await expectEnds(page, summary);
    const slider = page.getByRole("slider", { name: "Moment" });
    await expectOffline(opened, async () => {
      const box = (await page.locator('[data-figure="inputs"] svg').boundingBox())!;
      const y = box.y + box.height / 2;
      await page.mouse.move(box.x + 0.8 * box.width, y);
      await page.mouse.down();
      await page.mouse.move(box.x, y, { steps: 6 });
      await page.mouse.up();
      expect(await slider.inputValue()).toBe("0");
    });
    await expectEnds(
      page,
      [3, 18, 48].map((c) => rows.find((row) => row.inputs === c && row.repetition === 1)!),
    );
    expect(await page.locator('[data-figure="distribution"] h2').textContent()).toContain("after 1 rep");
    await slider.focus();
    await page.keyboard.press("End");
    await expectEnds(page, summary);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator('[data-figure="inputs"]').getByRole("button", { name: "CSV" }).click(),
    ]);
    const lines = readFileSync(await file.path(), "utf8")
      .trim()
      .split("\n");
    const names = lines[0].split(",");
    expect(lines.slice(1).map((line) => line.split(",").map(Number))).toEqual(
      rows.map((row) => names.map((name) => Number(row[name as keyof typeof row]))),
    );
    await close();
  },
);

test.runIf(hasChromium)("runs are seen on their way, stopped, and given up when they begin elsewhere", async () => {
  const { page, problems, close } = await lab.open("online?neurons=60&epsilon=0&seed=3");
  const title = page.locator('[data-figure="inputs"] h2');
  await whenComputed(page);
  // watched from within the page, which no busy machine outruns: stopped at the fourth number that is seen
  const seen = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const numbers = new Set<string>();
        new MutationObserver((_, observer) => {
          numbers.add(document.querySelector('[data-stat="inputs-first"]')!.textContent!);
          const stop = document.querySelector<HTMLButtonElement>(".controls .progress button");
          if (numbers.size < 4 || !stop) return;
          observer.disconnect();
          stop.click();
          resolve(numbers.size);
        }).observe(document.querySelector("main")!, { subtree: true, childList: true, characterData: true });
      }),
  );
  await setSlider(page, "Neurons N", 300);
  expect(await seen).toBe(4);
  expect(await title.textContent()).toBe("Neurons gain and lose inputs");
  expect(await page.locator(".controls .progress").textContent()).toContain("Stopped");
  await setSlider(page, "Neurons N", 60);
  await setSlider(page, "Target ε", 1);
  await setSlider(page, "Second network", 70);
  await whenComputed(page);
  const { summary } = await online({ neurons: 60, inputs: [3, 42, 48], epsilon: 1, seed: 3, reference: false });
  await expectEnds(page, summary);
  await expect.poll(() => page.evaluate(() => location.hash)).toBe("#/online?neurons=60&second=70&seed=3");
  expect(problems).toEqual([]);
  await close();
});
