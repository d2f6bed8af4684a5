/**
 * What the JavaScript backend computes for the facade itself, at single states and without waiting: both backends give these
 * bits, so that it does not matter that no kernel is asked.
 */
import type { Kernels } from "./contract/kernels.ts";
import { JsArena } from "./js/arena.ts";
import { jsFieldOf } from "./js/flow.ts";
import { NetworkField } from "./js/network-field.ts";

export { FUNCTIONS } from "./js/activation.ts";
export type { VectorField } from "./js/integrate.ts";
export { jsKernels } from "./js/kernels.ts";
export { jsFieldOf };

/** Fields of networks, and room for them, without all the other kernels: pages take them for pictures. */
export function hostFields(): Pick<Kernels, "arena" | "flowField"> {
  return { arena: new JsArena(), flowField: (problem) => jsFieldOf(new NetworkField(problem)) };
}
