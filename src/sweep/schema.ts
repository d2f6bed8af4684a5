/** JSON Schemas of the specs that there are: of every experiment's command, and of sweeps. */
import { seed } from "../check/kinds.ts";
import { axesOf, flagOf, type JsonSchema, type Parameters, schemaOf } from "../check/parameters.ts";
import { schemaOfTasks } from "../check/tasks.ts";
import type { Form } from "../experiments/kit/command.ts";
import { EXPERIMENTS, type Experiment, UNSWEPT } from "../experiments/registry.ts";

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

/** The schemas by name: "capacity" and the other experiments, and "sweep". */
export async function schemas(): Promise<Readonly<Record<string, JsonSchema>>> {
  const found: Record<string, JsonSchema> = {};
  const sweeps: JsonSchema[] = [];
  for (const [name, experiment] of Object.entries({ ...EXPERIMENTS, ...UNSWEPT })) {
    const form = await experiment.form();
    found[name] = { ...schemaOfForm(`palimpsest ${name}`, form), description: experiment.summary };
    if ("study" in experiment) sweeps.push(await sweepOf(name, experiment));
  }
  found["sweep"] = {
    $schema: DRAFT,
    title: "palimpsest sweep",
    description: "an experiment over a grid of its parameters",
    type: "object",
    required: ["experiment"],
    anyOf: sweeps,
  };
  return found;
}

/** What every spec has to name may be typed instead, or the command line adds it. */
function schemaOfForm(title: string, { parameters, tasks }: Form): JsonSchema {
  return tasks
    ? schemaOfTasks(title, { ...tasks, shared: optional(tasks.shared) })
    : schemaOf(title, optional(parameters));
}

function optional(parameters: Parameters): Parameters {
  const isRequired = (name: string, one: Parameters[string]) => one.required === true && flagOf(name, one) === null;
  const all = Object.entries(parameters).map(([name, one]) => [name, { ...one, required: isRequired(name, one) }]);
  return Object.fromEntries(all);
}

/** Sweeps of one experiment: parameters beside the grid, in `spec`, and with several values in the grid. */
async function sweepOf(name: string, experiment: Experiment): Promise<JsonSchema> {
  const { parameters } = await experiment.study();
  const own = axesOf(parameters).filter((axis) => axis !== "seed" && axis !== "seeds");
  const values = Object.fromEntries(own.map((axis) => [axis, schemaOfAxis(axis, parameters)]));
  const varying = Object.entries(values).map(([axis, value]) => [axis, oneOrSeveral(value)]);
  const table = { type: "object", properties: Object.fromEntries(varying), additionalProperties: false };
  const spec = { type: "object", properties: { ...values, ...SEEDS }, additionalProperties: false };
  return {
    type: "object",
    properties: {
      experiment: { const: name, description: experiment.summary },
      spec: { anyOf: [spec, { type: "string" }], description: "parameters, or the path of a file that holds them" },
      grid: {
        ...oneOrSeveral(table),
        description: "values of what varies: all combinations, of each table if there are several",
      },
      ...SEEDS,
      ...values,
    },
    required: ["experiment"],
    additionalProperties: false,
  };
}

const SEEDS = {
  seeds: { type: "integer", minimum: 1, description: "independent seeds of every combination" },
  seed: { ...seed().schema, description: "the first of them" },
};

/** The schema of a parameter, or of an entry of a table: "temperatures.start". */
function schemaOfAxis(axis: string, parameters: Parameters): JsonSchema {
  const [name, entry] = axis.split(".");
  const kind = parameters[name]?.kind;
  if (entry !== undefined) return kind?.entries?.[entry].kind.schema ?? {};
  return kind?.entries ? withGaps(kind.schema) : (kind?.schema ?? {});
}

/** The schema of a table some of whose entries may stand elsewhere in the sweep. */
function withGaps({ required: _, ...schema }: JsonSchema): JsonSchema {
  const { anyOf } = schema as { readonly anyOf?: readonly JsonSchema[] };
  return { ...schema, ...(anyOf && { anyOf: anyOf.map(withGaps) }) };
}

function oneOrSeveral(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: "array", items: schema, minItems: 1 }] };
}
