/** Numbers and ids as texts write them. 64-bit ids stay digits: no double carries them. */

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const NO_NUMBER = /^[+-]?(?:nan|inf|infinity)$/i;
const BOOLEAN: Readonly<Record<string, number>> = { true: 1, false: 0 };
/** What tables write where nothing is known. */
const MISSING = /^(?:|nan|na|n\/a|<na>|null|none|-|\?)$/i;

/** The number in a cell: NaN and the infinities too, truth values as 1 and 0; undefined for anything else. */
export function numberIn(cell: string): number | undefined {
  if (DECIMAL.test(cell)) return Number(cell);
  if (NO_NUMBER.test(cell)) return Number(cell.replace(/inf(inity)?/i, "Infinity").replace(/nan/i, "NaN"));
  return BOOLEAN[cell.toLowerCase()];
}

export function isNumber(cell: string): boolean {
  return numberIn(cell) !== undefined;
}

export function isMissing(cell: string): boolean {
  return MISSING.test(cell);
}

/** An id that is a whole number, "7", "007", "7.0" or "7e0", as plain digits with a sign; undefined when it is none. */
export function wholeOf(id: string): string | undefined {
  if (/^\d{1,15}$/.test(id) && (id.length === 1 || id[0] !== "0")) return id;
  const digits = /^([+-]?)(\d+)(\.0*)?$/.exec(id);
  if (digits && (digits[3] === undefined || digits[2].length <= 15)) {
    const plain = digits[2].replace(/^0+(?=\d)/, "");
    return digits[1] === "-" && plain !== "0" ? `-${plain}` : plain;
  }
  if (!DECIMAL.test(id)) return undefined;
  const value = Number(id);
  return Number.isSafeInteger(value) ? String(value + 0) : undefined;
}

/** Whether an id is a whole number of which a double has kept the first digits alone: "7.2e17", "720575940600000000.0". */
export function hasLostDigits(id: string): boolean {
  return /[eE.]/.test(id) && DECIMAL.test(id) && Number.isInteger(Number(id)) && !Number.isSafeInteger(Number(id));
}

/** Digits by their value, without making numbers of them. */
export function compareDigits(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
