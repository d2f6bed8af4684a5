/**
 * The lab in a browser, for tests of its rooms: served by the built command, watched for violations of its policy, errors and
 * requests. See web/README.md.
 */
import type { ChildProcess } from "node:child_process";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { violationsOf } from "./axe.ts";
import { hasChromium, startChromium } from "./chromium.ts";
import { start } from "./command.ts";
import { until } from "./until.ts";

export { hasChromium };

export interface Lab {
  readonly address: string;
  readonly browser: Browser;
  /** A page at an address such as "recall?stored=20", and what went wrong in it. */
  open(hash?: string, options?: OpenOptions): Promise<LabPage>;
}

export interface OpenOptions extends BrowserContextOptions {
  /** Waits until everything is fetched; default true. */
  readonly ready?: boolean;
}

export interface LabPage {
  readonly page: Page;
  /** Violations of the policy, uncaught errors, console errors, failed requests: expected to stay empty. */
  readonly problems: string[];
  /** Addresses that the page has requested so far. */
  readonly requests: string[];
  close(): Promise<void>;
}

export const DESKTOP = { width: 1360, height: 850 };
export const PHONE = { width: 360, height: 740 };

/** Serves the lab for the tests of a file. Motion is reduced unless asked for, so that pages come to rest. */
export function useLab(): Lab {
  let server: ReturnType<typeof start>;
  let address = "";
  let browser: Browser;
  beforeAll(async () => {
    if (!hasChromium) return;
    server = start("lab", "--port", 0);
    [address, browser] = await Promise.all([addressOf(server.child), startChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    server?.child.kill("SIGINT");
    await server?.finished;
  });
  return {
    get address() {
      return address;
    },
    get browser() {
      return browser;
    },
    open: (hash = "", options = {}) => open(browser, `${address}${hash && `#/${hash}`}`, options),
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  let printed = "";
  child.stdout!.on("data", (text) => (printed += text));
  await until(() => printed.includes("\n"), "address of the lab");
  return printed.trim();
}

async function open(browser: Browser, address: string, { ready = true, ...options }: OpenOptions): Promise<LabPage> {
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("requestfailed", (request) => problems.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    if (!/^(blob|data):/.test(request.url())) requests.push(request.url());
  });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
      console.error(`policy: ${violatedDirective} forbids ${blockedURI} (${sourceFile})`);
    });
  });
  await page.goto(address);
  await page.waitForSelector("main[data-room] h1");
  if (ready) await whenReady(page);
  return { page, problems, requests, close: () => context.close() };
}

/** Waits until all rooms and their kernels are fetched. */
export async function whenReady(page: Page): Promise<void> {
  await page.waitForSelector("html[data-ready=offline]", { state: "attached" });
}

/** The text of a `Stat` with this name, as a number. */
export async function stat(page: Page, name: string): Promise<number> {
  const text = await page.locator(`[data-stat="${name}"]`).first().textContent();
  return Number(text!.replace("−", "-").replace(/[\u202f\u00a0]/g, ""));
}

/** Waits until the computations shown by `Progress` have ended. */
export async function whenComputed(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector("main progress") === null, undefined, { polling: 50 });
}

/** Moves a slider found by its label, as a script would not: by its keys. */
export async function setSlider(page: Page, label: string | RegExp, value: number): Promise<void> {
  await page.getByRole("slider", { name: label }).fill(String(value));
}

/** Expects that axe-core finds no violations in a theme. */
export async function expectAccessible(page: Page, theme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await page.waitForSelector(`html[data-theme=${theme}]`);
  expect(await violationsOf(page), theme).toEqual([]);
}

/** Expects that nothing reaches beyond the right edge at the width of a phone. */
export async function expectFits(page: Page): Promise<void> {
  await page.setViewportSize(PHONE);
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(widths[0], "no horizontal scroll").toBeLessThanOrEqual(widths[1]);
}

/** Expects that a room works without a network: goes offline and runs `use`, during which no request and no problem may occur. */
export async function expectOffline({ page, problems, requests }: LabPage, use: () => Promise<void>): Promise<void> {
  const before = requests.length;
  await page.context().setOffline(true);
  try {
    await use();
  } finally {
    await page.context().setOffline(false);
  }
  expect(requests.slice(before)).toEqual([]);
  expect(problems).toEqual([]);
}
