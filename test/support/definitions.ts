/**
 * The definitions of EK22 computed in the most obvious way: direct sums, no algebra, no packing. What kernels are
 * compared with. Patterns are i8[P × N], row-major, entries ±1.
 */

/** M_ij = Σ_μ ξ_i^μ ξ_j^μ, i32[N × N]. */
export function overlapByDefinition(xi: Int8Array, nPatterns: number, nNeurons: number): Int32Array {
  const out = new Int32Array(nNeurons * nNeurons);
  for (let mu = 0; mu < nPatterns; mu++) {
    const row = xi.subarray(mu * nNeurons, (mu + 1) * nNeurons);
    for (let i = 0; i < nNeurons; i++) {
      for (let j = 0; j < nNeurons; j++) out[i * nNeurons + j] += row[i] * row[j];
    }
  }
  return out;
}

/**
 * c²E_i = Σ_ν (c A_i^ν − cε)² with c A_i^ν = Σ_{j∈S} (s_j^ν M_ij − 1), s_j^ν = ξ_i^ν ξ_j^ν: MODEL A2, A3 times c². A sum of
 * squares of integers where cε is one, so exact.
 */
export function scaledEnergyByDefinition(
  xi: Int8Array,
  nPatterns: number,
  nNeurons: number,
  neuron: number,
  inputs: ArrayLike<number>,
  scaledEpsilon: number,
): number {
  const own = Array.from(inputs, (j) => {
    let sum = 0;
    for (let mu = 0; mu < nPatterns; mu++) sum += xi[mu * nNeurons + neuron] * xi[mu * nNeurons + j];
    return sum;
  });
  let energy = 0;
  for (let nu = 0; nu < nPatterns; nu++) {
    let noise = 0;
    for (let s = 0; s < own.length; s++) {
      noise += xi[nu * nNeurons + neuron] * xi[nu * nNeurons + inputs[s]] * own[s] - 1;
    }
    energy += (noise - scaledEpsilon) ** 2;
  }
  return energy;
}

/** h_i = Σ_j w_ij S_j over the given inputs of each neuron. */
export function fieldByDefinition(
  i: number,
  inputsOf: readonly ArrayLike<number>[],
  weightsOf: readonly ArrayLike<number>[],
  state: ArrayLike<number>,
): number {
  let h = 0;
  for (let s = 0; s < inputsOf[i].length; s++) h += weightsOf[i][s] * state[inputsOf[i][s]];
  return h;
}

export interface SimpleRelaxed {
  readonly state: number[];
  /** 0 still running, 1 at a fixed point, 2 in a two-cycle. */
  readonly status: number;
  readonly sweeps: number;
}

/** S_i ← sgn(h_i), sgn(0) = +1, one neuron after another in the order `orderOf(sweep)`; every field summed anew. */
export function relaxInTurn(
  inputsOf: readonly ArrayLike<number>[],
  weightsOf: readonly ArrayLike<number>[],
  start: ArrayLike<number>,
  maxSweeps: number,
  orderOf: (sweep: number) => ArrayLike<number>,
): SimpleRelaxed {
  const state = Array.from(start);
  for (let sweep = 1; sweep <= maxSweeps; sweep++) {
    const before = state.join();
    for (const i of Array.from(orderOf(sweep))) {
      state[i] = fieldByDefinition(i, inputsOf, weightsOf, state) >= 0 ? 1 : -1;
    }
    if (state.join() === before) return { state, status: 1, sweeps: sweep };
  }
  return { state, status: 0, sweeps: maxSweeps };
}

/** All neurons at once; a 2-cycle is a state that was there two sweeps before, but not one before. */
export function relaxTogether(
  inputsOf: readonly ArrayLike<number>[],
  weightsOf: readonly ArrayLike<number>[],
  start: ArrayLike<number>,
  maxSweeps: number,
): SimpleRelaxed {
  let state = Array.from(start);
  let before: string | undefined;
  for (let sweep = 1; sweep <= maxSweeps; sweep++) {
    const next = state.map((_, i) => (fieldByDefinition(i, inputsOf, weightsOf, state) >= 0 ? 1 : -1));
    const present = state.join();
    state = next;
    if (next.join() === present) return { state, status: 1, sweeps: sweep };
    if (next.join() === before) return { state, status: 2, sweeps: sweep };
    before = present;
  }
  return { state, status: 0, sweeps: maxSweeps };
}

/** All subsets of `items` that have `size` elements. */
export function subsets(items: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  if (items.length < size) return [];
  const [first, ...rest] = items;
  return [...subsets(rest, size - 1).map((subset) => [first, ...subset]), ...subsets(rest, size)];
}
