/** What every question of the bench is asked with. */

import type { Key } from "../../src/backend/contract/kernels.ts";
import { type Clock, kernelClock } from "../../src/bench/clock.ts";
import { interleave, type Pace, type Result, type Variant } from "../../src/bench/interleave.ts";
import { type BenchRow, rowsOf, type Work } from "../../src/bench/rows.ts";
import type { Child } from "./child.ts";
import { type Natives, startNatives } from "./native.ts";
import { type NumPy, startNumPy } from "./numpy.ts";

export interface Bench {
  readonly quick: boolean;
  /** Numbers of neurons asked for. */
  readonly sizes: readonly number[];
  readonly clock: Clock;
  readonly natives: Natives;
  readonly numpy: NumPy | null;
  readonly missing: readonly string[];
  readonly key: Key;
  /** Times variants against the first of them, which is ours, and tells the rows. */
  compare(work: Work, variants: readonly Variant[], pace?: Partial<Pace>): Promise<void>;
  close(): void;
}

const PACE: Pace = { seconds: 8, leastRounds: 7, mostRounds: 101 };
const QUICK: Pace = { seconds: 1, leastRounds: 3, mostRounds: 15 };

export async function openBench(
  { quick, sizes }: { readonly quick: boolean; readonly sizes: readonly number[] },
  onRows: (rows: readonly BenchRow[]) => void,
): Promise<Bench> {
  const clock = kernelClock();
  const [natives, numpy] = await Promise.all([startNatives(clock.name), startNumPy(clock.name)]);
  return {
    quick,
    sizes,
    clock,
    natives,
    numpy: typeof numpy === "string" ? null : numpy,
    missing: [...natives.missing, ...(typeof numpy === "string" ? [numpy] : [])],
    key: [2026, 7],
    async compare(work, variants, pace) {
      onRows(rowsOf(work, await interleave(variants, { ...(quick ? QUICK : PACE), ...pace })));
    },
    close() {
      natives.close();
      if (typeof numpy !== "string") numpy.child.close();
    },
  };
}

/** A variant that a child process runs on arrays it was given: `request` follows verb and repeats. */
export function childVariant(
  child: Child,
  verb: string,
  request: readonly (string | number)[],
  result: Variant["result"],
  name = child.name,
): Variant {
  const time = (repeats: number): Promise<number> => child.ask(verb, repeats, ...request);
  return {
    name,
    time,
    async result() {
      await time(1);
      return result();
    },
  };
}

/** Lets a variant round otherwise: within `tolerance` of the first one's largest number its result counts as the same. */
export function closeTo(first: Result, tolerance: number): (variant: Variant) => Variant {
  return (variant) => ({
    ...variant,
    async result() {
      const found = await variant.result();
      for (const [name, expected] of Object.entries(first)) {
        let size = 0;
        let off = expected.length === found[name]?.length ? 0 : Number.POSITIVE_INFINITY;
        for (let k = 0; k < expected.length; k++) {
          size = Math.max(size, Math.abs(expected[k]));
          off = Math.max(off, Math.abs(found[name][k] - expected[k]));
        }
        if (!(off <= tolerance * size)) return found;
      }
      return first;
    },
  });
}
