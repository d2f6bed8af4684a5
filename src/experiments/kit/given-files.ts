/** Connectivity that a spec names by its file. */
import type { SpecFiles } from "./study.ts";

/** The spec with connectivity in the place of the path of its file. */
export async function withConnectivity<Spec extends Readonly<Record<string, unknown>>>(
  spec: Spec,
  files: SpecFiles,
): Promise<Spec> {
  const { connectivity } = spec;
  if (typeof connectivity !== "string") return spec;
  const { readFileSync } = await import("node:fs");
  const { readAnyConnectivity } = await import("../../io/connectivity-files.ts");
  return {
    ...spec,
    connectivity: readAnyConnectivity(readFileSync(files.file(connectivity, "connectivity")), connectivity),
  };
}

/** The spec with rows of coordinates in the place of the path of their file. */
export async function withPositions<Spec extends Readonly<Record<string, unknown>>>(
  spec: Spec,
  files: SpecFiles,
): Promise<Spec> {
  const { positions } = spec;
  if (typeof positions !== "string" || positions === "ring") return spec;
  const { readFileSync } = await import("node:fs");
  const { readPositions } = await import("../../io/weights.ts");
  return { ...spec, positions: readPositions(readFileSync(files.file(positions, "positions")), positions) };
}

/** The spec with patterns in the place of the path of their file. */
export async function withPatterns<Spec extends Readonly<Record<string, unknown>>>(
  spec: Spec,
  files: SpecFiles,
): Promise<Spec> {
  const { patterns } = spec;
  if (typeof patterns !== "string") return spec;
  const { readFileSync } = await import("node:fs");
  const { readPatterns } = await import("../../io/patterns.ts");
  return { ...spec, patterns: readPatterns(readFileSync(files.file(patterns, "patterns")), patterns) };
}
