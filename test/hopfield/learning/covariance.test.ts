/** The covariance rule for sparse patterns, k-winner dynamics and overlaps of activity. */
import { describe, expect, test } from "vitest";
import {
  activityOverlaps,
  type FiringThreshold,
  flippedPatterns,
  learnNetwork,
  randomConnectivity,
  randomPatterns,
  relax,
  rowOverlaps,
} from "../../../src/index.ts";
import { BACKENDS } from "../../support/backends.ts";

const N = 41;

async function sparseNetwork(codingLevel: number, firingThreshold?: FiringThreshold, nPatterns = 6, nInputs = 23) {
  const kind = { kind: "sparse", codingLevel } as const;
  const patterns = await randomPatterns({ nPatterns, nNeurons: N, seed: 8, kind });
  const connectivity = await randomConnectivity({ nNeurons: N, nInputs, seed: 9 });
  const spec = {
    learning: "covariance",
    codingLevel,
    ...(firingThreshold !== undefined && { firingThreshold }),
  } as const;
  const network = await learnNetwork(patterns, connectivity, spec);
  return { patterns, connectivity, network, spec };
}

// a half, a third, halves of a per cent, and a level that is no simple fraction
test.each([0.5, 0.1, 1 / 3, 0.205, 0.8, 0.123456789])(
  "a = %d: weights and thresholds by their definition",
  async (a) => {
    const theta = 0.3;
    const { patterns, connectivity, network } = await sparseNetwork(a, theta);
    const { rowStart, inputs } = connectivity;
    const active = (mu: number, i: number) => (patterns.values[mu * N + i] > 0 ? 1 : 0);
    for (let i = 0; i < N; i++) {
      const scale = network.scale[i] / (23 * a * (1 - a)); // weights are in units of that
      let sum = 0;
      for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
        let weight = 0;
        for (let mu = 0; mu < 6; mu++) weight += (active(mu, i) - a) * (active(mu, inputs[e]) - a);
        sum += weight;
        // a unit of the integers off at most, beside rounding of a itself
        expect(Math.abs(network.graph.weights[e] / scale - weight)).toBeLessThan(1e-6);
      }
      // Σ_j J_ij (V_j − a) ≥ θ c a(1 − a), with V = (1 + S)/2: Σ_j J_ij S_j ≥ 2θ c a(1 − a) − (1 − 2a) Σ_j J_ij
      const threshold = network.graph.sums[i] / scale - sum;
      const expected = 2 * theta * 23 * a * (1 - a) - (1 - 2 * a) * sum;
      expect(threshold).toBeGreaterThan(expected - 23 / 2 / scale - 2e-5);
      // the next integer, and half a one for each weight that was rounded
      expect(threshold).toBeLessThan(expected + (2 + 23 / 2) / scale + 2e-5);
    }
  },
);

test("a = ½ is the network of ±1 neurons with Hebbian weights, exactly", async () => {
  const { patterns, connectivity, network } = await sparseNetwork(0.5);
  const hebbian = await learnNetwork(patterns, connectivity);
  expect(network.graph).toEqual(hebbian.graph);
});

test("a is that of the patterns unless given, in hundredths", async () => {
  const { patterns, connectivity, network } = await sparseNetwork(5 / 41); // 0.122 of the neurons
  const own = await learnNetwork(patterns, connectivity, { learning: "covariance" });
  const given = await learnNetwork(patterns, connectivity, { learning: "covariance", codingLevel: 0.12 });
  expect(own.graph).toEqual(given.graph);
  expect(own.graph.weights).not.toEqual(network.graph.weights);
});

describe("k winners", () => {
  test.each(BACKENDS)("%s: at every step the k largest fields fire, the first of equal ones", async (backend) => {
    const { patterns, network } = await sparseNetwork(0.2, "winners", 12);
    const k = 8; // round(0.2 · 41)
    const start = flippedPatterns(patterns, { flipped: 0.2, seed: 3 });
    const { rowStart, inputs, weights, sums } = network.graph;
    let states = Array.from({ length: 12 }, (_, mu) => Array.from(start.values.subarray(mu * N, (mu + 1) * N)));
    for (let sweep = 1; sweep <= 5; sweep++) {
      states = states.map((state) => {
        const fields = state.map((_, i) => {
          let sum = -sums[i];
          for (let e = rowStart[i]; e < rowStart[i + 1]; e++) sum += state[inputs[e]] > 0 ? 2 * weights[e] : 0;
          return sum;
        });
        const order = fields.map((_, i) => i).sort((i, j) => fields[j] - fields[i] || i - j);
        return state.map((_, i) => (order.indexOf(i) < k ? 1 : -1));
      });
      const { states: found, sweeps } = await relax(network, start, { maxSweeps: sweep }, { backend });
      for (const [mu, state] of states.entries()) {
        // those that have ended stay where they are, or in their cycle of two
        if (sweeps[mu] === sweep) expect(Array.from(found.subarray(mu * N, (mu + 1) * N))).toEqual(state);
      }
    }
    const { states: ended } = await relax(network, start, {}, { backend });
    for (let mu = 0; mu < 12; mu++) {
      expect(ended.subarray(mu * N, (mu + 1) * N).filter((s) => s > 0)).toHaveLength(k);
    }
  });
});

test("activity overlaps: hits less false alarms; for half-active states the overlap of ±1", async () => {
  const patterns = Int8Array.of(1, 1, -1, -1, -1, -1, 1, 1, -1, -1, -1, -1);
  const states = Int8Array.of(1, -1, 1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  expect(Array.from(activityOverlaps(states, patterns, 6))).toEqual([1 / 2 - 1 / 4, 0]);
  expect(Array.from(activityOverlaps(patterns, patterns, 6))).toEqual([1, 1]);
  const half = await randomPatterns({
    nPatterns: 2,
    nNeurons: 50,
    seed: 1,
    kind: { kind: "sparse", codingLevel: 0.5 },
  });
  const [first, second] = [half.values.subarray(0, 50), half.values.subarray(50)];
  expect(activityOverlaps(first, second, 50)[0]).toBeCloseTo(rowOverlaps(first, second, 50)[0], 12);
});

test.each([
  [{ learning: "covariance", codingLevel: 0 }, /codingLevel must be a finite number > 0, got 0/],
  [{ learning: "covariance", codingLevel: 1.2 }, /codingLevel must be in \(0, 1\), got 1.2/],
  [{ learning: "covariance", firingThreshold: 2 }, /firingThreshold must be a number in \[-1, 1\] or "winners", got 2/],
  [{ learning: "covariance", firingThreshold: "loosers" }, /firingThreshold must be .* got "loosers"/],
  [{ codingLevel: 0.1 }, /codingLevel must be left out unless learning is "covariance", got 0.1/],
])("refuses %j", async (spec, message) => {
  const patterns = await randomPatterns({ nPatterns: 2, nNeurons: 8, seed: 1 });
  const connectivity = await randomConnectivity({ nNeurons: 8, nInputs: 3, seed: 1 });
  await expect(learnNetwork(patterns, connectivity, spec as never)).rejects.toThrow(message);
});
