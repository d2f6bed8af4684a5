/** Connectivity: which synapses exist, drawn at random or given by the caller. */
import type { BackendName } from "../backend/contract/kernels.ts";
import { withKernels } from "../backend/load.ts";
import { checkChoice, checkInteger, checkKeys, show } from "../check/check.ts";
import { keyOf, parseSeed, type Seed } from "../numeric/seed.ts";
import { checkBytes } from "./memory.ts";

/**
 * Which synapses exist, as compressed rows: the inputs of neuron i are
 * inputs[rowStart[i]] … inputs[rowStart[i + 1] − 1], increasing, distinct, never i itself. Not symmetric in general.
 */
export interface Connectivity {
  readonly nNeurons: number;
  /** Where the inputs of each neuron begin in `inputs`, i32[nNeurons + 1]. */
  readonly rowStart: Int32Array;
  /** Indices of the input neurons, row by row, i32[connections]. */
  readonly inputs: Int32Array;
}

/**
 * Random connectivity: every neuron gets exactly `nInputs` distinct inputs, uniformly among the others (EK22, "Network").
 *
 * @throws RangeError when nInputs is not in [1, nNeurons − 1] or the connections cannot fit.
 */
export async function randomConnectivity(spec: {
  readonly nNeurons: number;
  readonly nInputs: number;
  readonly seed: Seed;
  readonly backend?: BackendName;
}): Promise<Connectivity> {
  checkKeys("randomConnectivity: spec", spec, ["nNeurons", "nInputs", "seed", "backend"]);
  const nNeurons = checkInteger("randomConnectivity: nNeurons", spec.nNeurons, 2);
  const nInputs = checkInputs("randomConnectivity: nInputs", spec.nInputs, nNeurons);
  const key = keyOf(parseSeed(spec.seed, "randomConnectivity: seed"));
  const backend = checkChoice("randomConnectivity: backend", spec.backend ?? "wasm", ["wasm", "js"]);
  checkBytes("randomConnectivity", 4 * nNeurons * (nInputs + 4), `${nNeurons} × ${nInputs} connections`);
  return withKernels(backend, (kernels) => {
    const inputs = kernels.arena.int32(nNeurons * nInputs);
    kernels.randomConnectivity(inputs, nNeurons, nInputs, 0, nNeurons, key);
    return regularConnectivity(nNeurons, nInputs, inputs.view.slice());
  });
}

/** Full connectivity: every neuron reads every other one, in the order of their indices. */
export function fullConnectivity(nNeurons: number): Connectivity {
  checkInteger("fullConnectivity: nNeurons", nNeurons, 2);
  checkBytes("fullConnectivity", 4 * nNeurons * nNeurons, `connections among ${nNeurons} neurons`);
  const inputs = new Int32Array(nNeurons * (nNeurons - 1));
  for (let i = 0, at = 0; i < nNeurons; i++) {
    for (let j = 0; j < nNeurons; j++) if (j !== i) inputs[at++] = j;
  }
  return regularConnectivity(nNeurons, nNeurons - 1, inputs);
}

/** Connectivity whose neurons all have `nInputs` inputs, i32[nNeurons × nInputs], rows sorted. */
export function regularConnectivity(nNeurons: number, nInputs: number, inputs: Int32Array): Connectivity {
  const rowStart = Int32Array.from({ length: nNeurons + 1 }, (_, i) => i * nInputs);
  return Object.freeze({ nNeurons, rowStart, inputs });
}

/**
 * Connectivity from a list of inputs for every neuron, in any order; copied and sorted.
 *
 * @throws TypeError or RangeError for a list of the wrong length, an index out of range, a repeated input or i → i.
 */
export function connectivityFrom(inputsOf: ArrayLike<ArrayLike<number>>): Connectivity {
  const where = "connectivityFrom: inputsOf";
  if (typeof inputsOf?.length !== "number") throw new TypeError(`${where} must be an array, got ${show(inputsOf)}`);
  const nNeurons = inputsOf.length;
  if (nNeurons < 2) throw new RangeError(`${where} must have a row for each of at least 2 neurons, got ${nNeurons}`);
  const rowStart = new Int32Array(nNeurons + 1);
  const all: number[] = [];
  for (let i = 0; i < nNeurons; i++) {
    const row = inputsOf[i];
    if (typeof row?.length !== "number") throw new TypeError(`${where}[${i}] must be an array, got ${show(row)}`);
    Array.from(row, (j, k) => checkInteger(`${where}[${i}][${k}]`, j, 0, nNeurons - 1));
    const sorted = Array.from(row).sort((a, b) => a - b);
    sorted.forEach((j, k) => {
      if (j === i) throw new RangeError(`${where}[${i}] must not hold the neuron itself, got ${j}`);
      if (j === sorted[k - 1]) throw new RangeError(`${where}[${i}] must hold distinct inputs, got ${j} twice`);
    });
    for (const j of sorted) all.push(j);
    rowStart[i + 1] = all.length;
  }
  return Object.freeze({ nNeurons, rowStart, inputs: Int32Array.from(all) });
}

/** Whether every neuron reads every other one. */
export function isComplete({ nNeurons, inputs }: Connectivity): boolean {
  return inputs.length === nNeurons * (nNeurons - 1);
}

/** c in [1, N − 1]: fewer than one input stores nothing, and no neuron is its own input. */
export function checkInputs(where: string, nInputs: unknown, nNeurons: number): number {
  return checkFewer(where, checkInteger(where, nInputs, 1), nNeurons);
}

/** c < N, for a number of inputs that has been checked by itself. */
export function checkFewer(where: string, nInputs: number, nNeurons: number): number {
  if (nInputs < nNeurons) return nInputs;
  throw new RangeError(`${where} must be less than the number of neurons, ${nNeurons}, got ${nInputs}`);
}

/** Checks that an argument is what this module returns, rows included. */
export function checkConnectivity(where: string, connectivity: Connectivity): void {
  const { nNeurons, rowStart, inputs } = connectivity ?? {};
  if (!(rowStart instanceof Int32Array) || !(inputs instanceof Int32Array)) {
    throw new TypeError(
      `${where} must be connectivity from randomConnectivity, rewire or connectivityFrom, got ${show(connectivity)}`,
    );
  }
  checkInteger(`${where}.nNeurons`, nNeurons, 2);
  if (rowStart.length !== nNeurons + 1 || rowStart[0] !== 0 || rowStart[nNeurons] !== inputs.length) {
    throw new RangeError(
      `${where}.rowStart must have length nNeurons + 1 and run from 0 to ${inputs.length}, got ${rowStart.length} entries`,
    );
  }
  for (let i = 0; i < nNeurons; i++) {
    if (rowStart[i + 1] < rowStart[i])
      throw new RangeError(`${where}.rowStart must not decrease, got so at neuron ${i}`);
    for (let s = rowStart[i]; s < rowStart[i + 1]; s++) {
      const j = inputs[s];
      if (j < 0 || j >= nNeurons || j === i || (s > rowStart[i] && j <= inputs[s - 1])) {
        throw new RangeError(`${where}.inputs of neuron ${i} must be increasing indices of other neurons, got ${j}`);
      }
    }
  }
}
