import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import type { Command } from "commander";
import type { Patterns } from "../hopfield/patterns.ts";
import type { planRewire, RewiredNeurons, RewireSpec } from "../hopfield/rewire.ts";
import { RULES, SEARCH_RULES, type SearchRule, withNulls } from "../hopfield/rules/index.ts";
import type { Ledger } from "../io/ledger.ts";
import type { Row } from "../io/rows.ts";
import {
  type AnnealFlags,
  addAnneal,
  addCommon,
  addRuleParameters,
  annealSpec,
  type CommonFlags,
  count,
  counts,
  type RuleFlags,
  repeatAnneal,
  repeatRuleParameters,
  ruleParameters,
} from "./options.ts";
import { finishRun, withSession } from "./session.ts";

const COLUMNS = ["neuron", "inputs", "energy"] as const;
const ROWS_SHOWN = 12;

interface RewireFlags extends CommonFlags, AnnealFlags, RuleFlags {
  readonly patterns: string;
  readonly inputs: number;
  readonly rule: string;
  readonly only?: readonly number[];
  readonly from?: string;
}

/** One neuron's result as the JSON document carries it. */
interface RewireRow {
  readonly neuron: number;
  readonly inputs: readonly number[];
  readonly energy: number;
}

/** `palimpsest rewire`: chooses the inputs of every neuron of a network that stores given patterns. */
export function addRewire(program: Command): void {
  const command = program
    .command("rewire")
    .description("choose which synapses exist: for each neuron the inputs that minimise its cost, for given patterns")
    .requiredOption("--patterns <p.npy>", "patterns, [p × N] of ±1")
    .requiredOption("--inputs <c>", "inputs of every neuron", count)
    .requiredOption("--rule <name>", SEARCH_RULES.map((name) => RULES[name].help).join(", "))
    .option("--only <i,…>", "neurons to search for (default: all)", counts)
    .option("--from <connectivity.npz>", "begin with this connectivity, as written by --out, instead of a random one");
  addCommon(addAnneal(addRuleParameters(command))).action(run);
}

async function run(flags: RewireFlags): Promise<void> {
  const started = performance.now();
  const { commandLine, readInput, table } = await import("./output.ts");
  const { planRewire, rewire } = await import("../hopfield/rewire.ts");
  const { drawSeed, seedToJson } = await import("../numeric/seed.ts");
  const { readPatterns } = await import("../io/patterns.ts");
  const { readConnectivity, writeConnectivity } = await import("../io/connectivity.ts");
  const patterns = readPatterns(readInput(flags.patterns, "--patterns"), flags.patterns);
  const from = flags.from === undefined ? undefined : readConnectivity(readInput(flags.from, "--from"), flags.from);
  const neurons = flags.only ?? Array.from({ length: patterns.nNeurons }, (_, i) => i);
  const seed = seedToJson(flags.seed ?? drawSeed());
  const spec: RewireSpec = {
    inputs: flags.inputs,
    rule: flags.rule as SearchRule,
    ...ruleParameters(flags),
    ...annealSpec(flags),
    seed,
  };
  const options = { backend: flags.backend };
  const plan = planRewire(patterns, { ...spec, ...(from && { from }), only: neurons }, options);
  const record = {
    patterns: { file: basename(flags.patterns), sha256: hashOf(patterns.values), ...shapeOf(patterns) },
    inputs: plan.nInputs,
    rule: flags.rule,
    ...withNulls(plan.values),
    anneal: plan.plan,
    only: flags.only ?? null,
    from: from ? hashOf(from.inputs) : null,
    seed,
  };

  const { out } = flags;
  const found = new Map<number, RewireRow>();
  const isLeft = (neuron: number): boolean => !found.has(neuron);
  const head = {
    command: "rewire",
    spec: record,
    seed,
    total: neurons.length,
    unit: "neurons searched",
    largest: { ...shapeOf(patterns), nInputs: flags.inputs },
    count: () => found.size,
    threads: (ledger?: Ledger) => {
      for (const key of ledger?.keys() ?? []) found.set(Number(key), fromLedger(ledger!.get(key)![0]));
      return Math.max(1, Math.min(flags.threads, neurons.filter(isLeft).length));
    },
  };
  const threads = await withSession(flags, head, async ({ ledger, ...session }) => {
    const onNeurons = (part: RewiredNeurons): void => {
      part.neurons.forEach((neuron, n) => {
        const inputs = Array.from(part.inputs.subarray(n * flags.inputs, (n + 1) * flags.inputs));
        const row = { neuron, inputs, energy: part.energies[n] };
        found.set(neuron, row);
        ledger?.append(String(neuron), [cellsOf(row)]);
      });
    };
    const only = neurons.filter(isLeft);
    const whole = { ...spec, ...(from && { from }), only };
    if (only.length > 0) await rewire(patterns, whole, { ...options, ...session, onNeurons });
    return session.executor.threads;
  });

  const rows = neurons.map((i) => found.get(i)!);
  const { distributions, summary } = await describe(patterns, rows, plan);
  const repeat = commandLine("rewire", [
    ["--patterns", flags.patterns],
    ["--inputs", flags.inputs],
    ["--rule", flags.rule],
    ...repeatRuleParameters(flags),
    ["--only", flags.only],
    ["--from", flags.from],
    ...repeatAnneal(flags),
    ["--seed", seed],
  ]);
  if (out !== undefined) {
    const { writeFileSync } = await import("node:fs");
    const { connectivityFrom } = await import("../hopfield/connectivity.ts");
    const all = Array.from({ length: patterns.nNeurons }, (_, i) => found.get(i)?.inputs ?? []);
    writeFileSync(join(out, "connectivity.npz"), writeConnectivity(connectivityFrom(all)));
  }
  const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;
  const text = (): string => {
    const shown = rows.slice(0, ROWS_SHOWN);
    const cells = shown.map((row) => [String(row.neuron), row.energy.toPrecision(6), preview(row.inputs)]);
    const rest = rows.length - shown.length;
    return [
      table(["neuron", "energy", "inputs"], cells),
      ...(rest > 0 ? [`… and ${rest} more (all of them with --json or --out)`] : []),
      "",
      `energy    ${summary.energy.toPrecision(6)} ± ${summary.energyDeviation.toPrecision(2)} (mean ± s.d. over ${rows.length} neurons)`,
      `unstable  ${percent(summary.unstable)} of the aligned fields are not positive; with random connectivity ${percent(summary.unstableAtRandom)}`,
    ].join("\n");
  };
  await finishRun(flags, {
    command: "rewire",
    spec: record,
    seed,
    rows,
    summary: [summary],
    cells: rows.map(cellsOf),
    columns: COLUMNS,
    repeat,
    threads,
    started,
    text: async () => text(),
    async figures() {
      const { fieldsFigure } = await import("../experiments/fields/figure.ts");
      const shape = { inputs: flags.inputs, ...shapeOf(patterns) };
      return { figure: (document) => fieldsFigure(distributions, { document, command: repeat, ...shape }) };
    },
  });
}

/** What the search changed: aligned fields with the inputs found and with random ones, and their summary. */
async function describe(
  patterns: Patterns,
  rows: readonly RewireRow[],
  plan: Pick<ReturnType<typeof planRewire>, "nInputs" | "rule" | "values" | "seed" | "backend">,
) {
  const { randomConnectivity } = await import("../hopfield/connectivity.ts");
  const { neuronFields } = await import("../hopfield/neuron-fields.ts");
  const { meanAndDeviation } = await import("../numeric/statistics.ts");
  const { nInputs, seed, backend, rule, values } = plan;
  const random = await randomConnectivity({ nNeurons: patterns.nNeurons, nInputs, seed, backend });
  const neurons = rows.map((row) => row.neuron);
  const chosen = neuronFields(
    patterns,
    neurons,
    rows.map((row) => row.inputs),
  );
  const drawn = neuronFields(
    patterns,
    neurons,
    neurons.map((i) => random.inputs.subarray(i * nInputs, (i + 1) * nInputs)),
  );
  const energies = meanAndDeviation(rows.map((row) => row.energy));
  return {
    distributions: [
      { rule: RULES.random.name, fields: drawn },
      { rule, fields: chosen },
    ],
    summary: {
      rule,
      ...withNulls(values),
      inputs: nInputs,
      neurons: rows.length,
      energy: energies.mean,
      energyDeviation: energies.deviation,
      unstable: unstable(chosen),
      unstableAtRandom: unstable(drawn),
    },
  };
}

/** The part of the aligned fields that are not positive: none of them, and every pattern is a fixed point. */
function unstable(fields: Float64Array): number {
  return fields.reduce((count, field) => count + (field > 0 ? 0 : 1), 0) / fields.length;
}

function shapeOf({ nPatterns, nNeurons }: Patterns): { nPatterns: number; nNeurons: number } {
  return { nPatterns, nNeurons };
}

function hashOf(values: ArrayBufferView): string {
  return createHash("sha256")
    .update(values as Uint8Array)
    .digest("hex")
    .slice(0, 16);
}

function preview(inputs: readonly number[]): string {
  const first = inputs.slice(0, 10).join(" ");
  return inputs.length > 10 ? `${first} … (${inputs.length})` : first;
}

/** A row as tables and the ledger hold it: inputs as one word list. */
function cellsOf({ neuron, inputs, energy }: RewireRow): Row {
  return { neuron, inputs: inputs.join(" "), energy };
}

function fromLedger(row: Row): RewireRow {
  const inputs = String(row["inputs"]).split(" ").map(Number);
  return { neuron: row["neuron"] as number, inputs, energy: row["energy"] as number };
}
