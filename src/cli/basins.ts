import type { Command } from "commander";
import type { BasinsRow, BasinsSpec, BasinsSummary } from "../experiments/basins.ts";
import type { Row } from "../io/rows.ts";
import {
  addRetrieval,
  comparisonLine,
  plusMinus,
  type RetrievalFlags,
  repeatRetrieval,
  retrievalSpec,
  runExperiment,
} from "./experiment.ts";
import {
  addConnectivity,
  addPatterns,
  type ConnectivityFlag,
  type PatternFlags,
  patternsSpec,
  readGiven,
  repeatPatterns,
  withGiven,
} from "./given.ts";
import { addLearning, type LearningFlags, learningSpec, repeatLearning } from "./learning.ts";
import {
  addLoadedNetworks,
  type LoadedNetworksFlags,
  loadedNetworksSpec,
  NETWORK_COLUMNS,
  repeatLoadedNetworks,
} from "./loaded-networks.ts";
import { number, numbers } from "./options.ts";

const COLUMNS = [...NETWORK_COLUMNS, "flipped", "retrieved", "overlap"];

const DEFAULTS = { neurons: 300, inputs: 30, loads: [0.2, 0.5, 1, 2], rule: ["random", "noise", "signal"] };

interface BasinsFlags extends LoadedNetworksFlags, LearningFlags, RetrievalFlags, ConnectivityFlag, PatternFlags {
  readonly flipped?: readonly number[];
  readonly fraction?: number;
}

/** `palimpsest basins`: how much of a pattern may be wrong for it to be retrieved. */
export function addBasins(program: Command): void {
  const command = program
    .command("basins")
    .description("fraction of patterns retrieved against the fraction e of neurons flipped, for each rule and load");
  addLoadedNetworks(command, DEFAULTS, (own) =>
    addRetrieval(
      addPatterns(
        addConnectivity(
          addLearning(own)
            .option("--flipped <e,…>", "fractions of neurons flipped in the cue (default: 0,0.05,…,0.5)", numbers)
            .option("--fraction <f>", "of the patterns, retrieved as far as a basin reaches (default: 0.9)", number),
        ),
      ),
    ),
  ).action(run);
}

async function run(typed: BasinsFlags, command: Command): Promise<void> {
  const started = performance.now();
  const given = await readGiven(typed);
  const flags = withGiven(typed, command, given);
  const { basins, planBasins, summarizeBasins, withTemperature } = await import("../experiments/basins.ts");
  const { learningsOf, withLearning } = await import("../experiments/learnings.ts");
  const spec: BasinsSpec = {
    ...loadedNetworksSpec(flags, DEFAULTS),
    ...(given && { connectivity: given }),
    ...patternsSpec(flags),
    ...learningSpec(flags),
    ...retrievalSpec(flags),
    ...(flags.flipped !== undefined && { flipped: flags.flipped }),
    ...(flags.fraction !== undefined && { fraction: flags.fraction }),
  };
  const plan = planBasins(spec);
  const own = [
    ...repeatLoadedNetworks({ ...plan, inputs: given ? undefined : plan.inputs }),
    ["--connectivity", flags.connectivity],
    ...repeatPatterns(flags),
    ["--flipped", flags.flipped],
    ["--fraction", flags.fraction],
  ] as const;
  await runExperiment(
    flags,
    {
      command: "basins",
      plan,
      total: plan.patterns.length * plan.rule.length * plan.seeds * learningsOf(plan).length,
      unit: "networks measured",
      columns: withTemperature(withLearning(COLUMNS, plan), plan),
      repeat: [...own, ...repeatLearning(flags), ...repeatRetrieval(flags)],
      run: (options) => basins({ ...spec, seed: plan.seed }, options),
      toLedger: (rows: readonly BasinsRow[]) => rows as unknown as readonly Row[],
      fromLedger: (rows) => rows as unknown as readonly BasinsRow[],
      async figures({ summary, rows }, command) {
        const { basinsStudy } = await import("../studies/basins.ts");
        return basinsStudy.figures({ summary, plan, rows: rows as unknown as readonly Row[], command });
      },
      text: async ({ summary }) => `${await tableOf(summary)}\n${await comparisonLine(summary, "loads")}`,
      partial: (found) => tableOf(summarizeBasins(found.flat(), plan.fraction)),
    },
    started,
  );
}

/** A line per rule and load: the basin, and the fraction retrieved at a few e. */
async function tableOf(summary: readonly BasinsSummary[]): Promise<string> {
  const { table } = await import("./output.ts");
  const { RULE_LABELS } = await import("../plot/style.ts");
  const isTaught = summary.some(({ learning }) => learning !== undefined);
  const isHeated = summary.some(({ temperature }) => temperature !== undefined);
  const all = summary[0].curve.map(({ flipped }) => flipped);
  const shown = all.filter((_, k) => k % Math.ceil(all.length / MOST_SHOWN) === 0);
  return table(
    [
      ...(isTaught ? ["learning"] : []),
      "rule",
      "p",
      "α = p/c",
      ...(isHeated ? ["T", "overlap"] : []),
      "basin size",
      ...shown.map((e) => `e = ${e}`),
      "seeds",
    ],
    summary.map((s) => [
      ...(s.learning ? [s.learning] : []),
      RULE_LABELS[s.rule],
      String(s.patterns),
      s.load.toFixed(2),
      ...(isHeated ? [String(s.temperature), s.curve[0].overlap.toFixed(3)] : []),
      plusMinus(s.basin, s.basinDeviation, 2, s.seeds),
      ...shown.map((e) => s.curve.find(({ flipped }) => flipped === e)?.retrieved.toFixed(2) ?? ""),
      String(s.seeds),
    ]),
  );
}

const MOST_SHOWN = 6;
