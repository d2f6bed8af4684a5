/** One parameter of a network, to be varied: the activation's gain or width, one weight, or all weights together. */
import { type ActivationSpec, activationOf } from "./activation.ts";
import type { LocalField } from "./local-field.ts";
import { type ContinuousNetwork, weightMatrix, withWeights } from "./network.ts";
import type { ParameterSpec } from "./specs.ts";

/** A network for every value of a parameter. */
export interface NetworkFamily {
  /** Name of the parameter in a few words, for messages and figures. */
  readonly name: string;
  /** Value of the parameter in the given network. */
  readonly value: number;
  /** Bound that values of the parameter must exceed. */
  readonly least: number;
  at(value: number): ContinuousNetwork;
  /** ∂X/∂parameter at u into `out`, f64[N]; `field` is that of the network at `value`. */
  derivativeInto(field: LocalField, value: number, u: Float64Array, out: Float64Array): void;
}

/** The family of a network by one of its parameters; `weight` asks for dense weights, `scale` for any but a function. */
export function familyOf(network: ContinuousNetwork, parameter: ParameterSpec): NetworkFamily {
  const { activation, nNeurons } = network;
  if (parameter === "scale") {
    return {
      name: "scale of the weights",
      value: 1,
      least: 0,
      at: (value) => scaled(network, value),
      derivativeInto(field, value, u, out) {
        field.driveInto(Float64Array.from(u, activation.value), out); // s T(V)V
        for (let i = 0; i < nNeurons; i++) out[i] /= value;
      },
    };
  }
  if (typeof parameter === "string") {
    const { type } = activation.spec;
    return {
      name: parameter,
      value: activation.setting,
      least: 0,
      at: (value) => ({ ...network, activation: activationOf({ type, [parameter]: value } as ActivationSpec) }),
      derivativeInto: (field, _, u, out) => field.byActivationInto(u, out),
    };
  }
  const [i, j] = parameter.weight;
  const matrix = weightMatrix(network);
  return {
    name: `weight T_{${i},${j}}`,
    value: matrix[i * nNeurons + j],
    least: Number.NEGATIVE_INFINITY,
    at(value) {
      const changed = matrix.slice();
      changed[i * nNeurons + j] = value;
      return withWeights(network, changed);
    },
    derivativeInto(_, __, u, out) {
      out.fill(0);
      out[i] = activation.value(u[j]);
    },
  };
}

/** A network whose T(V) is s times that of another. */
function scaled(network: ContinuousNetwork, s: number): ContinuousNetwork {
  const { weights } = network;
  if (weights.kind === "patterns") return { ...network, weights: { ...weights, scale: s * weights.scale } };
  return withWeights(
    network,
    weightMatrix(network).map((w) => s * w),
  );
}
