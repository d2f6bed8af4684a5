// Builds dist/: kernels.wasm, control.wasm, the bundles, the types and the fonts of the figures. `--kernels` stops after the kernels;
// `--if-stale` does nothing where dist/ was built from the present sources.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build, type Plugin } from "esbuild";
import { build as buildPage } from "vite";
import { compileTarget, describe, type Interface } from "./interface.ts";
import { digestOfSources, isStale, STAMP } from "./sources.ts";

/**
 * Commander is bundled, since looking for it and its six files takes longer than running it. What it requires of Node is there
 * without `require`, which modules have not; child processes, which it starts for subcommands in files of their own, load when asked for.
 */
const nodeModulesOfCommander: Plugin = {
  name: "node modules of commander",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === "require-call" ? { path, namespace: "required" } : undefined,
    );
    onLoad({ filter: /./, namespace: "required" }, ({ path }) => ({
      contents:
        path === "node:child_process"
          ? `exports.spawn = (...args) => process.getBuiltinModule("${path}").spawn(...args);`
          : `module.exports = process.getBuiltinModule("${path}");`,
    }));
  },
};

const bin = (name: string) => `node_modules/.bin/${name}`;

/** The printable letters of ASCII that stand in a string without an escape. */
const PLAIN = Array.from({ length: 95 }, (_, k) => String.fromCharCode(32 + k)).filter((one) => !'"\\'.includes(one));
/** So many of them open a pair of letters. */
const PREFIXES = 2;

if (!process.argv.includes("--if-stale") || isStale()) {
  const digest = digestOfSources(); // of what is read from here on: a later change is found again
  rmSync(STAMP, { force: true });
  await buildKernels();
  if (!process.argv.includes("--kernels")) {
    await buildPackage();
    writeFileSync(STAMP, digest);
  }
}

/**
 * Compiles assembly/ and inlines the modules into src/backend/wasm/kernels.generated.ts; their exports and the structures they work
 * on are described in interface.generated.ts beside it.
 */
async function buildKernels(): Promise<void> {
  mkdirSync("dist", { recursive: true });
  const modules: Record<string, Interface> = {};
  const binaries: Record<string, Buffer> = {};
  for (const [target, entry] of Object.entries({ kernels: "index", control: "control" })) {
    modules[target] = await compileTarget(target, entry);
    binaries[target] = readFileSync(`dist/${target}.wasm`);
  }
  writeIfChanged("src/backend/wasm/kernels.generated.ts", asText(binaries));
  writeIfChanged("src/backend/wasm/interface.generated.ts", describe(modules));
}

/**
 * A module of TypeScript that holds binaries as text: a letter for each of the 91 most frequent bytes, a pair for the others. Letters keep
 * bytes apart, so that the text is hardly longer than the bytes once both are gzipped (base64 is 43 % longer, hexadecimal digits 12 %), and
 * hardly longer as a file. All are ASCII: a page that does not say its charset reads them as they are.
 */
function asText(binaries: Record<string, Buffer>): string {
  const counts = new Array<number>(256).fill(0);
  for (const binary of Object.values(binaries)) for (const byte of binary) counts[byte]++;
  const byFrequency = [...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b);
  const singles = PLAIN.slice(PREFIXES);
  const pairs = PLAIN.slice(0, PREFIXES).flatMap((prefix) => singles.map((letter) => prefix + letter));
  const codes: string[] = [];
  for (const [rank, byte] of byFrequency.entries()) codes[byte] = [...singles, ...pairs][rank];
  const constants = { codes: codes.join("") } as Record<string, string>;
  for (const [target, binary] of Object.entries(binaries)) {
    constants[`${target}Text`] = Array.from(binary, (byte) => codes[byte]).join("");
  }
  const lines = Object.entries(constants).map(([name, text]) => `export const ${name} =\n  "${text}";\n`);
  const prefixes = `export const prefixes = ${JSON.stringify(PLAIN.slice(0, PREFIXES).join(""))};\n`;
  return `// Made by scripts/build.ts from assembly/: codes are of bytes 0, 1, …, of one letter or of a prefix and one.\n${prefixes}${lines.join("")}`;
}

/** Leaves a file alone that has this text, so that nothing that watches it starts anew. */
function writeIfChanged(file: string, text: string): void {
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}

async function buildPackage(): Promise<void> {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const common = {
    bundle: true,
    format: "esm",
    target: "es2022",
    sourcemap: true,
    define: { __VERSION__: JSON.stringify(version) },
    logLevel: "warning",
  } as const;
  for (const file of readdirSync("dist")) if (/\.js(\.map)?$/.test(file)) rmSync(`dist/${file}`);
  // the core stands alone: no node: import, nothing left to resolve
  await build({ ...common, entryPoints: ["src/index.ts"], outfile: "dist/index.js", platform: "neutral" });
  await build({ ...common, entryPoints: ["src/data/digits.ts"], outfile: "dist/digits.js", platform: "neutral" });
  await build({
    ...common,
    entryPoints: ["src/plot.ts"],
    outfile: "dist/plot.js",
    platform: "neutral",
    mainFields: ["module", "main"],
  });
  // the element and its worker, which it finds beside itself
  await build({
    ...common,
    entryPoints: { element: "src/element/index.ts", "element-worker": "src/element/worker.ts" },
    outdir: "dist",
    platform: "neutral",
    minify: true,
  });
  // the Node side: dependencies stay outside, heavy parts load when asked for; chunks lie beside the entries, so that all
  // of them find the worker and the fonts from import.meta.url
  await build({
    ...common,
    entryPoints: { node: "src/node.ts", cli: "src/cli/main.ts", worker: "src/worker.ts" },
    outdir: "dist",
    chunkNames: "chunk-[hash]",
    minifyWhitespace: true, // half of what a command reads when it starts are comments
    splitting: true,
    platform: "node",
    packages: "external",
    alias: { commander: "./node_modules/commander/index.js" },
    plugins: [nodeModulesOfCommander],
  });
  cpSync("node_modules/commander/LICENSE", "dist/commander.LICENSE");
  chmodSync("dist/cli.js", 0o755);
  rmSync("dist/types", { recursive: true, force: true });
  execFileSync(bin("tsc"), ["-p", "tsconfig.types.json"], { stdio: "inherit" });
  const { describeTypes } = await import("./described.ts"); // once the kernels are there
  await describeTypes();
  await writeSchemas();
  await buildPage({ configFile: "web/vite.config.ts" });
  cpSync("src/data/README.md", "dist/digits.md"); // where the digits come from, and their license
  for (const face of ["DejaVuSans", "DejaVuSans-Bold"]) {
    cpSync(`node_modules/dejavu-fonts-ttf/ttf/${face}.ttf`, `dist/fonts/${face}.ttf`);
  }
}

/** dist/schema/<name>.json: what the specs of experiments and sweeps may say. */
async function writeSchemas(): Promise<void> {
  const { schemas } = await import("../src/sweep/schema.ts");
  mkdirSync("dist/schema", { recursive: true });
  for (const [name, schema] of Object.entries(await schemas())) {
    writeFileSync(`dist/schema/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`);
  }
}
