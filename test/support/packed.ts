/** The package as npm would give it to a user: packed, and installed into a project of its own without a network. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

export interface PackedProject {
  readonly folder: string;
  /** Paths of the files in the package, sorted. */
  readonly files: readonly string[];
  close(): void;
}

/** Packs the built package and installs it beside copies of the files of `consumer`. */
export function packedProject(consumer: string): PackedProject {
  const folder = mkdtempSync(join(tmpdir(), "palimpsest-consumer-"));
  cpSync(consumer, folder, { recursive: true });
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], { stdio: "ignore" });
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"))!;
  const modules = join(folder, "node_modules");
  const home = join(modules, "palimpsest");
  mkdirSync(home, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, tarball), "-C", home, "--strip-components=1"]);
  const { dependencies, bin } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly bin: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(resolve("node_modules", name), join(modules, name));
  }
  mkdirSync(join(modules, ".bin"));
  for (const [name, path] of Object.entries(bin)) symlinkSync(join(home, path), join(modules, ".bin", name));
  const entries = readdirSync(home, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(home.length + 1))
    .sort();
  return { folder, files, close: () => rmSync(folder, { recursive: true, force: true }) };
}
