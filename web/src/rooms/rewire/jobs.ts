/** The searches of all neurons with their courses, what a moment of them keeps, and the critical loads. */
import {
  type Connectivity,
  type ConnectivitySearch,
  capacity,
  connectivityFrom,
  hebbianNetwork,
  networkSeed,
  overlapMatrix,
  type Patterns,
  RULES,
  randomConnectivity,
  randomPatterns,
  relax,
  rewire,
  rowOverlaps,
  type SearchRule,
} from "palimpsest";
import { writeNpy } from "../../../../src/io/npy.ts";
import { handOver, type Job } from "../../worker/protocol.ts";
import type { SearchSpec } from "./search.ts";
import { type Sums, tallyOf } from "./tally.ts";

/** The searches of the neurons that have chosen so far. */
export interface Film extends Sums {
  /** The seed that `randomPatterns` and `rewire` were given, in decimal digits. */
  readonly networkSeed: string;
  /** What figures call the rule of the search. */
  readonly label: string;
  /** How many patterns random connectivity retrieves. */
  readonly keptAtRandom: number;
}

/** A pattern is kept when it leads to this overlap at least. */
const RETRIEVED = 0.9;

/** Connectivity at every moment of the last search, for what is asked of it afterwards. */
let kept:
  | { readonly key: string; readonly patterns: Patterns; readonly moments: number; readonly inputs: Int32Array }
  | undefined;

const search: Job<SearchSpec, Film, Film> = async (spec, { signal, report }) => {
  const { rule, neurons: nNeurons, inputs: c, parameters, sweeps } = spec;
  const seed = networkSeed(spec.seed, spec.patterns);
  const patterns = await randomPatterns({ nPatterns: spec.patterns, nNeurons, seed });
  const random = await randomConnectivity({ nNeurons, nInputs: c, seed });
  const overlap = await overlapMatrix(patterns, { signal });
  let tally: ReturnType<typeof tallyOf> | undefined;
  let inputs = new Int32Array(0);
  const { label } = RULES[rule];
  const { values: valuesOf }: ConnectivitySearch = RULES[rule].search;
  const values = valuesOf(parameters, { nNeurons, nPatterns: spec.patterns, nInputs: c });
  const keptAtRandom = await retrieved(patterns, random, signal);
  const show = (): Film => ({ ...tally!.film(), networkSeed: seed.toString(), label, keptAtRandom });
  await rewire(
    patterns,
    { inputs: c, rule, ...parameters, sweeps, seed },
    {
      signal,
      course: true,
      onNeurons: (part) => {
        const { moments, inputs: sets } = part.course!;
        if (inputs.length === 0) inputs = new Int32Array(nNeurons * moments * c);
        inputs.set(sets, part.neurons[0] * moments * c);
        tally ??= tallyOf(spec, values, patterns, overlap, random);
        tally.add(part);
        report(show());
      },
    },
  );
  const film = show();
  kept = { key: JSON.stringify(spec), patterns, moments: film.moments, inputs };
  return film;
};

/** How many patterns are kept at a moment of the last search; undefined when it was another. */
const keepAt: Job<{ readonly spec: SearchSpec; readonly moment: number }, number | undefined> = async (
  { spec, moment },
  { signal },
) => {
  if (kept?.key !== JSON.stringify(spec)) return undefined;
  const { patterns, moments, inputs } = kept;
  const c = spec.inputs;
  const rows = Array.from({ length: spec.neurons }, (_, i) => {
    const at = (i * moments + moment) * c;
    return inputs.subarray(at, at + c);
  });
  return retrieved(patterns, connectivityFrom(rows), signal);
};

/** How many patterns a network retrieved, of those it stores. */
export interface Tried {
  readonly rule: SearchRule | "random";
  readonly patterns: number;
  readonly retrieved: number;
}

/** Critical loads with random and with chosen connectivity. */
export interface Gain {
  /** The network whose gain is measured; its number of patterns is not used. */
  readonly spec: SearchSpec;
  /** What figures call its rule. */
  readonly label: string;
  /** The networks made so far, ordered by load. */
  readonly tried: readonly Tried[];
  /** p_c with random and with chosen connectivity, once it is found. */
  readonly random?: number;
  readonly chosen?: number;
}

/** Parts of the critical loads at which networks are made only to be drawn. */
const DRAWN = { random: [0.5, 1.5, 2, 3, 5], chosen: [0.5, 0.8, 1.15, 1.3, 1.6] } as const;

/** Results by their spec, so that nothing is measured twice. */
const gains = new Map<string, Gain>();

const measureGain: Job<SearchSpec, Gain, Gain> = async (spec, { signal, report }) => {
  const { rule, neurons, inputs, parameters, sweeps, seed } = spec;
  const key = JSON.stringify({ ...spec, patterns: 0 });
  const known = gains.get(key);
  if (known) return { ...known, spec };
  const tried: Tried[] = [];
  let gain: Gain = { spec, label: RULES[rule].label, tried };
  const show = (next: Partial<Gain>): void => {
    tried.sort((a, b) => a.patterns - b.patterns);
    gain = { ...gain, ...next };
    report(gain);
  };
  for (const one of ["random", rule] as const) {
    const { rows } = await capacity(
      { neurons, inputs, rule: one, ...(one !== "random" && parameters), sweeps, seeds: 1, seed },
      {
        signal,
        onNetwork: (_, network) => {
          tried.push({ rule: one, ...network });
          show({});
        },
      },
    );
    show({ [one === "random" ? "random" : "chosen"]: rows[0].capacity });
  }
  for (const [one, critical] of [
    ["random", gain.random!],
    [rule, gain.chosen!],
  ] as const) {
    for (const part of DRAWN[one === "random" ? "random" : "chosen"]) {
      const p = Math.max(1, Math.round(part * critical));
      if (tried.some((point) => point.rule === one && point.patterns === p)) continue;
      const own = networkSeed(seed, p);
      const patterns = await randomPatterns({ nPatterns: p, nNeurons: neurons, seed: own });
      const connectivity =
        one === "random"
          ? await randomConnectivity({ nNeurons: neurons, nInputs: inputs, seed: own })
          : (await rewire(patterns, { inputs, rule, ...parameters, sweeps, seed: own }, { signal })).connectivity!;
      tried.push({ rule: one, patterns: p, retrieved: await retrieved(patterns, connectivity, signal) });
      show({});
    }
  }
  gains.set(key, gain);
  return gain;
};

/** The patterns as `palimpsest rewire` reads them: an .npy file. */
const patternsFile: Job<SearchSpec, Uint8Array> = async ({ neurons, patterns, seed }) => {
  const { values } = await randomPatterns({
    nPatterns: patterns,
    nNeurons: neurons,
    seed: networkSeed(seed, patterns),
  });
  const file = writeNpy(values, [patterns, neurons]);
  return handOver(file, file);
};

export const jobs = { search, keepAt, measureGain, patternsFile };

async function retrieved(patterns: Patterns, connectivity: Connectivity, signal: AbortSignal): Promise<number> {
  const network = await hebbianNetwork(patterns, connectivity, { signal });
  const { states } = await relax(network, patterns, {}, { signal });
  return rowOverlaps(states, patterns.values, patterns.nNeurons).filter((m) => m >= RETRIEVED).length;
}
