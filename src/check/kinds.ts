/**
 * The kinds of values that parameters take: numbers in a range, words, seeds, lists, files, tables of entries. Each knows its check, its
 * words on the command line and its JSON Schema.
 */
import { parseSeed, type Seed } from "../numeric/seed.ts";
import { numbersOf, type SquareMatrix, squareOf } from "./arrays.ts";
import { checkChoice, checkInteger, checkKeys, checkNumber, nearestWord, show as showValue } from "./check.ts";
import {
  type AnyParameter,
  type Kind,
  objectSchema,
  type Parameters,
  type ReadOf,
  readEntries,
  type SpecOf,
} from "./parameters.ts";

/** A range of numbers: ≥ least (or > least with `open`), ≤ most (or < most with `openEnd`). */
export interface Range {
  readonly least?: number;
  readonly open?: boolean;
  readonly most?: number;
  readonly openEnd?: boolean;
}

/** Kind of values that are integers in [least, most]. */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER): Kind<number> {
  const isOpen = most === Number.MAX_SAFE_INTEGER;
  return {
    words: `an integer ${isOpen ? `≥ ${least}` : `in [${least}, ${most}]`}`,
    placeholder: "<n>",
    check: (where, value) => checkInteger(where, value, least, most),
    parse: parseInteger,
    show: String,
    schema: { type: "integer", minimum: least, ...(!isOpen && { maximum: most }) },
  };
}

/** Kind of values that are finite numbers, within a range if one is given. */
export function real({ least, open = false, most, openEnd = false }: Range = {}): Kind<number> {
  const ends = `${least === undefined ? "(−∞" : `${open ? "(" : "["}${least}`}, ${most}${openEnd ? ")" : "]"}`;
  const words =
    most !== undefined ? `in ${ends}` : `a finite number${least === undefined ? "" : ` ${open ? ">" : "≥"} ${least}`}`;
  return {
    words,
    placeholder: "<x>",
    check(where, value) {
      if (most === undefined) return checkNumber(where, value, least, open);
      const number = checkNumber(where, value);
      const isBelow = least !== undefined && (open ? number <= least : number < least);
      if (isBelow || (openEnd ? number >= most : number > most)) {
        throw new RangeError(`${where} must be ${words}, got ${number}`);
      }
      return number;
    },
    parse: parseReal,
    show: String,
    schema: {
      type: "number",
      ...(least !== undefined && { [open ? "exclusiveMinimum" : "minimum"]: least }),
      ...(most !== undefined && { [openEnd ? "exclusiveMaximum" : "maximum"]: most }),
    },
  };
}

/** Kind of values that are one of the given words. */
export function choice<const Word extends string>(words: readonly Word[]): Kind<Word> {
  return {
    words: `one of ${words.map((word) => `"${word}"`).join(", ")}`,
    placeholder: "<name>",
    check: (where, value) => checkChoice(where, value, words),
    // an unknown word is for `check`, which names the known ones
    parse: (text) => text as Word,
    show: String,
    schema: { enum: words },
  };
}

/** Kind of values that are true or false; a switch on the command line. */
export function toggle(): Kind<boolean> {
  return {
    words: "true or false",
    placeholder: "",
    check(where, value) {
      if (typeof value === "boolean") return value;
      throw new TypeError(`${where} must be true or false, got ${showValue(value)}`);
    },
    parse: () => true,
    show: () => "",
    schema: { type: "boolean" },
  };
}

/** Kind of values that are one value of another kind, or several: a plan holds a list of different ones. */
export function several<Given, Value>(kind: Kind<Given, Value>): Kind<Given | readonly Given[], readonly Value[]> {
  const { parse, show } = kind;
  return {
    words: `${kind.words}, or a list of such`,
    placeholder: kind.placeholder.replace(">", ",…>"),
    check(where, value) {
      const list = Array.isArray(value) ? (value as readonly unknown[]) : [value];
      if (list.length === 0) throw new RangeError(`${where} must name at least one, got none`);
      return [...new Set(list.map((one) => kind.check(where, one)))];
    },
    ...(parse && { parse: (text: string) => text.split(",").map((part) => parse(part.trim())) }),
    ...(show && {
      show: (value: Given | readonly Given[]) => ([value].flat() as Given[]).map((one) => show(one)).join(","),
    }),
    schema: { anyOf: [kind.schema, { type: "array", items: kind.schema, minItems: 1 }] },
  };
}

/** Kind of values that are 64-bit seeds: a number, bigint or decimal digits. */
export function seed(): Kind<Seed, bigint> {
  return {
    words: "an integer in [0, 2^64), as a number or decimal string",
    placeholder: "<u64>",
    check: (where, value) => parseSeed(value as Seed, where),
    parse(text) {
      try {
        return parseSeed(text, "It");
      } catch (error) {
        throw new TypeError((error as Error).message.replace(/^It /, ""));
      }
    },
    show: String,
    schema: {
      anyOf: [
        { type: "integer", minimum: 0 },
        { type: "string", pattern: "^\\d{1,20}$" },
      ],
    },
  };
}

/** Kind of values that are any text, such as the name of a file. */
export function text(placeholder = "<text>"): Kind<string> {
  return {
    words: "a text",
    placeholder,
    check(where, value) {
      if (typeof value === "string") return value;
      throw new TypeError(`${where} must be a text, got ${showValue(value)}`);
    },
    parse: (word) => word,
    show: String,
    schema: { type: "string" },
  };
}

/** Kind of data that a spec holds as an object; a path on the command line and in spec files, read before the spec is checked. */
export function fromFile<Data>(what: string, extensions: string): Kind<Data> {
  return {
    words: `${what}, or the path of a file (${extensions})`,
    placeholder: "<file>",
    check: (_, value) => value as Data,
    parse: (word) => word as Data,
    show: String,
    schema: { type: "string", description: `path of ${extensions}` },
  };
}

/** Kind of values that are a number, or of another kind, such as one of a few words. */
export function either<Given, Value>(
  number: Kind<number>,
  other: Kind<Given, Value>,
): Kind<number | Given, number | Value> {
  const { parse } = other;
  return {
    words: `${number.words}, or ${other.words}`,
    placeholder: number.placeholder,
    check: (where, value) => (typeof value === "number" ? number.check(where, value) : other.check(where, value)),
    // a word that is no number is for `check`, which names the known ones
    ...(parse && {
      parse: (words: string) =>
        words.trim() === "" || Number.isNaN(Number(words)) ? parse(words) : number.parse!(words),
    }),
    show: String,
    schema: { anyOf: [number.schema, other.schema] },
  };
}

/** Kind of values that are a list of finite numbers, one a neuron; how many neurons there are is for who knows the network. */
export function vector(): Kind<ArrayLike<number>, readonly number[]> {
  return {
    words: "a list of numbers, one a neuron",
    placeholder: "<list>",
    check: (where, value) => Array.prototype.slice.call(numbersOf(where, value)) as number[],
    schema: { type: "array", items: { type: "number" } },
  };
}

/** Kind of values that are a list of values of another kind, of any or of a known number. */
export function list<Given, Value>(
  kind: Kind<Given, Value>,
  length?: number,
): Kind<readonly Given[], readonly Value[]> {
  const words = `a list of ${length === undefined ? "" : `${length}, each `}${kind.words}`;
  return {
    words,
    placeholder: "<list>",
    check(where, value) {
      if (!Array.isArray(value)) throw new TypeError(`${where} must be ${words}, got ${showValue(value)}`);
      if (length !== undefined && value.length !== length) {
        throw new RangeError(`${where} must be ${words}, got ${value.length}`);
      }
      return value.map((one, k) => kind.check(`${where}[${k}]`, one));
    },
    schema: {
      type: "array",
      items: kind.schema,
      ...(length !== undefined && { minItems: length, maxItems: length }),
    },
  };
}

/** Kind of square matrices of at most `most` rows: rows, or f64[N × N] row by row. */
export function square(most: number): Kind<readonly (readonly number[])[] | ArrayLike<number>, SquareMatrix> {
  return {
    words: "a square matrix, row by row",
    placeholder: "",
    check: (where, value) => squareOf(where, value, most),
    schema: { type: "array", items: { anyOf: [vector().schema, { type: "number" }] }, minItems: 1 },
  };
}

/** Kind of values of one kind, or tables that say how to draw them: `drawn` is a kind of tables. */
export function orDrawn<Given, Value, Drawn, Read>(
  kind: Kind<Given, Value>,
  drawn: Kind<Drawn, Read>,
): Kind<Given | Drawn, Value | Read> {
  // a table of the kind itself has other entries; one with a slip is told the nearest
  const names = Object.keys(drawn.entries!);
  const isDrawn = (value: unknown) => isPlain(value) && Object.keys(value).every((key) => nearestWord(key, names));
  return {
    words: `${kind.words}, or ${drawn.words}`,
    placeholder: kind.placeholder,
    entries: drawn.entries!,
    check: (where, value) => (isDrawn(value) ? drawn.check(where, value) : kind.check(where, value)),
    schema: { anyOf: [kind.schema, drawn.schema] },
  };
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** Kind of values that a file may hold; the command line, and specs that name its path, have it read before the spec is checked. */
export function orFile<Given, Value>(kind: Kind<Given, Value>, extensions: string): Kind<Given, Value> {
  return {
    ...kind,
    words: `${kind.words}, or the path of a file (${extensions})`,
    placeholder: "<file>",
    parse: (word) => word as Given,
    schema: { anyOf: [kind.schema, { type: "string", description: `path of ${extensions}` }] },
  };
}

/** Kind of tables with entries of their own; on the command line "a,b" where `isList`, else an option for each entry. */
export function table<Entries extends Parameters>(
  entries: Entries,
  isList = false,
): Kind<SpecOf<Entries>, ReadOf<Entries>> {
  const names = Object.keys(entries);
  return {
    words: `a table of ${names.join(", ")}`,
    placeholder: `<${names.join(",")}>`,
    entries,
    check(where, value) {
      checkKeys(where, value, names);
      return readEntries(`${where}.`, entries, value as object);
    },
    ...(isList && {
      parse(words: string) {
        const parts = words.split(",");
        if (parts.length !== names.length) {
          throw new TypeError(`must be ${names.length} values, ${names.join(",")}, got ${parts.length}`);
        }
        return Object.fromEntries(
          names.map((name, k) => [name, entries[name].kind.parse!(parts[k].trim())]),
        ) as SpecOf<Entries>;
      },
      show: (value: SpecOf<Entries>) => names.map((name) => String((value as Record<string, unknown>)[name])).join(","),
    }),
    schema: objectSchema(entries),
  };
}

/** One of several kinds of a thing, each with parameters of its own, as a plan holds it; the entry `By` names the kind. */
export type VariantOf<Variants extends Readonly<Record<string, Parameters>>, By extends string = "kind"> = {
  readonly [Name in keyof Variants]: Flat<{ readonly [Key in By]: Name } & ReadOf<Variants[Name]>>;
}[keyof Variants];

/** One of several kinds of a thing as a spec gives it: what has a default may be left out. */
export type VariantSpecOf<Variants extends Readonly<Record<string, Parameters>>, By extends string = "kind"> = {
  readonly [Name in keyof Variants]: Flat<{ readonly [Key in By]: Name } & SpecOf<Variants[Name]>>;
}[keyof Variants];

type Flat<T> = { readonly [Name in keyof T]: T[Name] };

/**
 * A table one of whose entries says which others it has.
 *
 * @param kindOf  what that entry decides, and its option on the command line.
 * @param plain   kinds without entries that a word alone may say.
 * @param by      name of the entry.
 */
export function variants<
  Variants extends Readonly<Record<string, Parameters>>,
  Word extends keyof Variants & string,
  By extends string = "kind",
>(
  of: Variants,
  kindOf: Pick<AnyParameter, "about" | "flag" | "otherwise">,
  plain: readonly Word[] = [],
  by = "kind" as By,
): Kind<Word | VariantSpecOf<Variants, By>, VariantOf<Variants, By>> {
  type Read = VariantOf<Variants, By>;
  const kinds = Object.keys(of);
  const entries: Record<string, AnyParameter> = { [by]: { kind: choice(kinds), ...kindOf } };
  for (const own of Object.values(of)) Object.assign(entries, own);
  const ownersOf = (entry: string): string[] => kinds.filter((kind) => entry in of[kind]);
  return {
    words: `a table with a ${by}, one of ${kinds.join(", ")}${plain.length > 0 ? `, or ${plain.join(", ")}` : ""}`,
    placeholder: "",
    entries,
    check(where, value) {
      if (plain.includes(value as Word)) return { [by]: value } as unknown as Read;
      if (typeof value !== "object" || value === null) {
        const words = plain.map((word) => `"${word}" or `).join("");
        throw new TypeError(`${where} must be ${words}an object with a ${by}, got ${showValue(value)}`);
      }
      const { [by as string]: chosen, ...given } = value as Readonly<Record<string, unknown>>;
      for (const entry of Object.keys(given)) {
        const owners = ownersOf(entry);
        if (owners.length === 0 || owners.includes(chosen as string)) continue;
        if (chosen !== undefined && !kinds.includes(chosen as string)) break;
        const words = owners.map((owner) => `"${owner}"`).join(" or ");
        throw new RangeError(
          `${where}.${entry} must be left out unless its ${by} is ${words}, got ${show(given[entry])}`,
        );
      }
      const kind = checkChoice(`${where}.${by}`, chosen, kinds);
      checkKeys(where, value, [by, ...Object.keys(of[kind])]);
      return { [by]: kind, ...table(of[kind]).check(where, given) } as unknown as Read;
    },
    schema: {
      anyOf: [
        ...(plain.length > 0 ? [{ enum: plain }] : []),
        ...kinds.map((kind) =>
          objectSchema({
            [by]: { kind: { ...choice([kind]), schema: { const: kind } }, ...kindOf, required: true },
            ...of[kind],
          }),
        ),
      ],
    },
  };
}

function show(value: unknown): string {
  return typeof value === "number" ? String(value) : showValue(value);
}

function parseInteger(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new TypeError(`must be a whole number, got "${text}"`);
  return Number(text);
}

function parseReal(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new TypeError(`must be a number, got "${text}"`);
  return value;
}
