/** The built modules: free of Node in browsers, small, and importable in restricted environments. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { kernelsText } from "../../src/backend/wasm/kernels.generated.ts";

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
    expect(gzipSync(readFileSync(`dist/${name}.wasm`), { level: 9 }).length, name).toBeLessThan(30_000);
  }
});

test("the element leaves every kernel to its worker", () => {
  expect(readFileSync("dist/element-worker.js", "utf8")).toContain(kernelsText);
  expect(readFileSync("dist/element.js", "utf8")).not.toContain(kernelsText.slice(0, 20));
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

/** What a fresh Node prints that runs `code` as a module. */
const printed = (code: string): string =>
  execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" }).trim();

// jsdom itself is no dependency of these tests: its version 26, that of Jest 30, differs from Node and from browsers in these names
test("the core can be imported, and computes, in a window without TextDecoder, fetch and workers, as jsdom's", () => {
  const code = `
    for (const name of ["TextDecoder", "TextEncoder", "Response", "fetch", "Worker", "MessageChannel", "structuredClone"]) {
      delete globalThis[name];
    }
    globalThis.window = globalThis;
    globalThis.document = {};
    const { loadKernels } = await import("./dist/index.js");
    const { arena } = await loadKernels();
    console.log(arena.float64(3).length, typeof TextDecoder);`;
  expect(printed(code)).toBe("3 undefined");
});

test("the first kernels do not make Node load its HTTP client", () => {
  const code = `
    for (const name of ["Response", "fetch"]) {
      Object.defineProperty(globalThis, name, { get: () => console.log(name) });
    }
    const { loadKernels } = await import("./dist/index.js");
    console.log((await loadKernels()).backend);`;
  expect(printed(code)).toBe("wasm");
});
