/** Seeds of 64 bits, and the keys of the generator that are made of them. */
import { DOMAIN } from "./domains.ts";
import { type Key, philox } from "./philox.ts";

/** A 64-bit seed: a bigint, a non-negative safe integer, or its decimal digits. */
export type Seed = bigint | number | string;

const SEEDS = 1n << 64n;

/**
 * Reads a seed.
 *
 * @throws TypeError or RangeError naming `name` when it is not an integer in [0, 2⁶⁴).
 */
export function parseSeed(seed: Seed, name: string): bigint {
  let value: bigint;
  if (typeof seed === "bigint") value = seed;
  else if (typeof seed === "number" && Number.isSafeInteger(seed)) value = BigInt(seed);
  else if (typeof seed === "string" && /^\d{1,20}$/.test(seed)) value = BigInt(seed);
  else
    throw new TypeError(
      `${name} must be an integer in [0, 2^64), as a number, bigint or decimal string, got ${show(seed)}`,
    );
  if (value < 0n || value >= SEEDS) throw new RangeError(`${name} must be in [0, 2^64), got ${value}`);
  return value;
}

/** A seed as JSON carries it: a number where that is exact, decimal digits beyond. */
export function seedToJson(seed: bigint): number | string {
  return seed <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(seed) : seed.toString();
}

/** A fresh seed from the platform's entropy, of 48 bits so that it stays short and exact in JSON. */
export function drawSeed(): bigint {
  const words = crypto.getRandomValues(new Uint32Array(2));
  return (BigInt(words[0] & 0xffff) << 32n) | BigInt(words[1]);
}

/** The generator's key of a seed. */
export function keyOf(seed: bigint): Key {
  return [Number(seed & 0xffffffffn), Number(seed >> 32n)];
}

/** The 64-bit seed that a key was made of. */
export function seedOf([low, high]: Key): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}

/** A key for a part of a computation, such as the network of load p: as independent as the generator's streams are. */
export function deriveKey(key: Key, a: number, b: number): Key {
  const words = new Uint32Array(4);
  philox(words, 0, a >>> 0, b >>> 0, DOMAIN.derive, key);
  return [words[0], words[1]];
}

function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
