/**
 * Specs whose `task` decides what else they say: parameters that all tasks take, and for each task its own. The check of keys, the type
 * of the spec, its JSON Schema, the page of the reference and the axes of sweeps are made from the one declaration.
 */
import { checkChoice, checkKeys, show } from "./check.ts";
import { choice } from "./kinds.ts";
import { type JsonSchema, objectSchema, type Parameters, parameter, type SpecOf } from "./parameters.ts";

/** A task: what it computes, as a phrase with neither capital nor full stop, and what it takes beside what all do. */
export interface Task<Own extends Parameters = Parameters> {
  readonly about: string;
  readonly parameters: Own;
}

/** What specs of one function say, by task. */
export interface Tasks<
  Shared extends Parameters = Parameters,
  Of extends Readonly<Record<string, Task>> = Readonly<Record<string, Task>>,
> {
  /** What every task takes. */
  readonly shared: Shared;
  /** The tasks by the names that specs give them. */
  readonly tasks: Of;
  /** The task of specs that name none; without it every spec names one. */
  readonly usual?: keyof Of & string;
}

/** The name of a task. */
export type TaskName<All extends Tasks> = keyof All["tasks"] & string;

/** What a spec may say: `task` decides which keys it has. */
export type TaskSpecOf<All extends Tasks> = {
  readonly [Name in TaskName<All>]: Named<All, Name> & SpecOf<All["shared"]> & SpecOf<All["tasks"][Name]["parameters"]>;
}[TaskName<All>];

type Named<All extends Tasks, Name> = All extends { readonly usual: Name }
  ? { readonly task?: Name }
  : { readonly task: Name };

/**
 * The task of a spec, whose keys are all of that task.
 *
 * @param where  the function, for messages: "flow".
 * @throws TypeError for an unknown task, and for a key that the task does not take, with the nearest that it does.
 */
export function taskOf<All extends Tasks>(where: string, all: All, spec: unknown): TaskName<All> {
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
    throw new TypeError(`${where}: spec must be an object, got ${show(spec)}`);
  }
  const { task = all.usual } = spec as { readonly task?: unknown };
  const name = checkChoice(`${where}: task`, task, Object.keys(all.tasks) as TaskName<All>[]);
  const known = Object.keys(tableOf(all, name));
  for (const key of Object.keys(spec).filter((own) => !known.includes(own))) {
    const owners = Object.keys(all.tasks).filter((other) => key in all.tasks[other].parameters);
    if (owners.length > 0) throw new TypeError(`${where}: ${key} is of task ${inWords(owners)}, not of "${name}"`);
  }
  checkKeys(`${where}: spec of task "${name}"`, spec, known);
  return name;
}

/** Names as a sentence lists them: "a", "b" or "c". */
export function inWords(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  const last = quoted.pop();
  return quoted.length === 0 ? `${last}` : `${quoted.join(", ")} or ${last}`;
}

/** All that a spec of one task may say. */
export function tableOf(all: Tasks, name: string): Parameters {
  const { about, parameters } = all.tasks[name];
  const isUsual = name === all.usual;
  const kind = { ...choice([name]), schema: { const: name } };
  const task = { kind, about, ...(isUsual ? { default: name } : { required: true }) };
  return { task, ...all.shared, ...parameters };
}

/** All that specs of some tasks may say, whichever is theirs. */
export function tableOfTasks<All extends Tasks>(all: All, names: readonly TaskName<All>[]): Parameters {
  const task = parameter({ kind: choice(names), about: "what is computed" });
  return Object.assign({ ...all.shared, task }, ...names.map((name) => all.tasks[name].parameters));
}

/** The JSON Schema of a spec: one object for each task. */
export function schemaOfTasks(title: string, all: Tasks): JsonSchema {
  const each = Object.entries(all.tasks).map(([name, { about }]) => {
    return { title: name, description: about, ...objectSchema(tableOf(all, name)) };
  });
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title, oneOf: each };
}
