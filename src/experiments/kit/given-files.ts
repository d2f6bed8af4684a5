/** Connectivity that a spec names by its file. */
import { show } from "../../check/check.ts";
import { givenOf } from "../../check/parameters.ts";
import type { ConnectivityOptions } from "../../io/connectivity/format.ts";
import { connectivityFileParameters } from "../../io/connectivity/parameters.ts";
import type { SpecFiles } from "./study.ts";

type AnySpec = Readonly<Record<string, unknown>>;

/** The spec with connectivity in the place of the path of its file, without what says how that is read. */
export async function withConnectivity<Spec extends AnySpec>(spec: Spec, files: SpecFiles): Promise<Spec> {
  return connectivityInto(spec, "connectivity", files);
}

/**
 * The same of the parameter `name`; what was assumed of the file is told.
 *
 * @param nNeurons  N, when it is known.
 */
export async function connectivityInto<Spec extends AnySpec>(
  spec: Spec,
  name: string,
  files: SpecFiles,
  nNeurons?: number,
): Promise<Spec> {
  const path = spec[name];
  const said = Object.keys(connectivityFileParameters).find((key) => spec[key] !== undefined);
  if (typeof path !== "string") {
    if (said === undefined) return spec;
    throw new TypeError(`${said} must be left out without a file of connectivity (--${name}), got ${show(spec[said])}`);
  }
  const { readFileSync } = await import("node:fs");
  const { noteLine, readConnectivity } = await import("../../io/connectivity/index.ts");
  const { connectivityFormat, ...how } = givenOf(connectivityFileParameters, spec);
  for (const [key, { kind }] of Object.entries(connectivityFileParameters)) {
    if (spec[key] !== undefined) kind.check(key, spec[key] as never);
  }
  const options: ConnectivityOptions = {
    ...how,
    ...(connectivityFormat !== undefined && { format: connectivityFormat }),
    ...(nNeurons !== undefined && { nNeurons }),
  };
  const found = readConnectivity(readFileSync(files.file(path, `--${name}`)), path, options);
  files.note?.(noteLine(path, found));
  const others = Object.entries(spec).filter(([key]) => !Object.hasOwn(connectivityFileParameters, key));
  return { ...Object.fromEntries(others), [name]: found.connectivity } as Spec;
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
