/** How experiments whose points give a list of rows keep what they found: as it is. */
import type { Row } from "../../io/rows.ts";
import type { Study } from "./study.ts";

export function keptAsRows<FoundRow extends object>(): Pick<
  Study<object, object, readonly FoundRow[]>,
  "toLedger" | "foundIn" | "rowsOf"
> {
  return {
    toLedger: (rows) => rows as unknown as readonly Row[],
    foundIn: (rows) => [rows as unknown as readonly FoundRow[]],
    rowsOf: (found) => found.flat() as unknown as readonly Row[],
  };
}
