/** The computations behind the claims of CLMM, each compared with theory or an independent method. */
import { describe, expect, it } from "vitest";
import { CLMM_SECTIONS } from "../../src/reproduce/clmm/claims.ts";
import { AUTHORS_WEIGHTS } from "../../src/reproduce/clmm/networks.ts";
import { type ClmmStudy, PARTS, type Part, planClmm } from "../../src/reproduce/clmm/plan.ts";
import type { Results } from "../../src/reproduce/clmm/results.ts";
import { reproduceClmm } from "../../src/reproduce/clmm/run.ts";
import { clmmTask } from "../../src/reproduce/clmm/studies.ts";
import { horizonErrors } from "../../src/reproduce/clmm/value-claims.ts";

const plan = planClmm({ size: "tiny" });

/** Some of the studies, measured. */
async function measured<P extends Part>(part: P, chosen: (study: ClmmStudy) => boolean = () => true) {
  const own = plan.studies.filter((study) => study.part === part && chosen(study));
  const found = [];
  for (const { kind, spec } of own) {
    found.push(await clmmTask.run({ kind, spec, backend: "wasm" }, () => undefined));
  }
  return found as Results[P][number][];
}

describe("the numbers behind the claims of CLMM", () => {
  it("the memory moves to a sink of A as μ grows", async () => {
    const rows = await measured("crossover");
    const away = Object.fromEntries(rows.map((row) => [row.controlWeight, row.sinkDistance!]));
    expect(away[0.005]).toBeCloseTo(2.0, 1);
    expect(away[0.02]).toBeCloseTo(1.7, 1);
    expect(away[0.1]).toBeCloseTo(0.99, 1);
    expect(away[0.5]).toBeCloseTo(0.07, 2);
    expect(away[0.9]).toBeCloseTo(0.001, 4);
    for (const { residual, unconverged, silent } of rows) {
      expect(residual).toBeLessThan(1e-9);
      expect(unconverged).toBe(0);
      expect(silent).toBeLessThanOrEqual(1);
    }
    expect(rows.find(({ controlWeight }) => controlWeight === 0.02)!.silent).toBe(1);
  });

  it("the control of a stable memory decays", async () => {
    const long = await measured("long");
    const at = (k: number, time: number) =>
      long[k].sizes.reduce((a, b) => (Math.abs(b[0] - time) < Math.abs(a[0] - time) ? b : a))[1];
    expect(at(0, 9)).toBeCloseTo(0.95, 2);
    expect(at(0, 40)).toBeCloseTo(0.58, 2);
    expect(at(1, 200)).toBeGreaterThan(5e-4);
    expect(at(1, 200)).toBeLessThan(1e-3);
  });

  it("where an optimal path may rest with a control, λ is an eigenvalue", async () => {
    const parts = await measured("restPoints");
    for (const { points, discount } of parts) {
      expect(points.length).toBeGreaterThan(1);
      for (const { distance, growth, control } of points) {
        expect(control).toBeGreaterThan(1e-6);
        expect(distance).toBeLessThan(1e-8);
        expect(growth).toBeGreaterThanOrEqual(discount - 1e-8);
      }
    }
  });

  it("λJ goes to 0 at rest and to the mean running cost on a cycle; a horizon's error falls as e^{−λT}", async () => {
    const [rest] = await measured("finalRest");
    // for steps of length 0; steps of 0.05 give 0.688, 0.285, 0.112, 0.036, 0.012
    const known = [0.6399, 0.2723, 0.1082, 0.035, 0.0119];
    rest.values.forEach(({ value }, k) => {
      expect(Math.abs(value - known[k])).toBeLessThan(1e-4);
    });
    const [cycle] = await measured("finalCycle");
    expect(cycle.values.map(({ period }) => period !== null)).toEqual([true, true, true]);
    const [{ value: a }, { value: b, last }] = cycle.values.slice(-2);
    expect(2 * b - a).toBeGreaterThan(0.97 * last);
    expect(2 * b - a).toBeLessThan(last);
    const [horizons] = await measured("horizonCycle");
    const errors = horizonErrors(horizons);
    const [[first, early], [second, late]] = [errors[2], errors[7]];
    expect(Math.log(early / late) / (second - first)).toBeCloseTo(0.1, 2);
  });

  it("dynamic programming holds for every outcome", async () => {
    for (const { splits, unconverged } of await measured("programming")) {
      expect(unconverged).toBe(0);
      for (const { difference } of splits) expect(difference).toBeLessThan(1e-12);
    }
  });

  it("the authors' problems: the least known costs, none of which their program reached", async () => {
    const weights = await measured("authorsWeights");
    // 20 random starts with exact gradients, and dynamic programming
    const best = [0, 2.5362212206532484, 2.560911303824991, 2.5447174754851654, 2.537994011336949, 2.536931845659687];
    weights.forEach(({ gridCost: cost }, k) => {
      expect(Math.abs(cost - best[k])).toBeLessThan(1e-11);
      expect(AUTHORS_WEIGHTS[k].cost).toBeGreaterThan(cost);
    });
    const [wandering] = await measured("authorsWandering");
    expect(wandering).toMatchObject({ outcome: "freeAssociation", unconverged: 0 });
    expect(wandering.cost).toBeCloseTo(1.5837083302604, 11);
    const [chain] = await measured("authorsChain");
    const costs = [2.5447174754851565, 1.6548837547700141, 1.0840471866635475, 0.6957566527236141];
    costs.forEach((cost, k) => {
      // each stage begins where the one before ended, known to about 1e-7
      expect(Math.abs(chain.presentations[k].gridCost - cost)).toBeLessThan(5e-7);
    });
    const corner = await measured("authorsGrid", ({ id }) => id === "authorsGrid-1.5,1.5");
    expect(corner[0].cost).toBeCloseTo(0.011144096171316962, 12);
    const [early] = await measured("early");
    const near = early.iterates.filter(({ cost }) => cost - early.best < 1e-4 && cost - early.best > 1e-5);
    expect(near.length).toBeGreaterThan(0);
    for (const { speed } of near) expect(speed).toBeGreaterThan(0.3);
  });
});

describe("forgetting", () => {
  it("−Σξ recovers every pattern whose weights changed within the bounds, and one beyond them may be recognized still", async () => {
    const fates = await measured("fates", ({ id }) => id === "fates-0.5-0");
    const later = fates.flatMap((one) => one.later);
    const [beyond, within] = [later.filter(({ excess }) => excess > 1), later.filter(({ excess }) => excess <= 1)];
    expect(Math.min(beyond.length, within.length)).toBeGreaterThan(4);
    for (const { isRecoverable } of within) expect(isRecoverable).toBe(true);
    expect(beyond.some(({ isRecognized }) => isRecognized)).toBe(true);
    expect(fates[0].unconverged).toBe(0);
  });
});

describe("judgement", () => {
  /** Only what a claim needs. */
  async function resultsOf(...parts: Part[]): Promise<Results> {
    const pairs = await Promise.all(parts.map(async (part) => [part, await measured(part)] as const));
    return Object.fromEntries(pairs) as unknown as Results;
  }
  const claimOf = (start: string) =>
    CLMM_SECTIONS.flatMap(({ claims }) => claims).find(({ claim }) => claim.startsWith(start))!;

  it("a claim that rests on an optimisation that did not converge says so", async () => {
    const { judgeClaims } = await import("../../src/reproduce/claim.ts");
    const results = await resultsOf("recognized");
    const section = { title: "one", claims: [claimOf("Recognized")] };
    expect(judgeClaims([section], results)[0]).toMatchObject({ verdict: "agrees", finding: "holds", solutions: 1 });
    const [one] = results.recognized;
    const unfinished = { ...results, recognized: [{ ...one, unconverged: 1 }] };
    expect(judgeClaims([section], unfinished)[0]).toMatchObject({ verdict: "undecided", finding: "undecided" });
    const other = { ...results, recognized: [{ ...one, outcome: "recorded" as const }] };
    expect(judgeClaims([section], other)[0]).toMatchObject({ verdict: "differs", finding: "fails" });
  });

  it("every size of the report measures every part of the results", () => {
    for (const size of ["tiny", "quick", "default", "full"] as const) {
      const { studies } = planClmm({ size });
      expect(new Set(studies.map(({ id }) => id)).size).toBe(studies.length);
      const parts = new Set(studies.map(({ part }) => part));
      for (const part of Object.keys(PARTS) as Part[]) expect(parts, part).toContain(part);
    }
    expect(planClmm({ size: "tiny", seeds: 3 }).studies.filter(({ part }) => part === "randomLearning")).toHaveLength(
      3,
    );
    expect(() => planClmm({ size: "huge" as never })).toThrow("reproduce: size must be one of tiny, quick");
  });

  it("is interrupted between studies", async () => {
    const controller = new AbortController();
    const done: string[] = [];
    const run = reproduceClmm(plan, {
      signal: controller.signal,
      results: {
        get: () => undefined,
        set(key) {
          done.push(key);
          if (done.length === 2) controller.abort(new Error("enough"));
        },
      },
    });
    await expect(run).rejects.toThrow("enough");
    expect(done).toHaveLength(2);
  });
});

describe("gradient flows and landscapes", () => {
  it("(★), and nothing else, makes the work of T(V)V the same along two ways; one family has (★) without (◇)", async () => {
    const [{ networks }] = await measured("gradients");
    for (const { family, star, diamond, scale, error, detour, detourError, gap, gapError } of networks) {
      const isStar = star < 1e-6 * (1 + scale);
      expect(isStar, family).toBe(family !== "neither");
      expect(diamond < 1e-6 * (1 + scale), family).toBe(family !== "neither" && family !== "star");
      expect(detour <= detourError, family).toBe(isStar);
      expect(error).toBeLessThan(1e-5 * (1 + scale));
      if (isStar) expect(gap).toBeLessThanOrEqual(gapError);
    }
  });

  it("E falls by the integral of its rate where (★) holds, on no trajectory where it does not", async () => {
    const [{ paths }] = await measured("descents");
    for (const { family, flow, rise, riseError, descent, integral, integralError } of paths) {
      expect(Math.abs(descent - integral) <= integralError, `${family} ${flow}`).toBe(family !== "neither");
      if (family !== "neither") expect(rise).toBeLessThanOrEqual(riseError);
    }
  });

  it("Hebbian minima come one by one and are lost again; the discrete dynamics ends; equilibria are what the landscape says", async () => {
    const [{ sequences }] = await measured("hebbian");
    for (const { minima, jumpError, leastJump } of sequences) {
      expect(minima.slice(0, 3)).toEqual([1, 2, 3]);
      expect(Math.max(...minima)).toBeGreaterThan(minima[minima.length - 1]);
      expect(jumpError).toBeLessThan(1e-14);
      // (0.99 N)²/2N over N
      expect(leastJump).toBeCloseTo(0.99 ** 2 / 2, 10);
    }
    const [thresholds] = await measured("thresholds");
    expect(thresholds).toMatchObject({ fixed: thresholds.networks, descending: thresholds.networks });
    expect(thresholds.asymmetricFixed).toBeLessThan(thresholds.networks / 4);
    const [critical] = await measured("criticalPoints");
    expect(critical.alike).toBe(critical.points);
    for (const count of [critical.sinks, critical.saddles, critical.sources]) expect(count).toBeGreaterThan(0);
  });

  it("the landscape of a symmetric controlled motion changes, and the state descends in every one of them", async () => {
    const [{ panels, instants, descending }] = await measured("landscapes");
    expect(descending).toBe(instants);
    for (const { control } of panels) expect(control[1]).toBe(control[2]);
    expect(panels[0].control).toEqual([0, 0, 0, 0]);
    const lowest = panels.map(({ points }) => Math.min(...points.map(({ energy }) => energy)));
    expect(lowest[0]).toBeLessThan(lowest[1]);
    expect(lowest[1]).toBeLessThan(lowest[2]);
  });
});
