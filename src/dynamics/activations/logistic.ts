/** 1/(1 + e^(−gain·u)): values in (0, 1), slope gain/4 at 0. */
import { ACTIVATION } from "../../backend/contract/codes.ts";
import { type ActivationKind, GAIN } from "./kind.ts";

export const LOGISTIC = {
  type: "logistic",
  code: ACTIVATION.logistic,
  parameter: GAIN,
  range: [0, 1],
  formula: "1/(1 + exp(−gain · u))",
} as const satisfies ActivationKind;
