/** Activation functions: what their specs mean, and specs that are refused. */
import { describe, expect, it } from "vitest";
import { activationOf } from "../../src/dynamics/activation.ts";

describe("activations by their spec", () => {
  it("take gain or width, with slope gain, gain/4 and 1/(π width) at rest", () => {
    expect(activationOf({ type: "tanh", gain: 1.5 }).derivative(0)).toBe(1.5);
    expect(activationOf({ type: "logistic", gain: 2 }).derivative(0)).toBe(0.5);
    const arctan = activationOf({ type: "arctan", width: 0.1 });
    expect(arctan.derivative(0)).toBeCloseTo(10 / Math.PI, 14);
    expect(arctan.value(0.1)).toBeCloseTo(0.75, 15);
    expect(arctan.inverse(0.75)).toBeCloseTo(0.1, 15);
    expect(activationOf({ type: "arctan" }).spec).toEqual({ type: "arctan", width: 0.1 });
    expect(activationOf({ type: "tanh" }).spec).toEqual({ type: "tanh", gain: 1 });
  });

  it("refuse what is none, in one sentence that names it", () => {
    const refuse = (spec: unknown) => () => activationOf(spec as never);
    expect(refuse({ type: "relu" })).toThrow('type must be one of "tanh", "logistic", "arctan", got "relu"');
    expect(refuse({ type: "tanh", gain: 0 })).toThrow("gain must be a finite number > 0, got 0");
    expect(refuse({ type: "arctan", width: -1 })).toThrow("width must be a finite number > 0, got -1");
    expect(refuse({ type: "arctan", width: 1e-310 })).toThrow("width must be a number that a double can work with");
    expect(refuse({ type: "tanh", width: 1 })).toThrow('width must be left out unless its type is "arctan", got 1');
    expect(refuse({ type: "tanh", gian: 1 })).toThrow('did you mean "gain"?');
    expect(refuse("tanh")).toThrow('must be an object with a type, got "tanh"');
  });
});
