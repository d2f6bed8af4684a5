/** Compiles bench/assembly: the kernels of assembly/ without vectors, behind the same interface. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Kernels } from "../../src/backend/contract/kernels.ts";
import { loadKernels } from "../../src/backend/load.ts";
import { compile, type KernelModule } from "../../src/backend/wasm/module.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CACHE = join(ROOT, "node_modules/.cache/palimpsest-bench");

let module: Promise<KernelModule> | undefined;

/** Fresh kernels of the scalar module, compiled once with the options of the package's own. */
export async function scalarKernels(): Promise<Kernels> {
  module ??= build();
  return loadKernels({ module: await module });
}

function build(): Promise<KernelModule> {
  mkdirSync(CACHE, { recursive: true });
  const file = join(CACHE, `scalar-${process.pid}.wasm`);
  const { options } = JSON.parse(readFileSync(join(ROOT, "asconfig.json"), "utf8")) as AssemblyConfig;
  const flags = Object.entries(options).flatMap(([name, value]) => {
    if (typeof value === "boolean") return value ? [`--${name}`] : [];
    return [value].flat().flatMap((one) => [`--${name}`, String(one)]);
  });
  execFileSync(
    join(ROOT, "node_modules/.bin/asc"),
    ["bench/assembly/index.ts", "--config", "none", ...flags, "-o", file],
    { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] },
  );
  const bytes = new Uint8Array(readFileSync(file));
  rmSync(file);
  return compile(bytes);
}

interface AssemblyConfig {
  readonly options: Readonly<Record<string, boolean | number | string | readonly string[]>>;
}
