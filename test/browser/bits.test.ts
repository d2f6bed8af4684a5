/** A small study in Chromium gives the same bits as in Node, on both backends. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as palimpsest from "../../src/index.ts";
import { hasChromium, startChromium } from "../support/chromium.ts";
import { type Pages, servePages } from "../support/pages.ts";

let pages: Pages;
let browser: Browser;

beforeAll(async () => {
  if (!hasChromium) return;
  pages = await servePages("dist", { "/": "<!doctype html><title>palimpsest</title>" });
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  await pages?.close();
});

/** What is compared: everything a small study computes. */
async function study(library: typeof palimpsest, backend: "wasm" | "js"): Promise<unknown> {
  const patterns = await library.randomPatterns({ nPatterns: 40, nNeurons: 90, seed: 7n, backend });
  const found = await library.rewire(patterns, { inputs: 15, rule: "signal", seed: 8 }, { backend });
  const swapped = await library.rewire(
    patterns,
    { inputs: 15, rule: "noise", solver: "swap", sweeps: 20, seed: 8, only: [0, 89] },
    { backend },
  );
  const safe = await library.rewire(
    patterns,
    { inputs: 15, rule: "margin", margin: 2.1, seed: 8, only: [0, 44, 89] },
    { backend },
  );
  const network = await library.hebbianNetwork(patterns, found.connectivity!, { backend });
  const relaxed = await library.relax(network, patterns, { order: "random", seed: 3 }, { backend });
  const { rows } = await library.capacity(
    { neurons: 50, inputs: 8, rule: ["random", "signal"], seeds: 1, seed: 2, sweeps: 4 },
    { backend },
  );
  const continuous = library.continuousNetwork({
    weights: { type: "exponential", patterns: [Float64Array.of(1, -0.5, 0.3), Float64Array.of(-0.2, 1, 0.4)] },
    activation: { type: "arctan" },
    bias: [0.1, -0.2, 0],
  });
  const flow = await library.integrate(
    continuous,
    { initial: [1, -1, 0.5], duration: 30, times: [1, 7.5], tangents: [[1, 0, 0]], crossing: { neuron: 1, count: 9 } },
    { backend },
  );
  return JSON.parse(
    JSON.stringify([
      [flow.steps, ...flow.state, ...flow.states, ...flow.tangents, ...flow.crossings.map(({ time }) => time)],
      library.energyOf(continuous)(Float64Array.of(0.2, 0.7, 0.4)),
      Array.from(patterns.values),
      Array.from(found.inputs),
      Array.from(found.energies),
      Array.from(swapped.inputs),
      Array.from(safe.inputs),
      Array.from(safe.energies),
      Array.from(relaxed.states),
      Array.from(relaxed.sweeps),
      rows,
    ]),
  );
}

test.runIf(hasChromium).each(["wasm", "js"] as const)(
  "Chromium computes the bits of Node, backend %s",
  async (backend) => {
    const page = await browser.newPage();
    await page.goto(pages.origin);
    const result = await page.evaluate(
      `(async () => (${study.toString()})(await import("/index.js"), ${JSON.stringify(backend)}))()`,
    );
    expect(result).toEqual(await study(palimpsest, "wasm"));
    await page.close();
  },
);
