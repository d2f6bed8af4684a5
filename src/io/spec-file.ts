/**
 * Specs from files that strangers may have written: YAML, TOML or JSON by extension, as plain data. Size, depth, aliases and
 * kinds of values are bounded, so that no file takes more memory than a few times its own size.
 */
import { closeSync, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, extname, isAbsolute, relative, resolve, sep } from "node:path";
import { show } from "../check/check.ts";

/** Plain data: what a spec may hold. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** JSON is read in linear time; the other two are for people, who write no megabytes. */
const MOST_BYTES: Readonly<Record<string, number>> = {
  ".json": 2 ** 26,
  ".yaml": 2 ** 20,
  ".yml": 2 ** 20,
  ".toml": 2 ** 20,
};
const MOST_DEPTH = 32;
/** YAML's aliases repeat what is written once; a bomb of them repeats repetitions. */
const MOST_ALIASES = 100;

/**
 * Reads a spec.
 *
 * Whole numbers beyond 2^53, such as 64-bit seeds, come out as their decimal digits; in JSON they have to be written so.
 *
 * @param isOwn  whether the user named the file: JSON then, if its extension says nothing else, and perhaps a pipe.
 * @throws TypeError or RangeError that names the file and what is wrong, for YAML and TOML with the line.
 */
export async function readSpecFile(path: string, isOwn = false): Promise<Plain> {
  const extension = extname(path).toLowerCase();
  const kind = isOwn && MOST_BYTES[extension] === undefined ? ".json" : extension;
  const most = MOST_BYTES[kind];
  if (most === undefined) {
    throw new RangeError(`spec: ${path} must end in .yaml, .yml, .toml or .json, got ${kind || "no extension"}`);
  }
  const text = readText(path, most, isOwn);
  const name = basename(path);
  let value: unknown;
  try {
    value = kind === ".json" ? JSON.parse(text) : kind === ".toml" ? await parseToml(text) : await parseYaml(text);
  } catch (error) {
    if (isStackOverflow(error)) throw tooDeep(name);
    const message = error instanceof Error ? error.message.trim() : String(error);
    throw new RangeError(`spec: ${name} must be valid ${kind.slice(1).toUpperCase()}: ${message}`);
  }
  return toPlain(value, name, "", 0);
}

/**
 * The file that a spec names, inside the folder of the spec, links included.
 *
 * @param from  folder that the path is relative to, when that is another one.
 * @throws RangeError when it lies elsewhere.
 */
export function fileOfSpec(folder: string, path: string, where: string, from = folder): string {
  const inside = (root: string, file: string): boolean => {
    const way = relative(root, file);
    return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  };
  const file = resolve(from, path);
  const refused = (): RangeError =>
    new RangeError(`${where}: a path must stay inside the folder of its spec, got ${show(path)}`);
  if (path.includes("\0") || isAbsolute(path) || !inside(resolve(folder), file)) throw refused();
  let real: string;
  try {
    real = realpathSync(file);
  } catch (error) {
    throw new RangeError(`${where}: cannot read ${show(path)} (${(error as NodeJS.ErrnoException).code ?? error})`);
  }
  if (!inside(realpathSync(folder), real)) throw refused();
  return real;
}

/** The folder that paths of a spec are relative to. */
export function folderOfSpec(path: string): string {
  return dirname(resolve(path));
}

function readText(path: string, most: number, isOwn: boolean): string {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    throw new RangeError(`spec: cannot read ${path} (${(error as NodeJS.ErrnoException).code ?? error})`);
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() && !(isOwn && stat.isFIFO()))
      throw new RangeError(`spec: ${path} must be a file, got something else`);
    if (stat.size > most) throw new RangeError(`spec: ${path} must have at most ${most} bytes, got ${stat.size}`);
    return readFileSync(file, "utf8").replace(/^\ufeff/, "");
  } finally {
    closeSync(file);
  }
}

async function parseYaml(text: string): Promise<unknown> {
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text, { intAsBigInt: true, logLevel: "silent", prettyErrors: true });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) throw new Error(problem.message);
  return document.toJS({ maxAliasCount: MOST_ALIASES });
}

async function parseToml(text: string): Promise<unknown> {
  const { parse } = await import("smol-toml");
  return parse(text, { integersAsBigInt: "asNeeded", maxDepth: MOST_DEPTH });
}

function toPlain(value: unknown, name: string, where: string, depth: number): Plain {
  if (depth > MOST_DEPTH) throw tooDeep(name);
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "bigint") {
    const isExact = value >= -BigInt(Number.MAX_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
    return isExact ? Number(value) : value.toString();
  }
  if (typeof value === "number") {
    if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) <= 2 ** 64) {
      throw new RangeError(
        `spec: ${name} must give whole numbers beyond 2^53 in quotes, since a double cannot carry them, got ${value}${where && ` at ${where}`}`,
      );
    }
    return value;
  }
  if (Array.isArray(value)) return value.map((item, k) => toPlain(item, name, `${where}[${k}]`, depth + 1));
  const prototype = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== null && prototype !== Object.prototype) {
    const kind = value instanceof Date ? "a date" : show(value);
    throw new TypeError(
      `spec: ${name} must hold numbers, words, lists and tables alone, got ${kind}${where && ` at ${where}`}`,
    );
  }
  const plain: Record<string, Plain> = {};
  for (const [key, member] of Object.entries(value as object)) {
    const at = where ? `${where}.${key}` : key;
    if (key === "__proto__") throw new TypeError(`spec: ${name} must not name a key "__proto__", got one`);
    plain[key] = toPlain(member, name, at, depth + 1);
  }
  return plain;
}

function tooDeep(name: string): RangeError {
  return new RangeError(`spec: ${name} must be nested at most ${MOST_DEPTH} deep, got more`);
}

function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && /call stack/.test(error.message); // a parser may have put it into an error of its own
}
