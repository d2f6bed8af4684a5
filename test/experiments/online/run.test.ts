/** The online-learning experiment against EK22 algorithm 1, step by step. */
import { describe, expect, it } from "vitest";
import type { CapacityRow } from "../../../src/experiments/capacity/run.ts";
import {
  meansOnline,
  type OnlineCheckpoint,
  type OnlineRow,
  type OnlineSpec,
  online,
  planOnline,
  summarizeOnline,
} from "../../../src/experiments/online/run.ts";
import { randomConnectivity } from "../../../src/hopfield/connectivity.ts";
import { hebbianNetwork } from "../../../src/hopfield/learning/learn.ts";
import { randomPatterns } from "../../../src/hopfield/random-patterns.ts";
import { relax } from "../../../src/hopfield/relax.ts";
import { rowOverlaps } from "../../../src/hopfield/state-overlaps.ts";
import { DOMAIN } from "../../../src/numeric/domains.ts";
import { Stream } from "../../../src/numeric/philox.ts";
import { keyOf } from "../../../src/numeric/seed.ts";
import { type Executor, inlineExecutor } from "../../../src/run/executor.ts";
import {
  overlapByDefinition,
  relaxInTurn,
  relaxTogether,
  scaledEnergyByDefinition,
} from "../../support/definitions.ts";
import { expectAbortion, expectRejection, rejection } from "../../support/rejection.ts";
import { shuffledExecutor } from "../../support/shuffled-executor.ts";

const SMALL = { neurons: 60, inputs: [6, 20, 50], seed: 3, reference: false } as const satisfies OnlineSpec;

const result = await online(SMALL);
const runs = SMALL.inputs.map((c) => result.rows.filter(({ inputs }) => inputs === c));

/** Patterns 0 … count − 1 of the seed that are retrieved with the first connectivity. */
async function retrievedAtFirst(count: number, inputs: number): Promise<number> {
  const patterns = await randomPatterns({ nPatterns: count, nNeurons: 60, seed: 3 });
  const connectivity = await randomConnectivity({ nNeurons: 60, nInputs: inputs, seed: 3 });
  const { states } = await relax(await hebbianNetwork(patterns, connectivity), patterns);
  return rowOverlaps(states, patterns.values, 60).filter((m) => m >= 0.9).length;
}

/** An executor that stops after every repetition. */
const inSteps: Executor = {
  ...inlineExecutor,
  run: (task, input, signal) => inlineExecutor.run(task, { ...input, milliseconds: 0 }, signal),
};

describe("online learning", () => {
  it("begins with c₀ inputs each and as many patterns of the seed as these hold", async () => {
    for (const [{ inputs, repetition, meanInputs, deviationInputs, patterns, retrieved, histogram }] of runs) {
      expect({ repetition, meanInputs, deviationInputs }).toEqual({
        repetition: 0,
        meanInputs: inputs,
        deviationInputs: 0,
      });
      expect(histogram).toBe(`${inputs}:60`);
      expect(retrieved).toBe(await retrievedAtFirst(patterns, inputs));
      expect(retrieved).toBeGreaterThanOrEqual(0.9 * patterns);
      expect(await retrievedAtFirst(patterns + 1, inputs)).toBeLessThan(0.9 * (patterns + 1));
    }
  });

  it.each([
    { name: "as its text has it", epsilon: 1, isPublished: false },
    { name: "as published", epsilon: undefined, isPublished: true },
  ])("is EK22 algorithm 1, step by step from the definitions: $name", async ({ epsilon, isPublished }) => {
    const [nNeurons, nInputs, repetitions] = [24, 5, 12];
    const spec: OnlineSpec = {
      neurons: nNeurons,
      inputs: nInputs,
      ...(isPublished ? { protocol: "published" } : { epsilon: 1 }),
      seed: 8,
      maxRepetitions: repetitions,
      reference: false,
    };
    const { rows } = await online(spec);
    const all = await randomPatterns({ nPatterns: 400, nNeurons, seed: 8 });
    const { inputs } = await randomConnectivity({ nNeurons, nInputs, seed: 8 });
    const inputsOf = Array.from({ length: nNeurons }, (_, i) => Array.from(inputs.subarray(5 * i, 5 * i + 5)));
    const count = () => {
      const overlaps = overlapByDefinition(all.values, nPatterns, nNeurons);
      const weightsOf = inputsOf.map((row, i) => row.map((j) => overlaps[i * nNeurons + j]));
      return Array.from({ length: nPatterns }, (_, nu) => {
        const cue = all.values.subarray(nu * nNeurons, (nu + 1) * nNeurons);
        const { state } = isPublished
          ? relaxTogether(inputsOf, weightsOf, cue, 100)
          : relaxInTurn(inputsOf, weightsOf, cue, 100, () => inputsOf.map((_, i) => i));
        return Array.from(state).reduce((sum, s, i) => sum + s * cue[i], 0) / nNeurons;
      }).filter((m) => (isPublished ? m > 0.7 : m >= 0.9)).length;
    };
    let nPatterns = rows[0].patterns;
    expect(rows[0].retrieved).toBe(count());
    const stream = new Stream();
    for (let repetition = 1; repetition <= repetitions; repetition++) {
      let [additions, removals] = [0, 0];
      for (let i = 0; i < nNeurons; i++) {
        stream.open(DOMAIN.growth, i, repetition, keyOf(8n));
        // c²E, or what is not normalised with the constant K = N/2
        const energy = (set: readonly number[]) =>
          scaledEnergyByDefinition(
            all.values,
            nPatterns,
            nNeurons,
            i,
            set,
            epsilon ? set.length * epsilon : nNeurons / 2,
          );
        const isLower = (now: readonly number[], then: readonly number[]) =>
          isPublished ? energy(then) < energy(now) : energy(then) * now.length ** 2 < energy(now) * then.length ** 2;
        for (let trial = 0; trial < 10; trial++) {
          const drawn = stream.below(nNeurons - 1);
          const k = drawn < i ? drawn : drawn + 1;
          const now = inputsOf[i];
          const then = now.includes(k) ? now.filter((j) => j !== k) : [...now, k];
          if (then.length === 0 || !isLower(now, then)) continue;
          if (then.length > now.length) additions++;
          else removals++;
          inputsOf[i] = then;
        }
      }
      const retrieved = count();
      const counts = inputsOf.map((row) => row.length);
      expect(rows[repetition]).toMatchObject({
        repetition,
        additions,
        removals,
        patterns: nPatterns,
        retrieved,
        leastInputs: Math.min(...counts),
        mostInputs: Math.max(...counts),
      });
      expect(rows[repetition].meanInputs).toBeCloseTo(counts.reduce((sum, c) => sum + c, 0) / nNeurons, 12);
      if (retrieved > 0.9 * nPatterns) nPatterns += 10;
    }
    expect(nPatterns).toBeGreaterThan(rows[0].patterns);
  });

  it("as published ends when the mean number of inputs has stayed for 50 repetitions, whatever came and went", async () => {
    const spec = { neurons: 100, inputs: 20, seed: 3, reference: false, protocol: "published" } as const;
    const ends = await Promise.all(
      [spec, { ...spec, convergence: "connections" as const }].map(async (one) => (await online(one)).rows.at(-1)!),
    );
    for (const { quiet } of ends) expect(quiet).toBe(50);
    // the one run begins as the other
    expect(ends[0].repetition).toBeLessThanOrEqual(ends[1].repetition);
    // single changes that lower the energy at fixed patterns have all been made: c is near the published 0.22 N
    for (const { meanInputs } of ends) expect(Math.abs(meanInputs / 100 - 0.22)).toBeLessThan(0.02);
  });

  it("learns when all patterns are retrieved, where no smaller part is enough", async () => {
    const { rows } = await online({
      neurons: 60,
      inputs: 20,
      seed: 3,
      fraction: 1,
      maxRepetitions: 60,
      reference: false,
    });
    for (let at = 1; at < rows.length; at++) {
      const [before, row] = [rows[at - 1], rows[at]];
      expect(row.patterns - before.patterns).toBe(at > 1 && before.retrieved === before.patterns ? 10 : 0);
    }
    expect(rows.at(-1)!.patterns).toBeGreaterThan(rows[0].patterns);
  });

  it("with a constant for fields that are not normalised has no ε, and no other rule", () => {
    const spec = { neurons: 60, inputs: 6, seed: 3 } as const;
    expect(planOnline({ ...spec, offset: 0.5 })).toMatchObject({ offset: 0.5, epsilon: null });
    expect(() => planOnline({ ...spec, offset: 0.5, epsilon: 1 })).toThrow("epsilon and offset exclude each other");
    expect(() => planOnline({ ...spec, offset: 0.5, rule: "noise" })).toThrow(
      'online: offset must be left out for rule "noise", got 0.5',
    );
    const own = planOnline({ ...spec, protocol: "published", epsilon: 1 });
    expect([own.epsilon, "offset" in own, own.order]).toEqual([1, false, "synchronous"]);
  });

  it("keeps books: additions − removals is the change of the number of connections, p grows by 10 when p_eff > 0.9 p", () => {
    for (const rows of runs) {
      for (let at = 1; at < 64; at++) {
        const [before, row] = [rows[at - 1], rows[at]];
        expect(row.repetition).toBe(at);
        expect(row.additions - row.removals).toBeCloseTo(60 * (row.meanInputs - before.meanInputs), 9);
        expect(row.patterns - before.patterns).toBe(at > 1 && before.retrieved > 0.9 * before.patterns ? 10 : 0);
        expect(row.retrieved).toBeLessThanOrEqual(row.patterns);
      }
      for (const row of rows) {
        const { leastInputs, lowerInputs, medianInputs, upperInputs, mostInputs } = row;
        const quantiles = [1, leastInputs, lowerInputs, medianInputs, upperInputs, mostInputs, 59];
        expect(quantiles).toEqual(quantiles.slice().sort((a, b) => a - b));
        expect(Object.isFrozen(row)).toBe(true);
      }
    }
  });

  it("keeps every row of the beginning, ever fewer later, and the last; histograms at powers of two and at the end", () => {
    for (const rows of runs) {
      const last = rows[rows.length - 1].repetition;
      expect(last).toBeGreaterThan(100);
      const kept = (r: number) => r < 64 || r === last || r % (r < 128 ? 2 : r < 256 ? 4 : r < 512 ? 8 : 16) === 0;
      expect(rows.map(({ repetition }) => repetition)).toEqual(
        Array.from({ length: last + 1 }, (_, r) => r).filter(kept),
      );
      for (const { repetition, histogram, meanInputs } of rows) {
        expect(histogram !== null).toBe(repetition === last || Number.isInteger(Math.log2(Math.max(1, repetition))));
        if (histogram === null) continue;
        const bins = histogram.split(" ").map((bin) => bin.split(":").map(Number));
        expect(bins.reduce((sum, [, neurons]) => sum + neurons, 0)).toBe(60);
        expect(bins.reduce((sum, [c, neurons]) => sum + c * neurons, 0) / 60).toBeCloseTo(meanInputs, 12);
      }
    }
  });

  it("ends when 50 repetitions in a row have changed nothing, or after maxRepetitions", async () => {
    for (const [k, { status, repetitions }] of result.summary.entries()) {
      expect(status).toBe("converged");
      const last = runs[k][runs[k].length - 1];
      expect(last).toMatchObject({ repetition: repetitions, quiet: 50, additions: 0, removals: 0 });
    }
    const cut = await online({ ...SMALL, maxRepetitions: 30 });
    expect(cut.summary.map(({ status, repetitions }) => [status, repetitions])).toEqual(
      SMALL.inputs.map(() => ["maxRepetitions", 30]),
    );
    const withoutLast = (rows: readonly OnlineRow[]) => rows.map((row) => ({ ...row, histogram: null }));
    expect(withoutLast(cut.rows)).toEqual(withoutLast(result.rows.filter(({ repetition }) => repetition <= 30)));
  });

  it("forgets where it began: the final number of inputs does not depend on c₀", async () => {
    const { summary } = await online({ neurons: 150, inputs: [10, 60, 140], seed: 1, reference: false });
    const ends = summary.map(({ meanInputs }) => meanInputs);
    expect(Math.max(...ends) / Math.min(...ends)).toBeLessThan(1.04);
    // from below, growth goes beyond the end before pruning takes over
    expect(summary[0].peakInputs).toBeGreaterThan(summary[0].meanInputs + 1);
    expect(summary[0].peakRepetition).toBeGreaterThan(20);
    for (const { patterns, firstPatterns } of summary) expect(patterns).toBeGreaterThan(firstPatterns);
  });

  it("with a margin forgets where it began too, and stores more with as many inputs", async () => {
    const spec = { neurons: 100, inputs: [5, 35, 90], seed: 2, reference: false } as const;
    const [margin, signal] = [await online({ ...spec, rule: "margin" }), await online(spec)];
    const ends = margin.summary.map(({ meanInputs }) => meanInputs);
    expect(Math.max(...ends) / Math.min(...ends)).toBeLessThan(1.06);
    const load = ({ summary }: typeof margin) => summary.reduce((sum, end) => sum + end.load, 0);
    expect(load(margin)).toBeGreaterThan(1.1 * load(signal));
    for (const { margin: kappa, epsilon } of margin.rows) expect([kappa, epsilon]).toEqual([1, null]);
    const cut = { ...spec, rule: "margin", inputs: 5, maxRepetitions: 40 } as const;
    expect((await online(cut, { backend: "js", executor: inSteps })).rows).toEqual((await online(cut)).rows);
  });

  it("with noise reduction is signal reinforcement with ε = 0", async () => {
    const spec = { ...SMALL, inputs: 20, maxRepetitions: 40 };
    expect((await online({ ...spec, rule: "noise" })).rows).toEqual((await online({ ...spec, epsilon: 0 })).rows);
  });

  it("sums a run up by its rows", () => {
    expect(summarizeOnline(result.rows, 50)).toEqual(result.summary);
    for (const [k, end] of result.summary.entries()) {
      const last = runs[k][runs[k].length - 1];
      expect(end).toMatchObject({
        inputs: SMALL.inputs[k],
        firstPatterns: runs[k][0].patterns,
        meanInputs: last.meanInputs,
        deviationInputs: last.deviationInputs,
        patterns: last.patterns,
        retrieved: last.retrieved,
        load: last.patterns / last.meanInputs,
        referenceInputs: null,
      });
      expect(end.peakInputs).toBe(Math.max(...runs[k].map(({ meanInputs }) => meanInputs)));
    }
  });

  it("compares with critical loads at the final number of inputs", async () => {
    const compared = new Map<string, CapacityRow>();
    const spec = { neurons: 40, inputs: [4, 8], seeds: 2, seed: 5, maxRepetitions: 20 };
    const { summary } = await online(spec, { references: compared });
    const c = Math.round(summary.reduce((sum, { meanInputs }) => sum + meanInputs, 0) / 4);
    expect([...compared.keys()].sort()).toEqual([`random/${c}/5`, `random/${c}/6`, `signal/${c}/5`, `signal/${c}/6`]);
    for (const end of summary) {
      expect(end.referenceInputs).toBe(c);
      expect(end.offlineCapacity).toBeGreaterThan(end.randomCapacity!);
    }
    expect(summary[0].offlineCapacity).toBe(summary[2].offlineCapacity);
    const { references, means } = await online({ ...spec, seeds: 1, curve: true });
    const inputs = [...new Set(references.map((row) => row.inputs))];
    expect(inputs).toEqual([0.25, 0.5, 1, 1.5, 2].map((part) => Math.min(39, Math.round(part * inputs[2]))));
    expect(means.map((m) => [m.inputs, m.seeds, m.meanInputsError])).toEqual([
      [4, 1, 0],
      [8, 1, 0],
    ]);
  });

  it("takes means over seeds with their standard errors", () => {
    const runs = [60, 64, 71].map((meanInputs, k) => ({ ...result.summary[0], seed: k, meanInputs }));
    const [m] = meansOnline([...runs, result.summary[1]]);
    expect(m).toMatchObject({ inputs: 6, seeds: 3, converged: 3, meanInputs: 65 });
    expect(m.meanInputsError).toBeCloseTo(Math.sqrt((25 + 1 + 36) / 2 / 3), 12);
  });
});

describe("the same rows", () => {
  it("on the JavaScript backend", async () => {
    const spec = { ...SMALL, neurons: 50, inputs: [5, 40], maxRepetitions: 60 };
    expect((await online(spec, { backend: "js" })).rows).toEqual((await online(spec)).rows);
  });

  it("wherever a run is cut, and on an executor that takes tasks in any order", async () => {
    expect((await online(SMALL, { executor: inSteps })).rows).toEqual(result.rows);
    expect((await online(SMALL, { executor: shuffledExecutor(2, 4) })).rows).toEqual(result.rows);
  });

  it("after an interruption, continued from the checkpoint", async () => {
    for (const steps of [1, 30, 150]) {
      const saved = new Map<string, string>();
      const controller = new AbortController();
      let left = steps;
      const executor: Executor = {
        ...inSteps,
        run(task, input, signal) {
          if (task.name === "grow" && left-- === 0) controller.abort(new Error("enough"));
          return inSteps.run(task, input, signal);
        },
      };
      const interrupted = online(
        { ...SMALL, inputs: 6 },
        {
          executor,
          signal: controller.signal,
          onCheckpoint: (key, checkpoint) => saved.set(key, JSON.stringify(checkpoint)),
        },
      );
      expect((await rejection(interrupted)).message).toBe("enough");
      const checkpoint = (key: string) => JSON.parse(saved.get(key)!) as OnlineCheckpoint;
      expect(checkpoint("6/3").state.repetition).toBe(steps);
      const { rows } = await online({ ...SMALL, inputs: 6 }, { checkpoint });
      expect(rows).toEqual(runs[0]);
    }
  });

  it("when some runs are among the results already", async () => {
    const results = new Map([["20/3", runs[1]]]);
    const { rows } = await online(SMALL, { results });
    expect(rows).toEqual(result.rows);
    expect([...results.keys()]).toEqual(["20/3", "6/3", "50/3"]);
    expect(results.get("20/3")).toBe(runs[1]);
  });

  it("when its rows are followed, each a beginning of what becomes of it", async () => {
    const seen: (readonly OnlineRow[])[] = [];
    const { rows } = await online(
      { ...SMALL, inputs: 20 },
      { executor: inSteps, onRows: (_, some) => seen.push(some) },
    );
    expect(rows).toEqual(runs[1]);
    expect(seen.length).toBe(rows[rows.length - 1].repetition);
    expect(seen[seen.length - 1]).toEqual(rows);
    expect(seen.map((some) => some[some.length - 1].repetition)).toEqual(seen.map((_, k) => k + 1));
    expect(seen[30].slice(0, -1)).toEqual(
      rows.slice(0, 31).map((row, k) => (seen[30][k].histogram === null ? { ...row, histogram: null } : row)),
    );
  });

  it("for seeds one after another as for each alone", async () => {
    const spec = { ...SMALL, inputs: 12, maxRepetitions: 25 };
    const both = await online({ ...spec, seeds: 2 });
    const alone = await online({ ...spec, seed: 4 });
    expect(both.rows.filter(({ seed }) => seed === 4)).toEqual(alone.rows);
  });
});

describe("an online spec", () => {
  it("is kept with every default, as plain frozen data", () => {
    const plan = planOnline({ neurons: 100, inputs: 10, seed: 7 });
    expect(plan).toEqual({
      experiment: "online",
      neurons: 100,
      inputs: [10],
      rule: "signal",
      epsilon: 1,
      seeds: 1,
      seed: 7,
      trials: 10,
      addition: 10,
      threshold: 0.9,
      fraction: 0.9,
      quiet: 50,
      maxRepetitions: 20_000,
      order: "sequential",
      maxSweeps: 100,
      reference: true,
      searchStart: 1,
    });
    expect(Object.isFrozen(plan) && Object.isFrozen(plan.inputs)).toBe(true);
    const others = { neurons: 100, inputs: 10, seed: 7 };
    expect(planOnline({ ...others, rule: "noise" })).toEqual({ ...plan, rule: "noise", epsilon: 0 });
    expect(planOnline({ ...others, rule: "margin" })).toEqual({ ...plan, rule: "margin", epsilon: null, margin: 1 });
  });

  it.each([
    [{ inputs: 100 }, RangeError, /^online: inputs must be less than the number of neurons, 100, got 100$/],
    [{ inputs: [5, 0] }, RangeError, /^online: inputs must be an integer ≥ 1, got 0$/],
    [{ inputs: [] }, RangeError, /^online: inputs must name at least one, got none$/],
    [{ neurons: 1 }, RangeError, /^online: neurons must be an integer ≥ 2, got 1$/],
    [{ neurons: 1e6 }, RangeError, /^online: overlaps and connections of 1000000 neurons need .* GiB, more than/],
    [{ epsilon: -1 }, RangeError, /^online: epsilon must be a finite number ≥ 0, got -1$/],
    [{ rule: "random" }, TypeError, /^online: rule must be one of "noise", "signal", "margin", got "random"$/],
    [{ margin: 1 }, RangeError, /^online: margin must be left out for rule "signal", got 1$/],
    [{ rule: "margin", margin: 0 }, RangeError, /^online: margin must be a finite number > 0, got 0$/],
    [{ rule: "margin", epsilon: 1 }, RangeError, /^online: epsilon must be left out for rule "margin", got 1$/],
    [{ trials: 0 }, RangeError, /^online: trials must be an integer in \[1, 1000000\], got 0$/],
    [{ addition: 1.5 }, RangeError, /^online: addition must be an integer in \[1, 32767\], got 1.5$/],
    [{ fraction: 0 }, RangeError, /^online: fraction must be in \(0, 1\], got 0$/],
    [{ threshold: 2 }, RangeError, /^online: threshold must be in \(0, 1\], got 2$/],
    [{ quiet: 0 }, RangeError, /^online: quiet must be an integer ≥ 1, got 0$/],
    [{ maxRepetitions: 0 }, RangeError, /^online: maxRepetitions must be an integer in/],
    [{ seeds: 0 }, RangeError, /^online: seeds must be an integer in \[1, 10000\], got 0$/],
    [{ reference: 1 }, TypeError, /^online: reference must be true or false, got 1$/],
    [{ curve: 1 }, TypeError, /^online: curve must be true or false, got 1$/],
    [
      { curve: true, reference: false },
      RangeError,
      /^online: curve must be left out when reference is false, got true$/,
    ],
    [{ order: "chaotic" }, TypeError, /^online: order must be one of/],
    [{ epsilonn: 1 }, TypeError, /^online: spec: unknown key "epsilonn"; did you mean "epsilon"\?$/],
  ] as const)("%j is refused", async (wrong, kind, message) => {
    const spec = { neurons: 100, inputs: 10, ...wrong } as unknown as OnlineSpec;
    await expectRejection(online(spec), kind, message);
  });

  it("is left when aborted, soon", async () => {
    const spec = { neurons: 300, inputs: [20, 200], seed: 1 };
    for (const backend of ["wasm", "js"] as const) {
      await expectAbortion((options) => online(spec, { ...options, backend }), 300);
    }
  });
});
