/**
 * A sweep: any experiment over a grid of its parameters and independent seeds.
 *
 *     experiment: capacity
 *     grid: { neurons: [120, 160], inputs: [12, 24], rule: [random, signal] }
 *     sweeps: 40            # what does not vary stands beside the grid
 *     seeds: 3
 *     seed: 5
 *
 * `spec` holds parameters as well, in a table or in a file; what stands beside the grid, and the grid, come in their place.
 */
import { checkInteger, checkKeys, show } from "../check/check.ts";
import { deepFreeze } from "../check/freeze.ts";
import { axesOf } from "../check/parameters.ts";
import type { Study } from "../experiments/kit/study.ts";
import { studyOf } from "../experiments/registry.ts";
import { canonicalJson } from "../io/hash.ts";
import type { Plain } from "../io/spec-file.ts";
import { drawSeed, parseSeed, type Seed, seedToJson } from "../numeric/seed.ts";

/** A sweep with every default filled in: plain data, the identity of its ledgers. */
export interface SweepPlan {
  readonly experiment: string;
  /** Each a product of its axes; the sweep is all of them. */
  readonly grid: readonly Grid[];
  /** What is the same in every task of the sweep. */
  readonly parameters: Readonly<Record<string, Plain>>;
  readonly seeds: number;
  readonly seed: number | string;
}

/** Values of each parameter that varies, in the order in which the experiment names them; the first varies slowest. */
export type Grid = Readonly<Record<string, readonly Plain[]>>;

type Table = Readonly<Record<string, Plain>>;

/** Tasks, seeds included: the list is held in memory. */
export const MOST_TASKS = 1_000_000;

const OWN_KEYS = ["experiment", "spec", "grid", "seeds", "seed"];

/**
 * Validates a sweep and fills in its defaults.
 *
 * @param seed  instead of the spec's; drawn when neither has one.
 * @throws TypeError or RangeError that names the key, the rule it breaks and the value.
 */
export async function planSweep(spec: unknown, seed?: Seed): Promise<SweepPlan> {
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) checkKeys("sweep: spec", null, []);
  const given = spec as Record<string, Plain>;
  if (given["experiment"] === undefined) checkKeys("sweep: spec", given, OWN_KEYS.concat(Object.keys(given)));
  const study = await studyOf("sweep: experiment", given["experiment"]);
  const base = baseOf(given["spec"]);
  const tables = [given, base, ...gridsOf(given["grid"])];
  for (const [key, reason] of refusedBy(study)) {
    if (tables.some((table) => Object.hasOwn(table, key)))
      throw new TypeError(`sweep: ${key} must be left out, ${reason}`);
  }
  const allowed = axesOf(study.parameters).filter(
    (key) => !["seed", "seeds", ...refusedBy(study).keys()].includes(key),
  );
  checkKeys("sweep: spec", given, [...OWN_KEYS, ...allowed]);
  const { seeds: ownSeeds = given["seeds"], seed: ownSeed = given["seed"], ...rest } = base;
  checkKeys("sweep: spec.spec", rest, allowed);
  const pick = (table: Table) => {
    const found = allowed.filter((key) => table[key] !== undefined).map((key) => [key, table[key]] as const);
    for (const [key, value] of found) checkPlain(`sweep: ${key}`, value);
    return Object.fromEntries(found);
  };
  const beside = pick(given);
  const parameters = withEntries(withEntries({}, pick(rest)), beside);
  const grid = gridsOf(given["grid"]).map((axes) => {
    checkKeys("sweep: grid", axes, allowed);
    const varying = allowed.filter((key) => Object.hasOwn(axes, key));
    return Object.fromEntries(varying.map((axis) => [axis, axisOf(axis, axes[axis], beside)]));
  });
  const first = parseSeed(seed ?? ((given["seed"] ?? ownSeed) as Seed | undefined) ?? drawSeed(), "sweep: seed");
  const seeds = checkInteger("sweep: seeds", given["seeds"] ?? ownSeeds ?? study.seeds ?? 3, 1, MOST_TASKS);
  parseSeed(first + BigInt(seeds - 1), "sweep: seed + seeds − 1");
  const count = grid.reduce((sum, axes) => sum + pointCount(axes), 0) * seeds;
  if (count > MOST_TASKS) {
    throw new RangeError(`sweep: grid must make at most ${MOST_TASKS} tasks with ${seeds} seeds, got ${count}`);
  }
  const plan = { experiment: study.name, grid, parameters, seeds, seed: seedToJson(first) };
  // plain data of its own: what the caller changes later shows nowhere
  return deepFreeze(JSON.parse(JSON.stringify(plan)) as SweepPlan);
}

/** Parameters that a sweep does not take, and why. */
function refusedBy({ parameters }: Study): ReadonlyMap<string, string> {
  return new Map(Object.entries(parameters).flatMap(([name, { unswept }]) => (unswept ? [[name, unswept]] : [])));
}

/** Numbers that are none would be taken for defaults. */
function checkPlain(where: string, value: Plain): void {
  if (value === null) throw new TypeError(`${where} must be left out where it is not given, got null`);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new RangeError(`${where} must hold finite numbers, got ${value}`);
  }
  if (typeof value !== "object") return;
  for (const [key, part] of Object.entries(value)) checkPlain(Array.isArray(value) ? where : `${where}.${key}`, part);
}

function gridsOf(grid: Plain | undefined): readonly Readonly<Record<string, Plain>>[] {
  if (grid === undefined) return [{}];
  const list = Array.isArray(grid) ? grid : [grid];
  if (list.length === 0) throw new RangeError("sweep: grid must hold at least one table, got none");
  for (const axes of list) {
    if (typeof axes !== "object" || axes === null || Array.isArray(axes)) {
      throw new TypeError(`sweep: grid must be a table of parameters, or a list of such, got ${JSON.stringify(axes)}`);
    }
  }
  return list as readonly Readonly<Record<string, Plain>>[];
}

function axisOf(axis: string, values: Plain, parameters: object): readonly Plain[] {
  if (Object.hasOwn(parameters, axis)) {
    throw new TypeError(`sweep: ${axis} must be given once, got it in grid and beside it`);
  }
  const list = Array.isArray(values) ? (values as readonly Plain[]) : [values];
  if (list.length === 0) throw new RangeError(`sweep: grid: ${axis} must have at least one value, got none`);
  checkPlain(`sweep: grid: ${axis}`, list);
  return [...new Map(list.map((value) => [canonicalJson(value), value])).values()];
}

function pointCount(axes: Grid): number {
  return Object.values(axes).reduce((product, values) => product * values.length, 1);
}

/** The parameters that a sweep begins with, such as a spec of the command of its experiment. */
function baseOf(spec: Plain | undefined): Table {
  if (spec === undefined) return {};
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
    throw new TypeError(`sweep: spec must be a table of parameters, or a file beside the sweep, got ${show(spec)}`);
  }
  return spec as Table;
}

/** Parameters with others in their place: "bounds.existing" is an entry of the table `bounds`. */
export function withEntries(parameters: Table, entries: Table): Table {
  const found: Record<string, Plain> = { ...parameters };
  for (const [key, value] of Object.entries(entries)) if (!key.includes(".")) found[key] = value;
  for (const [key, value] of Object.entries(entries)) {
    const [name, entry] = key.split(".");
    if (entry === undefined) continue;
    const table = found[name];
    const isTable = typeof table === "object" && table !== null && !Array.isArray(table);
    if (table !== undefined && !isTable) throw new TypeError(`sweep: ${key} must be of a table, got ${show(table)}`);
    found[name] = { ...(table as Table | undefined), [entry]: value };
  }
  return found;
}

/** The spec that gives a plan. */
export function specOf({ parameters, ...rest }: SweepPlan): object {
  return { ...rest, spec: parameters };
}
