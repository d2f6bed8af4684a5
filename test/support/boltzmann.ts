/**
 * Sampling at a fixed temperature on a problem small enough to list every subset: Boltzmann's weights, and the exact
 * chance of every transition that an annealer's tables of quantiles make instead of continuous noise.
 */
import { EXPONENTIALS, NOISE } from "../../src/numeric/quantiles.ts";
import { variates } from "../../src/numeric/variates.ts";
import { scaledEnergyByDefinition, subsets } from "./definitions.ts";
import type { NeuronProblem } from "./stored-overlap.ts";

/** All sets of inputs of a neuron, with energies and weights at one temperature. */
export interface Landscape {
  readonly sets: readonly (readonly number[])[];
  readonly energies: readonly number[];
  /** The index in `sets` of a sorted set, written with commas. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** Boltzmann's weights exp(−E/T) / Σ exp(−E/T), one for each set. */
  readonly weights: readonly number[];
}

/**
 * All sets of c inputs of a neuron, their energies c²E by the definition or by another cost, and Boltzmann's weights at a
 * temperature.
 */
export function landscape(
  problem: NeuronProblem,
  neuron: number,
  temperature: number,
  cost?: (set: readonly number[]) => number,
): Landscape {
  const { xi, nPatterns, nNeurons, nInputs, scaledEpsilon } = problem;
  const others = Array.from({ length: nNeurons }, (_, j) => j).filter((j) => j !== neuron);
  const sets = subsets(others, nInputs);
  const energies = sets.map(
    cost ?? ((set) => scaledEnergyByDefinition(xi, nPatterns, nNeurons, neuron, set, scaledEpsilon)),
  );
  return boltzmann({ sets, indexOf: new Map(sets.map((set, at) => [set.join(), at])) }, energies, temperature);
}

/** The same sets with other energies, one for each. */
export function boltzmann(
  { sets, indexOf }: Pick<Landscape, "sets" | "indexOf">,
  energies: readonly number[],
  temperature: number,
): Landscape {
  const least = Math.min(...energies);
  const factors = energies.map((energy) => Math.exp(-(energy - least) / temperature));
  const sum = factors.reduce((a, b) => a + b);
  return { sets, indexOf, energies, weights: factors.map((factor) => factor / sum) };
}

/** Chances of the swaps that one step of Metropolis makes, given that ΔE ≤ T·X with X from the table of quantiles. */
export function metropolisTransitions(of: Landscape, temperature: number): number[][] {
  return transitions(of, (from, _j, swaps, row) => {
    for (const to of swaps) {
      row[to.set] += acceptance(of.energies[to.set] - of.energies[from], temperature) / swaps.length;
    }
  });
}

/** Chances of what `tries` steps of Metropolis make of one slot, the place of a random input. */
export function slotTransitions(of: Landscape, temperature: number, tries: number): number[][] {
  return transitions(of, (from, _j, swaps, row) => {
    // what the slot may hold: its input or any of the candidates, each reached from every other
    const contents = [from, ...swaps.map(({ set }) => set)];
    let chances = contents.map((_, k) => (k === 0 ? 1 : 0));
    for (let step = 0; step < tries; step++) {
      const next = chances.slice();
      contents.forEach((a, x) => {
        contents.forEach((b, y) => {
          if (x === y) return;
          const flow = (chances[x] * acceptance(of.energies[b] - of.energies[a], temperature)) / swaps.length;
          next[x] -= flow;
          next[y] += flow;
        });
      });
      chances = next;
    }
    for (let k = 1; k < contents.length; k++) row[contents[k]] += chances[k];
  });
}

/** The chance that a change of energy is accepted: that ΔE ≤ T·X for an exponential variate X of the kernel's table. */
function acceptance(change: number, temperature: number): number {
  if (change <= 0) return 1;
  const table = variates(0).exponentials.subarray(0, EXPONENTIALS - 1);
  let chance = 0;
  for (let tails = 0, part = 1; tails < 4; tails++, part /= EXPONENTIALS) {
    let count = 0;
    for (const x of table) if (change <= temperature * (tails * Math.log(EXPONENTIALS) + x)) count++;
    chance += (part * count) / EXPONENTIALS;
  }
  return chance;
}

/** The chances of one step of the heat bath: over every offset into the table of Gumbel quantiles, and every quantile for staying. */
export function heatBathTransitions(of: Landscape, temperature: number, nNeurons: number): number[][] {
  const table = variates(nNeurons).gumbels;
  const sorted = table.slice(0, NOISE).sort();
  return transitions(of, (from, _j, swaps, row) => {
    for (let offset = 0; offset < NOISE; offset++) {
      let least = Number.POSITIVE_INFINITY;
      let chosen = swaps[0];
      for (const to of swaps) {
        const value = of.energies[to.set] - of.energies[from] - temperature * table[offset + to.k];
        if (value < least) [least, chosen] = [value, to];
      }
      row[chosen.set] += countBelow(sorted, -least / temperature) / NOISE / NOISE;
    }
  });
}

/** The chances of the sets in a chain that has run for long. */
export function stationary(chances: readonly (readonly number[])[]): number[] {
  let now = chances.map(() => 1 / chances.length);
  for (let step = 0; step < 20_000; step++) {
    const next = now.map(() => 0);
    chances.forEach((row, from) => {
      row.forEach((chance, to) => {
        next[to] += now[from] * chance;
      });
    });
    const change = next.reduce((sum, p, k) => sum + Math.abs(p - now[k]), 0);
    now = next;
    if (change < 1e-14) break;
  }
  return now;
}

interface Swap {
  readonly k: number;
  /** The index in `sets` of the set that the swap makes. */
  readonly set: number;
}

/** Rows of chances, one for each set; `add` gives those of the swaps of input j, all inputs being equally likely. */
function transitions(
  { sets, indexOf }: Landscape,
  add: (from: number, j: number, swaps: readonly Swap[], row: number[]) => void,
): number[][] {
  const others = [...new Set(sets.flat())].sort((a, b) => a - b);
  return sets.map((set, from) => {
    const total = sets.map(() => 0);
    for (const j of set) {
      const row = sets.map(() => 0);
      const swaps = others
        .filter((k) => !set.includes(k))
        .map((k) => {
          const swapped = set.map((member) => (member === j ? k : member)).sort((a, b) => a - b);
          return { k, set: indexOf.get(swapped.join())! };
        });
      add(from, j, swaps, row);
      row.forEach((chance, to) => {
        total[to] += chance / set.length;
      });
    }
    total[from] += 1 - total.reduce((a, b) => a + b);
    return total;
  });
}

/** How many of the sorted values lie below x. */
function countBelow(sorted: Float32Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How far the chain is from forgetting its start after `steps`: the largest |P^steps(from, to) − π(to)|. */
export function memoryAfter(chances: readonly (readonly number[])[], steps: number): number {
  const settled = stationary(chances);
  let largest = 0;
  chances.forEach((_, start) => {
    let now: number[] = chances.map((__, k) => (k === start ? 1 : 0));
    for (let step = 0; step < steps; step++) {
      const next = now.map(() => 0);
      chances.forEach((row, from) => {
        row.forEach((chance, to) => {
          next[to] += now[from] * chance;
        });
      });
      now = next;
    }
    largest = Math.max(largest, ...now.map((p, k) => Math.abs(p - settled[k])));
  });
  return largest;
}
