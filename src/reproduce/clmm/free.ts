/** Random networks left to themselves: rest, cycle or neither. */
import { settle } from "../../control/settle.ts";
import { continuousNetwork } from "../../dynamics/network.ts";
import { DOMAIN } from "../../numeric/domains.ts";
import { normals } from "../../numeric/normal.ts";
import { Stream } from "../../numeric/philox.ts";
import { keyOf } from "../../numeric/seed.ts";
import type { StudyMeans } from "./means.ts";
import type { FreeNetworks } from "./measured.ts";

/** Random networks that are followed without control. */
export interface FreeSpec {
  readonly neurons: number;
  readonly networks: number;
  /** Standard deviation of a weight, times √N. */
  readonly gain: number;
  readonly symmetric: boolean;
  readonly seed: number | string;
}

/** How much longer networks are followed that neither rest nor cycle yet, since some come to rest slowly. */
const LONGER = 4000;
/** |X| at which those that still move are at rest: near a bifurcation they creep, others move by 0.1 and more. */
const SLOW = 1e-4;

/** Where each kind of end counts. */
const COUNTED = { equilibrium: "rest", cycle: "cycle", undecided: "neither" } as const;

/** Follows tanh networks of normal weights, each from one random state. */
export async function measureFree(spec: FreeSpec, { pause }: StudyMeans): Promise<FreeNetworks> {
  const { neurons: N, networks, gain, symmetric, seed } = spec;
  const counts = { rest: 0, cycle: 0, neither: 0 };
  for (let number = 0; number < networks; number++) {
    const stream = new Stream();
    stream.open(DOMAIN.control, number, 3, keyOf(BigInt(seed)));
    const drawn = new Float64Array(N * N + N);
    normals(stream, drawn);
    const weights = Float64Array.from({ length: N * N }, (_, at) => {
      const [i, j] = [Math.floor(at / N), at % N];
      const from = symmetric && j < i ? j * N + i : at;
      return (gain / Math.sqrt(N)) * drawn[from];
    });
    const network = continuousNetwork({ weights, activation: { type: "tanh" } });
    let end = await settle(network, "flow", drawn.subarray(N * N), pause);
    if (end.kind === "undecided") end = await settle(network, "flow", end.state, pause, LONGER);
    counts[end.kind === "undecided" && end.speed < SLOW ? "rest" : COUNTED[end.kind]]++;
  }
  return { neurons: N, isSymmetric: symmetric, ...counts };
}
