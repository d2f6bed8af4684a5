/**
 * The recipes of docs/adding.md, applied to one copy of the sources: they touch as few places as they say, compile, pass their own
 * tests, and what they add runs and is shown; the line of the index cannot be forgotten.
 */
import { execFile } from "node:child_process";
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folder } from "../support/folder.ts";
import { applyRecipe, type Recipe, recipesOf } from "./page.ts";

const run = promisify(execFile);
const RECIPES = recipesOf(readFileSync("docs/adding.md", "utf8"));
/** All that compiles and runs sources, and says how they are written. */
const COPIED = [
  ...["src", "web", "assembly", "scripts", "test/io/connectivity", "package.json", "package-lock.json"],
  ...["asconfig.json", "tsconfig.json", "tsconfig.types.json", "biome.json", ".prettierrc.json"],
];
/** ms, for the compilers on a machine that does other things as well. */
const PATIENCE = 400_000;
const root = folder();

/** Runs a program of node_modules on the copy; gives what it prints, and throws where it fails. */
async function program(name: string, ...args: string[]): Promise<string> {
  const own = Object.entries(process.env).filter(([key]) => !/^(VITEST|NODE_ENV|TEST)/.test(key));
  const options = { cwd: root, env: Object.fromEntries(own), maxBuffer: 2 ** 26 };
  const { stdout } = await run(join(root, "node_modules/.bin", name), args, options).catch((error) => {
    throw new Error(`${name} ${args.join(" ")}\n${error.stdout}\n${error.stderr}`);
  });
  return stdout;
}

/** The command of the copy. */
const palimpsest = (line: string): Promise<string> => program("tsx", "src/cli/main.ts", ...line.split(" "));

/** Texts of a figure, apart by blanks. */
function textsIn(file: string): string {
  return readFileSync(join(root, file), "utf8")
    .replace(/<style.*?<\/style>|<[^>]*>/gs, " ")
    .replace(/\s+/g, " ");
}

/** What the compiler says of the copy, by file; nothing where all is well. */
async function errors(project: string): Promise<Map<string, string>> {
  const said = await program("tsc", "-p", project, "--pretty", "false").catch((error: Error) => error.message);
  return new Map([...said.matchAll(/^(\S+\.tsx?)\(.*$/gm)].map(([line, file]) => [file, line]));
}

/** Files whose lines list what there is. */
const isIndex = (path: string): boolean => /\/(index|registry)\.ts$/.test(path);
const inSources = (path: string): boolean => /^(src|web|assembly)\//.test(path);
/** Lines that are no imports. */
const own = (lines: readonly string[]): string[] => lines.filter((line) => !line.startsWith("import "));

function recipe(title: string): Recipe {
  const found = RECIPES.get(title);
  if (!found) throw new Error(`docs/adding.md: no section "${title}", but ${[...RECIPES.keys()].join(", ")}`);
  return found;
}

beforeAll(() => {
  for (const path of COPIED) cpSync(path, join(root, path), { recursive: true });
  symlinkSync(resolve("node_modules"), join(root, "node_modules"));
  for (const one of RECIPES.values()) applyRecipe(root, one);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("recipes touch as few places as they say:", () => {
  const sizeOf = ({ files, hunks }: Recipe) => ({
    files: files.map(({ path }) => path).filter(inSources),
    lines: hunks.filter(({ path }) => inSources(path)).flatMap(({ added }) => own(added)),
  });

  test.each(["A connectivity rule", "A learning rule", "A method of integration"])(
    "%s is a file and a line",
    (title) => {
      const { files, lines } = sizeOf(recipe(title));
      expect(files).toHaveLength(1);
      expect(lines).toHaveLength(1);
    },
  );

  test("an activation is a file and a line, and code: a kernel and its twin", () => {
    const { files, hunks } = recipe("An activation");
    const code = (path: string): boolean => /^(assembly|src\/backend\/js)\//.test(path);
    const sources = files.map(({ path }) => path).filter(inSources);
    expect(sources.filter(code)).toHaveLength(2);
    expect(sources.filter((path) => !code(path))).toHaveLength(1);
    expect(own(hunks.filter(({ path }) => isIndex(path)).flatMap(({ added }) => added))).toHaveLength(1);
    const others = hunks.map(({ path }) => path).filter((path) => !isIndex(path));
    expect([...new Set(others)].sort()).toEqual([
      "assembly/activation.ts",
      "src/backend/contract/codes.ts",
      "src/backend/js/activation.ts",
    ]);
  });

  test("an experiment is a folder and an entry of the registry", () => {
    const { files, lines } = sizeOf(recipe("An experiment"));
    expect(new Set(files.map((path) => path.replace(/\/[^/]*$/, ""))).size).toBe(1);
    expect(lines.filter((line) => /^ {2}\w/.test(line))).toHaveLength(1);
  });

  test("a room of the lab is a folder", () => {
    const { files, lines } = sizeOf(recipe("A room of the lab"));
    expect(new Set(files.map((path) => path.replace(/\/[^/]*$/, ""))).size).toBe(1);
    expect(lines).toEqual([]);
  });
});

test("all of it compiles", { timeout: PATIENCE }, async () => {
  const [source] = await Promise.all([errors("tsconfig.json"), program("tsx", "scripts/build.ts", "--kernels")]);
  const web = await errors("web");
  expect([...source.values(), ...web.values()]).toEqual([]);
});

test("it has the package's format", async () => {
  const files = [...RECIPES.values()].flatMap((one) => [...one.files, ...one.hunks].map(({ path }) => path));
  const [kernels, others] = [true, false].map((is) => [
    ...new Set(files.filter((path) => path.startsWith("assembly/") === is)),
  ]);
  await program("biome", "check", "--error-on-warnings", ...others);
  await program("prettier", "--check", ...kernels);
});

test("each passes the test that is part of it", async () => {
  await program("vitest", "run", "--root", root, "--pool", "threads");
});

test("a rule of connectivity is offered, compared, and drawn by its name", async () => {
  const [help, table] = [
    await palimpsest("capacity --help"),
    await palimpsest(
      "capacity --rule random,weakest --neurons 40 --inputs 6,10 --seeds 1 --seed 1 --threads 1 --out out/capacity",
    ),
  ];
  expect(help).toMatch(/random,\s+given,.*weakest/s);
  expect(table).toMatch(/^weakest weights +40/m);
  expect(textsIn("out/capacity/figure.svg")).toContain("weakest weights");
});

test("a learning rule is offered, compared, and drawn by its name", async () => {
  const [help, table] = [
    await palimpsest("capacity --help"),
    await palimpsest(
      "capacity --learning hebb,clipped --rule random --neurons 40 --inputs 6,10 --seeds 1 --seed 1 --threads 1 --out out/learning",
    ),
  ];
  expect(help).toMatch(/learning rules: hebb,\s+clipped/);
  expect(table).toMatch(/^clipped +random +40/m);
  expect(textsIn("out/learning/figure.svg")).toContain("clipped Hebb");
});

test("an activation is in specs, and gives the same bits on both backends", async () => {
  const spec = {
    weights: [
      [0, -2],
      [2, 0],
    ],
    activation: { type: "algebraic", gain: 2 },
    task: "integrate",
    initial: [0.5, 0.1],
    duration: 3,
    method: "bs23",
  };
  writeFileSync(join(root, "flow.json"), JSON.stringify(spec));
  const [wasm, js] = await Promise.all(
    ["wasm", "js"].map(async (backend) => {
      const found = JSON.parse(await palimpsest(`flow --spec flow.json --backend ${backend} --json`));
      return { rows: found.rows, spec: found.spec };
    }),
  );
  expect(wasm.rows[0].status).toBe("completed");
  expect(wasm.spec).toMatchObject({ activation: spec.activation });
  expect(js.rows).toEqual(wasm.rows);
});

test("an experiment is a command with help, table and figure, and runs in sweeps", async () => {
  const size = { neurons: 30, inputs: 6, patterns: [4, 8], seeds: 1, seed: 1 };
  writeFileSync(join(root, "sweep.json"), JSON.stringify({ experiment: "reciprocity", rule: ["random"], ...size }));
  const [all, help, schema, table, sweep] = [
    await palimpsest("--help"),
    await palimpsest("reciprocity --help"),
    JSON.parse(await palimpsest("schema reciprocity")),
    await palimpsest(
      "reciprocity --neurons 30 --inputs 6 --patterns 4,8 --rule random,weakest --seeds 1 --seed 1 --threads 1 --out out/one",
    ),
    await palimpsest("sweep sweep.json --threads 1 --out out/sweep"),
  ];
  expect(all).toMatch(/reciprocity +fraction of the connections/);
  expect(help).toContain("--patterns <p,…>");
  expect(schema.properties).toHaveProperty("patterns");
  for (const text of [table, sweep]) expect(text).toMatch(/rule +p +α = p\/c +mutual/);
  expect(textsIn("out/one/figure.svg")).toContain("connections that go both ways");
  expect(textsIn("out/one/figure.svg")).toContain("weakest weights");
});

test("a room is among those of the lab, and a rule of connectivity is offered there in its color", async () => {
  const at = (path: string) => join(root, path);
  const { output } = (await build({
    configFile: at("web/vite.config.ts"),
    resolve: {
      alias: [
        { find: /^palimpsest$/, replacement: at("src/index.ts") },
        { find: /^palimpsest\/plot$/, replacement: at("src/plot.ts") },
        { find: /^palimpsest\/digits$/, replacement: at("src/data/digits.ts") },
      ],
    },
    build: { write: false, minify: false },
  })) as Rolldown.RolldownOutput;
  const chunks = output.filter((part) => part.type === "chunk");
  const title = /title: "(\w+)"/.exec(
    recipe("A room of the lab").files.find(({ path }) => /meta\.ts$/.test(path))!.text,
  )!;
  expect(chunks.map(({ code }) => code).join("")).toContain(`"${title[1]}"`);

  // what the page gets of the rules, as data
  const rules = chunks.find(({ moduleIds }) => moduleIds.includes(at("web/src/rules.data.ts")))!.code;
  const listOf = (name: string): string[] => JSON.parse(new RegExp(`\\b${name} = (\\[[^\\]]*\\])`).exec(rules)![1]);
  for (const list of ["FREE_RULES", "SEARCH_RULES"]) expect(listOf(list)).toContain("weakest");
  expect(listOf("GROWTH_RULES")).not.toContain("weakest"); // it has no growth
  for (const text of ["weakest weights", "The mean of the aligned fields is made"]) expect(rules).toContain(text);
  const styles = output.flatMap((part) =>
    /\.css$/.test(part.fileName) && part.type === "asset" ? [String(part.source)] : [],
  );
  expect(styles.join("")).toMatch(/\[data-rule="?weakest"?\]\s*\{\s*--rule:\s*var\(--hue-sky\)/);
});

test("leaving out the line of an index does not compile", { timeout: PATIENCE }, async () => {
  const listed = [...RECIPES.values()].filter(({ hunks }) => hunks.some(({ path }) => isIndex(path)));
  const indexes = new Set(listed.flatMap(({ hunks }) => hunks.map(({ path }) => path).filter(isIndex)));
  for (const path of indexes) cpSync(path, join(root, path));
  const found = await errors("tsconfig.json");
  for (const { title, files, hunks } of listed) {
    const ofRecipe = [...files, ...hunks].map(({ path }) => path);
    expect([title, ofRecipe.some((path) => found.has(path))]).toEqual([title, true]);
  }
});
