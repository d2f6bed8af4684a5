// Weights with the closure condition (★) but not (◇): no Hessian, and yet an energy that every trajectory descends.
import {
  closureOf,
  continuousNetwork,
  energiesAlong,
  energyByQuadrature,
  integrate,
  landscape,
  starWeights,
} from "palimpsest";
import { landscapeFigure } from "palimpsest/plot";
import { save } from "./save.mjs";

const activation = { type: "tanh", gain: 1 };
// a Hessian, and f(V)(|V|² I − V Vᵀ), which annihilates V
const star = starWeights(
  [
    [1, 1.5],
    [1.5, 1],
  ],
  (v) => 1 + v[0],
);
const network = continuousNetwork({ ...star, activation });
// the same family with V Vᵀ alone has neither
const torn = continuousNetwork({
  nNeurons: 2,
  weights: (v) => [1 + v[1], 1.5, 1.5, 1 - v[0] * v[0]],
  activation,
});
for (const [name, one] of [
  ["(★) family", network],
  ["neither", torn],
]) {
  const { symmetry, star: closed, diamond } = closureOf(one, { seed: 1 });
  const at = Array.from(diamond.point, (v) => v.toFixed(2)).join(", ");
  console.log(
    `${name}: T_ij − T_ji ${symmetry.largest.toExponential(0)}, (★) ${closed.largest.toExponential(0)}, (◇) ${diamond.largest.toPrecision(3)} at V = (${at})`,
  );
}

const times = Array.from({ length: 301 }, (_, k) => k / 10);
const { states, state } = await integrate(network, {
  initial: [-1.2, 0.9],
  duration: 30,
  times,
  relativeTolerance: 1e-10,
});
const { rises, intervals, descent } = energiesAlong(network, states);
const { error } = energyByQuadrature(network, state.map(Math.tanh));
console.log(
  `energy by quadrature (error ${error.toExponential(0)}): falls by ${descent.toFixed(4)}, ${rises} rises in ${intervals} intervals`,
);

const found = await landscape(network, { seed: 2, trajectories: 10, nodes: 121 });
await save("closure", (document) =>
  landscapeFigure(found, {
    document,
    title: "With (★) there is an energy, though T(V) is no Hessian: (◇) fails",
    subtitle: "T(V) = H + (1 + V_0)(|V|² I − V Vᵀ); dark: low energy by quadrature; lines: trajectories",
    command: "node examples/closure.mjs",
  }),
);
