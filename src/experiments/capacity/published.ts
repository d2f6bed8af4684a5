/** Capacities that figures compare with. */

/** A value others published, drawn as black dashes across a figure. */
export interface PublishedLine {
  readonly value: number;
  readonly label: string;
}

export const PUBLISHED_CAPACITIES: readonly PublishedLine[] = [
  { value: 0.138, label: "0.138: fully connected" }, // Amit, Gutfreund & Sompolinsky 1985
  { value: 2 / Math.PI, label: "2/π ≈ 0.637: dilute limit" }, // Derrida, Gardner & Zippelius 1987
];
