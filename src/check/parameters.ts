/**
 * A parameter is declared once: its kind and range, default, unit, sentence and flag. What a spec may say and how it is checked, the
 * options of the command line and their help, the line that repeats a run, the JSON Schema of a spec and the tables of the reference
 * are all made from the declaration.
 *
 * Libraries of schemas were tried as its base with the table of `capacity` (zod 4.6 mini, valibot 1.5; minified, gzipped, added to the
 * core). They check ranges alone for 8.5 kB and 3.0 kB, with a JSON Schema for 15.4 kB and 6.1 kB; this file and kinds.ts do so for 0.7 kB more than
 * the checks that are there anyway, and knows symbols, units, sentences, options, repeat lines and axes besides, which would have to be
 * built on either. "capacity: fraction must be in (0, 1], got 2" is "Too big: expected number to be <=1" in zod, "Invalid value: Expected <=1
 * but received 2" in valibot; neither names the nearest key, nor whose a parameter of another kind is.
 */
import { checkKeys } from "./check.ts";

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
  /** Value under the published protocol, where it is another than the default: what the authors of EK22 did. */
  readonly published?: NoInfer<Given>;
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
  "Time",
  "Control",
  "Measurement",
  "Learning",
  "Retrieval",
  "Rules",
  "Annealing",
  "Search",
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
  return readEntries(`${where}: `, table, spec);
}

/** The same, for messages that begin with `prefix` and the name of a parameter. */
export function readEntries<Table extends Parameters>(prefix: string, table: Table, spec: object): ReadOf<Table> {
  const given = spec as Readonly<Record<string, unknown>>;
  const found: Record<string, unknown> = {};
  for (const name of namesOf(table)) {
    const { kind, default: otherwise, required } = table[name];
    const value = given[name] ?? otherwise;
    if (value !== undefined || required) found[name] = kind.check(prefix + name, value);
  }
  return found as ReadOf<Table>;
}

/** Checks a spec all of whose parameters are in one table: refuses other keys, and reads it. */
export function readSpec<Table extends Parameters>(where: string, table: Table, spec: object): ReadOf<Table> {
  checkKeys(`${where}: spec`, spec, namesOf(table));
  return readParameters(where, table, spec);
}

/** The names of a table's parameters, listed once: short integrations take hardly longer than walking a table. */
function namesOf(table: Parameters): readonly string[] {
  let names = NAMES.get(table);
  if (names === undefined) NAMES.set(table, (names = Object.keys(table)));
  return names;
}

const NAMES = new WeakMap<Parameters, readonly string[]>();

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

/** The entries of a table where it has no option itself, under its heading: each has one, unless the table is to have none. */
export function entriesOf({ kind, flag, group }: AnyParameter): [entry: string, parameter: AnyParameter][] {
  if (kind.parse) return [];
  return Object.entries(kind.entries ?? {}).map(([entry, one]) => [
    entry,
    { ...(group && { group }), ...one, ...(flag === null && { flag }) },
  ]);
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

/** What a parameter is, in a line: symbol and unit unless `isShort`, sentence, default, published value. */
export function describe(declared: AnyParameter, isShort = false): string {
  const { about, symbol, unit, kind, default: value, otherwise, published } = declared;
  const head = isShort ? "" : [symbol, unit && `in ${unit}`].filter(Boolean).join(", ");
  const isOff = value === undefined || typeof value === "boolean" || typeof value === "object";
  const words = otherwise ?? (isOff ? undefined : (kind.show?.(value) ?? String(value)));
  const apart =
    published === undefined || published === true ? undefined : (kind.show?.(published) ?? String(published));
  const values = [words && `default: ${words}`, apart && `as published: ${apart}`].filter(Boolean).join("; ");
  return `${head && `${head}: `}${about}${values && ` (${values})`}`;
}

/**
 * The JSON Schema of a spec with these parameters.
 *
 * @param required  names that a spec must have, beside those declared so.
 */
export function schemaOf(title: string, table: Parameters, required: readonly string[] = []): JsonSchema {
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title, ...objectSchema(table, required) };
}

/** The same without the head of a document. */
export function objectSchema(table: Parameters, required: readonly string[] = []): JsonSchema {
  const properties = Object.entries(table).map(([name, declared]) => {
    const { kind, default: value, ...rest } = declared;
    const description = describe({ kind, ...rest });
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
