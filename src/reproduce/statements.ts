/** What a published work states — equations, theorems, figures, claims —, and by which rows of its report each is judged. */
import type { WordTable } from "../report/report.ts";
import type { ClaimRow, ClaimSection } from "./claim.ts";

/** Something that a work states, and where. */
export interface Statement {
  readonly kind: "definition" | "equation" | "theorem" | "remark" | "claim" | "experiment" | "figure";
  /** Where it stands: section, equation, figure or slide. */
  readonly where: string;
  readonly says: string;
  /** Why no row judges it; only where none does. */
  readonly noRow?: string;
}

/** All that a work states, by short names that claims refer to. */
export type Statements = Readonly<Record<string, Statement>>;

/** Where a work states what a row judges. */
export function sourceOf(statements: Statements, names: readonly string[]): string {
  return [...new Set(names.map((name) => `${statements[name].where} (${statements[name].kind})`))].join("; ");
}

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
      return [says, where, kind, noRow === undefined ? judged.join("; ") : `no claim: ${noRow}`];
    }),
  };
}

/** A claim up to what is measured of it. */
function headOf(claim: string): string {
  return claim.split(/: /)[0];
}
