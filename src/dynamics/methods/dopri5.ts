/** Dormand and Prince's pair of orders 5 and 4, with a continuous extension of order 4. */
import { methodOf } from "./method.ts";

export const DOPRI5 = methodOf({
  name: "dopri5",
  order: 5,
  denseOrder: 4,
  citation: "Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, II.5",
  stages: [
    [],
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  ],
  errors: [[71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40]],
  dense: [
    [
      -12715105075 / 11282082432,
      0,
      87487479700 / 32700410799,
      -10690763975 / 1880347072,
      701980252875 / 199316789632,
      -1453857185 / 822651844,
      69997945 / 29380423,
    ],
  ],
  control: { beta: 0.04, safety: 0.9, least: 0.2, most: 10 },
});
