import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

test.each(["index", "digits", "plot", "element", "element-worker"])(
  "%s.js stands alone: nothing left to resolve, no node: module",
  (name) => {
    const code = readFileSync(`dist/${name}.js`, "utf8");
    expect(code.match(/^\s*import\s|\bimport\(|["']node:/m)).toBeNull();
  },
);

test("the browser core has no node: at all, quoted or not", () => {
  expect(readFileSync("dist/index.js", "utf8")).not.toContain("node:");
});

test("the modules stay small", () => {
  for (const name of ["kernels", "control"]) {
    expect(gzipSync(readFileSync(`dist/${name}.wasm`), { level: 9 }).length, name).toBeLessThan(25_000);
  }
});

test("the element leaves every kernel to its worker", () => {
  const module = readFileSync("dist/kernels.wasm").toString("base64");
  expect(readFileSync("dist/element-worker.js", "utf8")).toContain(module);
  expect(readFileSync("dist/element.js", "utf8")).not.toContain(module.slice(0, 20));
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
