/** `online` as its command runs it: with checkpoints, and with critical loads to compare the runs with. */
import type { Row } from "../../io/rows.ts";
import { encodedIn } from "../../run/results.ts";
import type { CapacityRow } from "../capacity/run.ts";
import type { ExperimentCommand } from "../kit/command.ts";
import { type PlannedRun, seedOrigin } from "../kit/planned-run.ts";
import { givenIn } from "../kit/rules.ts";
import { checkpointsIn } from "./checkpoints.ts";
import { type OnlineRow, type OnlineSpec, online, planOnline } from "./run.ts";
import { onlineFigures, onlineStudy } from "./study.ts";

function planOnlineRun(given: OnlineSpec): PlannedRun {
  const plan = planOnline(given);
  const { seed, seeds, inputs, reference, curve } = plan;
  return {
    spec: plan,
    seed,
    seedIs: seedOrigin(given),
    repeat: { ...givenIn(plan), seeds },
    total: seeds * (inputs.length + (reference ? (curve ? 10 : 2) : 0)),
    unit: reference ? "runs and critical loads" : "runs",
    async run({ kept, folder, resume, ...means }) {
      const checkpoints = folder === undefined ? undefined : checkpointsIn(folder, plan);
      const runs = encodedIn(kept, {
        prefix: "run/",
        encode: (found: readonly OnlineRow[]) => found as unknown as readonly Row[],
        decode: (stored) => stored as unknown as readonly OnlineRow[],
      });
      const { rows, summary, references } = await online(
        { ...given, seed },
        {
          ...means,
          results: {
            get: (key) => runs.get(key),
            set(key, found) {
              runs.set(key, found);
              checkpoints?.remove(key);
            },
          },
          references: encodedIn(kept, {
            prefix: "reference/",
            encode: (row: CapacityRow) => [row as unknown as Row],
            decode: ([row]) => row as unknown as CapacityRow,
          }),
          ...(checkpoints && { onCheckpoint: checkpoints.save, ...(resume && { checkpoint: checkpoints.load }) }),
        },
      );
      const cells = rows as unknown as readonly Row[];
      return {
        rows,
        summary,
        cells,
        columns: onlineStudy.columns(plan),
        text: () => onlineStudy.text({ rows: cells, summary, plan, axes: [] }),
        figures: (command) => onlineFigures(rows, summary, references, { command, rule: plan.rule }),
      };
    },
  };
}

export const onlineCommand: ExperimentCommand = { plan: (spec) => planOnlineRun(spec as unknown as OnlineSpec) };
