import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { CapacityRow } from "../experiments/capacity/run.ts";
import type { OnlineCheckpoint, OnlineRow, OnlineSpec } from "../experiments/online/run.ts";
import type { GrowthRuleName } from "../hopfield/rules/index.ts";
import type { Row } from "../io/rows.ts";
import {
  addCommon,
  addRelaxation,
  type CommonFlags,
  count,
  counts,
  number,
  type RetrievalFlags,
  repeatRetrieval,
  retrievalSpec,
} from "./options.ts";
import { finishRun, withSession } from "./session.ts";

/** One size, from far below, near and far above the final number of inputs. */
const DEFAULTS = { neurons: 300, inputs: [15, 90, 240] };

interface OnlineFlags extends CommonFlags, RetrievalFlags {
  readonly neurons: number;
  readonly inputs?: readonly number[];
  readonly rule?: string;
  readonly epsilon?: number;
  readonly margin?: number;
  readonly seeds?: number;
  readonly trials?: number;
  readonly addition?: number;
  readonly fraction?: number;
  readonly quietRepetitions?: number;
  readonly maxRepetitions?: number;
  readonly reference: boolean;
  readonly curve?: boolean;
}

/** `palimpsest online`: learning while connections grow and are pruned. */
export function addOnline(program: Command): void {
  const command = program
    .command("online")
    .description("learning pattern by pattern while connections grow and are pruned, until nothing changes any more")
    .option("--neurons <N>", "neurons", count, DEFAULTS.neurons)
    .option("--inputs <c0,…>", "inputs of every neuron at the beginning, a run each (default: few, some, many)", counts)
    .option(
      "--rule <name>",
      "what each neuron lowers: signal (reinforcement), noise (ε = 0) or margin (default: signal)",
    )
    .option(
      "--epsilon <e>",
      "ε of signal reinforcement, constant; sets the final number of inputs (default: 1)",
      number,
    )
    .option("--margin <κ>", "κ of the margin rule, constant (default: 1)", number)
    .option("--seeds <count>", "independent runs for each c₀ (default: 1)", count)
    .option("--trials <n>", "connections each neuron tries in a repetition (default: 10)", count)
    .option("--addition <n>", "patterns learned at a time (default: 10)", count)
    .option("--fraction <f>", "more patterns are learned while more than this is retrieved (default: 0.9)", number)
    .option("--quiet-repetitions <n>", "in a row without a change that end a run (default: 50)", count)
    .option("--max-repetitions <n>", "that end it anyway (default: 20000)", count)
    .option("--no-reference", "leave out what random and offline-chosen connectivity of the final c store")
    .option("--curve", "measure that at a quarter to twice the final c as well");
  addCommon(addRelaxation(command)).action(run);
}

async function run(flags: OnlineFlags): Promise<void> {
  const started = performance.now();
  const { online } = await import("../experiments/online/run.ts");
  const { onlineFigures, onlineStudy } = await import("../experiments/online/study.ts");
  const spec = specOf(flags);
  const plan = onlineStudy.plan(spec);
  const { seed } = plan;
  let finished = 0;
  const head = {
    command: "online",
    spec: plan,
    seed,
    total: plan.seeds * (plan.inputs.length + (plan.reference ? (plan.curve ? 10 : 2) : 0)),
    unit: plan.reference ? "runs and critical loads" : "runs",
    count: (ledger?: { readonly size: number }) => ledger?.size ?? finished,
  };
  const result = await withSession(flags, head, async ({ ledger, ...session }) => {
    const checkpoints = flags.out === undefined ? undefined : await checkpointsIn(flags.out, plan);
    return online(
      { ...spec, seed },
      {
        ...session,
        backend: flags.backend,
        known: (key) => ledger?.get(`run/${key}`) as unknown as OnlineRow[] | undefined,
        onRow: (key, rows) => {
          finished++;
          ledger?.append(`run/${key}`, rows as unknown as Row[]);
          checkpoints?.remove(key);
        },
        knownReference: (key) => ledger?.get(`reference/${key}`)?.[0] as unknown as CapacityRow | undefined,
        onReference: (key, row) => {
          finished++;
          ledger?.append(`reference/${key}`, [row as unknown as Row]);
        },
        ...(checkpoints && { onCheckpoint: checkpoints.save, ...(flags.resume && { checkpoint: checkpoints.load }) }),
      },
    );
  });
  const { commandLine } = await import("./output.ts");
  const repeat = commandLine("online", [
    ["--neurons", spec.neurons],
    ["--inputs", spec.inputs],
    ["--rule", spec.rule],
    ["--epsilon", plan.epsilon ?? undefined],
    ["--margin", plan.margin],
    ["--trials", spec.trials],
    ["--addition", spec.addition],
    ["--fraction", spec.fraction],
    ["--quiet-repetitions", spec.quiet],
    ["--max-repetitions", spec.maxRepetitions],
    ...repeatRetrieval(flags),
    ["--seeds", plan.seeds],
    ["--seed", seed],
  ]);
  const command = `${repeat}${flags.reference ? "" : " --no-reference"}${flags.curve ? " --curve" : ""}`;
  const { rows, summary, references } = result;
  const cells = rows as unknown as readonly Row[];
  await finishRun(flags, {
    command: "online",
    spec: result.spec,
    seed,
    rows,
    summary,
    cells,
    columns: onlineStudy.columns(plan),
    repeat: command,
    threads: flags.threads,
    started,
    figures: () => onlineFigures(rows, summary, references, { command, rule: plan.rule }),
    text: async () => onlineStudy.text({ rows: cells, summary, plan, axes: [] }),
  });
}

function specOf(flags: OnlineFlags): OnlineSpec {
  const { neurons, rule, epsilon, margin, seeds, seed, trials, addition, fraction, quietRepetitions, maxRepetitions } =
    flags;
  return {
    neurons,
    inputs:
      flags.inputs ??
      DEFAULTS.inputs.map((c) => Math.max(1, Math.min(neurons - 1, Math.round((c * neurons) / DEFAULTS.neurons)))),
    ...(rule !== undefined && { rule: rule as GrowthRuleName }),
    ...(epsilon !== undefined && { epsilon }),
    ...(margin !== undefined && { margin }),
    ...(seeds !== undefined && { seeds }),
    ...(seed !== undefined && { seed }),
    ...(trials !== undefined && { trials }),
    ...(addition !== undefined && { addition }),
    ...(fraction !== undefined && { fraction }),
    ...(quietRepetitions !== undefined && { quiet: quietRepetitions }),
    ...(maxRepetitions !== undefined && { maxRepetitions }),
    ...retrievalSpec(flags),
    reference: flags.reference,
    ...(flags.curve && { curve: true }),
  };
}

/** Where unfinished runs stand, a file each in the folder of --out. */
async function checkpointsIn(folder: string, plan: object) {
  const { specHash } = await import("../io/hash.ts");
  const hash = specHash(plan);
  const path = (key: string): string => join(folder, `checkpoint-${key.replace("/", "-")}.json`);
  return {
    load(key: string): OnlineCheckpoint | undefined {
      if (!existsSync(path(key))) return undefined;
      const found = JSON.parse(readFileSync(path(key), "utf8")) as { specHash: string; checkpoint: OnlineCheckpoint };
      return found.specHash === hash ? found.checkpoint : undefined;
    },
    save(key: string, checkpoint: OnlineCheckpoint): void {
      // renamed when whole: a process killed at any moment leaves the one before
      const partial = `${path(key)}.partial`;
      writeFileSync(partial, JSON.stringify({ specHash: hash, checkpoint }));
      renameSync(partial, path(key));
    },
    remove(key: string): void {
      rmSync(path(key), { force: true });
    },
  };
}
