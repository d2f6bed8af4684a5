/** Every method of integration: a line here and a file beside it; the type, the choices and the checks follow. */
import { DOP853 } from "./dop853.ts";
import { DOPRI5 } from "./dopri5.ts";
import { RK4 } from "./rk4.ts";

export const METHODS = { rk4: RK4, dopri5: DOPRI5, dop853: DOP853 } as const;

/** Names of the methods of integration in a spec. */
export type IntegrationMethod = keyof typeof METHODS;
export const METHOD_NAMES = Object.keys(METHODS) as IntegrationMethod[];

/** The one for all who do not choose: from tolerances of 1e-5 on it needs the fewest evaluations. */
export const DEFAULT_METHOD = METHODS.dop853;
