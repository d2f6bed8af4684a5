/** How found fields stand in a ledger: without anything heavy, for commands that only name it. */

import type { Row } from "../../io/rows.ts";
import type { FieldsFound, FieldsRow } from "./run.ts";

/** A cell holds no list, so the counts go as words. */
export function fieldsToLedger({ row, counts: { first, step, counts } }: FieldsFound): readonly Row[] {
  return [{ ...row, first, step, counts: counts.join(" ") } as unknown as Row];
}

export function fieldsFromLedger([{ first, step, counts, ...row }]: readonly Row[]): FieldsFound {
  const numbers = String(counts).split(" ").map(Number);
  return {
    row: row as unknown as FieldsRow,
    counts: { first: first as number, step: step as number, counts: numbers },
  };
}
