/** Compiles bench/native once for each set of flags and keeps each program running. */
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Child } from "./child.ts";

const SOURCES = fileURLToPath(new URL("../native", import.meta.url));
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/palimpsest-bench", import.meta.url));

/** Never fused: a·b + c rounds twice, as everywhere else. */
const COMMON = ["-std=c++17", "-O3", "-ffp-contract=off", "-w"];

const BUILDS: readonly { readonly name: string; readonly flags: readonly string[] }[] = [
  { name: "C++ SSE4.2", flags: ["-msse4.2", "-mpopcnt"] },
  { name: "C++ AVX2", flags: ["-mavx2", "-mfma"] },
  { name: "C++ native", flags: ["-march=native"] },
];

export interface Natives {
  /** The twins that run here, in order of their vectors' width. */
  readonly children: readonly Child[];
  /** Version of the compiler, or none. */
  readonly compiler: string | null;
  /** Why others were left out. */
  readonly missing: readonly string[];
  close(): void;
}

/** Starts the native twins; without g++, or on another processor than x86-64, there are none. */
export async function startNatives(clock: string): Promise<Natives> {
  const compiler = compilerVersion();
  const children: Child[] = [];
  const missing: string[] = [];
  if (compiler === null) missing.push("C++ twins: g++ is missing");
  else if (process.arch !== "x64") missing.push(`C++ twins: written for x86-64, this is ${process.arch}`);
  else {
    await Promise.all(
      BUILDS.map(async ({ name, flags }, k) => {
        try {
          const child = new Child(name, await compile(flags, compiler), [clock]);
          await child.answer(); // width of its vectors
          children[k] = child;
        } catch (error) {
          missing.push(error instanceof Error ? error.message : String(error));
        }
      }),
    );
  }
  const running = children.filter(Boolean);
  return {
    children: running,
    compiler,
    missing,
    close() {
      for (const child of running) child.close();
    },
  };
}

function compilerVersion(): string | null {
  const { status, stdout } = spawnSync("g++", ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.split("\n")[0] : null;
}

/** The program of a set of flags, from the cache when sources, flags and compiler are those it was made from. */
async function compile(flags: readonly string[], compiler: string): Promise<string> {
  const hash = createHash("sha256").update([...COMMON, ...flags, compiler, cpuFlags(flags)].join(" "));
  for (const file of readdirSync(SOURCES).sort()) hash.update(file).update(readFileSync(join(SOURCES, file)));
  const program = join(CACHE, `kernels-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(program)) return program;
  mkdirSync(CACHE, { recursive: true });
  const unfinished = `${program}.${process.pid}`;
  await promisify(execFile)("g++", [...COMMON, ...flags, "-o", unfinished, join(SOURCES, "main.cpp")]);
  renameSync(unfinished, program);
  return program;
}

/** What `-march=native` stands for here. */
function cpuFlags(flags: readonly string[]): string {
  return flags.includes("-march=native")
    ? spawnSync("g++", ["-march=native", "-Q", "--help=target"], { encoding: "utf8" }).stdout
    : "";
}
