/** Measuring variants in turns: order of the runs, repetition of short runs, and equality of the results. */
import { expect, test } from "vitest";
import { kernelClock } from "../../src/bench/clock.ts";
import { interleave, type Result, type Variant } from "../../src/bench/interleave.ts";
import { rowsOf } from "../../src/bench/rows.ts";

const PACE = { seconds: 60, leastRounds: 1, mostRounds: 6 };

/** A variant that takes no time and says it took `nanoseconds` a run. */
function pretended(name: string, nanoseconds: number, result: Result, calls: string[] = []): Variant {
  return {
    name,
    time(repeats) {
      calls.push(name);
      return nanoseconds * repeats;
    },
    result: () => result,
  };
}

test("every round runs every variant once, there and back, and ratios are to the first", async () => {
  const calls: string[] = [];
  const same = { bits: Int32Array.of(1, 2) };
  let warmed = 0;
  const timed = await interleave([pretended("ours", 2e8, same, calls), pretended("theirs", 5e8, same, calls)], {
    ...PACE,
    onRound: (round) => void (round === 0 && (warmed = calls.length)),
  });
  expect(calls.slice(warmed).join(" ")).toBe(Array(3).fill("ours theirs theirs ours").join(" "));
  expect(timed.map(({ name }) => name)).toEqual(["ours", "theirs"]);
  expect(timed[1].nanoseconds).toEqual({ median: 5e8, lower: 5e8, upper: 5e8, count: 6 });
  expect(timed[1].ratio.median).toBe(2.5);
  const work = { kernel: "overlap", neurons: 8, inputs: null, patterns: 3, note: "" } as const;
  expect(rowsOf(work, timed)[1]).toMatchObject({
    ...work,
    variant: "theirs",
    milliseconds: 500,
    ratio: 2.5,
    rounds: 6,
  });
});

test("a short run is repeated until it can be timed, and its time is still that of one run", async () => {
  const [timed] = await interleave([pretended("short", 1000, {})], PACE);
  expect(timed.nanoseconds.median).toBe(1000);
});

test("a clock that steps by 100 µs, as a page's, does not mislead the number of runs in a sample", async () => {
  const step = 1e5;
  let passed = 0;
  let most = 0;
  const coarse: Variant = {
    name: "coarse",
    time(repeats) {
      const before = Math.floor(passed / step) * step;
      passed += 7000 * repeats;
      most = Math.max(most, repeats);
      return Math.floor(passed / step) * step - before;
    },
    result: () => ({}),
  };
  const [timed] = await interleave([coarse], PACE);
  expect(Math.abs(timed.nanoseconds.median / 7000 - 1)).toBeLessThan(0.05);
  expect(most).toBeLessThan(1000);
});

test("variants that differ in a bit are not timed, and the message names variant and array", async () => {
  const zero = { energies: Float64Array.of(0) };
  const minusZero = { energies: Float64Array.of(-0) };
  await expect(interleave([pretended("a", 1e9, zero), pretended("b", 1e9, minusZero)], PACE)).rejects.toThrow(
    "b and a differ in energies: nothing was timed",
  );
  const short = { energies: new Float64Array(0) };
  await expect(interleave([pretended("a", 1e9, zero), pretended("b", 1e9, short)], PACE)).rejects.toThrow("differ");
  await expect(interleave([pretended("a", 1e9, zero), pretended("b", 1e9, {})], PACE)).rejects.toThrow("differ");
});

test("a round's callback ends the bench by throwing", async () => {
  const stop = () => {
    throw new Error("enough");
  };
  await expect(interleave([pretended("a", 1e9, {})], { ...PACE, onRound: stop })).rejects.toThrow("enough");
});

test("the clock runs while this process computes", () => {
  const clock = kernelClock();
  const started = clock.now();
  let sum = 0;
  for (const end = performance.now() + 20; performance.now() < end; ) sum += 1;
  expect(sum).toBeGreaterThan(0);
  expect(clock.now() - started).toBeGreaterThan(1e6);
});
