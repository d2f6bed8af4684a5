// An energy landscape of two neurons under Hebbian updates: first the pattern's minimum is added, at saturation the old ones go.
import { continuousNetwork, hebbianUpdate, landscape } from "palimpsest";
import { landscapeFigure } from "palimpsest/plot";
import { save } from "./save.mjs";

const before = continuousNetwork({
  weights: [
    [1, 1.2],
    [1.2, 1],
  ],
  activation: { type: "tanh", gain: 1 },
});
const pattern = [1, -1];
const twice = hebbianUpdate(before, pattern, { rate: 0.5, updates: 2 });
const saturated = hebbianUpdate(before, pattern, { rate: 0.5, bound: 2 });

const steps = [
  ["before", before],
  ["after 2 updates", twice.network],
  [`saturated, after ${saturated.updates}`, saturated.network],
];
const landscapes = [];
for (const [title, network] of steps) {
  const found = await landscape(network, { seed: 4, trajectories: 8 });
  const minima = found.points.filter(({ type }) => type === "sink");
  const places = minima.map(({ values }) => `(${Array.from(values, (v) => v.toFixed(2)).join(", ")})`);
  const rise = Math.max(...found.paths.map((path) => path.rise));
  console.log(`${title}: minima at V = ${places.join(" ")}; largest rise of the energy ${rise.toExponential(0)}`);
  landscapes.push({ ...found, title: `${title}: ${minima.length} minima` });
}

await save("landscape", (document) =>
  landscapeFigure(landscapes, {
    document,
    title: "Hebbian updates with (1, −1) add its minimum to the landscape; at saturation the old memory is gone",
    command: "node examples/landscape.mjs",
  }),
);
