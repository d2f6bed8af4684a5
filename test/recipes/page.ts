/** Recipes as a page of Markdown has them: blocks that are new files, and blocks of lines added to files that are there. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file that a recipe adds. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Lines of a file that a recipe changes. */
export interface Hunk {
  readonly path: string;
  /** What stands there once, and what stands there afterwards; whole lines. */
  readonly before: string;
  readonly after: string;
  /** Lines that are new. */
  readonly added: readonly string[];
}

export interface Recipe {
  /** The heading of its section. */
  readonly title: string;
  readonly files: readonly NewFile[];
  readonly hunks: readonly Hunk[];
}

/** The recipes of a page by the headings of their sections; sections without blocks are none. */
export function recipesOf(page: string): ReadonlyMap<string, Recipe> {
  const recipes = new Map<string, Recipe>();
  for (const section of page.split(/^## /m).slice(1)) {
    const title = section.slice(0, section.indexOf("\n"));
    const blocks = [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text]) => ({ language, text }));
    const files = blocks.filter(({ language }) => language !== "diff").map(({ text }) => fileOf(title, text));
    const hunks = blocks.filter(({ language }) => language === "diff").flatMap(({ text }) => hunksOf(title, text));
    if (blocks.length > 0) recipes.set(title, { title, files, hunks });
  }
  return recipes;
}

function fileOf(title: string, block: string): NewFile {
  const [, path, text] = block.match(/^\/\/ (\S+)\n(.*)$/s) ?? [];
  if (path === undefined) throw new Error(`${title}: the first line of a block must be a comment with its path`);
  return { path, text };
}

function hunksOf(title: string, block: string): Hunk[] {
  let path: string | undefined;
  return block
    .split(/^@@/m)
    .slice(1)
    .map((part) => {
      const [head, ...lines] = part.replace(/\n$/, "").split("\n");
      path = head.trim() || path;
      if (path === undefined) throw new Error(`${title}: the first @@ of a block must name a file`);
      const without = (sign: string) => lines.filter((line) => line[0] !== sign).map((line) => `${line.slice(1)}\n`);
      const added = lines.filter((line) => line[0] === "+").map((line) => line.slice(1));
      return { path, before: without("+").join(""), after: without("-").join(""), added };
    });
}

/** Writes the new files of a recipe under a root, and changes those that are there. */
export function applyRecipe(root: string, { title, files, hunks }: Recipe): void {
  for (const { path, text } of files) {
    const file = join(root, path);
    if (existsSync(file)) throw new Error(`${title}: ${path} is there already`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  for (const { path, before, after } of hunks) {
    const text = readFileSync(join(root, path), "utf8");
    const at = `\n${text}`.split(`\n${before}`).length - 1;
    if (at !== 1) throw new Error(`${title}: ${path} must have these lines once, has them ${at} times:\n${before}`);
    writeFileSync(join(root, path), `\n${text}`.replace(`\n${before}`, () => `\n${after}`).slice(1));
  }
}
