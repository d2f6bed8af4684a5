/** Types of the small study that every consumer of the packed package computes. */
import type * as digits from "../../../src/data/digits.ts";
import type * as palimpsest from "../../../src/index.ts";

export declare const SPEC: palimpsest.CapacitySpec;
export declare function study(
  library: typeof palimpsest,
  patterns: typeof digits,
  options?: palimpsest.CapacityOptions,
): Promise<{ rows: readonly palimpsest.CapacityRow[]; energy: number; overlaps: number[] }>;
