/** What the plans of all reproductions share: their sizes, their specs, and studies by the parts of the results that they measure. */
import { parseSeed, type Seed, seedToJson } from "../numeric/seed.ts";

/** How much of a report is computed: "tiny" is for tests. */
export type ReproductionSize = "tiny" | "quick" | "default" | "full";

/** What a report may be asked for. */
export interface ReproductionSpec {
  readonly size?: ReproductionSize;
  /** The seed that every random number derives from; default 1. */
  readonly seed?: Seed;
  /** How many independent networks each point has, or how many random sequences there are, instead of the size's own number. */
  readonly seeds?: number;
}

/** The size of a report with its scale, and its first seed. */
export function readSize<Scale>(
  scales: Readonly<Record<ReproductionSize, Scale>>,
  { size = "default", seed = 1 }: ReproductionSpec,
): { readonly size: ReproductionSize; readonly scale: Scale; readonly first: number | string } {
  const scale = scales[size];
  if (scale === undefined) {
    throw new RangeError(`reproduce: size must be one of ${Object.keys(scales).join(", ")}, got ${String(size)}`);
  }
  return { size, scale, first: seedToJson(parseSeed(seed, "reproduce: seed")) };
}

/** What computes the studies of a work, by their kind. */
type Studies = Readonly<Record<string, (spec: never, means: never) => Promise<unknown>>>;
/** The kind of the studies that measure each part of the results; a part may have several. */
export type PartsOf<S extends Studies> = Readonly<Record<string, keyof S>>;

/** The spec that a study of this kind takes. */
export type SpecOf<S extends Studies, Kind extends keyof S> = Parameters<S[Kind]>[0];

/** What was measured for each part, in the order of its studies in the plan. */
export type ResultsOf<S extends Studies, Parts extends PartsOf<S>> = {
  readonly [Part in keyof Parts]: readonly Awaited<ReturnType<S[Parts[Part]]>>[];
};

/** One study of a report. */
export interface PlannedStudy<Part, Kind, Spec> {
  /** Name of the study, unique within its plan. */
  readonly id: string;
  readonly part: Part;
  readonly kind: Kind;
  readonly spec: Spec;
  /** Expected time on one core, s. */
  readonly cost: number;
}

/** What studies found, by their parts. */
export function resultsOf<S extends Studies, Parts extends PartsOf<S>>(
  parts: Parts,
  studies: readonly { readonly part: keyof Parts }[],
  found: readonly unknown[],
): ResultsOf<S, Parts> {
  const of = (part: string) => found.filter((_, k) => studies[k].part === part);
  return Object.fromEntries(Object.keys(parts).map((part) => [part, of(part)])) as unknown as ResultsOf<S, Parts>;
}
