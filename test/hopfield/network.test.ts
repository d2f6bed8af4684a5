/** Networks lent to tasks: their overlaps, reuse for the same patterns, and memory that is never shared. */
import { describe, expect, it } from "vitest";
import type { Kernels } from "../../src/backend/contract/kernels.ts";
import { withNetwork } from "../../src/hopfield/network.ts";
import { strideOf } from "../../src/hopfield/stride.ts";
import { BACKENDS } from "../support/backends.ts";
import { overlapByDefinition } from "../support/definitions.ts";
import { plainRandom, randomSigns } from "../support/plain-random.ts";
import { rejection } from "../support/rejection.ts";

const never = () => undefined;

describe.each(BACKENDS)("networks lent to tasks (%s)", (backend) => {
  const source = (seed: number) => ({ nPatterns: 9, nNeurons: 70, key: [seed, 1] as const });
  const checksum = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, v, k) => (sum * 31 + v * (k + 1)) % 1e9, 7);

  it("hold the patterns' overlaps and the largest of them", async () => {
    const values = randomSigns(9 * 70, plainRandom(1));
    await withNetwork(backend, { nPatterns: 9, nNeurons: 70, id: `test ${backend}`, values }, never, (network) => {
      const expected = overlapByDefinition(values, 9, 70);
      let largest = 0;
      for (let i = 0; i < 70; i++) {
        for (let j = 0; j < 70; j++) {
          expect(network.overlap.view[i * network.stride + j]).toBe(expected[i * 70 + j]);
          if (i !== j) largest = Math.max(largest, Math.abs(expected[i * 70 + j]));
        }
      }
      expect(network.stride).toBe(strideOf(70));
      expect(network.largest).toBe(largest);
    });
  });

  it("are kept for the next task on the same patterns, its scratch released", async () => {
    let first: Kernels | undefined;
    let used = 0;
    await withNetwork(backend, source(1), never, ({ kernels }) => {
      first = kernels;
      used = kernels.arena.usedBytes;
      kernels.arena.int32(5000);
    });
    await withNetwork(backend, source(1), never, ({ kernels }) => {
      expect(kernels).toBe(first);
      expect(kernels.arena.usedBytes).toBe(used);
    });
  });

  it("are never shared by tasks that overlap in time", async () => {
    const lent: Kernels[] = [];
    const work = async ({ kernels }: { kernels: Kernels }): Promise<void> => {
      lent.push(kernels);
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await Promise.all([1, 1, 1, 2].map((seed) => withNetwork(backend, source(seed), never, work)));
    expect(new Set(lent).size).toBe(4);
  });

  it("stay right while memory goes from one network to the next", async () => {
    const sums = new Map<number, number>();
    for (const seed of [1, 2, 3, 4, 1, 3, 2, 5, 1, 4]) {
      await withNetwork(backend, source(seed), never, ({ overlap, stride }) => {
        const sum = checksum(overlap.view.subarray(0, 70 * stride));
        if (sums.has(seed)) expect(sum).toBe(sums.get(seed));
        sums.set(seed, sum);
      });
    }
    expect(new Set(sums.values()).size).toBe(5);
  });

  it("survive a task that fails, and a making that is aborted", async () => {
    const failure = new Error("task");
    const sum = await withNetwork(backend, source(6), never, ({ overlap }) => checksum(overlap.view));
    const failing = withNetwork(backend, source(6), never, () => {
      throw failure;
    });
    expect(await rejection(failing)).toBe(failure);
    const aborted = withNetwork(
      backend,
      source(7),
      () => {
        throw failure;
      },
      () => expect.unreachable("must not be lent"),
    );
    expect(await rejection(aborted)).toBe(failure);
    expect(await withNetwork(backend, source(6), never, ({ overlap }) => checksum(overlap.view))).toBe(sum);
  });
});
