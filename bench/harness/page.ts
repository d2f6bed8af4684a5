/** What runs in the page of Chromium: the same kernel computations, asked for by number. */

import type { Key } from "../../src/backend/contract/kernels.ts";
import { wallClock } from "../../src/bench/clock.ts";
import type { Variant } from "../../src/bench/interleave.ts";
import { engineComputations } from "./engines.ts";

/** Arrays as text: the name of each, its type and its bytes in base64. */
export type Arrays = Readonly<Record<string, readonly [type: string, bytes: string]>>;

let variant: Variant;

const page = {
  async open(neurons: number, key: Key, computation: number): Promise<void> {
    const { variants } = await engineComputations(neurons, key, wallClock)[computation].open();
    variant = variants[0];
  },
  /** Nanoseconds that passed. */
  time: (repeats: number) => variant.time(repeats),
  async result(): Promise<Arrays> {
    const found = Object.entries(await variant.result()).map(([name, array]) => {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      let text = "";
      for (const byte of bytes) text += String.fromCharCode(byte);
      return [name, [array.constructor.name, btoa(text)]] as const;
    });
    return Object.fromEntries(found);
  },
};

export type BenchPage = typeof page;

(globalThis as { bench?: BenchPage }).bench = page;
