/** atan(u/width)/π + ½ (CLMM, with width 0.1): values in (0, 1), slope 1/(π·width) at 0, and tails that fall as 1/|u|. */
import { ACTIVATION } from "../../backend/contract/codes.ts";
import { type ActivationKind, WIDTH } from "./kind.ts";

export const ARCTAN = {
  type: "arctan",
  code: ACTIVATION.arctan,
  parameter: WIDTH,
  range: [0, 1],
  formula: "½ + arctan(u/width)/π",
} as const satisfies ActivationKind;
