/** The course of a search recorded moment by moment, which changes nothing of its result. */
import { describe, expect, it } from "vitest";
import { randomPatterns } from "../../src/hopfield/random-patterns.ts";
import { type RewiredNeurons, type RewireOptions, type RewireSpec, rewire } from "../../src/hopfield/rewire.ts";
import { BACKENDS } from "../support/backends.ts";
import { scaledEnergyByDefinition } from "../support/definitions.ts";
import { marginEnergyByDefinition } from "../support/margin.ts";
import { expectRejection } from "../support/rejection.ts";
import { shuffledExecutor } from "../support/shuffled-executor.ts";

const [N, P, C] = [40, 26, 9];
const patterns = await randomPatterns({ nPatterns: P, nNeurons: N, seed: 3 });
const LEVELS = 64;
/** Specs, moments they have, and those without a temperature. */
const SPECS: readonly (readonly [spec: RewireSpec, moments: number, cold: readonly number[]])[] = [
  [{ inputs: C, rule: "signal", sweeps: 3 }, LEVELS + 3, [0, 1, 66]],
  [{ inputs: C, rule: "noise", sweeps: 3, solver: "swap" }, LEVELS + 3, [0, 1, 66]],
  [{ inputs: C, rule: "noise", sweeps: 3, descent: false }, LEVELS + 2, [0, 65]],
  [{ inputs: C, rule: "signal", sweeps: 170 }, 2 * (LEVELS + 3), [0, 1, 66, 67, 68, 133]],
  [{ inputs: C, rule: "noise", sweeps: 0 }, 3, [0, 1, 2]],
  [{ inputs: C, rule: "margin", margin: 4, sweeps: 20 }, LEVELS + 2, [0, 65]],
];

/** A search and its course, of all neurons in turn. */
async function searched(spec: RewireSpec, options: RewireOptions = {}) {
  const parts: RewiredNeurons[] = [];
  const onNeurons = (part: RewiredNeurons): void => void parts.push(part);
  const result = await rewire(patterns, { ...spec, seed: 5 }, { course: true, ...options, onNeurons });
  parts.sort((a, b) => a.neurons[0] - b.neurons[0]);
  const of = (key: "temperatures" | "energies" | "inputs") => parts.flatMap(({ course }) => Array.from(course![key]));
  const course = { temperatures: of("temperatures"), energies: of("energies"), inputs: of("inputs") };
  return { result, moments: parts[0].course!.moments, course };
}

describe("the course of a search", () => {
  it.each(SPECS)("changes nothing, and is the same on both backends and any executor: %o", async (spec) => {
    const plain = await rewire(patterns, { ...spec, seed: 5 });
    const { course } = await searched(spec);
    for (const backend of BACKENDS) {
      const again = await searched(spec, { backend, executor: shuffledExecutor(3, 4) });
      expect(again.result.inputs).toEqual(plain.inputs);
      expect(again.result.energies).toEqual(plain.energies);
      expect(again.course).toEqual(course);
    }
  });

  it.each(SPECS)(
    "has moments of falling temperature, each with the energy of its set: %o",
    async (spec, moments, cold) => {
      const { result, course, ...found } = await searched(spec);
      expect(found.moments).toBe(moments);
      expect(course.energies).toHaveLength(N * moments);
      for (let i = 0; i < N; i++) {
        const temperatures = course.temperatures.slice(i * moments, (i + 1) * moments);
        const isCold = (moment: number): boolean => cold.includes(moment);
        temperatures.forEach((temperature, moment) => {
          if (isCold(moment)) expect(temperature).toBe(0);
          else expect(temperature).toBeGreaterThan(0);
          if (moment > 0 && !isCold(moment) && !isCold(moment - 1))
            expect(temperature).toBeLessThan(temperatures[moment - 1]);
        });
        for (let moment = 0; moment < moments; moment++) {
          const at = i * moments + moment;
          const inputs = course.inputs.slice(at * C, (at + 1) * C);
          expect(new Set(inputs).size).toBe(C);
          expect(inputs).not.toContain(i);
          expect(course.energies[at]).toBeCloseTo(energyOf(spec, i, inputs), 9);
        }
        // the best of the ends of all runs is what is returned
        const runs = spec.sweeps! >= 160 ? 2 : 1;
        const ends = Array.from({ length: runs }, (_, run) => i * moments + ((run + 1) * moments) / runs - 1);
        const best = ends.reduce((a, b) => (course.energies[b] < course.energies[a] ? b : a));
        expect(course.energies[best]).toBe(result.energies[i]);
        expect(course.inputs.slice(best * C, (best + 1) * C)).toEqual(
          Array.from(result.inputs.slice(i * C, (i + 1) * C)),
        );
      }
    },
  );

  it("stays where it ended when a margin is reached early", async () => {
    const { moments, course, result } = await searched({ inputs: C, rule: "margin", margin: 0.05, sweeps: 20 });
    expect(moments).toBe(LEVELS + 2);
    const reached = Array.from(result.neurons).filter((i) => result.energies[i] === 0);
    expect(reached.length).toBeGreaterThan(0);
    for (const i of reached) {
      const last = (i + 1) * moments - 1;
      expect(course.energies[last]).toBe(0);
      expect(course.inputs.slice(last * C, (last + 1) * C)).toEqual(
        Array.from(result.inputs.slice(i * C, (i + 1) * C)),
      );
    }
  });

  it("is refused where nobody knows how many moments there will be", async () => {
    const spec: RewireSpec = { inputs: C, rule: "signal", timeLimit: 0.01 };
    await expectRejection(
      rewire(patterns, spec, { course: true }),
      RangeError,
      /course must be left out with timeLimit/,
    );
  });
});

function energyOf(spec: RewireSpec, i: number, inputs: readonly number[]): number {
  const { values } = patterns;
  if (spec.rule === "margin") return marginEnergyByDefinition(values, P, N, i, inputs, spec.margin! * C) / C ** 2;
  return scaledEnergyByDefinition(values, P, N, i, inputs, spec.rule === "noise" ? 0 : P) / C ** 2; // cε = p
}
