/** What is set, as specs of the package. */
import { computed } from "@preact/signals";
import type { ControlSpec, FrontsSpec, SequenceSpec, ValueMapSpec } from "palimpsest";
import { horizonOf, presentationOf } from "../../../../src/control/page.ts";
import { equilibriaOf, fieldOf, pathOf } from "./portrait.ts";
import { fitted, parseRows } from "./rows.ts";
import { state } from "./state.ts";

/** A */
export const weights = computed(() => parseRows(state.A.value));
/** N */
export const size = computed(() => weights.value.length);
/** u⁰ */
export const pattern = computed(() => fitted(parseRows(state.u.value)[0], size.value));
/** u⁰, u¹, … of the sequence. */
export const patterns = computed(() => parseRows(state.present.value).map((row) => fitted(row, size.value)));

/** Of random starts. */
const SEED = 1;

type Flow = Omit<ControlSpec, "initial">;

/** Everything but the pattern and μ. */
const base = computed((): Flow => {
  const { lambda, K, k, self, step, horizon, starts } = state;
  return {
    weights: weights.value,
    discount: lambda.value,
    bounds: { existing: K.value, silent: k.value, ...(!self.value && { diagonal: 0 }) },
    step: Number(step.value),
    ...(horizon.value > 0 && { horizon: horizon.value }),
    starts: starts.value,
    seed: SEED,
  };
});
/** Everything but the pattern. */
export const flow = computed((): Flow => ({ ...base.value, controlWeight: state.mu.value }));
/** μ of the front: what the slider can meet. */
const FRONT = [
  ...[0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3],
  ...[0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.965, 0.98, 0.99, 0.995],
];
/** Three neurons take ten times as long. */
const SPARSE_FRONT = FRONT.filter((_, k) => k % 2 === 1);

/** Neighbors on the front lead each other out of local minima: no other starts. Costs are compared in steps of one length. */
export const frontSpec = computed(
  (): FrontsSpec => ({
    ...base.value,
    initial: pattern.value,
    controlWeight: size.value === 2 ? FRONT : SPARSE_FRONT,
    starts: 1,
    extrapolate: false,
  }),
);

export const presentation = computed((): ControlSpec => ({ ...flow.value, initial: pattern.value }));
export const sequence = computed((): SequenceSpec => ({ ...flow.value, present: patterns.value, extrapolate: false }));

/** The least cost from everywhere, and the path from the pattern against it. */
export const valueSpec = computed((): ValueMapSpec & { readonly task: "value" } => ({
  task: "value",
  ...flow.value,
  grid: { nodes: Number(state.nodes.value) },
  states: [pattern.value],
}));

/** As `palimpsest control --spec` reads it. */
export function specText(spec: object): string {
  return `${JSON.stringify(spec, null, 1).replace(/\[\s+([^[\]{}]*?)\s+\]/g, (_, list: string) => `[${list.replace(/\s+/g, " ")}]`)}\n`;
}

/** T */
export const horizon = computed(() => state.horizon.value || horizonOf(presentationOf(state.lambda.value)));

/** The neurons of the plane shown. */
export const axes = computed((): readonly [number, number] =>
  size.value === 2 || state.view.value === "sequence"
    ? [0, 1]
    : [Number(state.plane.value[0]) - 1, Number(state.plane.value[1]) - 1],
);

/** The path without control, [points × N]: for pictures. */
export const freePath = computed(() => pathOf(weights.value, pattern.value, horizon.value));

/** The flow of A and its equilibria, of two neurons alone: for pictures. */
export const field = computed(() => (size.value === 2 ? fieldOf(weights.value) : undefined));
export const equilibria = computed(() => (size.value === 2 ? equilibriaOf(weights.value) : []));
