// State-dependent weights T(V) = ∇²Φ(V) (Krotov & Hopfield) against constant ones: 20 patterns in 40 neurons.
import { continuousNetwork, integrate, randomPatterns } from "palimpsest";
import { timeCourseFigure } from "palimpsest/plot";
import { save } from "./save.mjs";

const [nNeurons, nPatterns] = [40, 20];
const { values } = await randomPatterns({ nPatterns, nNeurons, seed: 7 });
const patterns = Array.from({ length: nPatterns }, (_, mu) =>
  Array.from(values.slice(mu * nNeurons, (mu + 1) * nNeurons)),
);
const activation = { type: "tanh", gain: 4 };
// each scaled so that a pattern drives its own neurons with 1
const networks = [
  ["Φ quadratic: T constant", { type: "quadratic", patterns, scale: 1 / nNeurons }],
  ["Φ of degree 4", { type: "polynomial", patterns, degree: 4, scale: 1 / (3 * nNeurons ** 3) }],
].map(([title, weights]) => ({ title, network: continuousNetwork({ weights, activation }) }));

const value = (u) => Math.tanh(activation.gain * u);
const times = Array.from({ length: 161 }, (_, k) => k / 20);
const courses = [];
for (const { title, network } of networks) {
  let kept = 0;
  const overlaps = times.map(() => []); // of each cue with its pattern, at each time
  for (const [mu, pattern] of patterns.entries()) {
    // a tenth of the pattern is wrong
    const initial = pattern.map((x, i) => ((i + mu) % 10 === 0 ? -0.5 * x : 0.5 * x));
    const { states } = await integrate(network, { initial, duration: times.at(-1), times });
    const overlapAt = (k) => pattern.reduce((sum, x, i) => sum + x * value(states[k * nNeurons + i]), 0) / nNeurons;
    for (let k = 0; k < times.length; k++) overlaps[k].push(overlapAt(k));
    if (overlapAt(times.length - 1) > 0.95) kept++;
  }
  console.log(`${title}: ${kept} of ${nPatterns} patterns recalled from cues with a tenth of the neurons wrong`);
  courses.push({ title: `${title}: ${kept} of ${nPatterns} recalled`, times, states: overlaps });
}

await save("krotov", (document) =>
  timeCourseFigure(courses, {
    document,
    title: "State-dependent weights recall patterns that constant weights confuse",
    subtitle: `N = ${nNeurons}, p = ${nPatterns}; a line for each pattern, from a cue with a tenth of the neurons wrong`,
    name: "overlap with the pattern",
    command: "node examples/krotov.mjs",
  }),
);
