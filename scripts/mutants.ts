/**
 * How much of the facade's behaviour the tests notice: draws single changes of its code from a seed, makes each in a copy of the tree and
 * runs the tests that import the file.
 *
 *     npm run mutants -- --seed 1 --count 30 [--only 4,7] [--list] [--all]
 *
 * A change that no test fails for is a survivor: either a test is missing, or the change alters nothing that can be seen. `--all` runs the
 * whole suite on survivors, with a build of the copy, so that tests of dist/ see the change too. The tests have
 * to pass without a change first: one that fails anyway would catch everything.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import ts from "typescript";
import { philox } from "../src/numeric/philox.ts";

/** Folders of the facade: the kernels and their twins have tests of their own, bit for bit. */
const FACADE = [
  "src/numeric",
  "src/check",
  "src/hopfield",
  "src/dynamics",
  "src/control",
  "src/experiments",
  "src/run",
];
/** Where a label stands by a few pixels is for the eye to judge. */
const PICTURES = /figures?\.ts$|panels\.ts$|finding\.ts$/;
/** A suite that runs longer than this on a change waits for something that no longer comes. */
const LONGEST_MS = 8 * 60_000;

interface Mutant {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
}

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "30" },
    only: { type: "string" },
    list: { type: "boolean", default: false },
    all: { type: "boolean", default: false },
  },
});

/** Where a change is, and what it is. */
function placeOf({ file, start, before, after }: Mutant): string {
  const line = readFileSync(file, "utf8").slice(0, start).split("\n").length;
  return `${file}:${line}  ${before} → ${after}`;
}

/** `count` different changes, drawn evenly over all that there are. */
function drawMutants(seed: number, count: number): Mutant[] {
  const files = execFileSync("git", ["ls-files", ...FACADE], { encoding: "utf8" })
    .trim()
    .split("\n");
  const all = files.filter((file) => file.endsWith(".ts") && !PICTURES.test(file)).flatMap(mutantsOf);
  const words = new Uint32Array(4);
  const found = new Set<Mutant>();
  for (let draw = 0; found.size < Math.min(count, all.length); draw++) {
    philox(words, draw, 0, 0, 0, [seed, 0]);
    found.add(all[words[0] % all.length]);
  }
  return [...found];
}

const SWAPPED: Readonly<Record<string, readonly string[]>> = {
  ">=": [">"],
  ">": [">="],
  "<=": ["<"],
  "<": ["<="],
  "===": ["!=="],
  "!==": ["==="],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "&&": ["||"],
  "||": ["&&"],
  "??": ["&&"],
};

/** All single changes of one file: operators, numbers, negations, minima and maxima; messages and types are left alone. */
function mutantsOf(file: string): Mutant[] {
  const text = readFileSync(file, "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Mutant[] = [];
  const add = (node: ts.Node, after: string): void => {
    const start = node.getStart(source);
    found.push({ file, start, end: node.getEnd(), before: node.getText(source), after });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isThrowStatement(node)) return; // what a message says
    if (ts.isBinaryExpression(node)) {
      const isText = ts.isStringLiteralLike(node.left) || ts.isTemplateExpression(node.left);
      if (!isText)
        for (const after of SWAPPED[node.operatorToken.getText(source)] ?? []) add(node.operatorToken, after);
    }
    if (ts.isNumericLiteral(node))
      add(node, node.text === "0" ? "1" : node.text === "1" ? "2" : `(${node.text} * 1.5)`);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      add(node, `(${node.operand.getText(source)})`);
    }
    if (ts.isIfStatement(node)) add(node.expression, `!(${node.expression.getText(source)})`);
    if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, "false");
    if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, "true");
    if (ts.isPropertyAccessExpression(node) && node.expression.getText(source) === "Math") {
      const other = { min: "max", max: "min", floor: "ceil", ceil: "floor", round: "floor" }[node.name.text];
      if (other) add(node.name, other);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

/** Whether a command succeeds in the copy, within the time; 0: however long it takes. */
function run([command, ...words]: readonly string[], timeout = LONGEST_MS): boolean {
  const settings = { cwd: copyOfTree(), stdio: "ignore", timeout, env: { ...process.env, CI: "1" } } as const;
  return spawnSync(command, words, settings).status === 0;
}

const QUICK = ["--run", "--bail", "1", "--passWithNoTests", "--project", "quick"];

/** Runs the tests beside some files: most changes are noticed by them, in seconds. */
function besides(files: readonly string[]): string[] {
  return ["npx", "vitest", ...new Set(files.map(testsBeside)), ...QUICK];
}

/** Runs all tests that import some files. */
function related(files: readonly string[]): string[] {
  return ["npx", "vitest", "related", ...files, ...QUICK, "--project", "long"];
}

/** @throws Error where tests fail without any change. */
function checkUnchanged(mutants: readonly Mutant[]): void {
  const files = mutants.map(({ file }) => file);
  const failing = [besides(files), related(files)].find((tests) => !run(tests, 0));
  if (failing) throw new Error(`without a change tests fail, and nothing was tried: ${failing.join(" ")}`);
}

/** Makes one change in the copy and runs the tests of its file. */
function tryMutant({ file, start, end, after }: Mutant): "caught" | "caught by types" | "survived" {
  const path = join(copyOfTree(), file);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.slice(0, start) + after + text.slice(end));
  try {
    if (!run(besides([file]))) return "caught";
    if (!run(["npx", "tsc", "-p", "tsconfig.json", "--incremental", "--tsBuildInfoFile", ".tsbuildinfo"])) {
      return "caught by types";
    }
    if (!run(related([file]))) return "caught";
    if (!values.all) return "survived";
    return run(["npm", "run", "build"]) && run(["npx", "vitest", "run", "--bail", "1"]) ? "survived" : "caught";
  } finally {
    writeFileSync(path, text);
  }
}

/** The folder of tests that mirrors a file's own, or the nearest above it. */
function testsBeside(file: string): string {
  let folder = dirname(file).replace(/^src/, "test");
  while (!existsSync(folder)) folder = dirname(folder);
  return `${folder}/`;
}

let made: string | undefined;
/** A copy of what the tests need, made once. */
function copyOfTree(): string {
  if (made !== undefined) return made;
  made = mkdtempSync(join(tmpdir(), "palimpsest-mutants-"));
  const folder = made;
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const files = execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n");
  for (const name of new Set(files.map((file) => file.split("/")[0]))) {
    if (existsSync(name)) cpSync(name, join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, "dist"), { recursive: true });
  cpSync("dist", join(folder, "dist"), { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Lists the changes, or tries them and counts those that a test notices. */
function main(): void {
  const chosen = drawMutants(Number(values.seed), Number(values.count));
  const wanted = values.only?.split(",").map(Number);
  chosen.forEach((mutant, index) => {
    if (values.list) console.log(`${index}  ${placeOf(mutant)}`);
  });
  if (!values.list) {
    checkUnchanged(chosen.filter((_, index) => wanted?.includes(index) ?? true));
    let caught = 0;
    let tried = 0;
    for (const [index, mutant] of chosen.entries()) {
      if (wanted && !wanted.includes(index)) continue;
      tried++;
      const outcome = tryMutant(mutant);
      if (outcome !== "survived") caught++;
      console.log(`${index}  ${outcome}  ${placeOf(mutant)}`);
    }
    console.log(`${caught} of ${tried} changes caught, seed ${values.seed}`);
  }
}

main();
