/** tanh(gain·u): values in (−1, 1), slope gain at 0. */
import { ACTIVATION } from "../../backend/contract/codes.ts";
import { type ActivationKind, GAIN } from "./kind.ts";

export const TANH = {
  type: "tanh",
  code: ACTIVATION.tanh,
  parameter: GAIN,
  range: [-1, 1],
  formula: "tanh(gain · u)",
} as const satisfies ActivationKind;
