/** The classical method of order 4, with a fixed step. */
import { methodOf } from "./method.ts";

/** Its fifth stage is the first of the next step, and its continuous extension a cubic. */
export const RK4 = methodOf({
  name: "rk4",
  order: 4,
  denseOrder: 3,
  citation: "Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, II.1",
  stages: [[], [1 / 2], [0, 1 / 2], [0, 0, 1], [1 / 6, 1 / 3, 1 / 3, 1 / 6]],
});
