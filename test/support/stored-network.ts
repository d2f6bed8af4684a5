/** Networks made anew from what a row of results tells of them. */
import { type Connectivity, randomConnectivity } from "../../src/hopfield/connectivity.ts";
import type { Patterns } from "../../src/hopfield/patterns.ts";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { rewire } from "../../src/hopfield/rewire.ts";
import { deriveKey, keyOf } from "../../src/numeric/seed.ts";

/** The network that experiments make of a seed, by the public functions. */
export async function networkOf(row: {
  readonly neurons: number;
  readonly inputs: number;
  readonly rule: string;
  readonly patterns: number;
  readonly seed: number | string;
  readonly sweeps: number;
  readonly epsilon?: number | null;
  readonly margin?: number | null;
}): Promise<{ readonly patterns: Patterns; readonly connectivity: Connectivity; readonly seed: bigint }> {
  const [low, high] = deriveKey(keyOf(BigInt(row.seed)), row.patterns, 0);
  const seed = (BigInt(high) << 32n) | BigInt(low);
  const { neurons: nNeurons, inputs, rule, sweeps, epsilon, margin } = row;
  const parameter = {
    ...(rule === "signal" && typeof epsilon === "number" && { epsilon }),
    ...(rule === "margin" && typeof margin === "number" && { margin }),
  };
  const patterns = await randomPatterns({ nPatterns: row.patterns, nNeurons, seed });
  const connectivity =
    rule === "random"
      ? await randomConnectivity({ nNeurons, nInputs: inputs, seed })
      : (await rewire(patterns, { inputs, rule: rule as "noise", ...parameter, seed, sweeps })).connectivity!;
  return { patterns, connectivity, seed };
}
