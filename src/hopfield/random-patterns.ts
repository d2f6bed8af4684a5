/** Patterns drawn at random: `randomPatterns`. */
import type { BackendName } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import { checkChoice, checkInteger, checkKeys } from "../check/check.ts";
import { keyOf, parseSeed, type Seed } from "../numeric/seed.ts";
import { drawPatterns } from "./drawn-patterns.ts";
import { MOST_PATTERNS } from "./limits.ts";
import { checkBytes } from "./memory.ts";
import { checkPatternKind, type PatternKind } from "./pattern-kinds.ts";
import type { Patterns } from "./patterns.ts";
import { strideOf } from "./stride.ts";

/**
 * Random patterns: every entry ±1 with probability ½, independently (EK22, "Network"), or of another kind: sparse, biased,
 * hierarchical, low-rank, see `PatternKind`.
 *
 * Pattern μ of a seed is the same whatever `nPatterns`, so a longer list extends a shorter one.
 *
 * @throws RangeError for counts below 1 or beyond 32767 patterns, TypeError for a seed that is none.
 */
export async function randomPatterns(spec: {
  readonly nPatterns: number;
  readonly nNeurons: number;
  readonly seed: Seed;
  /** Kind of the patterns; default "random". */
  readonly kind?: PatternKind | "random";
  readonly backend?: BackendName;
}): Promise<Patterns> {
  checkKeys("randomPatterns: spec", spec, ["nPatterns", "nNeurons", "seed", "kind", "backend"]);
  const nPatterns = checkInteger("randomPatterns: nPatterns", spec.nPatterns, 1, MOST_PATTERNS);
  const nNeurons = checkInteger("randomPatterns: nNeurons", spec.nNeurons, 2);
  const key = keyOf(parseSeed(spec.seed, "randomPatterns: seed"));
  const backend = checkChoice("randomPatterns: backend", spec.backend ?? "wasm", ["wasm", "js"]);
  const kind = checkPatternKind("randomPatterns: kind", spec.kind ?? "random");
  const stride = strideOf(nNeurons);
  checkBytes("randomPatterns", nPatterns * stride, `${nPatterns} patterns of ${nNeurons} neurons`);
  if (kind.kind !== "random") {
    const values = new Int8Array(nPatterns * nNeurons);
    drawPatterns(kind, values, nPatterns, nNeurons, nNeurons, key);
    return Object.freeze({ nPatterns, nNeurons, values });
  }
  return withKernels(backend, (kernels) => {
    const xi = kernels.arena.int8(nPatterns * stride);
    kernels.randomPatterns(xi, nPatterns, nNeurons, stride, 0, key);
    const values = new Int8Array(nPatterns * nNeurons);
    for (let mu = 0; mu < nPatterns; mu++) {
      values.set(xi.view.subarray(mu * stride, mu * stride + nNeurons), mu * nNeurons);
    }
    return Object.freeze({ nPatterns, nNeurons, values });
  });
}
