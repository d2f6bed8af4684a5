/** `flow` in sweeps: what tasks whose rows are a table find, over parameters and networks. */
import { checkChoice } from "../../check/check.ts";
import { deepFreeze } from "../../check/freeze.ts";
import { axesOf } from "../../check/parameters.ts";
import { tableOfTasks } from "../../check/tasks.ts";
import type { Row } from "../../io/rows.ts";
import type { Plain } from "../../io/spec-file.ts";
import { cellsOf } from "../kit/columns.ts";
import { conditionsIn, countsOf, spreadOf } from "../kit/conditions.ts";
import { type Counted, countedFigures, countedText } from "../kit/counted.ts";
import { keptAsRows } from "../kit/kept.ts";
import { withMatrices } from "../kit/matrices.ts";
import type { Study } from "../kit/study.ts";
import { drawnIn } from "./drawn.ts";
import { type FlowSpec, flowTasks } from "./parameters.ts";
import { weightsRecord } from "./record.ts";
import { type FlowPlan, flow, sketchFlow } from "./run.ts";
import type { FlowTask, SweptTask } from "./tasks/task.ts";
import { FLOW_VIEWS } from "./views/index.ts";

/** Tasks whose rows are tables; the others draw pictures of one network. */
const SWEPT_TASKS = (Object.keys(FLOW_VIEWS) as FlowTask[]).filter((task) => FLOW_VIEWS[task].swept !== undefined);

/** The plan without what the seed draws, which is the same for all seeds. */
interface FlowStudyPlan extends Omit<FlowPlan, "settings"> {
  readonly settings: Readonly<Record<string, unknown>>;
  /** What was drawn, or a digest of what was given. */
  readonly weights: unknown;
}

const parameters = tableOfTasks(flowTasks, SWEPT_TASKS);

export const flowStudy: Study<FlowSpec, FlowStudyPlan, readonly Row[], Counted> = {
  name: "flow",
  parameters,
  together: axesOf(parameters).filter((axis) => axis !== "task"),
  seeds: 1,
  unit: "networks",
  points: () => 1,
  isMeasured: true,
  async readFiles(spec, files) {
    return withMatrices(spec, (path, where) => files.file(path, where)) as Readonly<Record<string, Plain>>;
  },
  plan(spec) {
    checkChoice("flow: task", spec.task, SWEPT_TASKS);
    const { plan, network } = sketchFlow(spec);
    const drawn = drawnIn(spec);
    const { seed: _, ...settings } = plan.settings as Record<string, unknown>;
    return deepFreeze({
      ...plan,
      settings: { ...settings, ...(drawn.initial && "initial" in spec && { initial: spec.initial }) },
      weights: drawn.weights ? spec.weights : weightsRecord(network.weights),
    });
  },
  async run(spec, { results, ...options }) {
    if (results?.get("flow") !== undefined) return;
    const { rows, plan } = await flow(spec, options);
    // a run that finds nothing is a result too
    const found = rows.length > 0 ? rows : [{ [sweptOf(plan).category]: "none" }];
    results?.set(
      "flow",
      found.map((row) => cellsOf({ seed: spec.seed, ...row })),
    );
  },
  ...keptAsRows<Row>(),
  columns: (plan) => ["seed", ...sweptOf(plan).columns],
  summarize(found, plan, axes) {
    const { category, mean } = sweptOf(plan);
    return conditionsIn(found.flat(), axes).map(({ at, rows, seeds }) => {
      const words = rows.flatMap((row) => {
        const word = row[category];
        return word === null || word === undefined || word === "" ? [] : String(word).split(" ");
      });
      return {
        at,
        seeds,
        counts: countsOf(words, seeds),
        ...(mean && { value: { name: mean.name, ...spreadOf(rows.map((row) => row[mean.column])) } }),
      };
    });
  },
  figures: ({ summary, plan }, command) => countedFigures(summary, { noun: sweptOf(plan).noun, command }),
  text: ({ summary, axes }) => countedText(summary, axes),
  seconds(plan) {
    const { neurons } = plan;
    const evaluation = 1e-9 * (30 * neurons + 0.2 * neurons * neurons);
    const linear = 1e-9 * (2000 + 2.5 * neurons ** 3);
    return sweptOf(plan).seconds({ time: EVALUATIONS * evaluation, linear }, plan.settings);
  },
  isLarge: () => false,
};

/** Evaluations in a unit of time, at default tolerances. */
const EVALUATIONS = 12;

function sweptOf({ task }: Pick<FlowPlan, "task">): SweptTask {
  return FLOW_VIEWS[task].swept!;
}
