/** Relaxation: states follow their local fields to a fixed point or a 2-cycle. */
import { ORDER } from "../backend/contract/codes.ts";
import type { BackendName, Graph, Key, Relaxer } from "../backend/contract/kernels.ts";
import { checkChoice, checkInteger, checkKeys, show } from "../check/check.ts";
import { keyOf, parseSeed, type Seed } from "../numeric/seed.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { type PatternsLike, statesOf } from "./patterns.ts";
import type { Relaxed, RelaxStatus } from "./relaxed.ts";
import { withRelaxer } from "./relaxers.ts";
import { relaxWinners } from "./winners.ts";

/**
 * Order of updates. `sequential`: one neuron after another, always 0 … N − 1. `random`: one after another in a fresh random
 * order each sweep, the same for all states of a call. `synchronous`: all at once.
 */
export type UpdateOrder = "sequential" | "random" | "synchronous";

const ORDERS: readonly UpdateOrder[] = ["sequential", "random", "synchronous"];

/**
 * A network that remembers: weights on the connections that exist, as integers in a unit of each neuron's own, which the sign
 * of its field does not depend on. Data only, not to be changed once made: the kernels keep copies of the networks used last.
 */
export interface HopfieldNetwork {
  readonly graph: Graph;
  /** Integer weights of each neuron ÷ its real ones, f64[N]; the number of inputs c_i for Hebbian weights J_ij = M_ij/c_i. */
  readonly scale: Float64Array;
  /** Number of neurons that fire where those of the largest fields do, instead of those whose field reaches 0. */
  readonly winners?: number;
}

export interface RelaxSpec {
  /** Order of updates; default "sequential". */
  readonly order?: UpdateOrder;
  /** Most sweeps; default 100. */
  readonly maxSweeps?: number;
  /** Seed of the random order; required with order "random". */
  readonly seed?: Seed;
}

const STATUS: readonly RelaxStatus[] = ["maxSweeps", "fixedPoint", "twoCycle"];

/**
 * Lets states follow S_i ← sgn(h_i), sgn(0) = +1, until a sweep changes nothing, a 2-cycle closes, or maxSweeps. Fields count from
 * the thresholds of the neurons where the learning rule gives them some; in networks of k winners the neurons of the largest
 * fields fire, all at once whatever the order.
 *
 * @param states  patterns, rows, or one row after another, of ±1 or of 0 and 1, [nStates × nNeurons]; read only.
 * @throws TypeError or RangeError for states of the wrong length or with other entries.
 */
export async function relax(
  network: HopfieldNetwork,
  states: PatternsLike,
  spec: RelaxSpec = {},
  options: RunOptions & { readonly backend?: BackendName } = {},
): Promise<Relaxed> {
  const graph = checkNetwork("relax: network", network);
  const start = statesOf("relax: states", states, graph.nNeurons);
  checkKeys("relax: spec", spec, ["order", "maxSweeps", "seed"]);
  const order = checkChoice("relax: order", spec.order ?? "sequential", ORDERS);
  const maxSweeps = checkInteger("relax: maxSweeps", spec.maxSweeps ?? 100, 1, 2 ** 31 - 1);
  if (order === "random" && spec.seed === undefined)
    throw new TypeError('relax: seed must be given for order "random", got none');
  const key = keyOf(parseSeed(spec.seed ?? 0, "relax: seed"));
  const backend = checkChoice("relax: backend", options.backend ?? "wasm", ["wasm", "js"]);
  const { winners } = network;
  const how = { order, maxSweeps, key, ...(winners !== undefined && { winners }) };
  return withRelaxer(backend, graph, (relaxer) =>
    relaxStates(relaxer, graph, start.slice(), how, pacer(options.signal), options.onProgress),
  );
}

/** Longest kernel call aimed at, in ms, and a rough guess of a sweep's time per connection to meet it. */
const CALL_MS = 10;
const CONNECTION_MS = 6e-6;

/** Order, sweeps and random numbers of a relaxation, validated. */
export interface RelaxPlan {
  readonly order: UpdateOrder;
  readonly maxSweeps: number;
  readonly key: Key;
  readonly winners?: number;
}

/** Relaxes states in place, a block and a few ms at a time. */
export async function relaxStates(
  relaxer: Relaxer,
  graph: Graph,
  states: Int8Array,
  { order, maxSweeps, key, winners }: RelaxPlan,
  pause: () => Promise<void> | undefined,
  onProgress?: RunOptions["onProgress"],
): Promise<Relaxed> {
  if (winners !== undefined) return relaxWinners(relaxer, graph, states, { winners, maxSweeps }, pause, onProgress);
  const { nNeurons } = graph;
  const total = states.length / nNeurons;
  const codes = new Int32Array(total);
  const sweeps = new Int32Array(total);
  const atOnce = Math.max(1, Math.floor(CALL_MS / (CONNECTION_MS * (graph.inputs.length + nNeurons))));
  for (let first = 0; first < total; first += relaxer.lanes) {
    const count = Math.min(relaxer.lanes, total - first);
    const at = (sweep: number): number =>
      relaxer.relax(
        states.subarray(first * nNeurons, (first + count) * nNeurons),
        codes.subarray(first, first + count),
        sweeps.subarray(first, first + count),
        count,
        ORDER[order],
        maxSweeps,
        key,
        sweep,
        Math.min(maxSweeps, sweep + atOnce - 1),
      );
    for (let sweep = 1, running = count; sweep <= maxSweeps && running > 0; sweep += atOnce) {
      running = at(sweep);
      await pause();
    }
    onProgress?.({ done: first + count, total, label: "states relaxed" });
  }
  return { states, sweeps, status: Array.from(codes, (code) => STATUS[code]) };
}

/**
 * Aligned local fields of stored patterns, ξ_i^ν h_i^ν = 1 + A_i^ν (EK22 eq. 4) with Hebbian weights, normalised by each
 * neuron's own number of inputs; in the unit of the weights with other rules, ξ_i^ν (h_i^ν − θ_i) where neurons have thresholds. 0 for a
 * neuron without inputs. A pattern is a fixed point when all of its fields are positive.
 *
 * @returns  f64[nPatterns × nNeurons]
 */
export async function alignedFields(
  network: HopfieldNetwork,
  patterns: PatternsLike,
  options: RunOptions & { readonly backend?: BackendName } = {},
): Promise<Float64Array> {
  const graph = checkNetwork("alignedFields: network", network);
  const states = statesOf("alignedFields: patterns", patterns, graph.nNeurons);
  const backend = checkChoice("alignedFields: backend", options.backend ?? "wasm", ["wasm", "js"]);
  const pause = pacer(options.signal);
  return withRelaxer(backend, graph, async (relaxer) => {
    const { nNeurons } = graph;
    const { scale } = network;
    const total = states.length / nNeurons;
    const aligned = new Float64Array(states.length);
    const fields = new Int32Array(relaxer.lanes * nNeurons);
    for (let first = 0; first < total; first += relaxer.lanes) {
      const count = Math.min(relaxer.lanes, total - first);
      const from = first * nNeurons;
      relaxer.fieldsInto(states.subarray(from, from + count * nNeurons), fields, count);
      for (let at = 0; at < count * nNeurons; at++) {
        aligned[from + at] = (states[from + at] * fields[at]) / scale[at % nNeurons];
      }
      await pause();
    }
    return aligned;
  });
}

export function checkNetwork(where: string, network: HopfieldNetwork): Graph {
  const { graph, scale } = network ?? {};
  if (!(graph?.rowStart instanceof Int32Array) || !(scale instanceof Float64Array)) {
    throw new TypeError(
      `${where} must be a network from hopfieldNetwork, hebbianNetwork or learnNetwork, got ${show(network)}`,
    );
  }
  return graph;
}
