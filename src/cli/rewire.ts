import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import type { Command } from "commander";
import type { Patterns } from "../hopfield/patterns.ts";
import type { planRewire, RewiredNeurons, RewireSpec } from "../hopfield/rewire.ts";
import type { SearchRule } from "../hopfield/rule.ts";
import type { Row } from "../io/rows.ts";
import { Interrupted, interruptSignal } from "./exit.ts";
import {
  type AnnealFlags,
  addAnneal,
  addCommon,
  annealSpec,
  type CommonFlags,
  count,
  counts,
  number,
} from "./options.ts";
import { reporter } from "./progress.ts";

const COLUMNS = ["neuron", "inputs", "energy"] as const;
const ROWS_SHOWN = 12;

interface RewireFlags extends CommonFlags, AnnealFlags {
  readonly patterns: string;
  readonly inputs: number;
  readonly rule: string;
  readonly epsilon?: number;
  readonly margin?: number;
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
    .requiredOption("--rule <name>", "noise (reduction), signal (reinforcement) or margin")
    .option("--epsilon <e>", "ε of signal reinforcement (default: p/c)", number)
    .option("--margin <κ>", "κ of the margin rule (default: 0.85 (1 − c/N)^1.5)", number)
    .option("--only <i,…>", "neurons to search for (default: all)", counts)
    .option("--from <connectivity.npz>", "begin with this connectivity, as written by --out, instead of a random one");
  addCommon(addAnneal(command)).action(run);
}

async function run(flags: RewireFlags): Promise<void> {
  const started = performance.now();
  const { commandLine, openRun, printJson, provenance, readInput, table, writeRun } = await import("./output.ts");
  const { planRewire, rewire } = await import("../hopfield/rewire.ts");
  const { drawSeed, seedToJson } = await import("../random/seed.ts");
  const { readPatterns } = await import("../io/patterns.ts");
  const { readConnectivity, writeConnectivity } = await import("../io/connectivity.ts");
  const patterns = readPatterns(readInput(flags.patterns, "--patterns"), flags.patterns);
  const from = flags.from === undefined ? undefined : readConnectivity(readInput(flags.from, "--from"), flags.from);
  const neurons = flags.only ?? Array.from({ length: patterns.nNeurons }, (_, i) => i);
  const seed = seedToJson(flags.seed ?? drawSeed());
  const spec: RewireSpec = {
    inputs: flags.inputs,
    rule: flags.rule as SearchRule,
    ...(flags.epsilon !== undefined && { epsilon: flags.epsilon }),
    ...(flags.margin !== undefined && { margin: flags.margin }),
    ...annealSpec(flags),
    seed,
  };
  const options = { backend: flags.backend };
  const plan = planRewire(patterns, { ...spec, ...(from && { from }), only: neurons }, options);
  const record = {
    patterns: { file: basename(flags.patterns), sha256: hashOf(patterns.values), ...shapeOf(patterns) },
    inputs: plan.nInputs,
    rule: flags.rule,
    epsilon: plan.epsilon,
    margin: plan.margin,
    anneal: plan.plan,
    only: flags.only ?? null,
    from: from ? hashOf(from.inputs) : null,
    seed,
  };

  const { out } = flags;
  const ledger = out === undefined ? undefined : openRun(out, "rewire", record, neurons.length, flags.resume ?? false);
  const found = new Map<number, RewireRow>();
  for (const key of ledger?.keys() ?? []) found.set(Number(key), fromLedger(ledger!.get(key)![0]));
  const left = neurons.filter((i) => !found.has(i));
  if (flags.seed === undefined && !flags.quiet) process.stderr.write(`seed ${seed} (drawn)\n`);
  const { threads } = await import("../run/threads.ts");
  const executor = threads(Math.max(1, Math.min(flags.threads, left.length)));
  const signal = interruptSignal();
  const progress = reporter("rewire", flags.quiet ?? false);
  const onNeurons = (part: RewiredNeurons): void => {
    part.neurons.forEach((neuron, n) => {
      const inputs = Array.from(part.inputs.subarray(n * flags.inputs, (n + 1) * flags.inputs));
      const row = { neuron, inputs, energy: part.energies[n] };
      found.set(neuron, row);
      ledger?.append(String(neuron), [cellsOf(row)]);
    });
  };
  try {
    if (left.length > 0) {
      const whole = { ...spec, ...(from && { from }), only: left };
      await rewire(patterns, whole, { ...options, executor, signal, onProgress: progress.update, onNeurons });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    const state = `interrupted with ${found.size} of ${neurons.length} neurons searched`;
    if (out === undefined) throw new Interrupted(`${state}; nothing is kept without --out`, false);
    throw new Interrupted(
      `${state} and kept in ${out}/rows.jsonl; the same command with --seed ${seed} --resume continues`,
      true,
    );
  } finally {
    progress.stop();
    ledger?.close();
    await executor.close();
  }

  const rows = neurons.map((i) => found.get(i)!);
  const { distributions, summary } = await describe(patterns, rows, plan);
  const repeat = commandLine("rewire", [
    ["--patterns", flags.patterns],
    ["--inputs", flags.inputs],
    ["--rule", flags.rule],
    ["--epsilon", flags.epsilon],
    ["--margin", flags.margin],
    ["--only", flags.only],
    ["--from", flags.from],
    ["--solver", flags.solver],
    ["--sweeps", flags.sweeps],
    ["--time-limit", flags.timeLimit],
    ["--temperatures", flags.temperatures],
    ["--seed", seed],
  ]);
  const seconds = (performance.now() - started) / 1000;
  const machine = provenance({ ...options, threads: executor.threads, seed, seconds, commandLine: repeat });
  const document = { command: "rewire", spec: record, rows, summary: [summary], provenance: machine };
  let picture: string | undefined;
  if (out !== undefined) {
    const { writeFileSync } = await import("node:fs");
    const { connectivityFrom } = await import("../hopfield/connectivity.ts");
    const { fieldsFigure } = await import("../plot/fields.ts");
    const all = Array.from({ length: patterns.nNeurons }, (_, i) => found.get(i)?.inputs ?? []);
    writeFileSync(join(out, "connectivity.npz"), writeConnectivity(connectivityFrom(all)));
    picture = await writeRun(out, document, { rows: rows.map(cellsOf), columns: COLUMNS }, (document) =>
      fieldsFigure(distributions, { document, command: repeat, inputs: flags.inputs, ...shapeOf(patterns) }),
    );
  }
  if (flags.json) {
    printJson(document);
    return;
  }
  const shown = rows.slice(0, ROWS_SHOWN);
  const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;
  const lines = [
    table(
      ["neuron", "energy", "inputs"],
      shown.map((row) => [String(row.neuron), row.energy.toPrecision(6), preview(row.inputs)]),
    ),
    ...(rows.length > shown.length
      ? [`… and ${rows.length - shown.length} more (all of them with --json or --out)`]
      : []),
    "",
    `energy    ${summary.energy.toPrecision(6)} ± ${summary.energyDeviation.toPrecision(2)} (mean ± s.d. over ${rows.length} neurons)`,
    `unstable  ${percent(summary.unstable)} of the aligned fields are not positive; with random connectivity ${percent(summary.unstableAtRandom)}`,
    ...(picture ? [`picture   ${picture}`] : []),
    `repeat    ${repeat}`,
    `time      ${seconds.toFixed(1)} s`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** What the search changed: aligned fields with the inputs found and with random ones, and their summary. */
async function describe(
  patterns: Patterns,
  rows: readonly RewireRow[],
  plan: Pick<ReturnType<typeof planRewire>, "nInputs" | "epsilon" | "margin" | "seed" | "backend">,
) {
  const { randomConnectivity } = await import("../hopfield/connectivity.ts");
  const { neuronFields } = await import("../hopfield/neuron-fields.ts");
  const { meanAndDeviation } = await import("../statistics.ts");
  const { nInputs, seed, backend, epsilon, margin } = plan;
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
  const rule: SearchRule = margin !== null ? "margin" : epsilon === 0 ? "noise" : "signal";
  return {
    distributions: [
      { rule: "random" as const, fields: drawn },
      { rule, fields: chosen },
    ],
    summary: {
      rule,
      epsilon,
      margin,
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
