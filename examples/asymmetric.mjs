// Two neurons with the same weights, symmetric and with one sign turned: memories against an oscillation.
import { attractor, continuousNetwork, portrait } from "palimpsest";
import { portraitFigure, portraitPanel } from "palimpsest/plot";
import { save } from "./save.mjs";

const activation = { type: "tanh", gain: 1 };
const symmetric = continuousNetwork({
  weights: [
    [2, 2],
    [2, 2],
  ],
  activation,
});
const asymmetric = continuousNetwork({
  weights: [
    [2, -2],
    [2, 2],
  ],
  activation,
});

const spec = { box: 5, seed: 3, trajectories: 5 };
const portraits = [await portrait(symmetric, spec), await portrait(asymmetric, spec)];
const [rest, cycle] = [
  await attractor(symmetric, { initial: [0.5, 0.2] }),
  await attractor(asymmetric, { initial: [0.5, 0.2] }),
];
console.log(`symmetric:  ${rest.kind} at (${Array.from(rest.state, (u) => u.toFixed(4)).join(", ")})`);
console.log(`asymmetric: ${cycle.kind} of period ${cycle.period.toFixed(9)}`);
const [one, multiplier] = cycle.cycle.multipliers.map(([re]) => re);
console.log(`its Floquet multipliers: ${one.toFixed(9)} along the flow, ${multiplier.toPrecision(4)} across it`);

await save("asymmetric", (document) =>
  portraitFigure(
    [
      portraitPanel(portraits[0], "symmetric: T = (2 2; 2 2)"),
      portraitPanel(portraits[1], "asymmetric: T = (2 −2; 2 2)"),
    ],
    {
      document,
      title: "Symmetric weights come to rest; with one sign turned the same two neurons oscillate",
      command: "node examples/asymmetric.mjs",
    },
  ),
);
