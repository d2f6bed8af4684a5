/** The ledger of finished tasks: exact values, and recovery of a file that was cut anywhere. */
import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { canonicalJson, specHash } from "../../src/io/hash.ts";
import { type LedgerHeader, openLedger, readLedger } from "../../src/io/ledger.ts";
import type { Row } from "../../src/io/rows.ts";

const directory = mkdtempSync(join(tmpdir(), "palimpsest-ledger-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
let path = "";
let count = 0;
beforeEach(() => {
  path = join(directory, `rows-${count++}.jsonl`);
});

const headerOf = (spec: unknown): LedgerHeader => ({
  format: 1,
  command: "capacity",
  specHash: specHash(spec),
  version: "0.1.0",
  spec,
});
const spec = { neurons: 500, inputs: [20, 50], rules: ["random"], seed: "18446744073709551615" };
const header = headerOf(spec);
const rowsOf = (n: number): Row[] => [{ seed: String(n), load: n / 7, epsilon: null, found: true }];

function fill(n: number): void {
  const ledger = openLedger(path, header);
  for (let i = 0; i < n; i++) ledger.set(`task ${i}`, rowsOf(i));
  ledger.close();
}

describe("ledger", () => {
  it("remembers finished tasks across runs, in order", () => {
    fill(3);
    const ledger = openLedger(path, header);
    expect([...ledger.keys()]).toEqual(["task 0", "task 1", "task 2"]);
    expect(ledger.get("task 2")).toEqual(rowsOf(2));
    expect(ledger.has("task 3")).toBe(false);
    expect(ledger.get("task 3")).toBeUndefined();
    ledger.set("task 3", []);
    ledger.close();
    expect(ledger.repairedBytes).toBe(0);
    expect(readLedger(path).tasks.get("task 3")).toEqual([]);
    expect(readLedger(path).header).toEqual(header);
  });

  it("keeps every double, NaN, the infinities and -0 included, and every string", () => {
    const cell = fc.oneof(
      fc.double(),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
      fc.string({ unit: "binary" }),
      fc.boolean(),
      fc.constant(null),
    );
    const rows = fc.array(fc.dictionary(fc.string(), cell, { noNullPrototype: true }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(rows, { minLength: 1, maxLength: 5 }), (tasks) => {
        rmSync(path, { force: true });
        const ledger = openLedger(path, header);
        tasks.forEach((task, i) => {
          ledger.set(`${i}`, task);
        });
        ledger.close();
        const back = [...readLedger(path).tasks.values()];
        expect(back.map(canonicalJson)).toEqual(tasks.map(canonicalJson));
        // The order of a row's columns is kept as well.
        expect(back.flat().map((row) => Object.keys(row))).toEqual(tasks.flat().map((row) => Object.keys(row)));
      }),
      { numRuns: 50 },
    );
    const ledger = openLedger(path, header);
    ledger.set("special", [{ a: Number.NaN, b: -0, c: Number.NEGATIVE_INFINITY }]);
    ledger.close();
    expect(readFileSync(path, "utf8")).toContain(
      '{"a":{"$number":"NaN"},"b":{"$number":"-0"},"c":{"$number":"-Infinity"}}',
    );
  });

  it("loses nothing but the torn task, wherever the file was cut", () => {
    fill(4);
    const whole = readFileSync(path);
    const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([at]) => at + 1);
    for (let length = 0; length <= whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      const ledger = openLedger(path, header);
      const finished = Math.max(0, ends.filter((end) => end <= length).length - 1);
      expect(ledger.size).toBe(finished);
      for (let i = 0; i < 4; i++) ledger.set(`task ${i}`, rowsOf(i)); // what the resumed run does
      ledger.close();
      expect(readFileSync(path).equals(whole)).toBe(true);
    }
  });

  it("cuts off a tail of zero bytes, as a power cut leaves it, and a last line that is nonsense", () => {
    fill(2);
    const size = statSync(path).size;
    for (const tail of ["\0".repeat(5000), '{"key":"task 2","ro\n', "\u{fffd}\xff\n"]) {
      truncateSync(path, size);
      appendFileSync(path, Buffer.from(tail, "latin1"));
      const ledger = openLedger(path, header);
      expect(ledger.size).toBe(2);
      expect(ledger.repairedBytes).toBe(tail.length);
      ledger.close();
      expect(statSync(path).size).toBe(size);
    }
  });

  it("stops at damage in the middle and names the line", () => {
    fill(5);
    const lines = readFileSync(path, "utf8").split("\n");
    lines[3] = lines[3].slice(0, -2);
    writeFileSync(path, lines.join("\n"));
    expect(() => openLedger(path, header)).toThrow(/openLedger: line 4 of .*rows-\d+\.jsonl must be a task/);
    expect(readFileSync(path, "utf8")).toBe(lines.join("\n")); // and leaves the evidence alone
  });

  it("refuses another spec and shows what differs", () => {
    fill(1);
    const other = headerOf({ ...spec, neurons: 400, seed: undefined, threads: 2 });
    expect(() => openLedger(path, other)).toThrow(
      'differs in neurons (500 there, 400 here), seed ("18446744073709551615" there, absent here), threads (absent there, 2 here)',
    );
    expect(() => openLedger(path, { ...other, command: "basins" })).toThrow(/command \(capacity there, basins here\)/);
    expect(readLedger(path).tasks.size).toBe(1);
  });

  it("continues under a newer version and says which one began", () => {
    fill(1);
    const ledger = openLedger(path, { ...header, version: "9.0.0" });
    expect(ledger.header.version).toBe("0.1.0");
    ledger.close();
  });

  it("never writes over a file that is not a ledger", () => {
    for (const text of ["my thesis", "my thesis\n", '{"format":2,"command":"x"}\n', "neurons,inputs\r\n500,20\r\n"]) {
      writeFileSync(path, text);
      expect(() => openLedger(path, header)).toThrow(/must be a ledger, got/);
      expect(readFileSync(path, "utf8")).toBe(text);
    }
    expect(() => openLedger(directory, header)).toThrow(/must be a file/);
  });

  it("ignores a task that comes twice with the same rows and refuses other rows", () => {
    fill(2);
    const size = statSync(path).size;
    const ledger = openLedger(path, header);
    ledger.set("task 1", [{ found: true, epsilon: null, load: 1 / 7, seed: "1" }]); // the order of columns is no difference
    expect(statSync(path).size).toBe(size);
    expect(() => ledger.set("task 1", rowsOf(5))).toThrow(/set: task "task 1" must give the same rows/);
    ledger.close();
    const lines = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, [...lines.slice(0, 3), lines[2], ""].join("\n"));
    expect(readLedger(path).tasks.size).toBe(2);
    appendFileSync(path, `${JSON.stringify({ key: "task 0", rows: [{ load: 2 }] })}\n`);
    expect(() => openLedger(path, header)).toThrow(/"task 0" again in line 5 with other rows/);
  });

  it("refuses what a row cannot hold before it writes anything", () => {
    const ledger = openLedger(path, header);
    const size = statSync(path).size;
    expect(() => ledger.set("a", [{ x: 1 }, { y: 1n as unknown as number }])).toThrow(
      'set: cell "y" of row 1 must be a string, number, boolean or null, got bigint',
    );
    expect(() => ledger.set("", [])).toThrow(RangeError);
    expect(statSync(path).size).toBe(size);
    expect(ledger.has("a")).toBe(false);
    ledger.close();
    ledger.close();
    expect(() => ledger.set("b", [])).toThrow(/closed/);
  });

  it("is not changed by a caller who goes on using the rows", () => {
    const rows = [{ load: 1 }];
    const ledger = openLedger(path, header);
    ledger.set("a", rows);
    rows[0].load = 2;
    expect(ledger.get("a")).toEqual([{ load: 1 }]);
    expect(() => {
      (ledger.get("a") as { load: number }[])[0].load = 3;
    }).toThrow(TypeError);
    ledger.close();
  });

  it("holds every reported task when its process is killed without warning", async () => {
    const program = `
      import { openLedger } from ${JSON.stringify(new URL("../../src/io/ledger.ts", import.meta.url).href)};
      const ledger = openLedger(${JSON.stringify(path)}, ${JSON.stringify(header)});
      for (let i = 0; ; i++) {
        ledger.set("task " + i, Array.from({ length: 50 }, (_, j) => ({ i, j, load: i / 7 })));
        if (i % 100 === 0) process.stdout.write(i + "\\n");
      }`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program]);
    let reported = "";
    child.stderr.resume();
    await new Promise<void>((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", () => resolve());
      child.stdout.on("data", (chunk) => {
        reported += chunk;
        if (reported.length > 30) child.kill("SIGKILL");
      });
    });
    const last = Number(reported.trim().split("\n").pop());
    expect(last).toBeGreaterThan(0);
    const ledger = openLedger(path, header);
    expect(ledger.size).toBeGreaterThan(last);
    for (let i = 0; i <= last; i++) expect(ledger.get(`task ${i}`)?.length).toBe(50);
    ledger.set("after", []);
    ledger.close();
    expect(readLedger(path).tasks.has("after")).toBe(true);
  }, 20000);
});

describe("spec hash", () => {
  it("depends on values, not on the order of keys", () => {
    expect(specHash({ a: 1, b: { c: 2, d: [1, 2] } })).toBe(specHash({ b: { d: [1, 2], c: 2 }, a: 1, e: undefined }));
    expect(specHash({ a: [1, 2] })).not.toBe(specHash({ a: [2, 1] }));
    expect(specHash({ a: Number.NaN })).not.toBe(specHash({ a: null }));
    expect(specHash({ a: -0 })).not.toBe(specHash({ a: 0 }));
    expect(specHash({})).toBe("44136fa355b3678a"); // sha256 of "{}"
  });

  it("agrees with JSON for plain data", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const noNegativeZero = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(canonicalJson(noNegativeZero))).toEqual(noNegativeZero);
      }),
    );
  });

  it("takes typed arrays and refuses what is not data", () => {
    expect(canonicalJson({ m: Int8Array.of(1, -1) })).toBe('{"m":[1,-1]}');
    const loop: unknown[] = [];
    loop.push(loop);
    for (const bad of [loop, { f: () => 1 }, { s: 1n }, { d: new Date(0) }, { m: new Map() }]) {
      expect(() => canonicalJson(bad)).toThrow(TypeError);
    }
  });
});
