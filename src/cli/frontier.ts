import type { Command } from "commander";
import type { FrontierResult, FrontierRow, FrontierSpec } from "../experiments/frontier.ts";
import type { Row } from "../io/rows.ts";
import {
  addNetworks,
  addRetrieval,
  comparisonLine,
  type NetworkFlags,
  networksSpec,
  plusMinus,
  type RetrievalFlags,
  repeatRetrieval,
  retrievalSpec,
  runExperiment,
} from "./experiment.ts";
import { NETWORK_COLUMNS } from "./loaded-networks.ts";
import { count, number, numbers } from "./options.ts";

const COLUMNS = [...NETWORK_COLUMNS, "retrieved", "basin"];

const DEFAULTS = { neurons: 300, inputs: 30, rule: ["random", "noise", "signal", "margin"] };

interface FrontierFlags extends NetworkFlags<readonly number[]>, RetrievalFlags {
  readonly inputs: number;
  readonly flipped?: readonly number[];
  readonly fraction?: number;
  readonly resolution?: number;
}

/** `palimpsest frontier`: what each rule buys, patterns stored against basin size. */
export function addFrontier(program: Command): void {
  const command = program
    .command("frontier")
    .description(
      "patterns stored against basin size: the largest p retrieved with a fraction e of the neurons flipped",
    );
  addNetworks(
    command,
    DEFAULTS,
    (own) =>
      addRetrieval(
        own
          .option("--inputs <c>", "inputs of every neuron", count, DEFAULTS.inputs)
          .option("--flipped <e,…>", "basin sizes at which p is read (default: 0,0.05,…,0.4)", numbers)
          .option("--fraction <f>", "of the patterns, to be retrieved as far as a basin reaches (default: 0.9)", number)
          .option("--resolution <e>", "of each curve in e: networks are added until it is met (default: 0.1)", number),
      ),
    (own) =>
      own
        .option("--epsilon <e,…>", "ε of signal reinforcement, a curve each (default: 0.5,1,2,4,8)", numbers)
        .option("--margin <κ,…>", "κ of the margin rule, a curve each (default: 0.5,1,2,4,8)", numbers),
  ).action(run);
}

async function run(flags: FrontierFlags): Promise<void> {
  const started = performance.now();
  const { frontier, planFrontier, summarizeFrontier } = await import("../experiments/frontier.ts");
  const spec: FrontierSpec = {
    ...networksSpec(flags),
    inputs: flags.inputs,
    ...retrievalSpec(flags),
    ...(flags.flipped !== undefined && { flipped: flags.flipped }),
    ...(flags.fraction !== undefined && { fraction: flags.fraction }),
    ...(flags.resolution !== undefined && { resolution: flags.resolution }),
  };
  const plan = planFrontier(spec);
  const curves = plan.rule.reduce((sum, rule) => {
    const parameters = rule === "signal" ? plan.epsilon : rule === "margin" ? plan.margin : undefined;
    return sum + (parameters?.length ?? 1);
  }, 0);
  await runExperiment(
    flags,
    {
      command: "frontier",
      plan,
      total: curves * plan.seeds,
      unit: "curves traced",
      columns: COLUMNS,
      repeat: [
        ["--inputs", flags.inputs],
        ["--flipped", flags.flipped],
        ["--fraction", flags.fraction],
        ["--resolution", flags.resolution],
        ...repeatRetrieval(flags),
      ],
      run: (options) => frontier({ ...spec, seed: plan.seed }, options),
      toLedger: (rows: readonly FrontierRow[]) => rows as unknown as readonly Row[],
      fromLedger: (rows) => rows as unknown as readonly FrontierRow[],
      async figures({ curves, summary }, command) {
        const { frontierFigure } = await import("../plot/frontier.ts");
        return {
          figure: (document) => frontierFigure({ curves, summary }, { document, command, fraction: plan.fraction }),
        };
      },
      text: async (result) => `${await tableOf(result)}\n${await comparisonLine(result.summary, "e")}`,
      partial: (found) => tableOf(summarizeFrontier(found, plan)),
    },
    started,
  );
}

/** A line per rule and parameter: p at each e; a star where a rule stores most. */
async function tableOf({ curves, summary }: Pick<FrontierResult, "curves" | "summary">): Promise<string> {
  const { table } = await import("./output.ts");
  const { RULE_LABELS } = await import("../plot/style.ts");
  const sizes = [...new Set(summary.map(({ flipped }) => flipped))].sort((a, b) => a - b);
  const isBest = (curve: FrontierResult["curves"][number], e: number): boolean =>
    summary.some(
      (best) =>
        best.rule === curve.rule &&
        best.flipped === e &&
        best.epsilon === curve.epsilon &&
        best.margin === curve.margin &&
        curves.filter(({ rule }) => rule === curve.rule).length > 1,
    );
  return table(
    ["rule", "ε", "κ", ...sizes.map((e) => `e = ${e}`), "seeds"],
    curves.map((curve) => [
      RULE_LABELS[curve.rule],
      curve.rule === "signal" ? String(curve.epsilon) : "",
      curve.rule === "margin" ? String(curve.margin) : "",
      ...sizes.map((e) => {
        const point = curve.points.find(({ flipped }) => flipped === e);
        if (point === undefined) return "";
        const value = plusMinus(point.patterns, point.patternsDeviation, 0, curve.seeds);
        return isBest(curve, e) ? `${value}*` : value;
      }),
      String(curve.seeds),
    ]),
  );
}
