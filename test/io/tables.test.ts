/** Tables as files: exact values, quoting, and missing, empty and NaN cells. */
import fc from "fast-check";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { toCsv } from "../../src/io/csv.ts";
import { toParquet } from "../../src/io/parquet.ts";
import type { Row } from "../../src/io/rows.ts";

/** A definition-level CSV reader: what RFC 4180 says, one character at a time. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = "";
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (isQuoted) {
      if (character === '"' && text[i + 1] === '"') field += text[++i];
      else if (character === '"') isQuoted = false;
      else field += character;
    } else if (character === '"') isQuoted = true;
    else if (character === ",") {
      record.push(field);
      field = "";
    } else if (character === "\r" && text[i + 1] === "\n") {
      record.push(field);
      records.push(record);
      record = [];
      field = "";
      i++;
    } else field += character;
  }
  expect([record, field, isQuoted]).toEqual([[], "", false]); // ends with a line end, outside quotes
  return records;
}

describe("csv", () => {
  it("quotes as RFC 4180 says and keeps null, empty and NaN apart", () => {
    const rows: Row[] = [
      { rule: 'a "b", c', note: "two\r\nlines", load: 0.1 + 0.2, epsilon: null },
      { rule: "", note: " spaces ", load: Number.NaN, epsilon: -0, extra: "left out" },
      { rule: "αβ", load: Number.NEGATIVE_INFINITY, epsilon: true },
    ];
    expect(toCsv(rows, ["rule", "note", "load", "epsilon"])).toBe(
      'rule,note,load,epsilon\r\n"a ""b"", c","two\r\nlines",0.30000000000000004,\r\n"", spaces ,NaN,-0\r\nαβ,,-Infinity,true\r\n',
    );
  });

  it("gives every string and double back", () => {
    const cell = fc.oneof(fc.double(), fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "é") }));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), (table) => {
        const records = parseCsv(
          toCsv(
            table.map(([a, b]) => ({ a, b })),
            ["a", "b"],
          ),
        );
        expect(records.length).toBe(table.length + 1);
        table.forEach((values, i) => {
          values.forEach((value, j) => {
            const text = records[i + 1][j];
            if (typeof value === "number") expect(Object.is(Number(text), value)).toBe(true);
            else expect(text).toBe(value);
          });
        });
      }),
    );
  });

  it("keeps a row whose only cell is empty", () => {
    expect(parseCsv(toCsv([{ a: null }, { a: 1 }], ["a"]))).toEqual([["a"], [""], ["1"]]);
    expect(toCsv([{ a: null }], ["a"])).not.toContain("\r\n\r\n");
  });

  it("does not read cells from the prototype, and names a bad cell", () => {
    expect(toCsv([{ a: 1 }], ["a", "toString"])).toBe("a,toString\r\n1,\r\n");
    expect(() => toCsv([{ a: 1 }, { a: 2n as unknown as number }], ["a"])).toThrow(
      'toCsv: cell "a" of row 1 must be a string, number, boolean or null, got bigint',
    );
    expect(() => toCsv([], [])).toThrow(RangeError);
    expect(() => toCsv([], ["a", "a"])).toThrow(/"a" twice/);
  });
});

describe("parquet", () => {
  const rows: Row[] = [
    {
      rule: "signal",
      seed: "18446744073709551615",
      neurons: 500,
      steps: 3_000_000_000,
      load: 3.25,
      epsilon: null,
      ok: true,
    },
    { rule: null, seed: "1", neurons: -(2 ** 31), steps: -(2 ** 53) + 1, load: Number.NaN, epsilon: 1, ok: false },
    { rule: 'Ω "x"', seed: "", neurons: 2 ** 31 - 1, steps: null, load: -0, epsilon: 2, ok: null },
  ];
  const columns = ["rule", "seed", "neurons", "steps", "load", "epsilon", "ok", "never"];
  const bufferOf = (bytes: Uint8Array) =>
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;

  it("is read back by hyparquet with the types chosen from the values", async () => {
    const file = bufferOf(await toParquet(rows, columns, { spec: '{"neurons":500}', version: "0.1.0" }));
    const metadata = parquetMetadata(file);
    const types = Object.fromEntries(metadata.schema.slice(1).map((element) => [element.name, element.type]));
    expect(types).toEqual({
      rule: "BYTE_ARRAY",
      seed: "BYTE_ARRAY",
      neurons: "INT32",
      steps: "INT64",
      load: "DOUBLE",
      epsilon: "INT32",
      ok: "BOOLEAN",
      never: "DOUBLE",
    });
    expect(metadata.key_value_metadata).toEqual([
      { key: "spec", value: '{"neurons":500}' },
      { key: "version", value: "0.1.0" },
    ]);
    const back = await parquetReadObjects({ file });
    expect(back).toEqual([
      { ...rows[0], steps: 3_000_000_000n, never: null },
      { ...rows[1], steps: -(2n ** 53n) + 1n, never: null },
      { ...rows[2], never: null },
    ]);
    expect(Object.is(back[2].load, -0)).toBe(true);
  });

  it("holds no row and many row groups", async () => {
    expect(await parquetReadObjects({ file: bufferOf(await toParquet([], ["a", "b"])) })).toEqual([]);
    const many = Array.from({ length: 2500 }, (_, i) => ({ i, half: i % 3 === 0 ? null : i / 2, name: `n${i % 7}` }));
    expect(await parquetReadObjects({ file: bufferOf(await toParquet(many, ["i", "half", "name"])) })).toEqual(many);
  });

  it("gives any nullable columns back", async () => {
    const row = fc.record({
      text: fc.option(fc.string()),
      number: fc.option(fc.double()),
      whole: fc.option(fc.integer()),
      truth: fc.option(fc.boolean()),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (table) => {
        const read = await parquetReadObjects({
          file: bufferOf(await toParquet(table, ["text", "number", "whole", "truth"])),
        });
        const plain = read.map((r) => ({ ...r, number: r.number === null ? null : Number(r.number) }));
        expect(plain).toEqual(table);
      }),
      { numRuns: 60 },
    );
  });

  it("refuses a column of mixed kinds, with the row", async () => {
    await expect(toParquet([{ a: 1 }, { a: "1" }], ["a"])).rejects.toThrow(
      'toParquet: column "a" must hold values of one kind, got a string in row 1 after numbers',
    );
  });
});
