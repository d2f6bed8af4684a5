/** The custom element in Chromium: recall as by the API, damage by pointer and keyboard, accessibility, and its worker. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { digits } from "../../src/data/digits.ts";
import type { PalimpsestRecall, RecallDetail } from "../../src/element/index.ts";
import { capacity } from "../../src/experiments/capacity/run.ts";
import { flippedPatterns } from "../../src/hopfield/cue.ts";
import { hebbianNetwork } from "../../src/hopfield/learning/learn.ts";
import { relax } from "../../src/hopfield/relax.ts";
import { rewire } from "../../src/hopfield/rewire.ts";
import { centeredOverlaps } from "../../src/hopfield/state-overlaps.ts";
import { violationsOf } from "../support/axe.ts";
import { hasChromium, startChromium } from "../support/chromium.ts";
import { type Pages, STRICT, servePages } from "../support/pages.ts";

const SMALL = 'patterns="12" inputs="30" rule="noise" noise="0.15" seed="18446744073709551615"';

const html = (attributes: string, module = "/element.js", scheme = "light dark"): string =>
  `<!doctype html><html lang="en"><head><meta name="color-scheme" content="${scheme}" /><title>Memory</title>
  <meta name="viewport" content="width=device-width" /><script type="module" src="${module}"></script></head>
  <body><main><h1>Memory</h1><palimpsest-recall ${attributes}></palimpsest-recall></main></body></html>`;

let pages: Pages;
let elsewhere: Pages;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  elsewhere = await servePages("dist", {}, { "access-control-allow-origin": "*" });
  pages = await servePages("dist", {
    "/": html(SMALL),
    "/random": html('rule="random"'),
    "/wrong": html('inputs="784"'),
  });
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await elsewhere?.close();
});

async function open(path: string, options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
  const page = await browser.newPage({ reducedMotion: "reduce", ...options });
  complaints.length = 0;
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`${pages.origin}${path}`);
  return page;
}

/** Waits until the digits are stored. */
const stored = (page: Page): Promise<void> => page.getByText(/synapses a neuron recall/).waitFor();

/** What the next event of a name tells, after an act. */
async function told<Detail>(page: Page, name: string, act: () => Promise<unknown>): Promise<Detail> {
  await page.evaluate(
    `void (globalThis.told = new Promise((resolve) => addEventListener("${name}", ({ detail }) => resolve(detail), { once: true })))`,
  );
  await act();
  return page.evaluate("globalThis.told") as Promise<Detail>;
}

const picture = (page: Page) => page.getByRole("application", { name: "Picture to damage" });
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();
const wrongPixels = async (page: Page): Promise<number> =>
  Number(/(\d+) of 784 pixels wrong/.exec(`${await page.locator("[part=overlap]").textContent()}`)![1]);

test.runIf(hasChromium)("recalls what the API recalls for the same seed, and says so", async () => {
  const patterns = digits({ count: 12 });
  const seed = 2n ** 64n - 1n;
  const { connectivity } = await rewire(patterns, { inputs: 30, rule: "noise", seed, sweeps: 2 });
  const network = await hebbianNetwork(patterns, connectivity!);
  const cues = flippedPatterns(patterns, { flipped: 0.15, seed });
  const { states, sweeps, status } = await relax(network, cues);
  const overlaps = centeredOverlaps(states, patterns.values, 784);
  const before = centeredOverlaps(cues.values, patterns.values, 784);

  const page = await open("/");
  await stored(page);
  const kept = overlaps.filter((m) => m >= 0.9).length;
  await expect(page.locator("[part=summary]").textContent()).resolves.toBe(
    `30 synapses a neuron recall ${kept} of 12 digits with 15 % of the pixels wrong`,
  );
  const detail = await told<RecallDetail>(page, "recall", () => press(page, "Recall"));
  expect(detail).toEqual({
    pattern: 0,
    label: 0,
    rule: "noise",
    cue: before[0],
    overlap: overlaps[0],
    retrieved: overlaps[0] >= 0.9,
    wrong: states.subarray(0, 784).filter((value, i) => value !== patterns.values[i]).length,
    sweeps: sweeps[0],
    status: status[0],
  });
  expect(complaints).toEqual([]);
  expect(pages.missing).toEqual([]);
  await page.close();
});

test.runIf(hasChromium)("pointer and keyboard damage a digit, buttons damage and restore it", async () => {
  const page = await open("/random");
  await stored(page);
  expect(await wrongPixels(page)).toBe(157); // 0.2 · 784
  await press(page, "Restore");
  expect(await wrongPixels(page)).toBe(0);

  const { x, y, width } = (await picture(page).boundingBox())!;
  await page.mouse.move(x + 2, y + 2);
  await page.mouse.down();
  await page.mouse.move(x + width - 2, y + 2); // one event across the picture
  await page.mouse.up();
  expect(await wrongPixels(page)).toBe(2 * 28); // the digit leaves its first two rows blank
  await press(page, "Restore");

  await picture(page).focus();
  await page.keyboard.press("Space");
  expect(await wrongPixels(page)).toBe(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  expect(await wrongPixels(page)).toBe(2);

  await press(page, "Damage 20 %");
  expect(await wrongPixels(page)).toBe(157);

  const second = page.getByRole("radio", { name: /^Digit 1, number 2,/ });
  await page.getByRole("radio", { name: /^Digit 0, number 1,/ }).press("ArrowRight");
  expect(await second.getAttribute("aria-checked")).toBe("true");
  const wrong = await wrongPixels(page);
  const { label, cue } = await told<RecallDetail>(page, "recall", () => press(page, "Recall"));
  expect([label, wrong]).toEqual([1, 157]);
  // a thin 1 of which a fifth of the page is wrong: far from the plain overlap of 0.6
  expect(cue).toBeGreaterThan(0.3);
  expect(cue).toBeLessThan(0.45);
  await page.close();
});

test.runIf(hasChromium)("another rule tries the same cue again; attributes and properties are one", async () => {
  const page = await open("/random");
  await stored(page);
  const first = await told<RecallDetail>(page, "recall", () => press(page, "Recall"));
  expect(first.retrieved).toBe(false);
  const again = await told<RecallDetail>(page, "recall", () =>
    page.getByRole("radio", { name: "Signal reinforcement" }).check(),
  );
  expect(again).toMatchObject({ rule: "signal", cue: first.cue, retrieved: true });
  const element = page.locator("palimpsest-recall");
  expect(await element.getAttribute("rule")).toBe("signal");

  const ready = await told<unknown>(page, "ready", () =>
    element.evaluate((one: PalimpsestRecall) => {
      one.rule = "random";
      one.patterns = 3;
      one.seed = 7n;
    }),
  );
  expect(ready).toMatchObject({ rule: "random", patterns: 3 });
  expect(await element.evaluate((one: PalimpsestRecall) => one.outerHTML)).toContain('patterns="3" seed="7"');
  expect(await page.getByRole("radio", { name: /^Digit/ }).count()).toBe(3);

  // taken out and put back, it starts again
  await told(page, "ready", () => element.evaluate((one) => document.body.append(one)));
  expect(complaints).toEqual([]);
  await page.close();
});

test.runIf(hasChromium)("what is not allowed is said", async () => {
  const page = await open("/wrong");
  const element = page.locator("palimpsest-recall");
  const alert = page.getByRole("alert");
  expect(await alert.textContent()).toBe("palimpsest-recall: inputs must be an integer in [1, 783], got 784");
  const cases: readonly (readonly [string, string, string])[] = [
    ["inputs", "many", 'inputs must be an integer, got "many"'],
    ["inputs", "", 'inputs must be an integer, got ""'],
    ["patterns", "0", "patterns must be an integer in [1, 200], got 0"],
    ["rule", "loud", 'rule must be one of "random", "noise", "signal", got "loud"'],
    ["noise", "1.5", "noise must be in [0, 1], got 1.5"],
    ["seed", "-1", 'seed must be an integer in [0, 2^64), as a number, bigint or decimal string, got "-1"'],
  ];
  for (const [name, value, message] of cases) {
    const found = await element.evaluate(
      (one, [name, value]) =>
        new Promise((resolve) => {
          for (const other of ["inputs", "patterns", "rule", "noise", "seed"]) one.removeAttribute(other);
          one.addEventListener("error", (event) => resolve((event as ErrorEvent).message), { once: true });
          one.setAttribute(name, value);
        }),
      [name, value],
    );
    expect(found).toBe(`palimpsest-recall: ${message}`);
    expect(await alert.textContent()).toBe(found);
  }
  const thrown = await element.evaluate((one: PalimpsestRecall) => {
    try {
      one.inputs = 0;
    } catch (error) {
      return String(error);
    }
    return "nothing";
  });
  expect(thrown).toBe("RangeError: palimpsest-recall: inputs must be an integer in [1, 783], got 0");
  await element.evaluate((one) => {
    one.removeAttribute("seed");
    one.setAttribute("rule", "random");
  });
  await stored(page);
  expect(await alert.isVisible()).toBe(false);
  await page.close();
});

test.runIf(hasChromium)("accessible, in 280 pixels and in the dark as well", async () => {
  for (const options of [
    { viewport: { width: 280, height: 700 }, colorScheme: "light" },
    { viewport: { width: 1000, height: 700 }, colorScheme: "dark" },
  ] as const) {
    const page = await open("/random", options);
    await stored(page);
    await told(page, "recall", () => press(page, "Recall"));
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(options.viewport.width);
    await page.close();
  }
});

test.runIf(hasChromium)("a module from another server starts its worker all the same", async () => {
  const policy = `${STRICT} ${elsewhere.origin}; worker-src blob: ${elsewhere.origin}`;
  const linking = await servePages(
    "dist",
    { "/": html(SMALL, `${elsewhere.origin}/element.js`) },
    { "content-security-policy": policy },
  );
  const page = await browser.newPage();
  await page.goto(linking.origin);
  await stored(page);
  await page.close();
  await linking.close();
});

test.runIf(hasChromium)("a worker that is not there is said to be missing", async () => {
  const alone = await servePages("dist/types", { "/": html(SMALL) });
  const page = await browser.newPage();
  await page.route("**/element.js", (route) => route.fulfill({ path: "dist/element.js" }));
  await page.goto(alone.origin);
  await page.getByRole("alert").filter({ hasText: "element-worker.js must lie beside" }).waitFor();
  await page.close();
  await alone.close();
});

test.runIf(hasChromium)("examples/embed.html runs as it is", async () => {
  const { summary } = await capacity({
    neurons: 100,
    inputs: 10,
    rule: ["random", "noise", "signal"],
    seeds: 1,
    seed: 1,
  });
  const served = await servePages(".", {}, {});
  const page = await browser.newPage();
  await page.goto(`${served.origin}/examples/embed.html`);
  await stored(page);
  const words = summary.map(({ rule, load }) => `${rule} ${load.toFixed(1)}`).join(", ");
  await page.getByText(`100 neurons: ${words}.`).waitFor();
  expect(served.missing).toEqual([]);
  await page.close();
  await served.close();
});
