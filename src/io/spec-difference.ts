/** Where the specs of two ledgers differ. */
import { canonicalJson } from "./hash.ts";
import { excerpt, type LedgerHeader } from "./ledger-lines.ts";

/**
 * @throws RangeError that names what differs when the ledger at `path` is of another spec.
 */
export function checkSameSpec(path: string, there: LedgerHeader, here: LedgerHeader, caller = "openLedger"): void {
  if (there.specHash === here.specHash) return;
  throw new RangeError(
    `${caller}: ${path} must belong to this spec, got one that differs in ${specDifference(there, here)}; choose another directory or the same spec`,
  );
}

/** Where two specs differ, in words. */
export function specDifference(
  there: Pick<LedgerHeader, "command" | "spec">,
  here: Pick<LedgerHeader, "command" | "spec">,
): string {
  const differences = differencesOf(there.spec, here.spec, "");
  if (there.command !== here.command) differences.unshift(`command (${there.command} there, ${here.command} here)`);
  const more = differences.length - MOST_DIFFERENCES;
  return (
    `${differences.slice(0, MOST_DIFFERENCES).join(", ")}${more > 0 ? ` and ${more} more` : ""}` || "its hash alone"
  );
}

const MOST_DIFFERENCES = 8;

function differencesOf(there: unknown, here: unknown, at: string): string[] {
  if (there !== undefined && here !== undefined && canonicalJson(there) === canonicalJson(here)) return [];
  const [before, now] = [membersOf(there), membersOf(here)];
  if (before && now && Array.isArray(there) === Array.isArray(here)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
    return keys.flatMap((key) => differencesOf(before[key], now[key], at === "" ? key : `${at}.${key}`));
  }
  const show = (value: unknown): string => (value === undefined ? "absent" : excerpt(canonicalJson(value)));
  return [`${at || "spec"} (${show(there)} there, ${show(here)} here)`];
}

/** What a difference is looked for in: tables, and lists of tables. */
function membersOf(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value) && !value.every((item) => typeof item === "object" && item !== null)) return undefined;
  return value as Record<string, unknown>;
}
