/** Sparse coding in experiments: patterns of a coding level, stored by the covariance rule, with a firing threshold. */
import { show } from "../../check/check.ts";
import type { SpecOf } from "../../check/parameters.ts";
import { readParameters } from "../../check/parameters.ts";
import { type CovarianceSpec, covariance } from "../../hopfield/learning/covariance.ts";
import { learnWeights } from "../../hopfield/learning/learn.ts";
import { defaultFiringThreshold, expectedSparseLoad } from "../../hopfield/mean-field.ts";
import { checkCodingLevel, type PatternKind } from "../../hopfield/pattern-kinds.ts";
import { countRetrieved, type RetrievalProblem, retrieveNetwork } from "../../hopfield/retrieve.ts";
import type { Executor } from "../../run/executor.ts";
import type { codingParameters } from "./parameters.ts";
import { leastOverlap, type RelaxationPlan, type StrictPlan } from "./retrieval.ts";

export interface CodingSpec extends SpecOf<typeof codingParameters> {}

/** The coding of a plan; empty without a coding level. */
export interface CodingPlan {
  readonly coding?: { readonly codingLevel: number; readonly firingThreshold: number | "winners" | "search" };
  readonly patternKind?: PatternKind;
}

/** Validates the coding of a spec; `kind` is what it says of its patterns. */
export function planCoding(where: string, spec: CodingSpec, kind: Pick<CodingPlan, "patternKind">): CodingPlan {
  const { codingLevel, firingThreshold } = spec;
  if (codingLevel === undefined) {
    if (firingThreshold === undefined) return kind;
    throw new TypeError(
      `${where}: firingThreshold must be left out without codingLevel, got ${typeof firingThreshold === "number" ? firingThreshold : show(firingThreshold)}`,
    );
  }
  const level = checkCodingLevel(`${where}: codingLevel`, codingLevel);
  const threshold = firingThreshold ?? defaultFiringThreshold(level);
  if (threshold !== "search") readParameters(where, covariance.parameters, { firingThreshold: threshold });
  return {
    patternKind: kind.patternKind ?? { kind: "sparse", codingLevel: level },
    coding: { codingLevel: level, firingThreshold: threshold },
  };
}

/** Firing thresholds that "search" tries, relative to the default one. */
const STEPS = [-0.1, -0.05, 0, 0.05, 0.1, 0.15, 0.2];

function candidates({ codingLevel, firingThreshold }: NonNullable<CodingPlan["coding"]>): CovarianceSpec[] {
  if (firingThreshold !== "search") return [{ codingLevel, firingThreshold }];
  const middle = defaultFiringThreshold(codingLevel);
  const sign = codingLevel > 0.5 ? -1 : 1;
  return STEPS.map((step) => ({ codingLevel, firingThreshold: middle + sign * step }));
}

/** Final overlaps as of `retrieveNetwork`; with a coding those of the threshold that retrieves most. */
export async function retrieveCoded(
  { coding, ...retrieval }: CodingPlan & Pick<RelaxationPlan, "threshold"> & StrictPlan,
  problem: RetrievalProblem,
  executor: Executor,
  signal?: AbortSignal,
): Promise<Float64Array> {
  if (!coding) return retrieveNetwork(problem, executor, signal);
  const { source, connectivity, key, backend } = problem;
  let best = new Float64Array();
  let most = -1;
  for (const parameters of candidates(coding)) {
    const plan = { learning: covariance.name, ...parameters };
    const learned = await learnWeights(
      { source, connectivity, plan, key, backend },
      executor,
      signal ? { signal } : {},
    );
    const overlaps = await retrieveNetwork(
      { ...problem, connectivity: { ...connectivity, learned } },
      executor,
      signal,
    );
    const retrieved = countRetrieved(overlaps, leastOverlap(retrieval));
    if (retrieved > most) [best, most] = [overlaps as Float64Array<ArrayBuffer>, retrieved];
  }
  return best;
}

/** Critical load α_c to be expected with a coding, where the search for it begins. */
export function expectedCodedLoad({ codingLevel }: NonNullable<CodingPlan["coding"]>): number {
  return 0.65 * expectedSparseLoad(codingLevel);
}
