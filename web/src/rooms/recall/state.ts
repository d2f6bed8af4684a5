/** The fields of recall that the address holds, and the pictures they name. */
import { computed } from "@preact/signals";
import { FREE_RULES } from "../../rules.data.ts";
import { stateOf } from "../../state/address.ts";
import { choice, number, numbers, seed, text } from "../../state/fields.ts";
import { NEURONS } from "../pictures.ts";
import { NUMBERS, RULE_NUMBERS } from "./fields.data.ts";
import { isPacked, pack, packedLength, unpack } from "./pack.ts";

/** How many of the visitor's own pictures an address holds at most. */
export const MOST_OWN = 8;
const PICTURE = packedLength(NEURONS);

export const state = stateOf("recall", {
  rule: choice(FREE_RULES, "random"),
  /** p: how many pictures are stored. */
  stored: number(NUMBERS.count),
  /** c: how many inputs every neuron has. */
  inputs: number(NUMBERS.inputs),
  ...numbers(RULE_NUMBERS),
  /** Fraction of the pixels that are flipped in the cue. */
  noise: number(NUMBERS.noise),
  /** Fraction of the picture that is hidden in the cue, from the bottom upwards. */
  occlude: number(NUMBERS.occlude),
  /** The picture that the cue is made of, counted from 1. */
  cue: number({ initial: 3, min: 1, max: NUMBERS.count.max, step: 1 }),
  seed: seed("network"),
  /** Pixels painted and pixels erased in the cue, packed one after the other; "" where there are none. */
  painted: text(
    "",
    `empty or ${packedLength(2 * NEURONS)} characters of packed pixels`,
    (given) => given === "" || (isPacked(given) && given.length === packedLength(2 * NEURONS)),
  ),
  /** The visitor's own pictures, packed one after the other. */
  own: text(
    "",
    `packed pictures of ${PICTURE} characters, at most ${MOST_OWN}`,
    (given) => isPacked(given) && given.length % PICTURE === 0 && given.length <= MOST_OWN * PICTURE,
  ),
});

/** The visitor's own pictures, i8[count × 784] of ±1. */
export const ownPictures = computed(() => {
  const { value } = state.own;
  const pictures = Array.from({ length: value.length / PICTURE }, (_, k) =>
    unpack(value.slice(k * PICTURE, (k + 1) * PICTURE), NEURONS),
  );
  const all = new Int8Array(pictures.length * NEURONS);
  pictures.forEach((picture, k) => {
    all.set(picture, k * NEURONS);
  });
  return all;
});

/** Adds a picture before the others, drops the oldest beyond `MOST_OWN`, and makes it the cue. */
export function storeOwn(picture: Int8Array): void {
  state.own.value = (pack(picture) + state.own.peek()).slice(0, MOST_OWN * PICTURE);
  state.stored.value = Math.max(state.stored.peek(), state.own.peek().length / PICTURE);
  state.painted.value = "";
  state.cue.value = 1;
}

/** The index of the cue's picture, from 0, limited to the pictures stored. */
export const cueIndex = computed(() => Math.min(state.cue.value, state.stored.value) - 1);

/** What the pointer did to each pixel of the cue: +1 painted, −1 erased, 0 nothing. */
export const brushed = computed(() => {
  const bits = unpack(state.painted.value, 2 * NEURONS);
  return Int8Array.from({ length: NEURONS }, (_, i) => (bits[i] > 0 ? 1 : bits[NEURONS + i] > 0 ? -1 : 0));
});

export function setBrushed(marks: Int8Array): void {
  const bits = new Int8Array(2 * NEURONS);
  marks.forEach((mark, i) => {
    bits[i] = mark > 0 ? 1 : -1;
    bits[NEURONS + i] = mark < 0 ? 1 : -1;
  });
  state.painted.value = marks.some((mark) => mark !== 0) ? pack(bits) : "";
}
