/** Chromium beside the bench: a page that takes its turn in every round. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import type { Key, TypedArray } from "../../src/backend/contract/kernels.ts";
import type { Clock } from "../../src/bench/clock.ts";
import type { Variant } from "../../src/bench/interleave.ts";
import { startChromium } from "../../test/support/chromium.ts";
import type { Arrays, BenchPage } from "./page.ts";

export interface Chromium {
  readonly version: string;
  /** The variant of a computation of `engineComputations`, the same every time until the next one is opened. */
  open(neurons: number, key: Key, computation: number): Promise<Variant>;
  close(): Promise<void>;
}

const TYPES = { Int8Array, Int16Array, Int32Array, Uint8Array, Uint32Array, Float32Array, Float64Array };

/** @param clock  what times the page: its thread's time on the processor, or what passed, both measured where this one is. */
export async function openChromium(clock: Clock): Promise<Chromium> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("page.ts", import.meta.url))],
    bundle: true,
    format: "iife",
    target: "es2022",
    write: false,
    define: { __VERSION__: '"bench"' },
  });
  const browser = await startChromium();
  const page = await browser.newPage();
  await page.evaluate(outputFiles[0].text);
  const thread = clock.name === "cpu" ? await threadOf(browser, page) : undefined;
  const ask = <Name extends keyof BenchPage>(name: Name, ...given: Parameters<BenchPage[Name]>) =>
    page.evaluate<Awaited<ReturnType<BenchPage[Name]>>>(`bench.${name}(${given.map((one) => JSON.stringify(one))})`);
  return {
    version: browser.version(),
    async open(neurons, key, computation) {
      await ask("open", neurons, key, computation);
      return {
        name: "Chromium",
        async time(repeats) {
          if (thread === undefined) return ask("time", repeats);
          const before = runningTime(thread);
          await ask("time", repeats);
          return runningTime(thread) - before;
        },
        result: async () => arraysOf(await ask("result")),
      };
    },
    close: () => browser.close(),
  };
}

function arraysOf(arrays: Arrays): Record<string, TypedArray> {
  const found = Object.entries(arrays).map(([name, [type, bytes]]) => {
    const { buffer } = Uint8Array.from(Buffer.from(bytes, "base64"));
    return [name, new TYPES[type as keyof typeof TYPES](buffer)] as const;
  });
  return Object.fromEntries(found);
}

/** Steps of a loop, half a second on the processor: more than a process takes that only starts meanwhile. */
const BUSY_STEPS = 5e8;
const BUSY_NS = 2e8;

/** The process whose main thread runs the page: the one that gets busy with it. */
async function threadOf(browser: Browser, page: Page): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  const before = renderers.map(runningTime);
  await page.evaluate(`let x = 0; for (let k = 0; k < ${BUSY_STEPS}; k++) x = (Math.imul(x, 1664525) + 1) | 0; x`);
  const spent = renderers.map((id, k) => runningTime(id) - before[k]);
  const most = Math.max(...spent);
  if (!(most >= BUSY_NS)) throw new Error(`Chromium: no thread got busy with the page, at most ${most / 1e6} ms`);
  return renderers[spent.indexOf(most)];
}

/** Nanoseconds that the main thread of a process has been running. */
function runningTime(id: number): number {
  return Number(readFileSync(`/proc/${id}/schedstat`, "utf8").split(" ")[0]);
}
