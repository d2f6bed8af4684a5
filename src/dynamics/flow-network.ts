/** Networks of continuous dynamics as their users give them. */
import { checkInteger, checkKeys, show } from "../check.ts";
import { checkBytes } from "../hopfield/memory.ts";
import { type ActivationSpec, activationOf } from "./activation.ts";
import type { FlowNetwork } from "./field.ts";

export interface FlowNetworkSpec {
  /** T: rows of numbers, T[i][j] the weight from j to i; or all rows one after another. */
  readonly weights: readonly (readonly number[])[] | ArrayLike<number>;
  readonly activation: ActivationSpec;
}

/** Most neurons of a network whose analysis factors N × N matrices. */
const MOST_NEURONS = 20_000;

/**
 * A network that follows u̇ = T g(u) − u — CLMM. Data only, copied.
 *
 * @throws TypeError or RangeError that names the entry which is no finite number, or the row of the wrong length.
 */
export function flowNetwork(spec: FlowNetworkSpec, where = "flowNetwork"): FlowNetwork {
  checkKeys(where, spec, ["weights", "activation"]);
  const { weights, nNeurons } = checkWeights(`${where}: weights`, spec.weights);
  const activation = activationOf(spec.activation, `${where}: activation`).spec;
  return Object.freeze({ nNeurons, weights, activation });
}

/** Throws unless it is a network that `flowNetwork` made. */
export function checkFlowNetwork(where: string, network: FlowNetwork): void {
  if (!(network?.weights instanceof Float64Array) || network.weights.length !== network.nNeurons ** 2) {
    throw new TypeError(`${where} must be a network from flowNetwork, got ${show(network)}`);
  }
}

/** A square matrix of finite numbers, copied. */
export function checkWeights(where: string, given: unknown): { weights: Float64Array; nNeurons: number } {
  const rows = given as readonly (readonly number[])[];
  const isList = Array.isArray(given) || (ArrayBuffer.isView(given) && "length" in given);
  if (!isList) throw new TypeError(`${where} must be rows of numbers, got ${show(given)}`);
  const isFlat = typeof rows[0] === "number";
  const nNeurons = isFlat ? Math.sqrt(rows.length) : rows.length;
  if (!Number.isInteger(nNeurons) || nNeurons === 0) {
    throw new RangeError(`${where} must be a square matrix, got ${rows.length} numbers`);
  }
  checkInteger(`${where}: rows`, nNeurons, 1, MOST_NEURONS);
  checkBytes(where, 16 * nNeurons * nNeurons, `weights of ${nNeurons} neurons`);
  const weights = new Float64Array(nNeurons * nNeurons);
  const take = (value: unknown, i: number, j: number): void => {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw new RangeError(`${where} must be finite numbers, got ${show(value)} at row ${i}, column ${j}`);
    }
    weights[i * nNeurons + j] = value;
  };
  if (isFlat) {
    const flat = given as ArrayLike<unknown>;
    for (let at = 0; at < flat.length; at++) take(flat[at], Math.floor(at / nNeurons), at % nNeurons);
  } else {
    rows.forEach((row, i) => {
      if (!Array.isArray(row) && !ArrayBuffer.isView(row)) {
        throw new TypeError(`${where}: row ${i} must be a list of numbers, got ${show(row)}`);
      }
      if (row.length !== nNeurons) {
        throw new RangeError(`${where}: row ${i} must have ${nNeurons} entries, as there are rows, got ${row.length}`);
      }
      for (let j = 0; j < nNeurons; j++) take(row[j], i, j);
    });
  }
  return { weights, nNeurons };
}

/** A state: as many finite numbers as neurons, copied. */
export function checkState(where: string, given: unknown, nNeurons: number): Float64Array {
  const isList = Array.isArray(given) || (ArrayBuffer.isView(given) && "length" in given);
  if (!isList) throw new TypeError(`${where} must be a list of ${nNeurons} numbers, got ${show(given)}`);
  const list = given as ArrayLike<unknown>;
  if (list.length !== nNeurons) {
    throw new RangeError(`${where} must have a number for each of ${nNeurons} neurons, got ${list.length}`);
  }
  return Float64Array.from({ length: nNeurons }, (_, i) => {
    const value = list[i];
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw new RangeError(`${where} must be finite numbers, got ${show(value)} at index ${i}`);
    }
    return value;
  });
}
