/** What a visitor sets in the room Flow, and what its address holds. */
import {
  ACTIVATION_PARAMETERS,
  ACTIVATION_TYPES,
  type ActivationParameterName,
} from "../../../../src/dynamics/activations/index.ts";
import { stateOf } from "../../state/address.ts";
import { choice, number, numbers, seed, text } from "../../state/fields.ts";
import { BOX, PATTERN_NUMBERS } from "./fields.data.ts";

/** Greatest |T_ij|, and |ξ_i|. */
export const MOST_WEIGHT = 4;
export const MOST_BIAS = 2;
/** Greatest |u_i| of a start: the largest plane's. */
export const MOST_STATE = BOX.max;
/** Trajectories at once. */
export const MOST_STARTS = 12;

const weight = (initial: number) => number({ initial, min: -MOST_WEIGHT, max: MOST_WEIGHT, step: 0.01 });
/** A field for the parameter of every activation. */
const parameters = Object.fromEntries(
  ACTIVATION_PARAMETERS.map(({ name, initial, choices }) => [name, number({ initial, ...choices })]),
) as Readonly<Record<ActivationParameterName, ReturnType<typeof number>>>;
const bias = () => number({ initial: 0, min: -MOST_BIAS, max: MOST_BIAS, step: 0.01 });

export const state = stateOf("flow", {
  /** T constant, or Φ of two patterns. */
  weights: choice(["constant", "polynomial", "exponential", "logSumExp"], "constant"),
  /** T_ij, or the rows ξ^μ. */
  w00: weight(2),
  w01: weight(0.5),
  w10: weight(0.5),
  w11: weight(2),
  b0: bias(),
  b1: bias(),
  activation: choice(ACTIVATION_TYPES, "tanh"),
  ...parameters,
  ...numbers(PATTERN_NUMBERS),
  /** The plane is [−box, box]². */
  box: number(BOX),
  /** Of trajectories: u_0 and u_1 joined by "_", states by "*". */
  starts: text(
    "-3.4_1.2*0.3_-0.5",
    `up to ${MOST_STARTS} states such as 0.5_-2*1_1, no number beyond ±${MOST_STATE}`,
    (given) => given === "" || areStarts(parse(given)),
  ),
  /** The trajectory looked at. */
  chosen: number({ initial: 0, min: 0, max: MOST_STARTS - 1, step: 1 }),
  /** What the diagram of bifurcations varies. */
  along: choice(["w00", "w01", "w10", "w11", "gain"], "w00"),
  seed: seed(),
});

export type Start = readonly [number, number];

export function startsOf(packed: string): Start[] {
  return packed === "" ? [] : (parse(packed) as unknown as Start[]);
}

export function packStarts(starts: readonly Start[]): string {
  return starts.map((start) => start.map((value) => Number(value.toFixed(2)) || 0).join("_")).join("*");
}

function parse(packed: string): number[][] {
  return packed
    .split("*")
    .map((one) => one.split("_").map((value) => (value.trim() === "" ? Number.NaN : Number(value))));
}

function areStarts(starts: readonly (readonly number[])[]): boolean {
  return (
    starts.length <= MOST_STARTS &&
    starts.every((start) => start.length === 2 && start.every((value) => Math.abs(value) <= MOST_STATE))
  );
}
