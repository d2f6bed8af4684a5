/** A report of claims as both renderers take it. */
export interface Report {
  readonly title: string;
  /** Paragraphs before the tables. */
  readonly introduction: readonly string[];
  readonly sections: readonly ReportSection[];
  /** Everything the work states, with the rows that judge it: a table after all sections. */
  readonly audit?: WordTable;
  /** Figures that belong to no section. */
  readonly figures: readonly ReportFigure[];
  /** Paragraphs after everything: rules, the command, the machine. */
  readonly notes: readonly string[];
  readonly command: string;
}

export interface ReportSection {
  readonly title: string;
  /** Paragraphs before the claims. */
  readonly text?: readonly string[];
  /** May be none: a section of figures. */
  readonly claims: readonly ReportClaim[];
  /** Claims that are alike, a line each. */
  readonly table?: ReportTable;
  readonly figures: readonly ReportFigure[];
}

/** A table of claims that need no explanation each. */
export interface ReportTable {
  /** Names of the columns; the first is of words, those after it of numbers. The verdict has a last column of its own. */
  readonly head: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly verdict: ReportClaim["verdict"] }[];
}

/** A table of words. */
export interface WordTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ReportClaim {
  readonly claim: string;
  /** The published value in words, such as "≈ 0.138". */
  readonly published: string;
  /** The measured value in words, such as "0.143 ± 0.002". */
  readonly measured: string;
  /** Standard error of the mean, where there are several seeds: "0.001". */
  readonly error?: string;
  readonly seeds: number;
  readonly verdict: "agrees" | "differs" | "undecided";
  /** The verdict in words, where it depends on something: "holds when …". */
  readonly finding?: string;
  readonly explanation: string;
}

export interface ReportFigure {
  /** Of its files: name.svg, name.png. */
  readonly name: string;
  /** The `<svg>` element as text, without an XML header. */
  readonly svg: string;
  /** What it shows, for who cannot see it. */
  readonly alt: string;
}

/** A finding as it begins an explanation: "Holds when …." */
export function sentence(finding: string): string {
  return `${finding.charAt(0).toUpperCase()}${finding.slice(1)}.`;
}
