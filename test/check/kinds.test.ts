/** Kinds of values: what they check, and what words of the command line mean. */
import { describe, expect, it } from "vitest";
import { orDrawn, orFile, real, square, table, variants, vector } from "../../src/check/kinds.ts";
import { parameter } from "../../src/check/parameters.ts";

describe("kinds of values", () => {
  it("take square matrices by rows and row by row, copied", () => {
    const rows = [
      [1, 2],
      [3, 4],
    ];
    const { matrix, size } = square(3).check("f: A", rows);
    expect([size, ...matrix]).toEqual([2, 1, 2, 3, 4]);
    expect(square(3).check("f: A", [1, 2, 3, 4]).matrix).toEqual(matrix);
    expect(() => square(3).check("f: A", [[1, 2]])).toThrow(new RangeError("f: A: row 0 must have 1 numbers, got 2"));
    expect(() => square(1).check("f: A", rows)).toThrow("f: A: rows must be an integer in [1, 1], got 2");
    expect(() => square(3).check("f: A", undefined)).toThrow(
      new TypeError("f: A must be rows of numbers, got undefined"),
    );
  });

  it("tell values from tables that say how to draw them, and from paths", () => {
    const normal = parameter({ kind: real({ least: 0 }), about: "deviation", required: true });
    const kind = orFile(orDrawn(vector(), table({ normal })), ".npy");
    expect(kind.check("f: u", [1, 2])).toEqual([1, 2]);
    expect(kind.check("f: u", Float64Array.of(1, 2))).toEqual([1, 2]);
    expect(kind.check("f: u", { normal: 1 })).toEqual({ normal: 1 });
    expect(() => kind.check("f: u", { normal: -1 })).toThrow(
      new RangeError("f: u.normal must be a finite number ≥ 0, got -1"),
    );
    expect(() => kind.check("f: u", { norm: 1 })).toThrow('f: u: unknown key "norm"; did you mean "normal"?');
    expect(kind.parse?.("u.npy")).toBe("u.npy");
    expect(Object.keys(kind.entries ?? {})).toEqual(["normal"]);
  });

  it("of which an entry says the others have it in the schema of each, required beside its own", () => {
    const rate = parameter({ kind: real(), about: "rate", required: true });
    const width = parameter({ kind: real(), about: "width", default: 1 });
    const { schema } = variants({ fast: { rate }, wide: { width } }, { about: "which" });
    const schemas = schema["anyOf"] as readonly { readonly required: readonly string[] }[];
    expect(schemas.map(({ required }) => required)).toEqual([["kind", "rate"], ["kind"]]);
  });
});
