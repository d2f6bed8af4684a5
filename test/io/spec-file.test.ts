/** Spec files in YAML, TOML and JSON: the same data, and files that are refused. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fileOfSpec, readSpecFile } from "../../src/io/spec-file.ts";

const directory = realpathSync(mkdtempSync(join(tmpdir(), "palimpsest-spec-")));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const read = (name: string, text: string | Buffer) => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return readSpecFile(path);
};

describe("spec files", () => {
  it("gives the same data from YAML, TOML and JSON, 64-bit seeds exact", async () => {
    const wanted = { experiment: "capacity", grid: { inputs: [12, 24] }, sweeps: 2.5, seed: "18446744073709551615" };
    const yaml = "experiment: capacity\ngrid: { inputs: [12, 24] } # two\nsweeps: 2.5\nseed: 18446744073709551615\n";
    // beyond 63 bits TOML has no integers
    const toml = 'experiment = "capacity"\nsweeps = 2.5\nseed = "18446744073709551615"\n[grid]\ninputs = [12, 24]\n';
    expect(await read("a.yaml", yaml)).toEqual(wanted);
    expect(await read("a.yml", `\ufeff${yaml}`)).toEqual(wanted);
    expect(await read("a.toml", toml)).toEqual(wanted);
    expect(await read("a.json", JSON.stringify(wanted))).toEqual(wanted);
    expect(await read("b.toml", "seed = 9223372036854775807")).toEqual({ seed: "9223372036854775807" });
    expect(await read("b.yaml", "seed: 9007199254740991\nrule: no")).toEqual({ seed: 9007199254740991, rule: "no" });
  });

  it("keeps no data that others change: plain objects of their own", async () => {
    const value = await read("plain.toml", "[grid]\na = 1");
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  const nested = (open: string, close: string, n: number) => open.repeat(n) + close.repeat(n);
  it.each([
    [
      "seed.json",
      '{"seed": 18446744073709551615}',
      /seed\.json must give whole numbers beyond 2\^53 in quotes.* at seed/,
    ],
    ["twice.yaml", "a: 1\na: 2", /twice\.yaml must be valid YAML: Map keys must be unique at line 2/],
    ["bad.toml", "a = ", /bad\.toml must be valid TOML/],
    ["bad.json", "{", /bad\.json must be valid JSON/],
    ["deep.json", nested("[", "]", 100_000), /deep\.json must be nested at most 32 deep/],
    ["deep.yaml", nested("[", "]", 20_000), /deep\.yaml must be (nested at most 32 deep|valid YAML)/],
    ["deep.toml", `a = ${nested("[", "]", 20_000)}`, /deep\.toml must be (nested at most 32 deep|valid TOML)/],
    ["proto.json", '{"__proto__": {"x": 1}}', /proto\.json must not name a key "__proto__"/],
    ["date.toml", "a = 2026-01-01", /date\.toml must hold numbers, words, lists and tables alone, got a date at a/],
    ["tag.yaml", "a: !!js/function 'x'", /tag\.yaml must be valid YAML: Unresolved tag/],
    ["large.yaml", `a: ${"x".repeat(2 ** 20)}`, /large\.yaml must have at most 1048576 bytes/],
    ["spec.txt", "a: 1", /must end in \.yaml, \.yml, \.toml or \.json, got \.txt/],
  ])("refuses %s", async (name, text, message) => {
    await expect(read(name, text)).rejects.toThrow(message);
  });

  it("refuses a bomb of aliases in bounded time and memory", async () => {
    const lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (let k = 0; k < 12; k++) {
      const [from, to] = [String.fromCharCode(97 + k), String.fromCharCode(98 + k)];
      lines.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(", ")}]`);
    }
    const before = process.memoryUsage().heapUsed;
    await expect(read("bomb.yaml", lines.join("\n"))).rejects.toThrow(/bomb\.yaml must be valid YAML: .*alias/i);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 2 ** 20);
  });

  it("refuses what is no file", async () => {
    mkdirSync(join(directory, "folder.yaml"));
    await expect(readSpecFile(join(directory, "folder.yaml"))).rejects.toThrow(/folder\.yaml must be a file/);
    await expect(readSpecFile(join(directory, "none.yaml"))).rejects.toThrow(/cannot read .*none\.yaml \(ENOENT\)/);
  });
});

describe("files that a spec names", () => {
  it("stay inside its folder, links included", () => {
    const folder = join(directory, "specs");
    mkdirSync(join(folder, "data"), { recursive: true });
    writeFileSync(join(folder, "data", "p.npy"), "p");
    writeFileSync(join(directory, "secret.npy"), "s");
    symlinkSync(join(directory, "secret.npy"), join(folder, "link.npy"));
    symlinkSync(directory, join(folder, "up"));
    const open = (path: string) => fileOfSpec(folder, path, "control: weights");
    expect(open("data/p.npy")).toBe(join(folder, "data", "p.npy"));
    expect(open("./data/../data/p.npy")).toBe(join(folder, "data", "p.npy"));
    for (const path of [
      "../secret.npy",
      "data/../../secret.npy",
      join(directory, "secret.npy"),
      "link.npy",
      "up/secret.npy",
      ".",
      "..",
      "data/p.npy\0",
    ]) {
      expect(() => open(path), path).toThrow("control: weights: a path must stay inside the folder of its spec");
    }
    expect(() => open("none.npy")).toThrow('control: weights: cannot read "none.npy" (ENOENT)');
  });
});
