/** How alike states and the patterns of the same rows are. */
import { type PatternsLike, statesOf } from "./patterns.ts";

/** Overlaps of states with the patterns of the same rows, f64[rows]; both of ±1 or of 0 and 1. */
export type RowOverlaps = (states: PatternsLike, patterns: PatternsLike, nNeurons: number) => Float64Array;

/** m^ν = (1/N) Σ_i ξ_i^ν S_i of each state with the pattern of the same row, f64[rows]. */
export const rowOverlaps: RowOverlaps = (states, patterns, nNeurons) =>
  overRows("rowOverlaps", states, patterns, nNeurons, ({ hits, alarms, active }) => {
    return (nNeurons - 2 * (active - hits + alarms)) / nNeurons;
  });

/**
 * Overlaps that suit patterns of any activity, m^ν = (1/(N a(1 − a))) Σ_i (η_i^ν − a) V_i with a the pattern's own activity: the part of
 * its active neurons that fire, less that of its silent ones; 1 for the pattern itself, 0 for silence and for chance. f64[rows]
 */
export const activityOverlaps: RowOverlaps = (states, patterns, nNeurons) =>
  overRows("activityOverlaps", states, patterns, nNeurons, ({ hits, alarms, active }) => {
    return hits / Math.max(1, active) - alarms / Math.max(1, nNeurons - active);
  });

/**
 * Centered overlaps, the correlation of state and pattern about the pattern's own mean a^ν = (1/N) Σ_i ξ_i^ν:
 *
 * m^ν = Σ_i (ξ_i^ν − a^ν)(S_i − a^ν) / √(Σ_i (ξ_i^ν − a^ν)² Σ_i (S_i − a^ν)²)
 *
 * It is 1 for the pattern alone, −1 at most for its opposite, and 0 for what is the same everywhere: of a picture that is mostly paper an
 * empty page tells nothing. For patterns of as many active as silent neurons it is Σ_i ξ_i S_i / N. Of a pattern that is itself the same
 * everywhere it is 1 for the pattern and 0 for all else. f64[rows]
 */
export const centeredOverlaps: RowOverlaps = (states, patterns, nNeurons) =>
  overRows("centeredOverlaps", states, patterns, nNeurons, ({ hits, alarms, active }) => {
    const wrong = active - hits + alarms;
    if (wrong === 0 || active === 0 || active === nNeurons) return wrong === 0 ? 1 : 0;
    // all terms are N times those above: Σ ξS, N a and Σ S are integers
    const mean = 2 * active - nNeurons;
    const sum = 2 * (hits + alarms) - nNeurons;
    const product = nNeurons * (nNeurons - 2 * wrong) - mean * sum;
    const square = nNeurons * nNeurons - 2 * mean * sum + mean * mean;
    return product / Math.sqrt((nNeurons * nNeurons - mean * mean) * square);
  });

/** Active neurons of a pattern, those of them that are active in the state, and those active in the state alone. */
interface Counts {
  readonly active: number;
  readonly hits: number;
  readonly alarms: number;
}

function overRows(
  where: string,
  givenStates: PatternsLike,
  givenPatterns: PatternsLike,
  nNeurons: number,
  overlapOf: (counts: Counts) => number,
): Float64Array {
  const states = statesOf(`${where}: states`, givenStates, nNeurons);
  const patterns = statesOf(`${where}: patterns`, givenPatterns, nNeurons);
  if (states.length !== patterns.length) {
    throw new RangeError(
      `${where}: patterns must be as many as states, ${states.length / nNeurons}, got ${patterns.length / nNeurons}`,
    );
  }
  const out = new Float64Array(states.length / nNeurons);
  for (let row = 0; row < out.length; row++) {
    let active = 0;
    let hits = 0;
    let firing = 0;
    for (let i = row * nNeurons; i < (row + 1) * nNeurons; i++) {
      const [isActive, fires] = [patterns[i] > 0 ? 1 : 0, states[i] > 0 ? 1 : 0];
      active += isActive;
      firing += fires;
      hits += isActive & fires;
    }
    out[row] = overlapOf({ active, hits, alarms: firing - hits });
  }
  return out;
}
