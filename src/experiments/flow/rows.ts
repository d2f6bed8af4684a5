/** Rows and summaries of `flow`, as JSON carries them. */
import type { AttractorResult } from "../../dynamics/attractor.ts";
import type { ContinuationResult } from "../../dynamics/branches.ts";
import type { EquilibriaResult, FoundEquilibrium } from "../../dynamics/find-equilibria.ts";
import type { Integrated } from "../../dynamics/integrate.ts";
import type { Landscape } from "../../dynamics/landscape.ts";
import type { Portrait } from "../../dynamics/portrait.ts";
import type { Cell, Row } from "../../io/rows.ts";

/** States of an integration as rows of numbers. */
export function statesOf({ states, times, state }: Integrated): number[][] {
  const n = state.length;
  return Array.from(times, (_, k) => Array.from(states.subarray(k * n, (k + 1) * n)));
}

export function attractorRow({ kind, state, period, lyapunov, lyapunovError, ...rest }: AttractorResult) {
  const { second, equilibrium, cycle, duration, reason } = rest;
  return {
    kind,
    state: Array.from(state),
    period,
    lyapunov,
    lyapunovError,
    secondLyapunov: second,
    type: equilibrium?.type ?? null,
    form: equilibrium?.form ?? null,
    eigenvalues: equilibrium?.eigenvalues ?? null,
    amplitude: cycle ? Array.from(cycle.amplitude) : null,
    multipliers: cycle?.multipliers ?? null,
    residual: equilibrium?.residual ?? cycle?.residual ?? null,
    duration,
    reason,
  };
}

export function attractorSummary({ kind, period, lyapunov, lyapunovError, duration, reason }: AttractorResult) {
  return { kind, period, lyapunov, lyapunovError, duration, reason };
}

export function equilibriumRow(equilibrium: FoundEquilibrium) {
  const { state, type, form, eigenvalues, isMarginal, residual, found, basin } = equilibrium;
  return {
    state: Array.from(state),
    type,
    eigenvalues,
    basinFraction: basin?.fraction ?? null,
    basinLow: basin?.low ?? null,
    basinHigh: basin?.high ?? null,
    form,
    isMarginal,
    residual,
    found,
  };
}

export function equilibriaSummary({ equilibria, failed, restless, spec }: EquilibriaResult) {
  const count = (type: string) => equilibria.filter((e) => e.type === type).length;
  return {
    equilibria: equilibria.length,
    sinks: count("sink"),
    saddles: count("saddle"),
    sources: count("source"),
    starts: spec.starts,
    failed,
    /** Of the least often found one: a low count hints at more. */
    rarest: equilibria.length > 0 ? Math.min(...equilibria.map(({ found }) => found)) : null,
    restless: restless?.fraction ?? null,
  };
}

export function portraitRows({ equilibria, trajectories, cycles, field }: Portrait) {
  return [
    ...(field?.field ?? []).map((vector) => ({ kind: "field", ...vector })),
    ...(field?.nullclines ?? []).flatMap(({ neuron, lines }) =>
      lines.map((points) => ({ kind: "nullcline", neuron, points })),
    ),
    ...(field?.separatrices ?? []).map((points) => ({ kind: "separatrix", points })),
    ...equilibria.map((equilibrium) => ({ kind: "equilibrium", ...equilibriumRow(equilibrium) })),
    ...trajectories.map(({ times, states }) => ({
      kind: "trajectory",
      times: Array.from(times),
      points: states.map((state) => Array.from(state)),
    })),
    ...cycles.map(({ period, orbit, amplitude, multipliers }) => ({
      kind: "cycle",
      period,
      amplitude: Array.from(amplitude),
      multipliers,
      points: orbit.map((state) => Array.from(state)),
    })),
  ];
}

export function portraitSummary({ equilibria, trajectories, cycles }: Portrait) {
  return { equilibria: equilibria.length, cycles: cycles.length, trajectories: trajectories.length };
}

export function branchRows({ branches, attractors }: ContinuationResult) {
  return [
    ...branches.flatMap(({ points }, branch) =>
      points.map(({ parameter, state, type, leading, events }) => {
        return { kind: "branch", branch, parameter, state: Array.from(state), type, leading, events };
      }),
    ),
    ...attractors.map(({ parameter, kind, state, period, lyapunov, low, high }) => {
      const span = { low: Array.from(low), high: Array.from(high) };
      return { kind: "attractor", parameter, attractor: kind, state: Array.from(state), period, lyapunov, ...span };
    }),
  ];
}

export function branchSummary({ branches }: ContinuationResult) {
  return branches.map(({ points, status }, branch) => ({
    branch,
    status,
    points: points.length,
    events: points.flatMap(({ parameter, state, events }) =>
      events.map((event) => ({ event, parameter, state: Array.from(state) })),
    ),
  }));
}

export function landscapeRows({ grid, points, paths }: Landscape) {
  const { box, columns, rows, values } = grid;
  return [
    { kind: "grid", x: box.x, y: box.y, columns, rows, energies: Array.from(values) },
    ...points.map((point) => ({
      kind: "equilibrium",
      values: Array.from(point.values),
      energy: point.energy,
      ...equilibriumRow(point),
    })),
    ...paths.map(({ points: course, energies, rise }) => ({ kind: "path", points: course, energies, rise })),
  ];
}

export function landscapeSummary({ points, paths }: Landscape) {
  return {
    minima: points.filter(({ type }) => type === "sink").length,
    equilibria: points.length,
    paths: paths.length,
    largestRise: Math.max(0, ...paths.map(({ rise }) => rise)),
  };
}

/** Lists as words, so that a row fits a table. */
export function flowCells(row: object): Row {
  const words = (value: unknown): Cell => {
    if (value === null || typeof value === "number" || typeof value === "string" || typeof value === "boolean") {
      return value;
    }
    return Array.isArray(value)
      ? value.map((part) => (Array.isArray(part) ? part.join(":") : String(part))).join(" ")
      : JSON.stringify(value);
  };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, words(value)]));
}

/** Columns of the tasks whose rows are tables, in order. */
export const FLOW_COLUMNS = {
  integrate: ["state", "status", "steps", "evaluations", "time", "rejected", "times", "states"],
  attractor: [
    ...["kind", "state", "period", "lyapunov", "lyapunovError", "secondLyapunov", "type", "form", "eigenvalues"],
    ...["amplitude", "multipliers", "residual", "duration", "reason"],
  ],
  equilibria: [
    ...["state", "type", "eigenvalues", "basinFraction", "basinLow", "basinHigh", "form", "isMarginal", "residual"],
    "found",
  ],
  continuation: [
    ...["kind", "branch", "parameter", "state", "type", "leading", "events", "attractor", "period", "lyapunov"],
    ...["low", "high"],
  ],
} as const;
