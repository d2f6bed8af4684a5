/** The bifurcation diagram of equilibria by one parameter: every branch that reaches an end of its range. */
import { checkInteger, checkKeys, checkNumber, show } from "../check.ts";
import { DOMAIN } from "../random/domains.ts";
import { keyOf, parseSeed, type Seed, seedToJson } from "../random/seed.ts";
import { pacer, type RunOptions } from "../run/pace.ts";
import { type Branch, Continuation } from "./continuation.ts";
import { isWithin, NewtonSearch, RootCollection } from "./equilibria.ts";
import { type ContinuousNetwork, checkContinuous, vectorOf } from "./network.ts";
import { familyOf, type ParameterSpec } from "./parameter.ts";
import { type BoxSpec, checkBox, drawStateInto, type StateBox } from "./starts.ts";

export interface ContinuationSpec {
  /** What varies. */
  readonly parameter: ParameterSpec;
  /** Its range, from < to. */
  readonly from: number;
  readonly to: number;
  /** Longest step in (u, parameter); default a hundredth of the range. */
  readonly step?: number;
  /** Of a branch; default 5000. */
  readonly maxSteps?: number;
  /** A state near an equilibrium at `from`, whose branch alone is followed; default: all branches that are found. */
  readonly initial?: ArrayLike<number>;
  /** Where Newton searches at both ends of the range begin; default 4. */
  readonly box?: BoxSpec;
  /** Newton searches at each end; default 200. */
  readonly starts?: number;
  /** Of these searches; default 1. */
  readonly seed?: Seed;
}

export interface ContinuationPlan {
  readonly parameter: ParameterSpec;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly maxSteps: number;
  readonly initial: readonly number[] | null;
  readonly box: StateBox;
  readonly starts: number;
  readonly seed: number | string;
}

export interface ContinuationResult {
  readonly spec: ContinuationPlan;
  /** Of the parameter, for axes. */
  readonly name: string;
  readonly branches: readonly Branch[];
}

export const CONTINUATION_KEYS = [
  "parameter",
  "from",
  "to",
  "step",
  "maxSteps",
  "initial",
  "box",
  "starts",
  "seed",
] as const;
const WORDS = ["gain", "width", "scale"] as const;

/** Validates a spec and fills in its defaults. */
export function planContinuation(
  network: ContinuousNetwork,
  spec: ContinuationSpec,
  where = "continuation",
): ContinuationPlan {
  checkKeys(where, spec, CONTINUATION_KEYS);
  const parameter = checkParameter(`${where}: parameter`, spec.parameter, network);
  const { least } = familyOf(network, parameter);
  const from = checkNumber(`${where}: from`, spec.from, least, true);
  const to = checkNumber(`${where}: to`, spec.to, from, true);
  return Object.freeze({
    parameter,
    from,
    to,
    step: checkNumber(`${where}: step`, spec.step ?? (to - from) / 100, 0, true),
    maxSteps: checkInteger(`${where}: maxSteps`, spec.maxSteps ?? 5000, 1, 1_000_000),
    initial:
      spec.initial === undefined ? null : Array.from(vectorOf(`${where}: initial`, spec.initial, network.nNeurons)),
    box: checkBox(`${where}: box`, spec.box ?? 4, network.nNeurons),
    starts: checkInteger(`${where}: starts`, spec.starts ?? 200, 1, 1_000_000),
    seed: seedToJson(parseSeed(spec.seed ?? 1, `${where}: seed`)),
  });
}

function checkParameter(where: string, given: unknown, { activation, nNeurons }: ContinuousNetwork): ParameterSpec {
  const own = activation.spec.type === "arctan" ? "width" : "gain";
  if (given === own || given === "scale") return given as ParameterSpec;
  if (typeof given === "string" && (WORDS as readonly string[]).includes(given)) {
    throw new RangeError(`${where} must be "${own}" for activation "${activation.spec.type}", got ${show(given)}`);
  }
  if (typeof given !== "object" || given === null) {
    throw new TypeError(`${where} must be "${own}", "scale" or { weight: [i, j] }, got ${show(given)}`);
  }
  checkKeys(where, given, ["weight"]);
  const { weight } = given as { weight: unknown };
  if (!Array.isArray(weight) || weight.length !== 2) {
    throw new TypeError(`${where}: weight must be [i, j], got ${show(weight)}`);
  }
  const [i, j] = weight.map((value, k) => checkInteger(`${where}: weight[${k}]`, value, 0, nNeurons - 1));
  return { weight: [i, j] };
}

/**
 * Branches of equilibria of a network as one parameter varies, with folds, branch points and Hopf points. Branches are
 * sought by Newton's method at both ends of the range; one that reaches neither, a closed one, is only found from `initial`.
 *
 * @throws TypeError or RangeError that names the argument, the rule it breaks and the value; RangeError when there is no
 *   equilibrium near `initial`.
 */
export async function continuation(
  network: ContinuousNetwork,
  spec: ContinuationSpec,
  options: RunOptions = {},
): Promise<ContinuationResult> {
  checkContinuous("continuation: network", network);
  const plan = planContinuation(network, spec);
  const { parameter, from, to, initial } = plan;
  const pause = pacer(options.signal);
  const family = familyOf(network, parameter);
  const course = new Continuation(family, network.nNeurons, plan);
  const branches: Branch[] = [];
  if (initial) {
    const branch = course.through(Float64Array.from(initial), from);
    if (!branch) throw new RangeError(`continuation: initial must be near an equilibrium at ${from}, got none there`);
    branches.push(branch);
  } else {
    const ends = [from, to].map((value) => ({ value, roots: rootsAt(family.at(value), plan) }));
    const total = ends.reduce((sum, { roots }) => sum + roots.length, 0);
    let done = 0;
    for (const { value, roots } of ends) {
      for (const root of roots) {
        await pause();
        if (!branches.some((branch) => passes(branch, root, value))) {
          const branch = course.through(root, value);
          if (branch) branches.push(branch);
        }
        options.onProgress?.({ done: ++done, total, label: "branches followed" });
      }
    }
  }
  return Object.freeze({ spec: plan, name: family.name, branches });
}

function rootsAt(network: ContinuousNetwork, { box, starts, seed }: ContinuationPlan): Float64Array[] {
  const search = new NewtonSearch(network);
  const collection = new RootCollection();
  const start = new Float64Array(network.nNeurons);
  for (let k = 0; k < starts; k++) {
    drawStateInto(start, box, DOMAIN.newtonStart, k, keyOf(BigInt(seed)));
    const root = search.from(start);
    if (root) collection.add(root);
  }
  return collection.roots.map(({ state }) => state);
}

function passes({ points }: Branch, state: Float64Array, value: number): boolean {
  return points.some(
    (point) => Math.abs(point.parameter - value) < 1e-9 * (1 + Math.abs(value)) && isWithin(point.state, state, 1e-5),
  );
}
