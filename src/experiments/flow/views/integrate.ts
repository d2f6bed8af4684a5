/** What `flow` shows of the task "integrate". */
import type { Integrated } from "../../../dynamics/integrate.ts";
import { courseFigures } from "../pictures.ts";
import { show, showList } from "../show.ts";
import type { FoundBy, ViewOf } from "../tasks/task.ts";
import { statesOf } from "../times.ts";

export const integrateView: ViewOf<FoundBy<"integrate">> = {
  text: ({ result: { status, message, time, steps, evaluations, state } }) =>
    `status    ${status}: ${message}\ntime      ${show(time)} in ${steps} steps, ${evaluations} evaluations\nstate     ${showList(state)}\n`,
  figures: ({ result }, _, command) => courseFigures(statesOf(result), result.times, command, titleOf(result)),
  swept: {
    columns: ["state", "status", "steps", "evaluations", "time", "rejected", "times", "states"],
    category: "status",
    noun: "runs",
    seconds: ({ time }, { duration = 0 }) => 0.002 + duration * time,
  },
};

function titleOf({ status, time }: Integrated): string {
  const until = Number(time.toPrecision(4));
  return status === "completed" ? `The network until time ${until}` : `The network until time ${until}: ${status}`;
}
