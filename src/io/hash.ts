/** Names of specs and tasks: hashes of JSON that is written in one way alone. */
import { createHash } from "node:crypto";

const HASH_DIGITS = 16; // 64 bits: enough to tell the specs of one directory apart, short enough to read aloud

/**
 * JSON with sorted keys, no spaces and every double told apart, so that equal values give equal texts.
 *
 * NaN, ±Infinity and -0, which JSON has no word for, become `{"$number":"NaN"}` and so on; keys whose value is
 * undefined are left out, as in JSON.
 *
 * @param value  plain data: null, booleans, numbers, strings, arrays and plain objects (typed arrays as arrays).
 * @throws TypeError for a function, symbol, bigint (write it as a string) or a cycle.
 */
export function canonicalJson(value: unknown): string {
  return write(value, []);
}

/**
 * A spec's content hash: the first 16 hexadecimal digits of the SHA-256 of its canonical JSON. The order of keys does
 * not matter.
 *
 * @throws TypeError when the spec is not plain data.
 */
export function specHash(spec: unknown): string {
  return createHash("sha256").update(canonicalJson(spec)).digest("hex").slice(0, HASH_DIGITS);
}

function write(value: unknown, ancestors: readonly object[]): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (Object.is(value, -0)) return '{"$number":"-0"}';
    return Number.isFinite(value) ? String(value) : `{"$number":"${value}"}`;
  }
  if (typeof value !== "object") {
    throw new TypeError(`canonicalJson: value must be plain data, got a ${typeof value}`);
  }
  if (ancestors.includes(value)) throw new TypeError("canonicalJson: value must not contain itself, got a cycle");
  const lineage = [...ancestors, value];
  if (Array.isArray(value)) return `[${value.map((item) => write(item ?? null, lineage)).join(",")}]`;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return `[${Array.from(value as unknown as ArrayLike<unknown>, (item) => write(item, lineage)).join(",")}]`;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError(
      `canonicalJson: value must be plain data, got a ${value.constructor?.name ?? "class instance"}`,
    );
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, member]) => `${JSON.stringify(key)}:${write(member, lineage)}`);
  return `{${members.join(",")}}`;
}
