/** Specs that name the files of their matrices. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { readMatrix, readWeights } from "../../io/weights.ts";
import type { AnySpec } from "./command.ts";
import type { SpecFiles } from "./study.ts";

/**
 * A spec with matrices in the place of their paths.
 *
 * @param fileOf  the file behind a path.
 */
export function withMatrices(spec: AnySpec, fileOf: (path: string, where: string) => string): AnySpec {
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

/** A spec of the command line with its matrices read. */
export async function readSpecMatrices(spec: AnySpec, files: SpecFiles): Promise<AnySpec> {
  return withMatrices(spec, (path, where) => files.file(path, `--spec: ${where}`));
}
