/** Parameters declared once: what is read of a spec, what words of the command line mean, the schema. */
import { describe, expect, it } from "vitest";
import { choice, integer, real, several, toggle } from "../../src/check/kinds.ts";
import {
  checkSpec,
  flagOf,
  grouped,
  keysOf,
  parameter,
  type ReadOf,
  readParameters,
  type SpecOf,
  schemaOf,
} from "../../src/check/parameters.ts";

const TABLE = grouped("Retrieval", {
  threshold: parameter({
    kind: real({ least: 0, open: true, most: 1 }),
    about: "final overlap",
    symbol: "m",
    default: 0.9,
  }),
  order: parameter({ kind: choice(["sequential", "random"]), about: "of updates", default: "sequential" }),
  maxSweeps: parameter({ kind: several(integer(1)), about: "of retrieval", otherwise: "as many as it takes" }),
  isQuiet: parameter({ kind: toggle(), about: "says nothing", flag: null }),
});

describe("parameters declared once", () => {
  it("fills in defaults that depend on nothing and checks what is given", () => {
    const spec: SpecOf<typeof TABLE> = { maxSweeps: [3, 5, 3] };
    const read: ReadOf<typeof TABLE> = readParameters("f", TABLE, spec);
    expect(read).toEqual({ threshold: 0.9, order: "sequential", maxSweeps: [3, 5] });
    expect(readParameters("f", TABLE, { maxSweeps: 7, isQuiet: true })).toMatchObject({
      maxSweeps: [7],
      isQuiet: true,
    });
  });

  it.each([
    [{ threshold: 0 }, RangeError, "f: threshold must be in (0, 1], got 0"],
    [{ threshold: 1.5 }, RangeError, "f: threshold must be in (0, 1], got 1.5"],
    [{ threshold: "1" }, TypeError, 'f: threshold must be a number, got "1"'],
    [{ order: "none" }, TypeError, 'f: order must be one of "sequential", "random", got "none"'],
    [{ maxSweeps: [] }, RangeError, "f: maxSweeps must name at least one, got none"],
    [{ maxSweeps: [2, 0] }, RangeError, "f: maxSweeps must be an integer ≥ 1, got 0"],
    [{ isQuiet: 1 }, TypeError, "f: isQuiet must be true or false, got 1"],
  ])("refuses %o", (spec, kind, message) => {
    expect(() => readParameters("f", TABLE, spec)).toThrow(new kind(message));
  });

  it("names the nearest known key", () => {
    expect(() => checkSpec("f", { treshold: 1 }, TABLE)).toThrow(
      new TypeError('f: spec: unknown key "treshold"; did you mean "threshold"?'),
    );
    expect(keysOf(TABLE, TABLE)).toEqual(["threshold", "order", "maxSweeps", "isQuiet"]);
  });

  it("reads and writes words of the command line", () => {
    expect(flagOf("maxSweeps", TABLE.maxSweeps)).toBe("--max-sweeps");
    expect(flagOf("isQuiet", TABLE.isQuiet)).toBeNull();
    expect(TABLE.maxSweeps.kind.parse?.("3, 5")).toEqual([3, 5]);
    expect(TABLE.maxSweeps.kind.show?.([3, 5])).toBe("3,5");
    expect(() => TABLE.maxSweeps.kind.parse?.("3,x")).toThrow(new TypeError('must be a whole number, got "x"'));
    expect(() => TABLE.threshold.kind.parse?.("")).toThrow(new TypeError('must be a number, got ""'));
  });

  it("states a schema of the spec", () => {
    expect(schemaOf("f", TABLE, ["order"])).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "f",
      type: "object",
      properties: {
        threshold: { type: "number", exclusiveMinimum: 0, maximum: 1, description: "m: final overlap", default: 0.9 },
        order: { enum: ["sequential", "random"], description: "of updates", default: "sequential" },
        maxSweeps: {
          anyOf: [
            { type: "integer", minimum: 1 },
            { type: "array", items: { type: "integer", minimum: 1 }, minItems: 1 },
          ],
          description: "of retrieval (default: as many as it takes)",
        },
        isQuiet: { type: "boolean", description: "says nothing" },
      },
      required: ["order"],
      additionalProperties: false,
    });
  });
});
