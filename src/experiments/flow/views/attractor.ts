/** What `flow` shows of the task "attractor". */
import type { AttractorKind, AttractorResult } from "../../../dynamics/attractor.ts";
import { courseFigures } from "../pictures.ts";
import { show, showComplex, showList } from "../show.ts";
import type { FoundBy, ViewOf } from "../tasks/task.ts";
import { statesOf } from "../times.ts";

const TITLES: Readonly<Record<AttractorKind, (found: AttractorResult) => string>> = {
  equilibrium: ({ equilibrium }) => `The network comes to rest at a ${equilibrium?.form} ${equilibrium?.type}`,
  cycle: ({ period }) => `A limit cycle of period ${Number(period?.toPrecision(6))}`,
  quasiperiodic: () => "A torus: the network is quasiperiodic",
  chaotic: ({ lyapunov, lyapunovError }) =>
    `Chaos: neighbors part at a rate of ${Number(lyapunov?.toPrecision(2))} ± ${Number(lyapunovError?.toPrecision(1))}`,
  undecided: () => "No attractor is sure within this time",
};

export const attractorView: ViewOf<FoundBy<"attractor">> = {
  text: ({ result: { kind, state, period, lyapunov, lyapunovError, equilibrium, cycle, duration, reason } }) =>
    [
      `kind      ${kind}${equilibrium ? `: ${equilibrium.form} ${equilibrium.type}` : ""}${reason ? `: ${reason}` : ""}`,
      `state     ${showList(state)}`,
      ...(period === null ? [] : [`period    ${show(period, 12)}`]),
      ...(cycle ? [`multipliers ${cycle.multipliers.slice(0, 4).map(showComplex).join("  ")}`] : []),
      ...(equilibrium ? [`eigenvalues ${equilibrium.eigenvalues.slice(0, 4).map(showComplex).join("  ")}`] : []),
      `exponent  ${show(lyapunov)}${lyapunovError ? ` ± ${show(lyapunovError, 2)} (standard error)` : ""}`,
      `time      ${show(duration)} integrated`,
      "",
    ].join("\n"),
  figures: ({ result, course }, _, command) =>
    courseFigures(statesOf(course), course.times, command, TITLES[result.kind](result)),
  swept: {
    columns: [
      ...["kind", "state", "period", "lyapunov", "lyapunovError", "secondLyapunov", "type", "form", "eigenvalues"],
      ...["amplitude", "multipliers", "residual", "integratedTime", "reason"],
    ],
    category: "kind",
    noun: "attractors",
    mean: { name: "Lyapunov exponent", column: "lyapunov" },
    seconds: ({ time, linear }) => 0.01 + SURE * time + linear,
  },
};

/** Time until an attractor is sure. */
const SURE = 800;
