/** What a published work states: equations, theorems, figures, claims, which rows of its report cite by name. */

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
