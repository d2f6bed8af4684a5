/** What all moments of all searches say together: energies, weights kept, aligned fields. */
import {
  type Connectivity,
  type ConnectivitySearch,
  type Patterns,
  type RewiredNeurons,
  RULES,
  type RuleValues,
} from "palimpsest";
import type { SearchSpec } from "./search.ts";

/** The mean of a quantity at every moment, beside that of random connectivity of the same neurons. */
export interface Course {
  /** The quantity at each moment, f64[moments]. */
  readonly at: Float64Array;
  readonly random: number;
}

/** What the searches came to, over the neurons that have chosen so far. */
export interface Sums {
  readonly spec: SearchSpec;
  /** The value of the parameter that the search works with, such as ε or κ. */
  readonly target: number;
  /** How many moments of a search are kept. */
  readonly moments: number;
  /** How many neurons have chosen their inputs. */
  readonly done: number;
  /** Sweeps made at each moment, f64[moments]; negative for a set before the annealing. */
  readonly sweeps: Float64Array;
  /** Temperature at each moment in units of E, the mean over neurons, f64[moments]; 0 outside of the annealing. */
  readonly temperatures: Float64Array;
  /** E, the mean over neurons. */
  readonly energy: Course;
  /** Bounds of E between which four neurons of five lie, f64[moments] each. */
  readonly energyLow: Float64Array;
  readonly energyHigh: Float64Array;
  /** The index of the neuron that was searched last, and its E at each moment, f64[moments]. */
  readonly neuron: number;
  readonly own: Float64Array;
  /** How many ordered pairs have M = −p, −p + 2, …, p, f64[p + 1], and connections among them, f64[moments × (p + 1)]. */
  readonly pairs: Float64Array;
  readonly connections: Float64Array;
  /** Classes of aligned fields: f64[moments × classes] and f64[classes], of fields from `firstField` on, each `fieldWidth` wide. */
  readonly classes: number;
  readonly firstField: number;
  readonly fieldWidth: number;
  readonly fields: Float64Array;
  readonly randomFields: Float64Array;
  /** Mean and standard deviation of the aligned fields, and the fraction of them that is not positive. */
  readonly mean: Course;
  readonly deviation: Course;
  readonly unstable: Course;
}

const CLASSES = 72;
/** Where a first set lies before the annealing, and the end behind it, in parts of its length. */
const BEFORE = 0.07;
const BEHIND = 0.04;

/**
 * Sums up searches as they come.
 *
 * @param values   parameters of the search
 * @param overlap  M, i16[N × N]
 * @param random   connectivity to compare with
 */
export function tallyOf(
  spec: SearchSpec,
  values: RuleValues,
  patterns: Patterns,
  overlap: Int16Array,
  random: Connectivity,
) {
  const { nNeurons, nPatterns } = patterns;
  const c = spec.inputs;
  const search: ConnectivitySearch = RULES[spec.rule].search;
  const [target = 0] = Object.values(values);
  /** The patterns with a neuron in each row, i8[N × p]. */
  const xi = new Int8Array(nNeurons * nPatterns);
  for (let mu = 0; mu < nPatterns; mu++) {
    for (let i = 0; i < nNeurons; i++) xi[i * nPatterns + mu] = patterns.values[mu * nNeurons + i];
  }

  /** Visits c·ξ_i h_i in all patterns for one set of inputs of neuron i after another. */
  const walk = (i: number, sets: Int32Array, visit: (set: number, fields: Int32Array) => void): void => {
    const fields = new Int32Array(nPatterns);
    const own = xi.subarray(i * nPatterns, (i + 1) * nPatterns);
    const change = (j: number, sign: number): void => {
      const weight = sign * overlap[i * nNeurons + j];
      const other = j * nPatterns;
      for (let mu = 0; mu < nPatterns; mu++) fields[mu] += weight * own[mu] * xi[other + mu];
    };
    for (let set = 0; set * c < sets.length; set++) {
      // sets are sorted and differ little: only what changes is summed
      let [a, b] = [(set - 1) * c, set * c];
      const [endA, endB] = [b, b + c];
      if (set === 0) a = endA;
      while (a < endA || b < endB) {
        const [j, k] = [a < endA ? sets[a] : nNeurons, b < endB ? sets[b] : nNeurons];
        if (j <= k) a++;
        if (k <= j) b++;
        if (j < k) change(j, -1);
        if (k < j) change(k, 1);
      }
      visit(set, fields);
    }
  };

  const energyOf = (fields: Int32Array): number =>
    fields.reduce((sum, field) => sum + search.energyOf(field / c, values), 0);

  let size: ReturnType<typeof measureClasses> | undefined;
  /** Classes that hold equally many of the possible values, which have all the parity of c·p; from what is met first. */
  const measureClasses = (part: RewiredNeurons, moments: number) => {
    let [low, high] = [0, 0];
    const look = (_: number, fields: Int32Array): void => {
      for (const field of fields) {
        if (field < low) low = field;
        if (field > high) high = field;
      }
    };
    part.neurons.forEach((i, n) => {
      walk(i, part.course!.inputs.subarray(n * moments * c, (n + 1) * moments * c), look);
      walk(i, randomRow(i), look);
    });
    const step = 2 * Math.max(1, Math.ceil((high - low) / CLASSES / 2));
    const first = low - ((((low - c * nPatterns) % 2) + 2) % 2) - 1;
    return { step, first, classes: Math.ceil((high + 2 - first) / step) };
  };
  const randomRow = (i: number): Int32Array => random.inputs.subarray(random.rowStart[i], random.rowStart[i + 1]);

  let done = 0;
  let last: { readonly neuron: number; readonly own: Float64Array } | undefined;
  const pairs = new Float64Array(nPatterns + 1);
  let connections = new Float64Array(0);
  let temperatures = new Float64Array(0);
  let energies: Float64Array[] = [];
  let randomEnergy = 0;
  /** Of each moment, and at last of random connectivity: how many fields, their sum, sum of squares, not positive; by classes. */
  let sums = new Float64Array(0);
  let fields = new Float64Array(0);

  const count = (at: number, values: Int32Array): void => {
    const { first, step, classes } = size!;
    for (const field of values) {
      sums[4 * at]++;
      sums[4 * at + 1] += field;
      sums[4 * at + 2] += field * field;
      if (field <= 0) sums[4 * at + 3]++;
      fields[at * classes + Math.min(classes - 1, Math.max(0, Math.floor((field - first) / step)))]++;
    }
  };

  const add = (part: RewiredNeurons): void => {
    const course = part.course!;
    const { moments } = course;
    if (size === undefined) {
      size = measureClasses(part, moments);
      connections = new Float64Array(moments * (nPatterns + 1));
      temperatures = new Float64Array(moments);
      energies = Array.from({ length: moments }, () => new Float64Array(nNeurons));
      sums = new Float64Array(4 * (moments + 1));
      fields = new Float64Array(size.classes * (moments + 1));
    }
    part.neurons.forEach((i, n) => {
      const row = overlap.subarray(i * nNeurons, (i + 1) * nNeurons);
      row.forEach((m, j) => {
        if (j !== i) pairs[(m + nPatterns) >> 1]++;
      });
      const sets = course.inputs.subarray(n * moments * c, (n + 1) * moments * c);
      sets.forEach((j, at) => {
        connections[Math.floor(at / c) * (nPatterns + 1) + ((row[j] + nPatterns) >> 1)]++;
      });
      walk(i, sets, count);
      walk(i, randomRow(i), (_, values) => {
        count(moments, values);
        randomEnergy += energyOf(values);
      });
      const own = course.energies.slice(n * moments, (n + 1) * moments);
      own.forEach((energy, moment) => {
        energies[moment][done] = energy;
        temperatures[moment] += course.temperatures[n * moments + moment];
      });
      done++;
      last = { neuron: i, own };
    });
  };

  const film = (): Sums => {
    const moments = energies.length;
    const { first, step, classes } = size!;
    const sorted = energies.map((all) => all.slice(0, done).sort());
    const quantile = (q: number): Float64Array => Float64Array.from(sorted, (all) => all[Math.round(q * (done - 1))]);
    const courseOf = (value: (n: number, sum: number, squares: number, unstable: number) => number): Course => {
      const all = Float64Array.from({ length: moments + 1 }, (_, at) =>
        value(sums[4 * at], sums[4 * at + 1], sums[4 * at + 2], sums[4 * at + 3]),
      );
      return { at: all.subarray(0, moments), random: all[moments] };
    };
    return {
      spec,
      target,
      moments,
      done,
      sweeps: sweepsAt(spec, moments),
      temperatures: temperatures.map((sum) => sum / done),
      energy: {
        at: Float64Array.from(energies, (all) => all.subarray(0, done).reduce((sum, energy) => sum + energy, 0) / done),
        random: randomEnergy / done,
      },
      energyLow: quantile(0.1),
      energyHigh: quantile(0.9),
      neuron: last!.neuron,
      own: last!.own,
      pairs,
      connections,
      classes,
      firstField: first / c,
      fieldWidth: step / c,
      fields: fields.subarray(0, moments * classes),
      randomFields: fields.subarray(moments * classes),
      mean: courseOf((n, sum) => sum / n / c),
      deviation: courseOf((n, sum, squares) => Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2)) / c),
      unstable: courseOf((n, _sum, _squares, unstable) => unstable / n),
    };
  };
  return { add, film };
}

/** Sweeps at each moment: the first set before the first descent, then the temperatures, at last the set that is kept. */
function sweepsAt({ rule, sweeps }: SearchSpec, moments: number): Float64Array {
  const length = sweeps || 1;
  const { schedule }: ConnectivitySearch = RULES[rule].search;
  const cold = schedule.descents ? 2 : 1;
  const levels = moments - cold - 1;
  return Float64Array.from({ length: moments }, (_, moment) => {
    if (moment < cold) return moment === cold - 1 ? 0 : -BEFORE * length;
    return moment === moments - 1
      ? length * (sweeps === 0 ? BEHIND : 1 + BEHIND)
      : ((moment - cold + 1) / levels) * length;
  });
}
