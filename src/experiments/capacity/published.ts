/** Capacities that figures compare with: of random synapses, in the limit of many neurons. */
import { diluteLoad } from "../../hopfield/thermal-overlap.ts";
import { showNumber } from "../../plot/words.ts";

/** A value others published, drawn as black dashes across a figure. */
export interface PublishedLine {
  readonly value: number;
  readonly label: string;
}

/** When a pattern counts as retrieved. */
export interface RetrievalCriterion {
  /** Least final overlap m; default 0.9. */
  readonly threshold?: number;
  /** Whether the overlap has to exceed the threshold; default false. */
  readonly strict?: boolean;
  /** Temperature T; default 0. */
  readonly temperature?: number;
}

const USUAL = 0.9; // threshold
/** The critical load of all connected networks at T = 0, and the overlap there: it vanishes at once beyond. */
const FULL = { load: 0.138, overlap: 0.967 };

/**
 * Critical loads of random synapses by a criterion: all connected at T = 0 (Amit, Gutfreund & Sompolinsky 1985), and highly
 * diluted, as `diluteLine`.
 */
export function publishedCapacities(criterion: RetrievalCriterion = {}): readonly PublishedLine[] {
  const { threshold = USUAL, temperature = 0 } = criterion;
  const isFull = temperature === 0 && threshold <= FULL.overlap;
  const full = { value: FULL.load, label: `${showNumber(FULL.load)}: fully connected` };
  return [...(isFull ? [full] : []), ...diluteLine(criterion)];
}

/**
 * The load at which the overlap of highly diluted networks falls through the threshold (Derrida, Gardner & Zippelius 1987); 2/π is
 * where it vanishes. None where not even one pattern is kept so well.
 */
export function diluteLine(criterion: RetrievalCriterion): readonly PublishedLine[] {
  const { threshold = USUAL, strict = false, temperature = 0 } = criterion;
  const value = diluteLoad({ threshold, temperature });
  const heat = temperature > 0 ? `, T = ${showNumber(temperature)}` : "";
  const label = `dilute limit for m ${strict ? ">" : "≥"} ${showNumber(threshold)}${heat}: ${showNumber(value)}`;
  return value > 0 ? [{ value, label }] : [];
}
