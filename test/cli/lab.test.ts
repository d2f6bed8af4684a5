/** The command that serves the lab: files with their type and policy, read-only access, ports, and the end on Ctrl-C. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { POLICY, type ServedPage, servePage } from "../../src/cli/serve.ts";
import { command, start } from "../support/command.ts";
import { until } from "../support/until.ts";

let folder: string;
let page: ServedPage;

beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), "palimpsest-serve-"));
  writeFileSync(join(root, "secret.txt"), "secret");
  folder = join(root, "lab");
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>lab</title>");
  writeFileSync(join(folder, "assets", "a-1b2c.js"), "export {};");
  writeFileSync(join(folder, ".hidden"), "hidden");
  page = await servePage(folder, 0);
});

afterAll(() => page.close());

/** The path as it is, where `fetch` would tidy it first. */
function get(
  path: string,
  method = "GET",
): Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }> {
  const { hostname, port } = new URL(page.address);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method }, (response) => {
      let text = "";
      response.on("data", (part) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode!, text, headers: response.headers }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

test("files come with their type and the page's policy", async () => {
  const index = await get("/");
  expect(index.status).toBe(200);
  expect(index.text).toContain("<title>lab</title>");
  expect(index.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(index.headers["content-security-policy"]).toBe(POLICY);
  const script = await get("/assets/a-1b2c.js?v=1");
  expect(script.text).toBe("export {};");
  expect(script.headers["content-type"]).toBe("text/javascript; charset=utf-8");
  expect(await get("/", "HEAD")).toMatchObject({ status: 200, text: "" });
});

test.each([
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/assets/../../secret.txt",
  "/assets%5c..%5c..%5csecret.txt",
  "//etc/passwd",
  "/.hidden",
  "/%00",
  "/%",
  "/assets",
  "/absent.js",
])("nothing outside the folder: %s", async (path) => {
  expect(await get(path)).toMatchObject({ status: 404, text: "There is no such page.\n" });
});

test("only reading is allowed", async () => {
  expect(await get("/", "POST")).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
});

test("the command prints its address, serves the lab on this machine alone, and ends on Ctrl-C", async () => {
  const { child, finished } = start("lab", "--port", 0);
  let printed = "";
  child.stdout!.on("data", (text) => (printed += text));
  await until(() => printed.includes("\n"), "address");
  expect(printed).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\n$/);
  const answer = await fetch(printed.trim());
  expect(await answer.text()).toContain("Content-Security-Policy");
  child.kill("SIGINT");
  expect(await finished).toMatchObject({ code: 0, stdout: printed });
});

test("a port in use, and one that is none, are the user's to mend", async () => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, "127.0.0.1", () => resolve((taken.address() as { port: number }).port));
  });
  const { code, stderr } = await command("lab", "--port", port);
  taken.close();
  expect(stderr).toBe(`palimpsest: --port: ${port} is in use: choose another, or 0 for a free one\n`);
  expect(code).toBe(2);
  expect(await command("lab", "--port", 70_000)).toMatchObject({
    code: 2,
    stderr: "palimpsest: --port: must be in [0, 65535], got 70000\n",
  });
});
