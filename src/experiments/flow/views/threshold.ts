/** What `flow` shows of the task "threshold". */
import { show, showList } from "../show.ts";
import type { FoundBy, ViewOf } from "../tasks/task.ts";

const WORDS = {
  fixedPoint: "a fixed point",
  twoCycle: "a cycle of two states",
  maxSweeps: "neither rest nor cycle yet",
};

export const thresholdView: ViewOf<FoundBy<"threshold">> = {
  text: ({ result: { state, status, sweeps, energies } }) =>
    `status    ${status}: ${WORDS[status]} after ${sweeps} sweeps\nstate     ${showList(state)}\nenergy    ${show(energies[0])} at first, ${show(energies[energies.length - 1])} at the end\n`,
  figures: async () => ({}),
  swept: {
    columns: ["state", "status", "sweeps", "energy", "energies"],
    category: "status",
    noun: "runs",
    mean: { name: "sweeps", column: "sweeps" },
    seconds: ({ linear }) => 0.002 + linear,
  },
};
