/** What a room lets its visitor set: declared once, and known to the address, the controls and the command line alike. */
import { type Signal, signal } from "@preact/signals";

/** How the values of a field look in the address, and which are allowed. */
export interface FieldKind<T> {
  readonly initial: T;
  /** Reads a value from the address; undefined when it is not allowed. */
  readonly parse: (text: string) => T | undefined;
  readonly format: (value: T) => string;
  /** What is allowed, for a note: "a whole number from 10 to 200". */
  readonly allowed: string;
}

/** A number in [min, max] on the grid min + k·step. */
export interface NumberKind extends FieldKind<number> {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** A parameter of an experiment as a number that a visitor sets, see `numbersOf` of `build/numbers.ts`. */
export interface DeclaredNumber {
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** What controls call it, and what they say of it unless a room has words of its own. */
  readonly label: string;
  readonly help: string;
}

/** One of several words. */
export interface ChoiceKind<T extends string> extends FieldKind<T> {
  readonly choices: readonly T[];
}

/** The value of a setting as a signal, with what values are allowed. */
export type Field<T, Kind extends FieldKind<T> = FieldKind<T>> = Signal<T> & { readonly kind: Kind };
export type NumberField = Field<number, NumberKind>;
export type DeclaredField = Field<number, NumberKind & DeclaredNumber>;
export type ChoiceField<T extends string> = Field<T, ChoiceKind<T>>;
export type ToggleField = Field<boolean>;

/** A number in [min, max] on the grid min + k·step. */
export function number<Spec extends Pick<DeclaredNumber, "initial" | "min" | "max" | "step">>(
  spec: Spec,
): NumberKind & Spec {
  const { min, max, step } = spec;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const onGrid = (value: number): number => Number((min + Math.round((value - min) / step) * step).toFixed(decimals));
  return {
    ...spec,
    parse: (text) => {
      const value = text.trim() === "" ? Number.NaN : Number(text);
      return value >= min && value <= max ? onGrid(value) : undefined;
    },
    format: String,
    allowed: `${Number.isInteger(step) ? "a whole number" : "a number"} from ${min} to ${max}`,
  };
}

/** A field for each of several parameters. */
export function numbers<Name extends string>(
  specs: Readonly<Record<Name, DeclaredNumber>>,
): Readonly<Record<Name, NumberKind & DeclaredNumber>> {
  const entries = Object.entries<DeclaredNumber>(specs).map(([name, spec]) => [name, number(spec)]);
  return Object.fromEntries(entries) as Record<Name, NumberKind & DeclaredNumber>;
}

/** A field for the seed of random numbers, from 0 to 2³² − 1; `of` is what follows from it, for its help. */
export function seed(of = "numbers"): NumberKind & DeclaredNumber {
  const help = `Of chance: the same seed gives the same ${of}, here and in Node.`;
  return number({ initial: 1, min: 0, max: 2 ** 32 - 1, step: 1, label: "Seed", help });
}

/** A field that holds one of several words. */
export function choice<const T extends string>(choices: readonly T[], initial: NoInfer<T>): ChoiceKind<T> {
  return {
    initial,
    choices,
    parse: (text) => choices.find((one) => one === text),
    format: (value) => value,
    allowed: `one of ${choices.join(", ")}`,
  };
}

/** A field that is on or off, "yes" or "no" in the address. */
export function toggle(initial: boolean): FieldKind<boolean> {
  return {
    initial,
    parse: (text) => ({ yes: true, no: false })[text],
    format: (value) => (value ? "yes" : "no"),
    allowed: "yes or no",
  };
}

/** Text that `isAllowed` accepts, such as packed data. */
export function text(initial: string, allowed: string, isAllowed: (text: string) => boolean): FieldKind<string> {
  return { initial, parse: (given) => (isAllowed(given) ? given : undefined), format: (value) => value, allowed };
}

// biome-ignore lint/suspicious/noExplicitAny: fields of every type lie in one schema
export type Schema = Readonly<Record<string, FieldKind<any>>>;

/** The fields of a schema, each under its name. */
export type Fields<S extends Schema> = {
  readonly [Name in keyof S]: S[Name] extends FieldKind<infer T> ? Field<T, S[Name]> : never;
};

/** Makes a field for each entry of a schema, at its initial value. */
export function fieldsOf<const S extends Schema>(schema: S): Fields<S> {
  const entries = Object.entries(schema).map(([name, kind]) => [name, Object.assign(signal(kind.initial), { kind })]);
  return Object.fromEntries(entries) as Fields<S>;
}
