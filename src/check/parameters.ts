/**
 * A parameter is declared once: its kind and range, default, unit, sentence and flag. What a spec may say and how it is checked, the
 * options of the command line and their help, the line that repeats a run, the JSON Schema of a spec and the tables of the reference
 * are all made from the declaration.
 */
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
  /** A value as the command line takes it. */
  readonly show?: (value: Given) => string;
  readonly schema: JsonSchema;
}

/** One parameter of a spec. Its name is the key under which it is declared. */
export interface Parameter<Given, Value = Given> {
  readonly kind: Kind<Given, Value>;
  /** What it is, as a phrase with neither capital nor full stop. */
  readonly about: string;
  /** Symbol in the papers, such as "ε". */
  readonly symbol?: string;
  /** Unit of the value; without one it is a count or a pure number. */
  readonly unit?: string;
  /** What stands for it when it is left out. */
  readonly default?: NoInfer<Given>;
  /** The same in words, where it depends on other parameters: "p/c". */
  readonly otherwise?: string;
  /** The heading under which `--help` lists it. */
  readonly group?: string;
  /** Its option on the command line, "--max-sweeps"; made of the name unless given. `null`: it has none. */
  readonly flag?: string | null;
  /** What stands for a value in help, where it is not that of the kind. */
  readonly placeholder?: string;
}

/** Parameters by their names, which are the keys of specs. */
export type Parameters = Readonly<Record<string, AnyParameter>>;
// biome-ignore lint/suspicious/noExplicitAny: parameters of every type lie in one table
export type AnyParameter = Parameter<any, any>;

type GivenOf<P> = P extends Parameter<infer Given, infer _> ? Given : never;
type ValueOf<P> = P extends { readonly kind: Kind<infer _, infer Value> } ? Value : never;

/** What a spec with these parameters may say. */
export type SpecOf<Table extends Parameters> = { readonly [Name in keyof Table]?: GivenOf<Table[Name]> };

/** What was read of a spec: parameters with a default are there. */
export type ReadOf<Table extends Parameters> = {
  readonly [Name in keyof Table as Table[Name] extends { readonly default: unknown } ? Name : never]: ValueOf<
    Table[Name]
  >;
} & {
  readonly [Name in keyof Table as Table[Name] extends { readonly default: unknown } ? never : Name]?: ValueOf<
    Table[Name]
  >;
};

/** A parameter with a default. */
export function parameter<Given, Value>(
  declared: Parameter<Given, Value> & { readonly default: NoInfer<Given> },
): Parameter<Given, Value> & { readonly default: Given };
/** A parameter without one, or whose default depends on others. */
export function parameter<Given, Value>(declared: Parameter<Given, Value>): Parameter<Given, Value>;
export function parameter<Given, Value>(declared: Parameter<Given, Value>): Parameter<Given, Value> {
  return Object.freeze(declared);
}

/** Parameters that `--help` lists together under a heading. */
export function grouped<Table extends Parameters>(group: string, table: Table): Table {
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
  for (const [name, { kind, default: otherwise }] of Object.entries(table)) {
    const value = given[name] ?? otherwise;
    if (value !== undefined) found[name] = kind.check(`${where}: ${name}`, value);
  }
  return found as ReadOf<Table>;
}

/** Refuses keys of a spec that are in none of the tables. */
export function checkSpec(where: string, spec: unknown, ...tables: readonly Parameters[]): void {
  checkKeys(`${where}: spec`, spec, keysOf(...tables));
}

/** The names of the parameters of some tables. */
export function keysOf(...tables: readonly Parameters[]): string[] {
  return [...new Set(tables.flatMap((table) => Object.keys(table)))];
}

/** The option of a parameter on the command line: "--max-sweeps" of maxSweeps; null where it has none. */
export function flagOf(name: string, { flag, kind }: AnyParameter): string | null {
  if (flag !== undefined) return flag;
  return kind.parse === undefined ? null : `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * The JSON Schema of a spec with these parameters.
 *
 * @param required  names that a spec must have.
 */
export function schemaOf(title: string, table: Parameters, required: readonly string[] = []): JsonSchema {
  const properties = Object.fromEntries(
    Object.entries(table).map(([name, { kind, about, unit, symbol, default: otherwise, otherwise: words }]) => {
      const head = [symbol, unit && `in ${unit}`].filter(Boolean).join(", ");
      const description = `${head && `${head}: `}${about}${words ? ` (default: ${words})` : ""}`;
      return [name, { ...kind.schema, description, ...(otherwise !== undefined && { default: otherwise }) }];
    }),
  );
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    type: "object",
    properties,
    ...(required.length > 0 && { required }),
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

/** An integer in [least, most]. */
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

/** A finite number within a range; all of them without one. */
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

/** One of a few words. */
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

/** True or false; a switch on the command line. */
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

/** One value of a kind, or several: a plan holds a list of different ones. */
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

function parseInteger(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new TypeError(`must be a whole number, got "${text}"`);
  return Number(text);
}

function parseReal(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new TypeError(`must be a number, got "${text}"`);
  return value;
}
