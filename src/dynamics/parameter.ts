/** One parameter of a network, to be varied: the activation's gain or width, one weight, or all weights together. */
import type { ActivationSpec } from "./activation.ts";
import { type Field, type FlowNetwork } from "./field.ts";

/** `"gain"` or `"width"` of the activation, `"scale"` s of s·T, or the weight T_ij as `{ weight: [i, j] }`. */
export type ParameterSpec = "gain" | "width" | "scale" | { readonly weight: readonly [i: number, j: number] };

/** A network for every value of a parameter. */
export interface NetworkFamily {
  /** In a few words, for messages and figures. */
  readonly name: string;
  /** Its value in the network given. */
  readonly value: number;
  /** Values must be above this. */
  readonly least: number;
  at(value: number): FlowNetwork;
  /** ∂X/∂parameter at u into `out`, f64[N]; `field` is that of the network at `value`. */
  derivativeInto(field: Field, value: number, u: Float64Array, out: Float64Array): void;
}

/** The family of a network by one of its parameters. */
export function familyOf(network: FlowNetwork, parameter: ParameterSpec): NetworkFamily {
  const { activation, weights, nNeurons } = network;
  if (parameter === "scale") {
    return {
      name: "scale of the weights",
      value: 1,
      least: 0,
      at: (value) => ({ ...network, weights: weights.map((w) => value * w) }),
      derivativeInto(field, value, u, out) {
        field.into(u, out); // s T g − u
        for (let i = 0; i < nNeurons; i++) out[i] = (out[i] + u[i]) / value;
      },
    };
  }
  if (typeof parameter === "string") {
    return {
      name: parameter,
      value: activation.type === "arctan" ? (activation.width ?? 0.1) : (activation.gain ?? 1),
      least: 0,
      at: (value) => ({ ...network, activation: { ...activation, [parameter]: value } as ActivationSpec }),
      derivativeInto: (field, _, u, out) => field.byActivationInto(u, out),
    };
  }
  const [i, j] = parameter.weight;
  return {
    name: `weight T_{${i},${j}}`,
    value: weights[i * nNeurons + j],
    least: Number.NEGATIVE_INFINITY,
    at(value) {
      const changed = weights.slice();
      changed[i * nNeurons + j] = value;
      return { ...network, weights: changed };
    },
    derivativeInto(field, _, u, out) {
      out.fill(0);
      out[i] = field.activity(u[j]);
    },
  };
}
