/** How the searches for inputs went: what a picture of annealing is made of. */

/** Sets that searches went through, moment by moment; as many moments for every neuron. */
export interface SearchCourse {
  readonly moments: number;
  /** f64[neurons × moments], in units of E; 0 where none belongs to the moment: a first set, the end of a descent. */
  readonly temperatures: Float64Array;
  /** Energies E_i, f64[neurons × moments]. */
  readonly energies: Float64Array;
  /** Inputs of each neuron, i32[neurons × moments × c], each set increasing. */
  readonly inputs: Int32Array;
}

/** Told of a moment of a search: temperature and energy in units of c²E, and where the present set can be had. */
export type NoteMoment = (temperature: number, energy: number, set: { inputsInto(out: Int32Array): void }) => void;

/** An empty course for the searches of `nNeurons` neurons. */
export function emptyCourse(nNeurons: number, moments: number, nInputs: number): SearchCourse {
  const size = nNeurons * moments;
  return {
    moments,
    temperatures: new Float64Array(size),
    energies: new Float64Array(size),
    inputs: new Int32Array(size * nInputs),
  };
}

/** Writes the moments of the n-th neuron; `end` repeats the last of a search that was done before its time. */
export function courseWriter({ moments, temperatures, energies, inputs }: SearchCourse, n: number) {
  const nInputs = inputs.length / energies.length;
  const [first, last] = [n * moments, (n + 1) * moments];
  let at = first;
  const note: NoteMoment = (temperature, energy, set) => {
    temperatures[at] = temperature / nInputs ** 2;
    energies[at] = energy / nInputs ** 2;
    set.inputsInto(inputs.subarray(at * nInputs, (at + 1) * nInputs));
    at++;
  };
  const end = (): void => {
    for (; at < last; at++) {
      energies[at] = energies[at - 1];
      inputs.copyWithin(at * nInputs, (at - 1) * nInputs, at * nInputs);
    }
  };
  return { note, end };
}
