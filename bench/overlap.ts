/** How fast is the overlap matrix M = ξᵀξ against the same algorithm elsewhere, and against matrix products? */

import { loadKernels } from "../src/backend/load.ts";
import { overlapVariant, squareOf } from "../src/bench/overlap.ts";
import { storedPatterns } from "../src/bench/stored.ts";
import { type Bench, childVariant } from "./harness/bench.ts";
import { scalarKernels } from "./harness/scalar.ts";

/** Patterns of each size: few and many in turn. */
const PATTERNS: Readonly<Record<number, number>> = { 200: 200, 1000: 1000, 2000: 4000, 5000: 1000 };

export async function overlap(bench: Bench): Promise<void> {
  for (const neurons of bench.sizes) {
    const patterns = PATTERNS[neurons] ?? neurons;
    const { clock, key, natives, numpy } = bench;
    const problem = { neurons, patterns, key };
    const { xi, stride } = await storedPatterns(neurons, patterns, key);
    const variants = [
      overlapVariant("wasm", await loadKernels(), problem, clock),
      overlapVariant("js", await loadKernels({ backend: "js" }), problem, clock),
      overlapVariant("wasm scalar", await scalarKernels(), problem, clock),
    ];
    for (const child of natives.children) {
      await child.put("xi", xi);
      variants.push(
        childVariant(child, "overlap", [patterns, neurons, stride], async () => ({
          overlap: squareOf(await child.get("overlap", Int16Array), neurons, stride),
        })),
      );
    }
    if (numpy) {
      const { child, hasSyrk } = numpy;
      await child.put("xi", xi);
      const result = async () => ({ overlap: await child.get("overlap", Int16Array) });
      const request = [patterns, neurons, stride];
      if (hasSyrk) variants.push(childVariant(child, "triangle", request, result, "OpenBLAS ssyrk"));
      variants.push(childVariant(child, "product", request, result, "NumPy xi.T @ xi"));
    }
    await bench.compare({ kernel: "overlap", neurons, inputs: null, patterns, note: "" }, variants);
  }
}
