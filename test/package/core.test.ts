import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

test("the browser core stands alone: nothing left to resolve, no node: module", () => {
  const code = readFileSync("dist/index.js", "utf8");
  expect(code).not.toMatch(/^\s*import\s/m);
  expect(code).not.toMatch(/\bimport\(/);
  expect(code).not.toContain("node:");
});

test("the modules stay small", () => {
  for (const name of ["kernels", "control"]) {
    expect(gzipSync(readFileSync(`dist/${name}.wasm`), { level: 9 }).length, name).toBeLessThan(25_000);
  }
});

test("the static data of control.wasm end below those of kernels.wasm: both work on one memory", () => {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 65536 });
  const bytes = new Uint8Array(memory.buffer);
  const dataOf = (name: string): number[] => {
    bytes.fill(0xa5);
    new WebAssembly.Instance(new WebAssembly.Module(readFileSync(`dist/${name}.wasm`)), {
      env: { memory, abort: () => undefined },
    });
    return Array.from(bytes.entries()).flatMap(([at, byte]) => (byte === 0xa5 ? [] : [at]));
  };
  const [kernels, control] = [dataOf("kernels"), dataOf("control")];
  expect(kernels.length).toBeGreaterThan(0);
  expect(control.length).toBeGreaterThan(0);
  expect(Math.max(...control)).toBeLessThan(Math.min(...kernels));
});

test("the package's entries resolve and its files are those it names", async () => {
  const core = await import("palimpsest");
  const node = await import("palimpsest/node");
  const plot = await import("palimpsest/plot");
  expect(typeof core.capacity).toBe("function");
  expect(typeof node.threads).toBe("function");
  expect(typeof plot.capacityFigure).toBe("function");
  const packed = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" }),
  );
  const files: string[] = (Array.isArray(packed) ? packed[0] : Object.values(packed)[0]).files.map(
    (file: { path: string }) => file.path,
  );
  for (const file of [
    "dist/cli.js",
    "dist/index.js",
    "dist/node.js",
    "dist/plot.js",
    "dist/worker.js",
    "dist/control.wasm",
    "dist/kernels.wasm",
    "dist/types/index.d.ts",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
  ]) {
    expect(files).toContain(file);
  }
  expect(files.filter((file) => !/^(dist\/|README|LICENSE|CHANGELOG|package\.json)/.test(file))).toEqual([]);
});

test("kernels.wasm can be compiled by the user and handed to loadKernels", async () => {
  const { loadKernels } = await import("palimpsest");
  const module = await WebAssembly.compile(readFileSync("dist/kernels.wasm"));
  const kernels = await loadKernels({ module });
  const words = kernels.arena.uint32(4);
  kernels.randomWords(words, { domain: 0, item: 0, lane: 0, index: 0 }, [0, 0]);
  expect(Array.from(words.view)).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
});
