/** Edges as files state them, and the synapses they make: sorted, each once, none from a neuron to itself. */
import type { Connectivity } from "../../hopfield/connectivity.ts";
import { counted, refusal } from "./words.ts";

/** Most edges of a file: as many bytes again as a matrix of weights of 11 585 neurons. */
const MOST_EDGES = 2 ** 27;
/** Most neurons of a file: one index beyond all others must not cost memory of its own. */
const MOST_NEURONS = 2 ** 20;

/** A growing list of edges source → target between indices, with weights if the file has any. */
export class Edges {
  readonly #name: string;
  #sources = new Int32Array(64);
  #targets = new Int32Array(64);
  #weights: Float64Array | undefined;
  #length = 0;

  /** @param name  of the file, for messages. */
  constructor(name: string, isWeighted: boolean) {
    this.#name = name;
    if (isWeighted) this.#weights = new Float64Array(64);
  }

  get length(): number {
    return this.#length;
  }

  get sources(): Int32Array {
    return this.#sources.subarray(0, this.#length);
  }

  get targets(): Int32Array {
    return this.#targets.subarray(0, this.#length);
  }

  get weights(): Float64Array | undefined {
    return this.#weights?.subarray(0, this.#length);
  }

  /** Adds source → target; `where` is the place in the file, for a weight that is no number. */
  add(source: number, target: number, weight: number, where: () => string): void {
    if (!Number.isFinite(weight)) {
      throw refusal(
        this.#name,
        `must have finite weights, got ${weight} ${where()}`,
        "write 0 where there is no synapse, as numpy.nan_to_num(W) or df.fillna(0) do",
      );
    }
    if (this.#length === MOST_EDGES) {
      throw refusal(this.#name, `must have at most ${MOST_EDGES} edges, got more`, "leave out edges of small weight");
    }
    if (this.#length === this.#sources.length) this.#grow();
    this.#sources[this.#length] = source;
    this.#targets[this.#length] = target;
    if (this.#weights) this.#weights[this.#length] = weight;
    this.#length++;
  }

  /** The same edges between other indices. */
  renumber(numbers: ArrayLike<number>): void {
    for (let e = 0; e < this.#length; e++) {
      this.#sources[e] = numbers[this.#sources[e]];
      this.#targets[e] = numbers[this.#targets[e]];
    }
  }

  #grow(): void {
    const length = 2 * this.#length;
    const longer = <A extends Int32Array | Float64Array>(old: A, next: A): A => {
      next.set(old);
      return next;
    };
    this.#sources = longer(this.#sources, new Int32Array(length));
    this.#targets = longer(this.#targets, new Int32Array(length));
    if (this.#weights) this.#weights = longer(this.#weights, new Float64Array(length));
  }
}

/** Synapses, the weights of each, and what was left out. */
export interface Synapses {
  readonly connectivity: Connectivity;
  /** By synapse, as `connectivity.inputs`. */
  readonly weights?: Float64Array;
  readonly notes: readonly string[];
}

/**
 * The synapses of edges: edges of a neuron to itself are left out, those stated again add their weights, and where weights are 0
 * there is no synapse.
 */
export function synapsesOf(name: string, nNeurons: number, edges: Edges): Synapses {
  checkNeurons(name, nNeurons);
  const { sources, targets, weights } = edges;
  const order = byTargetAndSource(nNeurons, sources, targets);
  const rowStart = new Int32Array(nNeurons + 1);
  const inputs = new Int32Array(edges.length);
  const sums = weights && new Float64Array(edges.length);
  let length = 0;
  const left = { self: 0, repeated: 0, zero: 0 };
  for (let k = 0; k < order.length; ) {
    const [source, target] = [sources[order[k]], targets[order[k]]];
    let sum = 0;
    const first = k;
    for (; k < order.length && sources[order[k]] === source && targets[order[k]] === target; k++) {
      if (weights) sum += weights[order[k]];
    }
    if (source === target) {
      left.self += k - first;
      continue;
    }
    left.repeated += k - first - 1;
    if (weights && sum === 0) {
      left.zero++;
      continue;
    }
    if (!Number.isFinite(sum)) {
      throw refusal(name, `must have weights whose sums are finite, got ${sum}`, "divide them by the largest");
    }
    inputs[length] = source;
    if (sums) sums[length] = sum;
    length++;
    rowStart[target + 1]++;
  }
  for (let i = 0; i < nNeurons; i++) rowStart[i + 1] += rowStart[i];
  const notes = [
    counted(length, "synapse"),
    ...(left.self > 0 ? [`${counted(left.self, "edge")} from a neuron to itself left out`] : []),
    ...(left.repeated > 0
      ? [`${counted(left.repeated, "repeated edge")} ${weights ? "added to the first" : "left out"}`]
      : []),
    ...(left.zero > 0 ? [`${counted(left.zero, "edge")} of weight 0 left out`] : []),
  ];
  const connectivity = Object.freeze({ nNeurons, rowStart, inputs: inputs.slice(0, length) });
  return { connectivity, ...(sums && { weights: sums.slice(0, length) }), notes };
}

/** Refuses networks that are none, or too large. */
export function checkNeurons(name: string, nNeurons: number): void {
  if (nNeurons > MOST_NEURONS) {
    throw refusal(
      name,
      `must have at most ${MOST_NEURONS} neurons, got ${nNeurons}`,
      "give ids that leave gaps as names, with --index-base names",
    );
  }
  if (nNeurons < 2) {
    throw refusal(name, `must connect at least 2 neurons, got ${nNeurons}`, "list an edge a line, source,target");
  }
}

/** Edges by target, those of one target by source, those stated again in the order of the file: two counting sorts. */
function byTargetAndSource(nNeurons: number, sources: Int32Array, targets: Int32Array): Int32Array {
  const sorted = (keys: Int32Array, before: Int32Array | undefined): Int32Array => {
    const next = new Int32Array(nNeurons + 1);
    for (const key of keys) next[key + 1]++;
    for (let i = 0; i < nNeurons; i++) next[i + 1] += next[i];
    const order = new Int32Array(keys.length);
    for (let k = 0; k < keys.length; k++) {
      const edge = before ? before[k] : k;
      order[next[keys[edge]]++] = edge;
    }
    return order;
  };
  return sorted(targets, sorted(sources, undefined));
}
