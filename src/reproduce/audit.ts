/** Whether a report is complete: what a work states beside the rows that judge it. */
import type { WordTable } from "../report/report.ts";
import type { ClaimRow, ClaimSection } from "./claim.ts";
import type { Statements } from "./statements.ts";

/**
 * What is wrong with a list of statements: names that it lacks, statements without a row that give no reason, and reasons where there
 * is a row.
 */
export function faultsOf<Results>(statements: Statements, sections: readonly ClaimSection<Results>[]): string[] {
  const claims = sections.flatMap((section) => section.claims);
  const judged = new Set(claims.flatMap(({ of = [] }) => of));
  return [
    ...[...judged].filter((name) => !Object.hasOwn(statements, name)).map((name) => `${name} is stated nowhere`),
    ...Object.entries(statements)
      .filter(([name, { noRow }]) => judged.has(name) === (noRow !== undefined))
      .map(([name, { noRow }]) => (noRow === undefined ? `${name} has neither row nor reason` : `${name} has both`)),
    ...claims.filter(({ of = [] }) => of.length === 0).map(({ claim }) => `“${claim}” cites nothing`),
  ];
}

/** The table in which the completeness of a report can be checked: every statement with its rows and their verdicts, or why it has none. */
export function auditOf<Results>(
  statements: Statements,
  sections: readonly ClaimSection<Results>[],
  rows: readonly ClaimRow[],
): WordTable {
  const claims = sections.flatMap((section) => section.claims);
  const verdicts = new Map(rows.map(({ claim, verdict }) => [claim, verdict]));
  return {
    title: "Everything the work states",
    head: ["stated", "where", "kind", "rows"],
    rows: Object.entries(statements).map(([name, { kind, where, says, noRow }]) => {
      const own = claims.filter(({ of = [] }) => of.includes(name));
      const judged = own.map(({ claim }) => `${headOf(claim)}: ${verdicts.get(claim) ?? "not judged"}`);
      const found = judged.length === 0 ? NOT_HERE : judged.join("; ");
      return [says, where, kind, noRow === undefined ? found : `no claim: ${noRow}`];
    }),
  };
}

/** Small reports leave out what takes long. */
const NOT_HERE = "a report of larger size has its rows";

/** A claim up to what is measured of it. */
function headOf(claim: string): string {
  return claim.split(/: /)[0];
}
