/**
 * Checks of arguments at the facade, before any memory is touched. Every message is one sentence that names the
 * function and argument, the rule and the value received.
 */

/** Checks that a value is an integer in [least, most], and returns it. */
export function checkInteger(where: string, value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== "number") throw new TypeError(`${where} must be an integer, got ${show(value)}`);
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    const range = most === Number.MAX_SAFE_INTEGER ? `≥ ${least}` : `in [${least}, ${most}]`;
    throw new RangeError(`${where} must be an integer ${range}, got ${value}`);
  }
  return value;
}

/** Checks that a value is a finite number ≥ least (or > least with `open`), and returns it. */
export function checkNumber(where: string, value: unknown, least = Number.NEGATIVE_INFINITY, open = false): number {
  if (typeof value !== "number") throw new TypeError(`${where} must be a number, got ${show(value)}`);
  if (!Number.isFinite(value) || value < least || (open && value === least)) {
    const rule = least === Number.NEGATIVE_INFINITY ? "" : ` ${open ? ">" : "≥"} ${least}`;
    throw new RangeError(`${where} must be a finite number${rule}, got ${value}`);
  }
  return value;
}

/** Checks that a value is one of the given words, and returns it; a TypeError lists the words otherwise. */
export function checkChoice<T extends string>(where: string, value: unknown, choices: readonly T[]): T {
  if (!choices.includes(value as T)) {
    throw new TypeError(`${where} must be one of ${choices.map((c) => `"${c}"`).join(", ")}, got ${show(value)}`);
  }
  return value as T;
}

/** Checks that a value is an object whose keys are all known; the error for an unknown key names the nearest known one. */
export function checkKeys(where: string, value: unknown, known: readonly string[]): void {
  if (typeof value !== "object" || value === null)
    throw new TypeError(`${where} must be an object, got ${show(value)}`);
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const nearest = nearestWord(key, known);
    const hint = nearest === undefined ? `known are ${known.join(", ")}` : `did you mean "${nearest}"?`;
    throw new TypeError(`${where}: unknown key "${key}"; ${hint}`);
  }
}

/** The known word within a third of its length in edits of `word`, if any. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best !== undefined && least <= Math.max(1, Math.floor(best.length / 3) + 1) ? best : undefined;
}

/** Levenshtein's distance: the fewest insertions, deletions and substitutions of a character that make a into b. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (ArrayBuffer.isView(value) || Array.isArray(value))
    return `${value.constructor.name} of length ${(value as { length?: number }).length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}
