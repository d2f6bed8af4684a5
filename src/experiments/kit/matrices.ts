/** Specs that name the files of their matrices. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { readMatrix, readWeights } from "../../io/weights.ts";

/**
 * A spec with matrices in the place of their paths.
 *
 * @param fileOf  the file behind a path.
 */
export function withMatrices(
  spec: Readonly<Record<string, unknown>>,
  fileOf: (path: string, where: string) => string,
): Readonly<Record<string, unknown>> {
  const { weights } = spec;
  if (typeof weights === "string") {
    const file = fileOf(weights, "weights");
    return { ...spec, weights: readWeights(readFileSync(file), basename(file)) };
  }
  const patterns = (weights as { readonly patterns?: unknown } | undefined)?.patterns;
  if (typeof patterns !== "string") return spec;
  const file = fileOf(patterns, "weights: patterns");
  return { ...spec, weights: { ...(weights as object), patterns: readMatrix(readFileSync(file), basename(file)) } };
}
