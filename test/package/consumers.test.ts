/** The packed package as its users have it: plain pages, bundlers, Node; the same small computation in each. */
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import * as esbuild from "esbuild";
import type { Browser } from "playwright-core";
import { build, createServer } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import webpack from "webpack";
import * as digits from "../../src/data/digits.ts";
import * as library from "../../src/index.ts";
import { hasChromium, startChromium } from "../support/chromium.ts";
import { type PackedProject, packedProject } from "../support/packed.ts";
import { servePages } from "../support/pages.ts";
import { study } from "./consumer/study.js";

let project: PackedProject;
let browser: Browser;
let expected: Awaited<ReturnType<typeof study>>;

beforeAll(async () => {
  project = packedProject("test/package/consumer");
  expected = JSON.parse(JSON.stringify(await study(library, digits)));
  if (hasChromium) browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  project.close();
});

test("the package has what its entries name, and nothing that is not for users", () => {
  for (const file of ["dist/cli.js", "dist/worker.js", "README.md", "LICENSE", "CHANGELOG.md"]) {
    expect(project.files).toContain(file);
  }
  const { exports } = JSON.parse(readFileSync(at("node_modules/palimpsest/package.json"), "utf8"));
  for (const entry of Object.values<string | Record<string, string>>(exports)) {
    for (const path of Object.values(typeof entry === "string" ? [entry] : entry)) {
      // an entry with an asterisk stands for every file of its form, of which there have to be some
      const [start, end] = path.replace("./", "").split("*");
      const isMeant = (file: string) =>
        end === undefined ? file === start : file.startsWith(start) && file.endsWith(end);
      expect(project.files.filter(isMeant), path).not.toEqual([]);
    }
  }
  const others = project.files.filter((file) => !/^(dist\/|README|LICENSE|CHANGELOG|package\.json)/.test(file));
  expect(others).toEqual([]);
});

const at = (...path: string[]): string => join(project.folder, ...path);

/** Bundlers that put index.html and what it needs into a folder. */
const BUNDLES: Readonly<Record<string, () => Promise<string>>> = {
  async "a plain page"() {
    // no bundler: paths in place of names
    const main = readFileSync(at("main.js"), "utf8");
    const named = main.replace(
      /"palimpsest(?:\/(\w+))?"/g,
      (_, entry = "index") => `"./node_modules/palimpsest/dist/${entry}.js"`,
    );
    writeFileSync(at("plain.js"), named);
    writeFileSync(at("plain.html"), readFileSync(at("index.html"), "utf8").replace("main.js", "plain.js"));
    return "plain.html";
  },
  async Vite() {
    await build({ root: project.folder, configFile: false, logLevel: "error", build: { outDir: "vite" }, base: "./" });
    return "vite/index.html";
  },
  async webpack() {
    await new Promise<void>((resolve, reject) => {
      const output = { path: at("webpack"), filename: "main.js" };
      const how = { mode: "production", optimization: { minimize: false } } as const; // the same code, sooner
      webpack({ ...how, context: project.folder, entry: "./main.js", output }, (error, stats) => {
        if (error || stats?.hasErrors()) reject(error ?? new Error(stats!.toString()));
        else resolve();
      });
    });
    return page("webpack");
  },
  async esbuild() {
    await esbuild.build({
      absWorkingDir: project.folder,
      entryPoints: { main: "main.js", "element-worker": "palimpsest/element-worker" },
      bundle: true,
      format: "esm",
      outdir: "esbuild",
    });
    return page("esbuild");
  },
};

/** index.html beside a bundled main.js. */
function page(folder: string): string {
  writeFileSync(at(folder, "index.html"), readFileSync(at("index.html")));
  return `${folder}/index.html`;
}

test.runIf(hasChromium).each(Object.entries(BUNDLES))("%s", async (_, bundle) => {
  const pages = await servePages(project.folder);
  try {
    await expectStudy(`${pages.origin}/${await bundle()}`);
    expect(pages.missing).toEqual([]);
  } finally {
    await pages.close();
  }
});

test.runIf(hasChromium)("Vite's development server", async () => {
  const server = await createServer({
    root: project.folder,
    configFile: false,
    logLevel: "error",
    server: { port: 0, host: "127.0.0.1" },
  });
  try {
    await server.listen();
    await expectStudy(server.resolvedUrls!.local[0]);
  } finally {
    await server.close();
  }
});

/** Opens a page of main.js: library and element compute what they do here, and nothing complains. */
async function expectStudy(url: string): Promise<void> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    const { url } = message.location();
    if (message.type() === "error" && !url.endsWith("/favicon.ico")) complaints.push(`${message.text()} ${url}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  try {
    await page.goto(url);
    await page.waitForFunction("globalThis.found").catch((error) => complaints.push(String(error)));
    expect(complaints).toEqual([]);
    const [found, recalled] = await page.evaluate<[unknown, { pattern: number; overlap: number }]>("found");
    expect(found).toEqual(expected);
    expect(recalled.overlap).toBe(expected.overlaps[recalled.pattern]);
    expect(complaints).toEqual([]);
  } finally {
    await page.close();
  }
}

const run = promisify(execFile);

test("Node: every entry, threads, JavaScript, figures, modules of the package", async () => {
  const { stdout } = await run(process.execPath, ["node.mjs"], { cwd: project.folder });
  expect(JSON.parse(stdout)).toEqual({
    core: expected,
    javascript: expected.rows,
    threaded: expected,
    figure: "<svg",
    element: "function",
    words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    isControl: true,
  });
});

test("the command", async () => {
  const flags = "capacity --neurons 50 --inputs 8 --rule random,signal --seeds 1 --seed 2 --sweeps 4 --json --quiet";
  const { stdout } = await run(at("node_modules/.bin/palimpsest"), flags.split(" "), { cwd: project.folder });
  expect(JSON.parse(stdout).rows).toEqual(expected.rows);
});
