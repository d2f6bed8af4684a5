/** How fast are random words? */

import type { Kernels } from "../src/backend/contract/kernels.ts";
import { loadKernels } from "../src/backend/load.ts";
import type { Variant } from "../src/bench/interleave.ts";
import { type Bench, childVariant } from "./harness/bench.ts";
import { scalarKernels } from "./harness/scalar.ts";

const COUNT = 2 ** 20;
const STREAM = { domain: 1001, item: 3, lane: 0, index: 0 };

export async function random(bench: Bench): Promise<void> {
  const variant = (name: string, kernels: Kernels): Variant => {
    const words = kernels.arena.uint32(COUNT);
    return {
      name,
      time(repeats) {
        const started = bench.clock.now();
        for (let k = 0; k < repeats; k++) kernels.randomWords(words, STREAM, bench.key);
        return bench.clock.now() - started;
      },
      result() {
        kernels.randomWords(words, STREAM, bench.key);
        return { words: words.view.slice() };
      },
    };
  };
  const variants = [
    variant("wasm", await loadKernels()),
    variant("js", await loadKernels({ backend: "js" })),
    variant("wasm scalar", await scalarKernels()),
  ];
  for (const child of bench.natives.children) {
    variants.push(
      childVariant(child, "words", [COUNT, STREAM.domain, STREAM.item, ...bench.key], async () => ({
        words: await child.get("words", Uint32Array),
      })),
    );
  }
  await bench.compare(
    { kernel: "random words", neurons: 0, inputs: null, patterns: null, note: "2^20 words" },
    variants,
  );
}
