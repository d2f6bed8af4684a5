/** What a run tells of its searches before it begins: where inputs are searched, and the memory that this takes. */
import { type AnnealPlan, pooledEffort } from "../../hopfield/anneal.ts";
import { readsBits } from "../../hopfield/bits.ts";
import { bitsBytes } from "../../hopfield/memory.ts";
import { poolSize } from "../../hopfield/pool.ts";
import { searchedBytes } from "../../hopfield/rewire.ts";
import { isSearchRule, type Rule } from "../../hopfield/rules/index.ts";
import type { NetworkSize } from "../../hopfield/size.ts";
import { type SearchesPlan, searchPlanOf } from "./rules.ts";

/** A line on where inputs are searched; none where all neurons are searched, as ever. */
export function toldOfPools({ pooled }: Pick<AnnealPlan, "pooled">): string[] {
  if (!pooled) return [];
  const { effort, inputs } = pooled;
  return Object.entries(inputs).map(([rule, counts]) => {
    const sizes = counts.map((nInputs) => `${poolSize(nInputs, effort) - 1} candidates for c = ${nInputs}`).join(", ");
    return `search ${rule} among pools: ${sizes}, effort ${effort}; --search dense is among all neurons\n`;
  });
}

/** Bytes that every thread takes beside the network's connections, where no overlap matrix is made; undefined where one is. */
export function bytesWithoutOverlaps(
  searches: SearchesPlan,
  rules: readonly Rule[],
  size: NetworkSize,
): number | undefined {
  const { nNeurons, nPatterns, nInputs } = size;
  if (!readsBits(nNeurons, nNeurons * nInputs)) return undefined;
  const bytes = rules.map((rule) => {
    if (!isSearchRule(rule)) return bitsBytes(nNeurons, nPatterns);
    const plan = searchPlanOf(searches, rule);
    return pooledEffort(plan, rule, nInputs) === null ? Number.NaN : searchedBytes(rule, plan, size).bytes;
  });
  return bytes.some(Number.isNaN) ? undefined : Math.max(...bytes);
}
