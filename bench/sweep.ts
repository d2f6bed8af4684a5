// What sweeps cost: seconds of tasks against N, c and p; throughput of two threads against one on 40 tasks, what the executor
// and the ledger take of a task of a second, and opening a ledger of a million rows. Needs dist/ (npm run build) and, for throughput, an idle
// machine: the others count processor time.
//
//   npx tsx bench/sweep.ts [tasks] [throughput] [overhead] [ledger]
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runStudy } from "../src/experiments/kit/study.ts";
import { PLAIN_LEARNINGS } from "../src/hopfield/learning/index.ts";
import { specHash } from "../src/io/hash.ts";
import { openLedger } from "../src/io/ledger.ts";
import { table } from "../src/report/table.ts";
import { inlineExecutor } from "../src/run/executor.ts";
import { threads } from "../src/run/threads.ts";
import { calibrate } from "../src/sweep/calibrate.ts";
import { runTasks } from "../src/sweep/run.ts";
import { planSweep } from "../src/sweep/spec.ts";
import { byLength, type SweepTask, tasksOf } from "../src/sweep/tasks.ts";

const QUESTIONS: Readonly<Record<string, () => Promise<void>>> = { tasks: taskTimes, throughput, overhead, ledger };
const { positionals } = parseArgs({ allowPositionals: true });
const asked = positionals.length > 0 ? positionals : Object.keys(QUESTIONS);
const folder = mkdtempSync(join(tmpdir(), "palimpsest-bench-sweep-"));
try {
  for (const name of asked) await QUESTIONS[name]();
} finally {
  rmSync(folder, { recursive: true });
}

/** Seconds of one core, least of a few runs, and what the model says. */
async function taskTimes(): Promise<void> {
  const lines: string[][] = [];
  const slowness = await calibrate("wasm");
  for (const { what, spec } of taskSpecs()) {
    const { study, tasks } = await tasksOf(await planSweep({ ...spec, seeds: 1, seed: 2 }));
    const [{ point, seed }] = tasks;
    let least = Number.POSITIVE_INFINITY;
    for (let repeat = 0; repeat < (point.seconds > 2 ? 1 : 3); repeat++) {
      const used = process.cpuUsage();
      await runStudy(study, { ...point.spec, seed }, { backend: "wasm" });
      const { user, system } = process.cpuUsage(used);
      least = Math.min(least, (user + system) / 1e6);
    }
    const cell = (key: string): string => `${spec[key] ?? ""}`;
    const estimate = point.seconds * slowness;
    const times = [least, estimate, least / estimate].map((value) => value.toPrecision(2));
    lines.push([what, cell("neurons"), cell("inputs"), cell("patterns"), ...times]);
  }
  console.log(`a core here takes ${slowness.toFixed(2)} times as long as in docs/background/performance.md`);
  const head = ["task", "N", "c", "p", "measured (s)", "estimate (s)", "ratio"];
  console.log(`${table(head, lines)}\n`);
}

interface TaskSpec {
  readonly what: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Tasks of every experiment at several sizes. */
function taskSpecs(): TaskSpec[] {
  const sizes = [
    [200, 20],
    [300, 30],
    [300, 150],
    [500, 50],
    [1000, 100],
  ] as const;
  const networks = sizes.flatMap(([neurons, inputs]): TaskSpec[] => {
    const size = { neurons, inputs };
    const loaded = { ...size, patterns: inputs };
    const isSparse = inputs * 10 === neurons;
    return [
      { what: "`fields`, noise", spec: { experiment: "fields", ...loaded, rule: "noise" } },
      ...(neurons > 500 ? [] : ["random", "signal", "margin"]).map((rule) => ({
        what: `\`capacity\`, ${rule}`,
        spec: { experiment: "capacity", ...size, rule },
      })),
      ...(neurons > 300 ? [] : PLAIN_LEARNINGS.filter((name) => name !== "hebb")).map((learning) => ({
        what: `\`capacity\`, random, ${learning}`,
        spec: { experiment: "capacity", ...size, rule: "random", learning },
      })),
      ...(neurons > 300
        ? []
        : [
            {
              what: "`capacity`, random, coding level 0.1",
              spec: { experiment: "capacity", ...size, rule: "random", codingLevel: 0.1 },
            },
          ]),
      ...(isSparse && neurons <= 500
        ? [
            { what: "`basins`, random", spec: { experiment: "basins", ...loaded, rule: "random" } },
            { what: "`online`", spec: { experiment: "online", ...size } },
          ]
        : []),
      ...(isSparse && neurons <= 300
        ? ["random", "signal", "margin"].map((rule) => ({
            what: `\`frontier\`, ${rule}`,
            spec: {
              experiment: "frontier",
              ...size,
              rule,
              ...(rule === "signal" && { epsilon: 1 }),
              ...(rule === "margin" && { margin: 1 }),
            },
          }))
        : []),
    ];
  });
  const recalls = ["random", "signal", "margin"].map((rule) => ({
    what: `\`recall\`, ${rule}, 30 digits`,
    spec: { experiment: "recall", inputs: 50, rule },
  }));
  const flows = ([20, 100] as const).flatMap((neurons) => {
    const network = {
      experiment: "flow",
      activation: { type: "tanh" },
      "weights.gain": 1.5,
      "weights.neurons": neurons,
    };
    const name = (task: string) => `\`flow\`, ${task}, N = ${neurons}`;
    return [
      {
        what: name("integrate, T = 100"),
        spec: { ...network, task: "integrate", initial: { normal: 1 }, duration: 100 },
      },
      { what: name("attractor"), spec: { ...network, task: "attractor", initial: { normal: 1 } } },
      { what: name("equilibria"), spec: { ...network, task: "equilibria", starts: 100 } },
      { what: name("continuation"), spec: { ...network, task: "continuation", parameter: "gain", from: 0.2, to: 1.2 } },
    ];
  });
  const controls = ([2, 5, 10] as const).flatMap((neurons) => {
    const network = {
      experiment: "control",
      "weights.gain": 1.2,
      "weights.neurons": neurons,
      initial: { uniform: [-1, 1] },
    };
    const bounds = { "bounds.existing": 0.5 };
    return [
      { what: `\`control\`, flow, N = ${neurons}`, spec: { ...network, ...bounds, discount: 0.5 } },
      { what: `\`control\`, map, N = ${neurons}`, spec: { ...network, ...bounds, time: "map", steps: 50 } },
    ];
  });
  return [...networks, ...recalls, ...flows, ...controls];
}

/** Time passed and processor time, in seconds, of running tasks on so many threads with a ledger. */
async function timed(
  plan: object & { experiment: string },
  tasks: readonly SweepTask[],
  count: number,
): Promise<[number, number]> {
  const executor = threads(count);
  // threads that have started and compiled, as in any sweep worth the name
  await runTasks(plan.experiment, tasks.slice(-2 * count), { backend: "wasm", executor, onTask() {} });
  const header = { format: 1, command: "sweep", specHash: specHash(plan), version: "bench", spec: plan } as const;
  const ledger = openLedger(join(folder, `${performance.now()}.jsonl`), header);
  const [began, used] = [performance.now(), process.cpuUsage()];
  await runTasks(plan.experiment, tasks, {
    backend: "wasm",
    executor,
    onTask: ({ key }, rows) => ledger.set(key, rows),
  });
  const passed = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(used);
  ledger.close();
  await executor.close();
  return [passed, (user + system) / 1e6];
}

async function throughput(): Promise<void> {
  const spec = {
    experiment: "capacity",
    grid: { neurons: [120, 160], inputs: [12, 24], rule: ["random", "signal"] },
    seeds: 5,
    seed: 5,
  };
  const plan = await planSweep(spec);
  const { study, tasks } = await tasksOf(plan);
  const ratios: number[] = [];
  let inflation = 0;
  for (let round = 0; round < 3; round++) {
    const [one, cpuOfOne] = await timed(plan, tasks, 1);
    const [two, cpuOfTwo] = await timed(plan, tasks, 2);
    ratios.push(one / two);
    inflation = cpuOfTwo / cpuOfOne;
    console.log(
      `${tasks.length} tasks: ${one.toFixed(2)} s on one thread, ${two.toFixed(2)} s on two; processor ${cpuOfOne.toFixed(2)} and ${cpuOfTwo.toFixed(2)} s`,
    );
  }
  const best = Math.max(...ratios);
  // the same by processor time: tasks of these lengths, dealt as threads take them
  const lengths: number[] = [];
  for (const { point, seed } of byLength(tasks)) {
    const used = process.cpuUsage();
    await runStudy(study, { ...point.spec, seed }, { backend: "wasm" });
    const { user, system } = process.cpuUsage(used);
    lengths.push(user + system);
  }
  const lanes = [0, 0];
  for (const length of lengths) lanes[lanes[0] <= lanes[1] ? 0 : 1] += length;
  const dealt = (lanes[0] + lanes[1]) / Math.max(...lanes);
  console.log(
    `two threads dealt these tasks end at ${dealt.toFixed(2)} times the throughput of one, by processor time; ${(dealt / inflation).toFixed(2)} with what the second thread costs`,
  );
  console.log(
    `throughput of two threads ÷ one: ${best.toFixed(2)} at best; processor time ÷: ${inflation.toFixed(2)}\n`,
  );
}

/** What a task costs beside its own work, from tasks with next to none: as a share of a second it hides in the noise. */
async function overhead(): Promise<void> {
  const spec = {
    experiment: "fields",
    neurons: 10,
    inputs: 3,
    rule: "noise",
    loads: 1,
    sweeps: 1,
    seeds: 1000,
    seed: 1,
  };
  const plan = await planSweep(spec);
  const { tasks } = await tasksOf(plan);
  const costs: number[] = [];
  for (let round = 0; round < 5; round++) {
    const used = process.cpuUsage();
    await runTasks(plan.experiment, tasks, {
      backend: "wasm",
      executor: { ...inlineExecutor, threads: 1 },
      onTask() {},
    });
    const { user, system } = process.cpuUsage(used);
    const [, pooled] = await timed(plan, tasks, 1);
    costs.push((pooled - (user + system) / 1e6) / tasks.length);
  }
  costs.sort((a, b) => a - b);
  console.log(
    `executor and ledger: ${(1000 * costs[2]).toFixed(2)} ms of processor time a task (median of 5), ${(100 * costs[2]).toFixed(3)} % of a second\n`,
  );
}

async function ledger(): Promise<void> {
  const path = join(folder, "million.jsonl");
  const header = { format: 1, command: "sweep", specHash: "0", version: "bench", spec: {} } as const;
  const file = openSync(path, "w");
  writeSync(file, `${JSON.stringify(header)}\n`);
  for (let block = 0; block < 1000; block++) {
    const lines = Array.from({ length: 1000 }, (_, k) => {
      const seed = 1000 * block + k;
      const key = seed.toString(16).padStart(32, "0");
      const row = {
        neurons: 300,
        inputs: 30,
        rule: "signal",
        epsilon: seed / 7,
        seed,
        capacity: seed % 99,
        load: seed / 30,
        networks: 6,
      };
      return JSON.stringify({ key, rows: [row] });
    });
    writeSync(file, `${lines.join("\n")}\n`);
  }
  closeSync(file);
  const used = process.cpuUsage();
  const opened = openLedger(path, header);
  const { user, system } = process.cpuUsage(used);
  console.log(`a ledger of ${opened.size} rows opens in ${((user + system) / 1e6).toFixed(2)} s of processor time`);
  opened.close();
}
