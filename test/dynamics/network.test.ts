/** Specs of continuous networks: the forms that weights take, and specs that are refused. */
import { describe, expect, it } from "vitest";
import { continuousNetwork, weightMatrix } from "../../src/dynamics/network.ts";

const TANH = { type: "tanh" } as const;

describe("continuous networks", () => {
  it("take weights as rows, flat, sparse or as patterns, and keep a copy", () => {
    const rows = [
      [0, 1],
      [2, 3],
    ];
    const network = continuousNetwork({ weights: rows, activation: TANH });
    rows[0][0] = 9;
    const expected = Float64Array.of(0, 1, 2, 3);
    expect(weightMatrix(network)).toEqual(expected);
    expect(weightMatrix(continuousNetwork({ weights: expected, activation: TANH }))).toEqual(expected);
    expect(weightMatrix(continuousNetwork({ weights: Float32Array.from(expected), activation: TANH }))).toEqual(
      expected,
    );
    expect(weightMatrix(continuousNetwork({ weights: [0, 1, 2, 3] as never, activation: TANH }))).toEqual(expected);
    const sparse = { rowStart: [0, 1, 3], columns: [1, 0, 1], values: [1, 2, 3] };
    expect(weightMatrix(continuousNetwork({ weights: sparse, activation: TANH }))).toEqual(expected);
    const quadratic = { type: "quadratic", patterns: [[1, 2]], scale: 0.5 } as const;
    const patterns = continuousNetwork({ weights: quadratic, activation: TANH });
    expect(weightMatrix(patterns, new Float64Array(2))).toEqual(Float64Array.of(0.5, 1, 1, 2));
    expect(() => weightMatrix(patterns)).toThrow("values must be given");
  });

  it("refuse what is none, in one sentence that names it", () => {
    const refuse = (spec: object) => () => continuousNetwork({ activation: TANH, ...spec } as never);
    expect(refuse({ weights: [[0, 1], [1]] })).toThrow("weights: row 1 must have 2 numbers, got 1");
    expect(
      refuse({
        weights: [
          [0, Number.NaN],
          [1, 0],
        ],
      }),
    ).toThrow("row 0 must hold finite numbers, got NaN at index 1");
    expect(
      refuse({
        weights: [
          [0, "1"],
          [1, 0],
        ],
      }),
    ).toThrow('row 0 must hold finite numbers, got "1" at index 1');
    expect(refuse({ weights: new Float64Array(3) })).toThrow("weights must be square, N × N numbers, got 3");
    expect(refuse({ weights: [] })).toThrow("weights must be of at least 1 neuron");
    expect(refuse({ weights: "w.npy" })).toThrow(
      'weights must be a matrix, sparse rows, patterns or a function, got "w.npy"',
    );
    expect(refuse({ weights: [[0]], bias: [1, 2] })).toThrow("bias must have 1 numbers, got 2");
    expect(refuse({ weights: [[0]], bais: [1] })).toThrow('did you mean "bias"?');
    expect(refuse({ weights: [[0]], nNeurons: 2 })).toThrow("nNeurons must be that of the weights, 1, got 2");
    expect(refuse({ weights: () => [0] })).toThrow("nNeurons must be an integer, got undefined");
    expect(refuse({ weights: [[0]], activation: undefined })).toThrow(
      "activation must be an object with a type, got undefined",
    );
    const sparse = { rowStart: [0, 1], columns: [1], values: [1] };
    expect(refuse({ weights: sparse })).toThrow("columns[0] must be an integer in [0, 0], got 1");
    expect(refuse({ weights: { ...sparse, rowStart: [0, 2] } })).toThrow(
      "rowStart must run from 0 to the 1 values, got 0 to 2",
    );
    expect(refuse({ weights: { ...sparse, columns: [0] }, precision: "f32" })).toThrow(
      'precision "f32" is for dense weights',
    );
    expect(refuse({ weights: { type: "cubic", patterns: [[1]] } })).toThrow('type must be one of "quadratic"');
    expect(refuse({ weights: { type: "polynomial", patterns: [[1]], degree: 1 } })).toThrow(
      "degree must be an integer in [2, 64], got 1",
    );
    expect(refuse({ weights: { type: "exponential", patterns: [[1, 2], [1]] } })).toThrow(
      "patterns[1] must have 2 numbers, got 1",
    );
  });
});
