/**
 * A parameter is declared once: its kind and range, default, unit, sentence and flag. What a spec may say and how it is checked, the
 * options of the command line and their help, the line that repeats a run, the JSON Schema of a spec and the tables of the reference
 * are all made from the declaration.
 *
 * Libraries of schemas were tried as its base with the table of `capacity` (zod 4.6 mini, valibot 1.5; minified, gzipped, added to the
 * core). They check ranges alone for 8.5 kB and 3.0 kB, with a JSON Schema for 15.4 kB and 6.1 kB; this file does so for 0.7 kB more than
 * the checks that are there anyway, and knows symbols, units, sentences, options, repeat lines and axes besides, which would have to be
 * built on either. "capacity: fraction must be in (0, 1], got 2" is "Too big: expected number to be <=1" in zod, "Invalid value: Expected <=1
 * but received 2" in valibot; neither names the nearest key, nor whose a parameter of another kind is.
 */
import { parseSeed, type Seed } from "../numeric/seed.ts";
import { checkChoice, checkInteger, checkKeys, checkNumber, show as showValue } from "./check.ts";

/** A JSON Schema (draft 2020-12) of one value, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What values a parameter takes.
 *
 * `Given` is what a spec may say, `Value` what a plan holds: a kind that takes one or several gives a list.
 */
export interface Kind<Given, Value = Given> {
  /** The allowed values in words that follow "must be": "an integer ≥ 1". */
  readonly words: string;
  /** What stands for a value in help: "<n>"; empty for a switch. */
  readonly placeholder: string;
  /**
   * The value of a spec as a plan holds it.
   *
   * @param where  function and parameter, for messages: "capacity: inputs".
   * @throws TypeError for another kind of value, RangeError for one outside the range; both name `where`, the rule and the value.
   */
  check(where: string, value: unknown): Value;
  /**
   * A word of the command line as a spec would say it; its range is left to `check`. Kinds without it are given in spec files alone.
   *
   * @throws TypeError "must be a whole number, got …" for a word that is none.
   */
  readonly parse?: (text: string) => Given;
  /** Shows a value in the form in which the command line takes it. */
  readonly show?: (value: Given) => string;
  readonly schema: JsonSchema;
  /** Parameters that a value consists of, where it is a table: each has an option of its own, and is an axis of sweeps, "bounds.existing". */
  readonly entries?: Parameters;
}

/** One parameter of a spec. Its name is the key under which it is declared. */
export interface Parameter<Given, Value = Given> {
  readonly kind: Kind<Given, Value>;
  /** What the parameter is, as a phrase with neither capital nor full stop. */
  readonly about: string;
  /** Symbol in the papers, such as "ε". */
  readonly symbol?: string;
  /** Unit of the value; without one it is a count or a pure number. */
  readonly unit?: string;
  /** Value of the parameter when a spec leaves it out. */
  readonly default?: NoInfer<Given>;
  /** The default in words, where it depends on other parameters: "p/c". */
  readonly otherwise?: string;
  /** Whether every spec has to name the parameter. */
  readonly required?: boolean;
  /** Why sweeps refuse the parameter, as the end of a sentence: "since rows would depend on the machine; give sweeps instead". */
  readonly unswept?: string;
  /** The heading under which `--help` lists the parameter; "Measurement" unless given. */
  readonly group?: Heading;
  /** Option of the command line, "--max-sweeps"; made of the name unless given. `null`: the parameter has none. */
  readonly flag?: string | null;
  /** What stands for a value in help, where it is not that of the kind. */
  readonly placeholder?: string;
}

/** Headings of `--help`, in order: what is looked at, what is measured, by what it is done, and what any run takes. */
export const HEADINGS = [
  "Networks",
  "Patterns",
  "Measurement",
  "Learning",
  "Retrieval",
  "Rules",
  "Annealing",
  "Run",
] as const;
export type Heading = (typeof HEADINGS)[number];

/** Parameters by their names, which are the keys of specs. */
export type Parameters = Readonly<Record<string, AnyParameter>>;
// biome-ignore lint/suspicious/noExplicitAny: parameters of every type lie in one table
export type AnyParameter = Parameter<any, any>;

type GivenOf<P> = P extends Parameter<infer Given, infer _> ? Given : never;
type ValueOf<P> = P extends { readonly kind: Kind<infer _, infer Value> } ? Value : never;

/** What a spec with these parameters may say. */
export type SpecOf<Table extends Parameters> = {
  readonly [Name in keyof Table as Table[Name] extends Required ? never : Name]?: GivenOf<Table[Name]>;
} & { readonly [Name in keyof Table as Table[Name] extends Required ? Name : never]: GivenOf<Table[Name]> };

interface Required {
  readonly required: true;
}

type Present = Required | { readonly default: unknown };

/** What was read of a spec: required parameters and those with a default are there. */
export type ReadOf<Table extends Parameters> = {
  readonly [Name in keyof Table as Table[Name] extends Present ? Name : never]: ValueOf<Table[Name]>;
} & {
  readonly [Name in keyof Table as Table[Name] extends Present ? never : Name]?: ValueOf<Table[Name]>;
};

/** A parameter with a default. */
export function parameter<Given, Value>(
  declared: Parameter<Given, Value> & { readonly default: NoInfer<Given> },
): Parameter<Given, Value> & { readonly default: Given };
/** A parameter that every spec names. */
export function parameter<Given, Value>(
  declared: Parameter<Given, Value> & { readonly required: true },
): Parameter<Given, Value> & { readonly required: true };
/** A parameter without default, or whose default depends on others. */
export function parameter<Given, Value>(declared: Parameter<Given, Value>): Parameter<Given, Value>;
export function parameter<Given, Value>(declared: Parameter<Given, Value>): Parameter<Given, Value> {
  return Object.freeze(declared);
}

/** Parameters that `--help` lists together under a heading. */
export function grouped<Table extends Parameters>(group: Heading, table: Table): Table {
  return Object.freeze(
    Object.fromEntries(Object.entries(table).map(([name, one]) => [name, Object.freeze({ group, ...one })])),
  ) as Table;
}

/**
 * Checks the parameters of a table in a spec and fills in the defaults that depend on no other. Other keys of the spec are passed over:
 * `checkKeys` refuses unknown ones where all tables of a spec are known.
 *
 * @param where  the function, for messages: "capacity".
 * @throws TypeError or RangeError that names the parameter, the rule and the value.
 */
export function readParameters<Table extends Parameters>(where: string, table: Table, spec: object): ReadOf<Table> {
  const given = spec as Readonly<Record<string, unknown>>;
  const found: Record<string, unknown> = {};
  for (const [name, { kind, default: otherwise, required }] of Object.entries(table)) {
    const value = given[name] ?? otherwise;
    if (value !== undefined || required) found[name] = kind.check(`${where}: ${name}`, value);
  }
  return found as ReadOf<Table>;
}

/** What a spec gives of the parameters of a table. */
export function givenOf<Table extends Parameters>(table: Table, spec: object): SpecOf<Table> {
  const given = spec as Readonly<Record<string, unknown>>;
  const names = Object.keys(table).filter((name) => given[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, given[name]])) as SpecOf<Table>;
}

/** Refuses keys of a spec that are in none of the tables. */
export function checkSpec(where: string, spec: unknown, ...tables: readonly Parameters[]): void {
  checkKeys(`${where}: spec`, spec, keysOf(...tables));
}

/** The names of the parameters of some tables. */
export function keysOf(...tables: readonly Parameters[]): string[] {
  return [...new Set(tables.flatMap((table) => Object.keys(table)))];
}

/** The parameters of a table that vary in sweeps, entries of tables in it as "bounds.existing". */
export function axesOf(table: Parameters): string[] {
  return Object.entries(table).flatMap(([name, { kind, unswept }]) =>
    unswept === undefined ? [name, ...Object.keys(kind.entries ?? {}).map((entry) => `${name}.${entry}`)] : [],
  );
}

/** The option of a parameter on the command line: "--max-sweeps" of maxSweeps, "--no-curve" of a switch that is on; null: none. */
export function flagOf(name: string, { flag, kind, default: otherwise }: AnyParameter): string | null {
  if (flag !== undefined) return flag;
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return kind.parse === undefined ? null : `--${otherwise === true ? "no-" : ""}${words}`;
}

/** The entries of a table that have an option each, under the heading of the table: where it has none itself. */
export function entriesOf({ kind, flag, group }: AnyParameter): [entry: string, parameter: AnyParameter][] {
  if (flag === null || kind.parse) return [];
  return Object.entries(kind.entries ?? {}).map(([entry, one]) => [entry, { ...(group && { group }), ...one }]);
}

/** A parameter with an option of its own. */
export interface FlaggedParameter {
  readonly parameter: AnyParameter;
  readonly flag: string;
  /** Name of the parameter; for an entry of a table the name of the table, and its own. */
  readonly path: readonly [name: string, entry?: string];
}

/** The parameters of a table that have options, heading by heading; tables in it by their entries. */
export function flaggedOf(table: Parameters): FlaggedParameter[] {
  const own = (name: string, parameter: AnyParameter, path: FlaggedParameter["path"]): FlaggedParameter[] => {
    const flag = flagOf(name, parameter);
    return flag === null ? [] : [{ parameter, flag, path }];
  };
  const flagged = Object.entries(table).flatMap(([name, parameter]) => [
    ...own(name, parameter, [name]),
    ...entriesOf(parameter).flatMap(([entry, one]) => own(entry, one, [name, entry])),
  ]);
  const place = ({ parameter }: FlaggedParameter): number => HEADINGS.indexOf(parameter.group ?? "Measurement");
  return flagged.sort((a, b) => place(a) - place(b));
}
/** Values of options by `path` as the spec they say. */
export function specOfPaths(values: Iterable<readonly [FlaggedParameter["path"], unknown]>): Record<string, unknown> {
  const spec: Record<string, unknown> = {};
  for (const [[name, entry], value] of values) {
    spec[name] = entry === undefined ? value : { ...(spec[name] as object | undefined), [entry]: value };
  }
  return spec;
}

/** The words that say a spec on the command line: options in the order of the table, each with its value. */
export function wordsOf(table: Parameters, spec: object): string[] {
  return flaggedOf(table).flatMap(({ parameter, flag, path: [name, entry] }) => {
    const given = (spec as Readonly<Record<string, unknown>>)[name];
    const value =
      entry === undefined || typeof given !== "object" || given === null
        ? given
        : (given as Readonly<Record<string, unknown>>)[entry];
    if (value === undefined || value === null) return [];
    const isSwitch = typeof value === "boolean" && parameter.kind.placeholder === "";
    if (isSwitch) return value === flag.startsWith("--no-") ? [] : [flag];
    return [flag, parameter.kind.show?.(value) ?? String(value)];
  });
}

/** What stands for a value in help: its symbol or unit, or what its kind says. */
export function placeholderOf({ kind, placeholder, symbol, unit }: AnyParameter): string {
  if (placeholder !== undefined) return placeholder;
  const own = symbol ?? unit;
  return own === undefined ? kind.placeholder : kind.placeholder.replace(/^<\w+/, `<${own}`);
}

/** What a parameter is, in a line: symbol and unit unless `isShort`, sentence, default. */
export function describe(declared: AnyParameter, isShort = false): string {
  const { about, symbol, unit, kind, default: value, otherwise } = declared;
  const head = isShort ? "" : [symbol, unit && `in ${unit}`].filter(Boolean).join(", ");
  const isOff = value === undefined || typeof value === "boolean" || typeof value === "object";
  const words = otherwise ?? (isOff ? undefined : (kind.show?.(value) ?? String(value)));
  return `${head && `${head}: `}${about}${words ? ` (default: ${words})` : ""}`;
}

/**
 * The JSON Schema of a spec with these parameters.
 *
 * @param required  names that a spec must have, beside those declared so.
 */
export function schemaOf(title: string, table: Parameters, required: readonly string[] = []): JsonSchema {
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title, ...objectSchema(table, required) };
}

function objectSchema(table: Parameters, required: readonly string[] = []): JsonSchema {
  const properties = Object.entries(table).map(([name, declared]) => {
    const { kind, default: value, otherwise, ...rest } = declared;
    const description = describe({ kind, ...rest, ...(otherwise !== undefined && { otherwise }) });
    return [name, { ...kind.schema, description, ...(value !== undefined && { default: value }) }];
  });
  const all = [...Object.keys(table).filter((name) => table[name].required), ...required];
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(all.length > 0 && { required: all }),
    additionalProperties: false,
  };
}

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

/** Kind of values that are a number or one of a few words. */
export function either<Word extends string>(number: Kind<number>, word: Kind<Word>): Kind<number | Word> {
  return {
    words: `${number.words}, or ${word.words}`,
    placeholder: number.placeholder,
    check: (where, value) => (typeof value === "number" ? number.check(where, value) : word.check(where, value)),
    // a word that is no number is for `check`, which names the known ones
    parse: (words) => (words.trim() === "" || Number.isNaN(Number(words)) ? (words as Word) : number.parse!(words)),
    show: String,
    schema: { anyOf: [number.schema, word.schema] },
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
      const found: Record<string, unknown> = {};
      for (const [name, { kind, default: otherwise, required }] of Object.entries(entries)) {
        const own = (value as Readonly<Record<string, unknown>>)[name] ?? otherwise;
        if (own !== undefined || required) found[name] = kind.check(`${where}.${name}`, own);
      }
      return found as ReadOf<Entries>;
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

/** One of several kinds of a thing, each with parameters of its own, as a plan holds it. */
export type VariantOf<Variants extends Readonly<Record<string, Parameters>>> = {
  readonly [Name in keyof Variants]: Flat<{ readonly kind: Name } & ReadOf<Variants[Name]>>;
}[keyof Variants];

/** One of several kinds of a thing as a spec gives it: what has a default may be left out. */
export type VariantSpecOf<Variants extends Readonly<Record<string, Parameters>>> = {
  readonly [Name in keyof Variants]: Flat<{ readonly kind: Name } & SpecOf<Variants[Name]>>;
}[keyof Variants];

type Flat<T> = { readonly [Name in keyof T]: T[Name] };

/**
 * A table whose `kind` says which entries it has.
 *
 * @param kindOf  what the kind decides, and its option on the command line.
 * @param plain   kinds without entries that a word alone may say.
 */
export function variants<Variants extends Readonly<Record<string, Parameters>>, Word extends keyof Variants & string>(
  of: Variants,
  kindOf: Pick<AnyParameter, "about" | "flag" | "otherwise">,
  plain: readonly Word[] = [],
): Kind<Word | VariantSpecOf<Variants>, VariantOf<Variants>> {
  const kinds = Object.keys(of);
  const entries: Record<string, AnyParameter> = { kind: { kind: choice(kinds), ...kindOf } };
  for (const own of Object.values(of)) Object.assign(entries, own);
  const ownersOf = (entry: string): string[] => kinds.filter((kind) => entry in of[kind]);
  return {
    words: `a table with a kind, one of ${kinds.join(", ")}${plain.length > 0 ? `, or ${plain.join(", ")}` : ""}`,
    placeholder: "",
    entries,
    check(where, value) {
      if (plain.includes(value as Word)) return { kind: value } as unknown as VariantOf<Variants>;
      if (typeof value !== "object" || value === null) {
        const words = plain.map((word) => `"${word}" or `).join("");
        throw new TypeError(`${where} must be ${words}an object with a kind, got ${showValue(value)}`);
      }
      const given = value as Readonly<Record<string, unknown>>;
      for (const entry of Object.keys(given)) {
        const owners = ownersOf(entry);
        if (owners.length === 0 || owners.includes(given["kind"] as string)) continue;
        if (given["kind"] !== undefined && !kinds.includes(given["kind"] as string)) break;
        const words = owners.map((owner) => `"${owner}"`).join(" or ");
        throw new RangeError(
          `${where}.${entry} must be left out unless its kind is ${words}, got ${show(given[entry])}`,
        );
      }
      const kind = checkChoice(`${where}.kind`, given["kind"], kinds);
      const read = table(of[kind]).check(where, withoutKind(where, given, of[kind]));
      return { kind, ...read } as unknown as VariantOf<Variants>;
    },
    schema: {
      anyOf: [
        ...(plain.length > 0 ? [{ enum: plain }] : []),
        ...kinds.map((kind) =>
          objectSchema({
            kind: { kind: { ...choice([kind]), schema: { const: kind } }, ...kindOf, required: true },
            ...of[kind],
          }),
        ),
      ],
    },
  };
}

function withoutKind(where: string, given: Readonly<Record<string, unknown>>, own: Parameters): object {
  checkKeys(where, given, ["kind", ...Object.keys(own)]);
  const { kind: _, ...rest } = given;
  return rest;
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
