/** Mean-field theory at a temperature, against closed forms: at T = 0, near critical points and at them. */
import { describe, expect, it } from "vitest";
import { diluteLoad, thermalOverlap } from "../../src/hopfield/thermal-overlap.ts";
import { erf } from "../../src/numeric/erf.ts";

const dilute = (load: number, temperature: number) => thermalOverlap({ load, temperature, connectivity: "dilute" });
const full = (load: number, temperature: number) => thermalOverlap({ load, temperature });
const relative = (found: number, expected: number) => Math.abs(found / expected - 1);
const CRITICAL_LOAD = 2 / Math.PI;

/** ⟨f(z)⟩ over a normal z, by steps of a thousandth. */
function normalMean(f: (z: number) => number): number {
  let [sum, total] = [0, 0];
  for (let k = -9000; k <= 9000; k++) {
    const weight = Math.exp(-0.5 * (k / 1000) ** 2);
    sum += weight * f(k / 1000);
    total += weight;
  }
  return sum / total;
}

describe("highly diluted networks", () => {
  it("at T = 0 keep m = erf(m/√(2α)), and temperatures near 0 lead there", () => {
    for (const load of [1e-3, 0.05, 0.3, 0.5, 0.63]) {
      const m = dilute(load, 0);
      expect(relative(m, erf(m / Math.sqrt(2 * load)))).toBeLessThan(1e-14);
      expect(relative(dilute(load, 1e-12), m)).toBeLessThan(1e-13);
      // F(m) with the logistic noise Ts, ⟨s²⟩ = π²/12: relative to m a shift of −T² π²/24 F′/(α(1 − F′))
      const slope = Math.sqrt(2 / (Math.PI * load)) * Math.exp((-m * m) / (2 * load));
      const shift = ((Math.PI ** 2 / 24) * slope) / (load * (1 - slope));
      for (const t of [1e-5, 1e-4]) {
        expect(Math.abs(1 - dilute(load, t) / m - shift * t * t)).toBeLessThan(100 * (shift * t * t) ** 2 + 1e-13);
      }
    }
    expect(dilute(0, 0)).toBe(1);
  });

  it("at T = 0 vanish at 2/π, exactly there and as the series says before", () => {
    for (const load of [CRITICAL_LOAD, CRITICAL_LOAD * (1 + 1e-12), 0.7, 100]) expect(dilute(load, 0)).toBe(0);
    for (const distance of [1e-3, 1e-5, 1e-7, 1e-9]) {
      const load = CRITICAL_LOAD * (1 - distance);
      // erf(a)/a of a² = m²/(2α) to the second order: √(1 − distance) = 1 − a²/3 + a⁴/10
      const c = 1 - Math.sqrt(1 - distance);
      const expected = Math.sqrt(2 * load * (3 * c + 2.7 * c * c));
      // rounding of the load alone is ε/distance of m²
      expect(relative(dilute(load, 0), expected)).toBeLessThan(2 * distance ** 2 + 1e-15 / distance);
    }
  });

  it("at a temperature solve the mean over the noise, from either formula", () => {
    for (const [load, temperature] of [
      [0.02, 0.05],
      [0.3, 0.1],
      [0.3, Math.sqrt(0.3) - 1e-9],
      [0.3, Math.sqrt(0.3) + 1e-9],
      [0.1, 0.6],
      [0.5, 0.3],
    ]) {
      const m = dilute(load, temperature);
      const mean = normalMean((z) => Math.tanh((m + Math.sqrt(load) * z) / temperature));
      expect(relative(mean, m)).toBeLessThan(1e-12);
    }
  });

  it("at T_c, where T = ⟨sech²(σz/T)⟩, vanish, and as the series says before", () => {
    for (const load of [0.01, 0.3, 0.6]) {
      const slope = (t: number) => normalMean((z) => Math.cosh((Math.sqrt(load) * z) / t) ** -2) / t;
      let [low, high] = [0.05, 1];
      for (let k = 0; k < 55; k++) {
        const t = 0.5 * (low + high);
        if (slope(t) > 1) low = t;
        else high = t;
      }
      expect(dilute(load, low * (1 + 1e-13))).toBe(0);
      const t = low * (1 - 1e-5);
      // F(m) = slope m − m³/(3T³) ⟨sech²(1 − 3 tanh²)⟩
      const cubic = normalMean((z) => {
        const x = (Math.sqrt(load) * z) / t;
        return (1 - 3 * Math.tanh(x) ** 2) / Math.cosh(x) ** 2;
      });
      expect(relative(dilute(load, t), Math.sqrt((3 * t ** 3 * (slope(t) - 1)) / cubic))).toBeLessThan(1e-3);
    }
  });
});

describe("without load", () => {
  it("m = tanh(m/T), 0 from T = 1 on", () => {
    for (const overlap of [dilute, full]) {
      for (const t of [1, 1 + 1e-15, 2]) expect(overlap(0, t)).toBe(0);
      for (const t of [0.01, 0.5, 0.99, 1 - 1e-6, 1 - 1e-9]) {
        const m = overlap(0, t);
        expect(relative(Math.tanh(m / t), m)).toBeLessThan(1e-14);
        // x = m/T solves tanh(x)/x = T: x² = 3(1 − T)(1 + 6/5 (1 − T))
        if (t > 0.98) {
          const c = 1 - t;
          expect(relative(m, t * Math.sqrt(3 * c * (1 + 1.2 * c)))).toBeLessThan(2 * c * c + 1e-15 / c);
        }
      }
      expect(overlap(0, 0)).toBe(1);
    }
  });
});

describe("networks that are all connected", () => {
  it("at T = 0 are lost where Amit, Gutfreund and Sompolinsky's equation has no solution", () => {
    // with y = m/√(2αr): √(2α) = erf(y)/y − 2/√π exp(−y²), whose maximum is the critical load
    const loadOf = (y: number) => 0.5 * (erf(y) / y - (2 / Math.sqrt(Math.PI)) * Math.exp(-y * y)) ** 2;
    let critical = 0;
    for (let y = 1; y < 2; y += 1e-5) critical = Math.max(critical, loadOf(y));
    expect(critical).toBeCloseTo(0.137906, 6);
    expect(full(critical * (1 - 1e-9), 0)).toBeGreaterThan(0.967);
    expect(full(critical * (1 + 1e-9), 0)).toBe(0);
    for (const y of [1.7, 2, 3]) expect(relative(full(loadOf(y), 0), erf(y))).toBeLessThan(1e-12);
  });

  it("at a temperature solve m, q and r at once", () => {
    for (const [load, t] of [
      [0.05, 0.3],
      [0.1, 0.2],
      [0.005, 0.8],
    ]) {
      const m = full(load, t);
      // r by iteration at this m
      let r = 1;
      let q = 1;
      for (let k = 0; k < 60; k++) {
        q = normalMean((z) => Math.tanh((m + Math.sqrt(load * r) * z) / t) ** 2);
        r = q / (1 - (1 - q) / t) ** 2;
      }
      expect(
        relative(
          normalMean((z) => Math.tanh((m + Math.sqrt(load * r) * z) / t)),
          m,
        ),
      ).toBeLessThan(1e-10);
    }
  });
});

describe("the load at which the overlap falls to a threshold", () => {
  it("is that of which the overlap is the threshold", () => {
    for (const temperature of [0, 0.1, 0.4]) {
      for (const threshold of [0.1, 0.5, 0.9, 0.99]) {
        const load = diluteLoad({ threshold, temperature });
        if (load > 0) expect(relative(dilute(load, temperature), threshold)).toBeLessThan(1e-12);
        else expect(dilute(0, temperature)).toBeLessThan(threshold);
      }
    }
    expect(diluteLoad({ threshold: 0.9 })).toBeCloseTo(0.2994, 4);
  });

  it("is 2/π for a threshold of 0, and 0 where no pattern is kept so well", () => {
    expect(relative(diluteLoad({ threshold: 0 }), CRITICAL_LOAD)).toBeLessThan(1e-14);
    expect(relative(diluteLoad({ threshold: 1e-6 }), CRITICAL_LOAD)).toBeLessThan(1e-11);
    expect(diluteLoad({ threshold: 1 })).toBe(0);
    expect(diluteLoad({ threshold: 0.9, temperature: 0.9 })).toBe(0);
    expect(() => diluteLoad({ threshold: 1.1 })).toThrow(/diluteLoad: threshold must be at most 1, got 1.1/);
  });
});
