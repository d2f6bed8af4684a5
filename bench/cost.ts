// What a step of the annealers costs against N, c and p, and the short model in docs/background/performance.md that explains it.
//
//   npx tsx bench/cost.ts

import { loadKernels } from "../src/backend/load.ts";
import { overlapOf } from "../src/hopfield/overlap.ts";
import { needsWide } from "../src/hopfield/rules/aligned-noise.ts";
import { strideOf } from "../src/hopfield/stride.ts";

const SIZES = [
  [200, 20, 50],
  [500, 50, 100],
  [1000, 20, 100],
  [1000, 50, 100],
  [1000, 100, 100],
  [1000, 100, 400],
  [2000, 100, 200],
  [5000, 100, 200],
  [10000, 100, 200],
] as const;
const REPEATS = 7;

console.log("    N     c     p   overlap (ms)   heat bath: stay, move (ns)   swap: stay, move (ns)");
for (const [nNeurons, nInputs, nPatterns] of SIZES) {
  const kernels = await loadKernels();
  const stride = strideOf(nNeurons);
  const xi = kernels.arena.int8(nPatterns * stride);
  kernels.randomPatterns(xi, nPatterns, nNeurons, stride, 0, [1, 0]);
  const stored = { xi, nPatterns, nNeurons, stride };
  const overlap = await overlapOf(kernels, stored, () => undefined);
  let overlapMs = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < 3; repeat++) {
    const began = performance.now();
    const position = kernels.arena.mark();
    await overlapOf(kernels, stored, () => undefined);
    kernels.arena.release(position);
    overlapMs = Math.min(overlapMs, performance.now() - began);
  }
  const largest = kernels.largestOverlap(overlap, nNeurons, stride);
  const twiceKappa = 2 * (nInputs + nPatterns);
  const wide = needsWide(nPatterns, nInputs, twiceKappa, largest);
  const annealer = kernels.annealer({ overlap, stride, nNeurons, nPatterns, nInputs, twiceKappa, largest, wide });
  const time = (method: "heatBath" | "metropolis", temperature: number, steps: number): number => {
    let least = Number.POSITIVE_INFINITY;
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      annealer.begin(0, [1, 0], 0);
      annealer.descend(1000);
      const began = performance.now();
      annealer[method](1, steps, temperature, 1);
      least = Math.min(least, performance.now() - began);
    }
    return (least * 1e6) / steps;
  };
  const cells = [
    time("heatBath", 1e-6, 4000),
    time("heatBath", 1e9, 4000),
    time("metropolis", 1e-6, 40_000),
    time("metropolis", 1e15, 10_000),
  ].map((ns) => ns.toFixed(0).padStart(7));
  const size = [nNeurons, nInputs, nPatterns].map((n) => String(n).padStart(5)).join(" ");
  console.log(
    `${size}   ${overlapMs.toFixed(2).padStart(10)}       ${cells[0]} ${cells[1]}            ${cells[2]} ${cells[3]}${wide ? "  (wide)" : ""}`,
  );
}
