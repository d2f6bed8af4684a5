/** Every activation: a line here and a file beside it; types, spec keys and the lab's choices follow. */
import type { ACTIVATION } from "../../backend/contract/codes.ts";
import { real, variants } from "../../check/kinds.ts";
import { type Kind, parameter } from "../../check/parameters.ts";
import { ARCTAN } from "./arctan.ts";
import type { ActivationKind } from "./kind.ts";
import { LOGISTIC } from "./logistic.ts";
import { TANH } from "./tanh.ts";

export const ACTIVATIONS = {
  tanh: TANH,
  logistic: LOGISTIC,
  arctan: ARCTAN,
} as const satisfies { readonly [Type in keyof typeof ACTIVATION]: ActivationKind<Type> };

type Listed = (typeof ACTIVATIONS)[keyof typeof ACTIVATIONS];
export type ActivationType = Listed["type"];
export type ActivationParameterName = Listed["parameter"]["name"];

type SpecOf<Kind extends Listed> = Kind extends Listed
  ? { readonly type: Kind["type"] } & { readonly [Name in Kind["parameter"]["name"]]?: number }
  : never;

/**
 * A sigmoid g, applied to every neuron: tanh(gain·u) with values in (−1, 1); 1/(1 + e^(−gain·u)) or atan(u/width)/π + ½
 * (CLMM, with width 0.1) with values in (0, 1). `gain` is 1 and `width` 0.1 unless given. The slope at 0 is gain, gain/4 and
 * 1/(π·width).
 */
export type ActivationSpec = SpecOf<Listed>;

export const ACTIVATION_TYPES = Object.keys(ACTIVATIONS) as ActivationType[];
const KINDS = Object.values(ACTIVATIONS) as readonly Listed[];

/** The parameters of all activations, each once. */
export const ACTIVATION_PARAMETERS = [...new Set(KINDS.map(({ parameter }) => parameter))];
export const ACTIVATION_PARAMETER_NAMES = ACTIVATION_PARAMETERS.map(({ name }) => name);

/** Activations as specs say them: a table with the type, and gain or width. */
export const activationKind = variants(
  Object.fromEntries(
    KINDS.map(({ type, parameter: { name, initial, about } }) => [
      type,
      { [name]: parameter({ kind: real({ least: 0, open: true }), about, default: initial }) },
    ]),
  ),
  { about: "activation g of all neurons", flag: "--activation" },
  [],
  "type",
) as unknown as Kind<ActivationSpec>;
