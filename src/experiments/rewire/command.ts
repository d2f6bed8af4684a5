/** `rewire` as its command runs it: the inputs of every neuron searched, and what they change of the fields. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type Connectivity, connectivityFrom, randomConnectivity } from "../../hopfield/connectivity.ts";
import { neuronFields } from "../../hopfield/neuron-fields.ts";
import type { Patterns } from "../../hopfield/patterns.ts";
import { planRewire, type RewireSpec, rewire } from "../../hopfield/rewire.ts";
import { withNulls } from "../../hopfield/rules/index.ts";
import { random } from "../../hopfield/rules/random.ts";
import { writeConnectivity } from "../../io/connectivity/write.ts";
import { readPatterns } from "../../io/patterns.ts";
import { seedToJson } from "../../numeric/seed.ts";
import { meanAndDeviation } from "../../numeric/statistics.ts";
import { table } from "../../report/table.ts";
import { type Columns, cellsOf, numbersIn, rowOf } from "../kit/columns.ts";
import type { ExperimentCommand } from "../kit/command.ts";
import { connectivityInto } from "../kit/given-files.ts";
import { type PlannedRun, type RunMeans, seedOrigin } from "../kit/planned-run.ts";
import { bytesWithoutOverlaps, toldOfPools } from "../kit/told.ts";

/** The spec of `rewire` with the patterns and the connectivity that it names. */
interface RewireRunSpec extends Omit<RewireSpec, "only"> {
  readonly patterns: Patterns;
  /** Where they come from. */
  readonly file: string;
  readonly only?: readonly number[];
}

/** One neuron's result as JSON carries it. */
interface RewireRow {
  readonly neuron: number;
  readonly inputs: readonly number[];
  readonly energy: number;
}

const COLUMNS: Columns<RewireRow> = { neuron: "cell", inputs: numbersIn, energy: "cell" };
const ROWS_SHOWN = 12;
/** Of more neurons than these, fields are those of a part, evenly spaced. */
const MOST_WITH_FIELDS = 4096;

function planRewireRun({ patterns, file, ...given }: RewireRunSpec): PlannedRun {
  const { seed, nInputs, values, plan } = planRewire(patterns, given);
  const { nPatterns, nNeurons } = patterns;
  const size = { nNeurons, nPatterns, nInputs };
  const bytes = bytesWithoutOverlaps({ anneal: plan }, [given.rule], size);
  const neurons = given.only ?? Array.from({ length: nNeurons }, (_, i) => i);
  const spec = { ...given, seed };
  const record = {
    patterns: { file, sha256: hashOf(patterns.values), nPatterns, nNeurons },
    inputs: nInputs,
    rule: given.rule,
    ...withNulls(values),
    anneal: plan,
    only: given.only ?? null,
    from: given.from ? hashOf(given.from.inputs) : null,
    seed: seedToJson(seed),
  };
  return {
    spec: record,
    seed: record.seed,
    seedIs: seedOrigin(given),
    total: neurons.length,
    unit: "neurons searched",
    largest: { ...size, ...(bytes !== undefined && { bytes }) },
    told: toldOfPools(plan),
    threads: (most, kept) => Math.max(1, Math.min(most, leftOf(neurons, kept).length)),
    async run(means) {
      const { kept, executor, signal, onProgress, backend } = means;
      const only = leftOf(neurons, kept);
      if (only.length > 0) {
        const options = { executor, signal, onProgress, backend };
        await rewire(
          patterns,
          { ...spec, only },
          {
            ...options,
            onNeurons: (part) =>
              part.neurons.forEach((neuron, n) => {
                const inputs = Array.from(part.inputs.subarray(n * nInputs, (n + 1) * nInputs));
                kept.set(String(neuron), [cellsOf({ neuron, inputs, energy: part.energies[n] })]);
              }),
          },
        );
      }
      const rows = neurons.map((neuron) => rowOf(COLUMNS, kept.get(String(neuron))![0]));
      const atRandom = await randomConnectivity({ nNeurons, nInputs, seed, backend });
      const shown = rows.filter((_, n) => n % Math.ceil(rows.length / MOST_WITH_FIELDS) === 0);
      const whose = shown.map(({ neuron }) => neuron);
      const drawn = whose.map((i) => atRandom.inputs.subarray(i * nInputs, (i + 1) * nInputs));
      const fields = {
        chosen: neuronFields(
          patterns,
          whose,
          shown.map((row) => row.inputs),
        ),
        random: neuronFields(patterns, whose, drawn),
      };
      const energy = meanAndDeviation(rows.map((row) => row.energy));
      const summary = {
        rule: given.rule,
        ...withNulls(values),
        inputs: nInputs,
        neurons: rows.length,
        energy: energy.mean,
        energyDeviation: energy.deviation,
        unstable: unstable(fields.chosen),
        unstableAtRandom: unstable(fields.random),
        // fields of all neurons would take longer than their search where there are very many
        ...(shown.length < rows.length && { neuronsWithFields: shown.length }),
      };
      return {
        rows,
        summary: [summary],
        cells: rows.map(cellsOf),
        columns: Object.keys(COLUMNS),
        text: () => textOf(rows, summary),
        async figures(command) {
          const { fieldsFigure } = await import("../fields/figure.ts");
          const distributions = [
            { rule: random.name, fields: fields.random },
            { rule: given.rule, fields: fields.chosen },
          ];
          const size = { inputs: nInputs, nPatterns, nNeurons };
          return { figure: (document) => fieldsFigure(distributions, { document, command, ...size }) };
        },
        files: async () => ({ "connectivity.npz": writeConnectivity(connectivityOf(rows, nNeurons)) }),
      };
    },
  };
}

export const rewireCommand: ExperimentCommand = {
  async readFiles(spec, files) {
    const { patterns } = spec;
    const read = (path: string, where: string) => readFileSync(files.file(path, where));
    return {
      ...(await connectivityInto(spec, "from", files)),
      ...(typeof patterns === "string" && {
        patterns: readPatterns(read(patterns, "--patterns"), patterns),
        file: basename(patterns),
      }),
    };
  },
  plan: (spec) => planRewireRun(spec as unknown as RewireRunSpec),
};

function leftOf(neurons: readonly number[], kept: RunMeans["kept"]): number[] {
  return neurons.filter((neuron) => kept.get(String(neuron)) === undefined);
}

function textOf(
  rows: readonly RewireRow[],
  summary: Readonly<Record<"energy" | "energyDeviation" | "unstable" | "unstableAtRandom", number>> & {
    readonly neuronsWithFields?: number;
  },
): string {
  const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;
  const shown = rows.slice(0, ROWS_SHOWN);
  const cells = shown.map((row) => [String(row.neuron), row.energy.toPrecision(6), preview(row.inputs)]);
  const rest = rows.length - shown.length;
  const { neuronsWithFields } = summary;
  const part = neuronsWithFields === undefined ? "" : ` of ${neuronsWithFields} neurons`;
  return [
    table(["neuron", "energy", "inputs"], cells),
    ...(rest > 0 ? [`… and ${rest} more (all of them with --json or --out)`] : []),
    "",
    `energy    ${summary.energy.toPrecision(6)} ± ${summary.energyDeviation.toPrecision(2)} (mean ± s.d. over ${rows.length} neurons)`,
    `unstable  ${percent(summary.unstable)} of the aligned fields${part} are not positive; with random connectivity ${percent(summary.unstableAtRandom)}`,
  ].join("\n");
}

/** Neurons that were not searched have no inputs. */
function connectivityOf(rows: readonly RewireRow[], nNeurons: number): Connectivity {
  const inputs = new Map(rows.map((row) => [row.neuron, row.inputs]));
  return connectivityFrom(Array.from({ length: nNeurons }, (_, i) => inputs.get(i) ?? []));
}

/** The part of the aligned fields that are not positive: none of them, and every pattern is a fixed point. */
function unstable(fields: Float64Array): number {
  return fields.reduce((count, field) => count + (field > 0 ? 0 : 1), 0) / fields.length;
}

function hashOf(values: Int8Array | Int32Array): string {
  return createHash("sha256").update(values).digest("hex").slice(0, 16);
}

function preview(inputs: readonly number[]): string {
  const first = inputs.slice(0, 10).join(" ");
  return inputs.length > 10 ? `${first} … (${inputs.length})` : first;
}
