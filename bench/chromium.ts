/** Are the kernels in Chromium as fast as in Node? */
import { existsSync } from "node:fs";
import { wallClock } from "../src/bench/clock.ts";
import type { Variant } from "../src/bench/interleave.ts";
import { hasChromium } from "../test/support/chromium.ts";
import type { Bench } from "./harness/bench.ts";
import { openChromium } from "./harness/chromium.ts";
import { engineComputations } from "./harness/engines.ts";

const NEURONS = 1000;
/** Runs in place of one, so that what it takes to ask the page, some 0.2 ms, is lost in them. */
const AT_ONCE = 16;

export async function chromium(bench: Bench): Promise<void> {
  if (!hasChromium) return;
  const clock = existsSync("/proc/self/schedstat") ? bench.clock : wallClock;
  const browser = await openChromium(clock);
  try {
    for (const neurons of bench.quick ? bench.sizes : [NEURONS]) {
      for (const [which, { work, open }] of engineComputations(neurons, bench.key, clock).entries()) {
        const here = (await open()).variants[0];
        const there = await browser.open(neurons, bench.key, which);
        const note = [work.note, `Chromium ${browser.version.split(".")[0]}`].filter(Boolean).join(", ");
        await bench.compare({ ...work, note }, [many({ ...here, name: "Node" }), many(there)]);
      }
    }
  } finally {
    await browser.close();
  }
}

function many(variant: Variant): Variant {
  return { ...variant, time: async (repeats) => (await variant.time(repeats * AT_ONCE)) / AT_ONCE };
}
