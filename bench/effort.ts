// What effort buys: the critical load against the time it takes, for both solvers. The default solver of `capacity` is the
// one that stores more in the same time.
//
//   npx tsx bench/effort.ts [--neurons 300] [--seeds 3]
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import * as Plot from "@observablehq/plot";
import { capacity } from "../src/experiments/capacity/run.ts";
import { RULES } from "../src/hopfield/rules/index.ts";
import { svgDocument, toPng, toSvgText } from "../src/io/picture.ts";
import { frameOf, moveIntoFrame } from "../src/plot/frame.ts";
import { GRID_INK, INK, MUTED_INK } from "../src/plot/style.ts";
import { svgText } from "../src/plot/svg.ts";
import { threads } from "../src/run/threads.ts";

const { values } = parseArgs({
  options: { neurons: { type: "string", default: "300" }, seeds: { type: "string", default: "3" } },
});
const neurons = Number(values.neurons);
const seeds = Number(values.seeds);
const SWEEPS = { "heat-bath": [0.5, 1, 2, 5, 10, 20, 40], swap: [5, 10, 20, 50, 100, 200, 400] } as const;
const CASES = [
  { rule: "signal", inputs: Math.round(neurons / 10) },
  { rule: "noise", inputs: Math.round(neurons / 5) },
] as const;

interface Point {
  readonly rule: "signal" | "noise";
  readonly solver: "heat-bath" | "swap";
  readonly sweeps: number;
  readonly load: number;
  readonly deviation: number;
  /** ms for one neuron of one network. */
  readonly time: number;
}

const executor = threads();
const points: Point[] = [];
for (const { rule, inputs } of CASES) {
  for (const solver of ["heat-bath", "swap"] as const) {
    for (const sweeps of SWEEPS[solver]) {
      const began = process.cpuUsage(); // of all threads, and not of what else the machine does
      const { rows, summary } = await capacity({ neurons, inputs, rule, seeds, seed: 1, solver, sweeps }, { executor });
      const networks = rows.reduce((sum, row) => sum + row.networks, 0);
      const used = process.cpuUsage(began);
      const time = (used.user + used.system) / 1000 / networks / neurons;
      points.push({ rule, solver, sweeps, load: summary[0].load, deviation: summary[0].loadDeviation, time });
      const { load, loadDeviation } = summary[0];
      console.log(
        `${rule.padEnd(6)} c=${inputs} ${solver.padEnd(9)} ${String(sweeps).padStart(4)} sweeps  ${time.toFixed(2).padStart(6)} ms a neuron  α_c = ${load.toFixed(3)} ± ${loadDeviation.toFixed(3)}`,
      );
    }
  }
}
await executor.close();
await draw();

/** How much longer swaps take for the load that they reach at the end, by the heat bath's line between its points. */
function finding(): string {
  const ratios = CASES.map(({ rule }) => {
    const swap = points
      .filter((p) => p.rule === rule && p.solver === "swap")
      .reduce((a, b) => (b.load > a.load ? b : a));
    const bath = points.filter((p) => p.rule === rule && p.solver === "heat-bath");
    const after = bath.findIndex((p) => p.load >= swap.load);
    if (after < 1) return swap.time / bath[Math.max(0, after)].time;
    const [a, b] = [bath[after - 1], bath[after]];
    const part = (swap.load - a.load) / (b.load - a.load);
    return swap.time / (a.time * (b.time / a.time) ** part);
  });
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(1));
  return `For the same critical load swaps take ${low} to ${high} times as long as the heat bath`;
}

async function draw(): Promise<void> {
  const document = await svgDocument();
  const [width, height] = [800, 420];
  const svg = Plot.plot({
    document,
    width,
    height,
    marginLeft: 58,
    marginRight: 150,
    marginTop: 30,
    marginBottom: 52,
    x: { type: "log" },
    y: { domain: [Math.min(...points.map((p) => p.load)) - 0.1, Math.max(...points.map((p) => p.load)) + 0.1] },
    marks: [
      Plot.gridX({ stroke: GRID_INK, strokeOpacity: 1 }),
      Plot.gridY({ stroke: GRID_INK, strokeOpacity: 1 }),
      Plot.axisX({ fontSize: 12, color: MUTED_INK, fill: INK, label: null, ticks: 5, tickFormat: ",~g" }),
      Plot.axisY({ fontSize: 12, color: MUTED_INK, fill: INK, label: null }),
      ...CASES.flatMap(({ rule }) =>
        (["heat-bath", "swap"] as const).flatMap((solver) => {
          const line = points.filter((p) => p.rule === rule && p.solver === solver);
          const stroke = RULES[rule].color;
          const strokeDasharray = solver === "swap" ? "5,4" : "none";
          return [
            Plot.ruleX(line, { x: "time", y1: (p) => p.load - p.deviation, y2: (p) => p.load + p.deviation, stroke }),
            Plot.line(line, { x: "time", y: "load", stroke, strokeWidth: 2.2, strokeDasharray }),
            Plot.dot(line, { x: "time", y: "load", fill: solver === "swap" ? "#faf7f0" : stroke, stroke, r: 3.5 }),
            Plot.text(line.slice(-1), {
              x: "time",
              y: "load",
              text: () => `${rule}, ${solver === "swap" ? "swaps" : "heat bath"}`,
              textAnchor: "start",
              dx: 8,
              dy: solver === "swap" ? 8 : -6,
              fill: stroke,
              fontSize: 12,
              fontWeight: "bold",
            }),
          ];
        }),
      ),
    ],
  }) as unknown as SVGSVGElement;
  const subtitle = `N = ${neurons}, c = ${CASES.map((c) => `${c.inputs} (${c.rule})`).join(", ")}, mean ± s.d. over ${seeds} seeds`;
  const body = moveIntoFrame(
    svg,
    frameOf({
      title: finding(),
      subtitle,
      command: `npx tsx bench/effort.ts --neurons ${neurons} --seeds ${seeds}`,
      width,
    }),
    height,
  );
  const axis = { "font-size": 13, fill: INK };
  body.appendChild(svgText(document, "critical load α_c", { ...axis, x: 20, y: 12, "text-anchor": "start" }));
  body.appendChild(
    svgText(document, "time for one neuron (ms)", { ...axis, x: 350, y: height - 10, "text-anchor": "middle" }),
  );
  mkdirSync("results", { recursive: true });
  const text = toSvgText(svg);
  writeFileSync("results/effort.svg", text);
  writeFileSync("results/effort.png", await toPng(text));
  console.log("picture   results/effort.png");
}
