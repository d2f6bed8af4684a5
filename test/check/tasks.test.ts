/** Specs whose task decides what else they say: their keys, their type and their schema. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { integer, real } from "../../src/check/kinds.ts";
import { axesOf, parameter } from "../../src/check/parameters.ts";
import { schemaOfTasks, type TaskSpecOf, tableOfTasks, taskOf } from "../../src/check/tasks.ts";

const RUNS = {
  shared: { neurons: parameter({ kind: integer(1), about: "of the network", required: true }) },
  tasks: {
    walk: {
      about: "one trajectory",
      parameters: { duration: parameter({ kind: real({ least: 0 }), about: "of it", default: 1 }) },
    },
    search: { about: "all roots", parameters: { starts: parameter({ kind: integer(1), about: "of searches" }) } },
  },
  usual: "walk",
} as const;
type Spec = TaskSpecOf<typeof RUNS>;

describe("specs whose task decides what else they say", () => {
  it("have the keys of their task, and of the usual one where they name none", () => {
    const walk: Spec = { neurons: 3, duration: 2 };
    const search: Spec = { task: "search", neurons: 3, starts: 5 };
    // @ts-expect-error starts are of the other task
    const mixed: Spec = { task: "walk", neurons: 3, starts: 5 };
    expect(taskOf("f", RUNS, walk)).toBe("walk");
    expect(taskOf("f", RUNS, search)).toBe("search");
    expect(() => taskOf("f", RUNS, mixed)).toThrow(new TypeError('f: starts is of task "search", not of "walk"'));
  });

  it.each([
    [{ task: "search", neurons: 3, start: 1 }, 'f: spec of task "search": unknown key "start"; did you mean "starts"?'],
    [{ task: "serch", neurons: 3 }, 'f: task must be one of "walk", "search", got "serch"'],
    [[1], "f: spec must be an object, got Array of length 1"],
  ])("refuse %j", (spec, message) => {
    expect(() => taskOf("f", RUNS, spec)).toThrow(new TypeError(message));
  });

  it("have to name a task where none is usual", () => {
    const { usual: _, ...runs } = RUNS;
    expect(() => taskOf("f", runs, { neurons: 3 })).toThrow('f: task must be one of "walk", "search", got undefined');
  });

  it("vary along the parameters of all tasks that are swept", () => {
    expect(axesOf(tableOfTasks(RUNS, ["walk", "search"]))).toEqual(["neurons", "task", "duration", "starts"]);
    expect(axesOf(tableOfTasks(RUNS, ["search"]))).toEqual(["neurons", "task", "starts"]);
  });

  it.each([
    [{ neurons: 3 }, true],
    [{ neurons: 3, task: "walk", duration: 0 }, true],
    [{ neurons: 3, task: "search", starts: 2 }, true],
    [{ neurons: 3, task: "search", duration: 2 }, false],
    [{ neurons: 3, task: "rest" }, false],
    [{ task: "walk" }, false],
    [{ neurons: 3, task: "walk", duration: -1 }, false],
  ])("in the words of JSON Schema: %j is %s", (spec, isValid) => {
    expect(new Ajv2020({ strict: true }).validate(schemaOfTasks("f", RUNS), spec)).toBe(isValid);
  });
});
