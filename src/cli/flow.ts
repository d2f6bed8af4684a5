import { basename, dirname, resolve } from "node:path";
import type { Command } from "commander";
import type { FlowResult, FlowSpec } from "../experiments/flow/run.ts";
import type { Row } from "../io/rows.ts";
import { UsageError } from "./exit.ts";
import { addCommon, type CommonFlags } from "./options.ts";
import { finishRun, withSession } from "./session.ts";

interface FlowFlags extends CommonFlags {
  readonly spec: string;
  readonly weights?: string;
}

const SHOWN = 16; // rows of a printed table

/** `palimpsest flow`: continuous dynamics of one network, as a spec file asks. */
export function addFlow(program: Command): void {
  const command = program
    .command("flow")
    .description(
      "continuous dynamics u̇ = T g(u) − u of a network: trajectories, attractors, equilibria, portraits, energies",
    )
    .requiredOption(
      "--spec <f.json>",
      'weights (rows, or a path to .npy or .csv), activation, task: "integrate", "attractor", "equilibria", "portrait", "continuation" or "landscape", and what the task takes',
    )
    .option("--weights <w.npy>", "weights from this .npy or .csv instead of the spec's");
  addCommon(command).action(run);
}

async function run(flags: FlowFlags): Promise<void> {
  const started = performance.now();
  const { DRAWS, planFlow } = await import("../experiments/flow/run.ts");
  const { flowCells } = await import("../experiments/flow/rows.ts");
  const { weightsRecord } = await import("../experiments/flow/study.ts");
  const spec = await readSpec(flags);
  const planned = planFlow(spec);
  const { plan } = planned;
  const { task, seed } = plan;
  const record = { ...plan, weights: weightsRecord(planned.network.weights) };
  const head = {
    command: "flow",
    spec: record,
    seed,
    total: 1,
    unit: "tasks done",
    count: () => 0,
    threads: () => (task === "equilibria" ? flags.threads : 1),
  };
  // a seed that was drawn is told
  const isDrawn = DRAWS.has(task) && spec["seed"] === undefined;
  const known = isDrawn ? flags : { ...flags, seed: BigInt(seed) };
  const { result, threads } = await withSession(known, head, async ({ ledger, ...session }) => {
    const found = await planned.run({ ...session, backend: flags.backend });
    if (ledger && !ledger.get("rows")) ledger.append("rows", found.rows.map(flowCells));
    return { result: found, threads: session.executor.threads };
  });
  const { commandLine } = await import("./output.ts");
  const repeat = commandLine("flow", [
    ["--spec", flags.spec],
    ["--weights", flags.weights],
    ["--seed", DRAWS.has(task) || flags.seed !== undefined ? seed : undefined],
  ]);
  const { rows, summary } = result;
  const cells = rows.map(flowCells);
  await finishRun(flags, {
    command: "flow",
    spec: record,
    seed,
    rows,
    summary,
    cells,
    columns: columnsOf(cells),
    repeat,
    threads,
    started,
    figures: async () => (await import("../experiments/flow/figures.ts")).flowFigures(result, repeat),
    text: () => textOf(result),
  });
}

/** The spec file with its weights read, and the seed of the command line. */
async function readSpec(flags: FlowFlags): Promise<FlowSpec> {
  const { readInput } = await import("./output.ts");
  const text = new TextDecoder().decode(readInput(flags.spec, "--spec"));
  let spec: Record<string, unknown>;
  try {
    spec = JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`--spec: ${flags.spec} is no JSON (${(error as Error).message})`);
  }
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
    throw new UsageError(`--spec: ${flags.spec} must hold an object with weights, activation and task`);
  }
  // a path in the spec is beside the spec, one on the command line is the user's
  const beside = (path: string) => resolve(dirname(flags.spec), path);
  const { readMatrix, readWeights } = await import("../io/weights.ts");
  const given = flags.weights ?? spec["weights"];
  if (typeof given === "string") {
    const path = flags.weights === undefined ? beside(given) : given;
    spec = { ...spec, weights: readWeights(readInput(path, "weights"), basename(path)) };
  } else if (typeof given === "object" && given !== null && "patterns" in given && typeof given.patterns === "string") {
    const path = beside(given.patterns);
    spec = { ...spec, weights: { ...given, patterns: readMatrix(readInput(path, "patterns"), basename(path)) } };
  }
  return { ...spec, ...(flags.seed !== undefined && { seed: flags.seed }) } as FlowSpec;
}

function columnsOf(rows: readonly Row[]): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return names.size > 0 ? [...names] : ["kind"];
}

async function textOf(result: FlowResult): Promise<string> {
  const { table } = await import("./output.ts");
  const { found } = result;
  const show = (value: number | null | undefined, digits = 6): string =>
    value === null || value === undefined ? "" : String(Number(value.toPrecision(digits)));
  const list = (values: ArrayLike<number>): string => {
    const shown = Array.from(values)
      .slice(0, 6)
      .map((value) => show(value, 5))
      .join(" ");
    return values.length > 6 ? `${shown} … (${values.length})` : shown;
  };
  const rest = (all: number): string =>
    all > SHOWN ? `\n… and ${all - SHOWN} more (all of them with --json or --out)` : "";
  switch (found.task) {
    case "integrate": {
      const { status, message, time, steps, evaluations, state } = found.result;
      return `status    ${status}: ${message}\ntime      ${show(time)} in ${steps} steps, ${evaluations} evaluations\nstate     ${list(state)}\n`;
    }
    case "attractor": {
      const { kind, state, period, lyapunov, lyapunovError, equilibrium, cycle, duration, reason } = found.result;
      return [
        `kind      ${kind}${equilibrium ? `: ${equilibrium.form} ${equilibrium.type}` : ""}${reason ? `: ${reason}` : ""}`,
        `state     ${list(state)}`,
        ...(period === null ? [] : [`period    ${show(period, 12)}`]),
        ...(cycle ? [`multipliers ${cycle.multipliers.slice(0, 4).map(showComplex).join("  ")}`] : []),
        ...(equilibrium ? [`eigenvalues ${equilibrium.eigenvalues.slice(0, 4).map(showComplex).join("  ")}`] : []),
        `exponent  ${show(lyapunov)}${lyapunovError ? ` ± ${show(lyapunovError, 2)} (standard error)` : ""}`,
        `time      ${show(duration)} integrated`,
        "",
      ].join("\n");
    }
    case "equilibria": {
      const { equilibria, failed, restless, spec } = found.result;
      const rows = equilibria
        .slice(0, SHOWN)
        .map((e) => [
          e.type,
          e.form,
          list(e.state),
          e.eigenvalues.slice(0, 2).map(showComplex).join("  "),
          e.basin
            ? `${show(100 * e.basin.fraction, 3)} (${show(100 * e.basin.low, 3)} to ${show(100 * e.basin.high, 3)})`
            : "",
          String(e.found),
        ]);
      const moving =
        restless && restless.fraction > 0
          ? `; ${show(100 * restless.fraction, 3)} % of the trajectories came to rest at none`
          : "";
      return `${table(["type", "form", "state", "leading eigenvalues", "basin, %", "found"], rows)}${rest(equilibria.length)}\n\n${equilibria.length} equilibria from ${spec.starts} searches, ${failed} of which found none${moving}\n`;
    }
    case "portrait": {
      const { portraitFinding } = await import("../experiments/flow/portrait-finding.ts");
      const { equilibria, cycles, trajectories } = found.result;
      const words = portraitFinding({ equilibria, cycles });
      const periods = cycles.map(({ period }) => `period    ${show(period, 10)}\n`).join("");
      return `${words}\n${periods}${trajectories.length} trajectories\n`;
    }
    case "continuation": {
      const rows = found.result.branches.flatMap(({ points }, branch) =>
        points
          .filter(({ events }) => events.length > 0)
          .map((point) => [String(branch), point.events.join(", "), show(point.parameter, 10), list(point.state)]),
      );
      const head = `${found.result.branches.length} branches\n`;
      if (rows.length === 0) return `${head}no bifurcations\n`;
      return `${head}${table(["branch", "event", found.result.name, "state"], rows.slice(0, SHOWN))}${rest(rows.length)}\n`;
    }
    case "landscape": {
      const { points, paths } = found.result;
      const rows = points.slice(0, SHOWN).map((p) => [p.type, list(p.values), show(p.energy, 8), list(p.state)]);
      const rise = Math.max(0, ...paths.map((path) => path.rise));
      return `${table(["type", "V", "energy", "u"], rows)}${rest(points.length)}\n\nlargest rise of the energy along ${paths.length} trajectories: ${show(rise, 3)}\n`;
    }
  }
}

function showComplex([re, im]: readonly [number, number]): string {
  const part = (value: number) => String(Number(value.toPrecision(5))).replace("-", "−");
  return im === 0 ? part(re) : `${part(re)} ${im < 0 ? "−" : "+"} ${part(Math.abs(im))}i`;
}
