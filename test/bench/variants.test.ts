/** Every version of a kernel that the bench times gives the same bits. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { anneal } from "../../bench/anneal.ts";
import { chromium } from "../../bench/chromium.ts";
import { flow } from "../../bench/flow.ts";
import { growth } from "../../bench/growth.ts";
import type { Bench } from "../../bench/harness/bench.ts";
import { type Natives, startNatives } from "../../bench/harness/native.ts";
import { type NumPy, startNumPy } from "../../bench/harness/numpy.ts";
import { margin } from "../../bench/margin.ts";
import { overlap } from "../../bench/overlap.ts";
import { random } from "../../bench/random.ts";
import { relax } from "../../bench/relax.ts";
import { wallClock } from "../../src/bench/clock.ts";
import { checkAgreement } from "../../src/bench/interleave.ts";
import { hasChromium } from "../support/chromium.ts";

/** Around one and two blocks of 64 columns, and beyond vectors of 16 and 32 by one. */
const SIZES = [33, 64, 130, 200];

let natives: Natives;
let numpy: NumPy | string;

beforeAll(async () => {
  [natives, numpy] = await Promise.all([startNatives("wall"), startNumPy("wall")]);
  for (const reason of [...natives.missing, ...(typeof numpy === "string" ? [numpy] : [])]) {
    console.warn(`left out of the comparison: ${reason}`);
  }
});

afterAll(() => {
  natives.close();
  if (typeof numpy !== "string") numpy.child.close();
});

/** Asks a question of the bench and compares results instead of timing; returns which variants there were. */
async function compared(question: (bench: Bench) => Promise<void>, sizes: readonly number[]): Promise<Set<string>> {
  const names = new Set<string>();
  await question({
    quick: true,
    sizes,
    clock: wallClock,
    natives,
    numpy: typeof numpy === "string" ? null : numpy,
    missing: [],
    key: [20, 26],
    async compare(_, variants) {
      await checkAgreement(variants);
      for (const { name } of variants) names.add(name);
    },
    close() {},
  });
  return names;
}

const all = () => ["wasm", "js", "wasm scalar", ...natives.children.map(({ name }) => name)];

test("overlap matrices: WebAssembly, JavaScript, scalar AssemblyScript, C++, and BLAS", async () => {
  const names = await compared(overlap, SIZES);
  for (const name of all()) expect(names).toContain(name);
  if (typeof numpy !== "string") expect(names).toContain("NumPy xi.T @ xi");
});

test("annealing by swaps and by the heat bath: energies, temperatures and inputs", async () => {
  expect(await compared(anneal, SIZES)).toEqual(new Set(all()));
});

test("retrieval in sequence and all at once: states, status and sweeps", async () => {
  const names = await compared(relax, SIZES);
  for (const name of all()) expect(names).toContain(name);
});

test("random words", async () => {
  expect(await compared(random, [])).toEqual(new Set(all()));
});

test("continuous dynamics: the same to rounding, or to the tolerance of an integration", async () => {
  const names = await compared(flow, [33, 64]);
  for (const name of all()) if (name !== "wasm scalar") expect(names).toContain(name);
  for (const name of ["wasm f32", "wasm dopri5", "Math.tanh"]) expect(names).toContain(name);
});

test("growth and pruning, from kept fields and by the definition, and searches with a margin", async () => {
  expect(await compared(growth, [33, 130])).toEqual(new Set(["wasm", "js", "js, O(p·c)"]));
  expect(await compared(margin, [64])).toEqual(new Set(["wasm", "js"]));
});

test.runIf(hasChromium)("kernels in Chromium and in Node", async () => {
  expect(await compared(chromium, [130])).toEqual(new Set(["Node", "Chromium"]));
});
