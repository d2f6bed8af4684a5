/** The value function on a grid, and optimal paths against it. */
import type { ValueMapSpec } from "../../../control/parameters.ts";
import {
  relativeErrors,
  solveValueMap,
  type ValueMap,
  type ValueMapPlan,
  valueMapPlan,
} from "../../../control/value-map.ts";
import { type NpzEntry, writeNpz } from "../../../io/npz.ts";
import type { Row } from "../../../io/rows.ts";
import { table } from "../../../report/table.ts";
import { costCells } from "../rows.ts";
import type { ControlTask } from "./task.ts";

/** Most nodes among the rows; all of them are in value.npz. */
const MOST_ROWS = 10_000;
/** Doubtful are nodes whose estimated error is this many times the median, */
const TIMES_MEDIAN = 4;
/** and at least this part of v. */
const LEAST_DOUBT = 0.02;

export const valueTask: ControlTask<ValueMapSpec> = {
  plan(spec, seedIs) {
    const plan = valueMapPlan("control", spec);
    const { initial: _none, ...flow } = plan.flow;
    return {
      spec: { task: "value", ...flow, grid: plan.grid, states: plan.states, slices: plan.slices },
      seed: flow.seed,
      // random starts alone draw
      seedIs: flow.starts > 1 ? seedIs : "unused",
      total: 1,
      unit: "value functions",
      threads: () => 1,
      async run({ kept, signal, onProgress, backend }) {
        const map = await solveValueMap(plan, { signal, onProgress, backend });
        const rows = rowsOf(map);
        kept.set("rows", rows);
        const summary = summaryOf(map);
        return {
          rows,
          summary,
          cells: rows,
          columns: Object.keys(rows[0]),
          text: () => textOf(map, summary),
          figures: async (command) =>
            (await import("../value-figures.ts")).valueFigures(map, settingOf(plan), summary[0].doubt, command),
          files: async () => ({ "value.npz": gridOf(map) }),
        };
      },
    };
  },
};

function textOf({ value, paths }: ValueMap, [grid]: ReturnType<typeof summaryOf>): string {
  const { status, highest, medianError, doubt, doubtful, nodes, sweeps, change } = grid;
  const lines = [
    `value     up to ${show(highest)} on ${new Array(value.nNeurons).fill(nodes).join(" × ")} nodes (${status}, ${sweeps} passes, last change ${change.toExponential(1)})`,
    `error     ${percent(medianError)} of v at the median node, above ${percent(doubt)} at ${percent(doubtful)} of them, by a grid of half the nodes`,
  ];
  if (paths.length === 0) return `${lines.join("\n")}\n`;
  const cells = paths.map((path) => [
    path.state.map(show).join(" "),
    show(path.value),
    show(path.error),
    ...costCells(path).slice(0, 2),
    path.difference === null ? "–" : path.difference.toExponential(1),
    path.status === "converged" ? path.residual.toExponential(1) : path.status,
  ]);
  const head = ["from u", "v", "its error", "J of the path", "±", "v − J", "from optimal"];
  return `${lines.join("\n")}\n\n${table(head, cells)}\n`;
}

function show(value: number): string {
  return String(Number(value.toPrecision(5)));
}

function percent(part: number): string {
  return `${Number((100 * part).toPrecision(2))} %`;
}

function settingOf({ flow }: ValueMapPlan): string {
  return `N = ${flow.weights.length}, motion weight ${flow.motionWeight}, control weight ${flow.controlWeight}, λ = ${flow.discount}`;
}

/** Nodes between two rows on each axis. */
function everyOf({ nodes, nNeurons }: ValueMap["value"]): number {
  let every = 1;
  while (Math.ceil(nodes / every) ** nNeurons > MOST_ROWS) every++;
  return every;
}

/** A row a node, or every so many on each axis: state, value, error, feedback. */
function rowsOf({ value }: ValueMap): Row[] {
  const { nNeurons: N, nodes, reach, values, errors, controls } = value;
  const every = everyOf(value);
  const rows: Row[] = [];
  for (let node = 0; node < values.length; node++) {
    const index = Array.from({ length: N }, (_, d) => Math.floor(node / nodes ** d) % nodes);
    if (index.some((k) => k % every !== 0)) continue;
    const row: Record<string, number> = {};
    index.forEach((k, d) => {
      row[`u${d + 1}`] = -reach + (k * 2 * reach) / (nodes - 1);
    });
    row["value"] = values[node];
    row["error"] = errors[node];
    for (let at = 0; at < N * N; at++) row[`xi${Math.floor(at / N) + 1}${(at % N) + 1}`] = controls[node * N * N + at];
    rows.push(row);
  }
  return rows;
}

function summaryOf({ value, paths }: ValueMap) {
  const { status, reach, nodes, step, values, sweeps, change } = value;
  const relative = relativeErrors(value).sort();
  const medianError = relative[relative.length >> 1];
  const doubt = Math.max(LEAST_DOUBT, TIMES_MEDIAN * medianError);
  const grid = {
    status,
    reach,
    nodes,
    step,
    sweeps,
    change,
    rowsEvery: everyOf(value),
    highest: values.reduce((a, b) => Math.max(a, b)),
    medianError,
    doubt,
    doubtful: relative.filter((error) => error > doubt).length / relative.length,
  };
  const N = value.nNeurons;
  const square = (flat: Float64Array) =>
    Array.from({ length: N }, (_, i) => Array.from(flat.subarray(i * N, (i + 1) * N)));
  const found = paths.map(({ states: _, feedback, control, ...path }) => ({
    ...path,
    feedback: square(feedback),
    control: square(control),
  }));
  return [grid, ...found] as const;
}

/** value.npz: u [n], value and error [n, …], an axis a neuron in their order, and control [n, …, N, N]. */
function gridOf({ value }: ValueMap): Uint8Array {
  const { nNeurons: N, nodes, reach, values, errors, controls } = value;
  const axes = new Array<number>(N).fill(nodes);
  const entry = (from: Float64Array, tail: readonly number[]): NpzEntry => {
    const width = tail.reduce((product, length) => product * length, 1);
    const data = new Float64Array(from.length);
    for (let node = 0; node < nodes ** N; node++) {
      let to = 0; // the first axis slowest
      for (let d = 0; d < N; d++) to = to * nodes + (Math.floor(node / nodes ** d) % nodes);
      data.set(from.subarray(node * width, (node + 1) * width), to * width);
    }
    return { data, shape: [...axes, ...tail] };
  };
  const u = Float64Array.from({ length: nodes }, (_, k) => -reach + (k * 2 * reach) / (nodes - 1));
  const entries = { u: { data: u, shape: [nodes] }, value: entry(values, []), error: entry(errors, []) };
  return writeNpz({ ...entries, control: entry(controls, [N, N]) });
}
