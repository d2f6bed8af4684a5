/**
 * Times variants of one computation against each other. Every round runs each of them once, so that a machine that slows
 * down or is busy with other work slows all of them; ratios are taken within rounds.
 */
import type { TypedArray } from "../backend/contract/kernels.ts";
import { ratiosOf, type Spread, spreadOf } from "./spread.ts";

export interface Variant {
  readonly name: string;
  /** Runs the computation `repeats` times; returns the nanoseconds it took. */
  time(repeats: number): number | Promise<number>;
  /** Runs it once and returns everything it computed, by name. */
  result(): Result | Promise<Result>;
}

export type Result = Readonly<Record<string, TypedArray>>;

export interface Timed {
  readonly name: string;
  /** Time of one run, in ns. */
  readonly nanoseconds: Spread;
  /** Time of this variant ÷ time of the first one in the same round. */
  readonly ratio: Spread;
}

export interface Pace {
  /** Seconds the rounds may take together; a round under way is finished. */
  readonly seconds: number;
  readonly leastRounds: number;
  readonly mostRounds: number;
  /** Called before each round; may throw to stop. */
  readonly onRound?: (round: number) => void | Promise<void>;
}

/** Shortest run that is timed: far above the step of every clock, short enough to fall between interruptions. */
const SAMPLE_NS = 3e6;
/** Warm-up of each variant. V8 exchanges the code of a WebAssembly function between calls, never within one. */
const WARM_NS = 1.5e8;
const WARM_RUNS = 3;
/** Beyond them a run counts as taking no time. */
const MOST_REPEATS = 2 ** 22;

/**
 * Compares results, warms up, then times in rounds.
 *
 * @throws Error naming the variant and array when results differ from those of the first variant.
 */
export async function interleave(variants: readonly Variant[], pace: Pace): Promise<Timed[]> {
  await checkAgreement(variants);
  const repeats: number[] = [];
  for (const variant of variants) repeats.push(await warmUp(variant));
  const times: number[][] = variants.map(() => []);
  const started = performance.now();
  for (let round = 0; round < pace.mostRounds; round++) {
    if (round >= pace.leastRounds && performance.now() - started >= pace.seconds * 1000) break;
    await pace.onRound?.(round);
    for (let k = 0; k < variants.length; k++) {
      const v = round % 2 === 0 ? k : variants.length - 1 - k; // forth and back: nobody always runs after the same one
      times[v].push((await variants[v].time(repeats[v])) / repeats[v]);
    }
  }
  return variants.map(({ name }, v) => ({
    name,
    nanoseconds: spreadOf(times[v]),
    ratio: ratiosOf(times[v], times[0]),
  }));
}

/** Runs a variant until engines have compiled it for good; returns how many runs make a sample. */
async function warmUp(variant: Variant): Promise<number> {
  const started = performance.now();
  for (let run = 0; run < WARM_RUNS || (performance.now() - started) * 1e6 < WARM_NS; run++) {
    if ((await variant.time(1)) > WARM_NS) return 1;
  }
  // a page's clock may stand still for a hundred runs: single ones say nothing
  for (let repeats = 1; ; repeats *= 2) {
    const taken = await variant.time(repeats);
    if (taken >= SAMPLE_NS / 2) return Math.max(1, Math.ceil((repeats * SAMPLE_NS) / taken));
    if (repeats >= MOST_REPEATS) return repeats;
  }
}

/** Runs every variant once and compares what it computed with what the first one did, bit for bit. */
export async function checkAgreement(variants: readonly Variant[]): Promise<void> {
  const [first, ...rest] = variants;
  const expected = await first.result();
  for (const variant of rest) {
    const found = await variant.result();
    for (const name of Object.keys(expected)) {
      if (!sameBits(expected[name], found[name])) {
        throw new Error(`${variant.name} and ${first.name} differ in ${name}: nothing was timed`);
      }
    }
  }
}

function sameBits(a: TypedArray, b: TypedArray | undefined): boolean {
  if (!b || a.byteLength !== b.byteLength || a.constructor !== b.constructor) return false;
  const [x, y] = [a, b].map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
  for (let k = 0; k < x.length; k++) if (x[k] !== y[k]) return false;
  return true;
}
