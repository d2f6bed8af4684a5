/** `flow` as its command runs it. */
import { cellsOf } from "../kit/columns.ts";
import type { AnySpec, ExperimentCommand } from "../kit/command.ts";
import { readSpecMatrices } from "../kit/matrices.ts";
import { type PlannedRun, seedOrigin } from "../kit/planned-run.ts";
import type { FlowSpec } from "./parameters.ts";
import { weightsRecord } from "./record.ts";
import { planFlow } from "./run.ts";
import { FLOW_TASKS } from "./tasks/index.ts";
import { FLOW_VIEWS } from "./views/index.ts";

function planFlowRun(given: AnySpec): PlannedRun {
  const { plan, network, isRandom, run } = planFlow(given as unknown as FlowSpec);
  const { task, seed } = plan;
  const { isShared } = FLOW_TASKS[task];
  const view = FLOW_VIEWS[task];
  return {
    spec: { ...plan, weights: weightsRecord(network.weights) },
    seed,
    seedIs: isRandom ? seedOrigin(given) : "unused",
    total: 1,
    unit: "tasks done",
    threads: (most) => (isShared ? most : 1),
    async run({ kept, ...means }) {
      const { rows, summary, found } = await run(means);
      const cells = rows.map(cellsOf);
      kept.set("rows", cells);
      const columns = [...new Set(cells.flatMap((row) => Object.keys(row)))];
      return {
        rows,
        summary,
        cells,
        columns: columns.length > 0 ? columns : ["kind"],
        text: () => view.text(found),
        figures: (command) => view.figures(found, network, command),
      };
    },
  };
}

export const flowCommand: ExperimentCommand = { readFiles: readSpecMatrices, plan: planFlowRun };
