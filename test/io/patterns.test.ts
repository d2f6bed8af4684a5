/** Patterns from every form in which people keep them: types, axes, two values or brightness, IDX, text, and what is refused. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, test } from "vitest";
import { binarize } from "../../src/io/binarize.ts";
import { readPictures } from "../../src/io/images.ts";
import { type NpyData, writeNpy } from "../../src/io/npy.ts";
import { writeNpz } from "../../src/io/npz.ts";
import { readPatterns } from "../../src/io/patterns.ts";
import type { PictureSpec } from "../../src/io/picture-arrays.ts";
import { plainRandom, randomSigns } from "../support/plain-random.ts";
import { makePng } from "../support/png.ts";

const dir = mkdtempSync(join(tmpdir(), "palimpsest-"));
afterAll(() => rmSync(dir, { recursive: true }));

const SIGNS = randomSigns(2 * 12, plainRandom(4));
const [P, H, W] = [2, 3, 4];
const text = (lines: string) => new TextEncoder().encode(lines);
const valuesOf = (bytes: Uint8Array, spec?: PictureSpec) => readPatterns(bytes, "p", spec).values;

/** An IDX file of big-endian values. */
function idx(type: number, shape: readonly number[], values: readonly number[]): Uint8Array {
  const bytesOf = { 8: 1, 9: 1, 11: 2, 12: 4, 13: 4, 14: 8 }[type]!;
  const head = [0, 0, type, shape.length];
  const bytes = new Uint8Array(4 + 4 * shape.length + bytesOf * values.length);
  const view = new DataView(bytes.buffer);
  bytes.set(head);
  for (const [k, axis] of shape.entries()) view.setUint32(4 + 4 * k, axis);
  const put = {
    8: "setUint8",
    9: "setInt8",
    11: "setInt16",
    12: "setInt32",
    13: "setFloat32",
    14: "setFloat64",
  } as const;
  for (const [k, value] of values.entries()) view[put[type as 8]](4 + 4 * shape.length + bytesOf * k, value);
  return bytes;
}

describe("two values", () => {
  const levels: readonly (readonly [number, number])[] = [
    [-1, 1],
    [0, 1],
    [0, 255],
    [1, 2],
  ];
  const types: readonly (new (length: number) => NpyData)[] = [
    Int8Array,
    Uint8Array,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
  ];

  it("are the same patterns in every type and with every axes, the larger active", () => {
    for (const [low, high] of levels) {
      for (const Type of types) {
        const data = new Type(SIGNS.length);
        if (low < 0 && /U/.test(Type.name)) continue;
        if (high > 127 && Type === Int8Array) continue;
        SIGNS.forEach((sign, at) => {
          const value = sign > 0 ? high : low;
          data[at] = data instanceof BigInt64Array || data instanceof BigUint64Array ? BigInt(value) : value;
        });
        for (const shape of [
          [P, H * W],
          [P, H, W],
          [P, H, W, 1],
          [P, 1, H, W],
        ]) {
          const found = readPatterns(writeNpy(data, shape), "p.npy");
          expect(found.values, `${Type.name} ${shape} ${low} ${high}`).toEqual(SIGNS);
          expect([found.nPatterns, found.nNeurons, found.width, found.height]).toEqual([P, H * W, W, H]);
          expect(found.names).toEqual(["0", "1"]);
          expect(valuesOf(writeNpy(data, shape), { invert: true })).toEqual(SIGNS.map((sign) => -sign));
        }
      }
    }
  });

  it("are the same as text, in IDX, in .npz and compressed", () => {
    const bits = Array.from(SIGNS, (sign) => (sign > 0 ? 1 : 0));
    const lines = (list: readonly (number | string)[], separator: string) =>
      [0, 1].map((mu) => list.slice(12 * mu, 12 * (mu + 1)).join(separator)).join("\n");
    for (const bytes of [
      text(lines([...SIGNS], ",")),
      text(lines(bits, " ")),
      text(`# two patterns\n${lines(bits, ";")}\n`),
      text(
        lines(
          bits.map((bit) => (bit ? "True" : "False")),
          ",",
        ),
      ),
      text(
        lines(
          bits.map((bit) => `${bit}.000e+00`),
          " ",
        ),
      ), // numpy.savetxt
      idx(8, [P, H, W], bits),
      idx(
        8,
        [P, H * W],
        bits.map((bit) => 255 * bit),
      ),
      idx(9, [P, H * W], [...SIGNS]),
      idx(11, [P, H, W], [...SIGNS]),
      idx(12, [P, H, W], [...SIGNS]),
      idx(13, [P, H, W], [...SIGNS]),
      idx(14, [P, H, W], [...SIGNS]),
      writeNpz({ p: { data: SIGNS, shape: [P, H, W] }, labels: { data: Int8Array.of(3, 4), shape: [2] } }),
      gzipSync(idx(8, [P, H, W], bits)),
      gzipSync(writeNpy(SIGNS, [P, H * W])),
    ]) {
      expect(valuesOf(bytes)).toEqual(SIGNS);
    }
  });

  it("are one where there is one: 1 is active, 0 and −1 are not", () => {
    for (const [value, sign] of [
      [1, 1],
      [0, -1],
      [-1, -1],
    ]) {
      expect(valuesOf(writeNpy(new Int8Array(4).fill(value), [1, 4]))).toEqual(new Int8Array(4).fill(sign));
    }
  });

  it("take the shape that is asked for, and are brought to another size as pictures are", () => {
    const found = readPatterns(writeNpy(SIGNS, [P, 12]), "p.npy", { width: 6 });
    expect([found.width, found.height, found.values]).toEqual([6, 2, SIGNS]);
    // a 4 × 4 of four squares, halved: each square a pixel
    const squares = Int8Array.of(1, 1, -1, -1, 1, 1, -1, -1, -1, -1, 1, 1, -1, -1, 1, 1);
    for (const shape of [
      [1, 4, 4],
      [1, 16],
    ]) {
      expect(valuesOf(writeNpy(squares, shape), { width: 2, height: 2 })).toEqual(Int8Array.of(1, -1, -1, 1));
    }
    expect(() => readPatterns(writeNpy(SIGNS, [P, 12]), "p.npy", { width: 5, height: 5 })).toThrow(
      "p.npy must have 5 × 5 neurons, got 12",
    );
  });
});

describe("brightness", () => {
  const random = plainRandom(9);
  // two pictures with a dark part, in steps of 1/255
  const grey = Array.from({ length: P * 10 * 9 }, (_, at) => (at % 9 < 4 ? 20 : 200) + Math.floor(40 * random()));
  const image = (mu: number) => ({
    width: 9,
    height: 10,
    values: Float64Array.from(grey.slice(90 * mu, 90 * (mu + 1)), (v) => v / 255),
  });
  const wanted = Int8Array.from([0, 1].flatMap((mu) => [...binarize(image(mu), 9, 10, "threshold")]));
  const opposite = wanted.map((sign) => -sign);

  it("is dark where it is active, from 0 to 255 or to 1, in every type and with every axes", () => {
    expect(wanted.filter((sign) => sign > 0).length).toBe(2 * 10 * 4);
    for (const data of [
      Uint8Array.from(grey),
      Int16Array.from(grey),
      BigInt64Array.from(grey, BigInt),
      Float32Array.from(grey),
      Float64Array.from(grey),
      Float64Array.from(grey, (value) => value / 255),
      Uint16Array.from(grey, (value) => 257 * value),
    ]) {
      for (const shape of [
        [P, 10, 9],
        [P, 1, 10, 9],
        [P, 90],
      ]) {
        expect(valuesOf(writeNpy(data, shape)), `${data.constructor.name} ${shape}`).toEqual(wanted);
      }
    }
    expect(valuesOf(writeNpy(Uint8Array.from(grey), [P, 90]), { invert: true })).toEqual(opposite);
  });

  it("is bright where it is active in IDX files, as their digits are, unless turned", () => {
    expect(valuesOf(idx(8, [P, 10, 9], grey))).toEqual(opposite);
    expect(valuesOf(idx(8, [P, 10, 9], grey), { invert: true })).toEqual(wanted);
    expect(readPatterns(idx(8, [P, 10, 9], grey), "t10k", { count: 1 }).values).toEqual(opposite.slice(0, 90));
  });

  it("of colors is their luma, behind the sides or before them, over white where they are clear", () => {
    const colors = grey.flatMap((value) => [value, value, value]);
    const rgb = Uint8Array.from(colors);
    expect(valuesOf(writeNpy(rgb, [P, 10, 9, 3]))).toEqual(wanted);
    expect(valuesOf(writeNpy(rgb.slice(0, 270), [10, 9, 3]))).toEqual(wanted.slice(0, 90));
    const planes = [0, 1].flatMap((mu) => [0, 1, 2].flatMap(() => grey.slice(90 * mu, 90 * (mu + 1))));
    expect(
      valuesOf(
        writeNpy(
          Float32Array.from(planes, (v) => v / 255),
          [P, 3, 10, 9],
        ),
      ),
    ).toEqual(wanted);
    // a third of the luma's threshold: green is bright, blue is dark; what is clear is white
    const two = Uint8Array.of(0, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 0, 255, 0, 0, 255);
    expect(valuesOf(writeNpy(two, [1, 2, 2, 4]))).toEqual(Int8Array.of(-1, 1, -1, 1));
  });

  it("is the same picture as in a PNG file", async () => {
    const sample = (x: number, y: number) => ((x + y) % 5 < 2 ? 30 : 190) + x;
    writeFileSync(join(dir, "a.png"), makePng({ width: 12, height: 12, depth: 8, color: 0, sample }));
    const pixels = Uint8Array.from({ length: 144 }, (_, at) => sample(at % 12, Math.floor(at / 12)));
    writeFileSync(join(dir, "a.npy"), writeNpy(pixels, [1, 12, 12]));
    writeFileSync(
      join(dir, "a-images-idx3-ubyte"),
      idx(
        8,
        [1, 12, 12],
        [...pixels].map((value) => 255 - value),
      ),
    );
    const spec = { width: 8, height: 8 };
    const [png, npy, mnist] = await Promise.all(
      ["a.png", "a.npy", "a-images-idx3-ubyte"].map((file) => readPictures([join(dir, file)], spec)),
    );
    expect(npy.values).toEqual(png.values);
    expect(mnist.values).toEqual(png.values);
  });
});

test.each<[string, Uint8Array, string | RegExp]>([
  [
    "numbers beyond 255",
    writeNpy(Float64Array.of(0, 3, 300, 1), [1, 4]),
    "got numbers from 0 to 300 in 1 × 4 of <f8; (x - x.min())",
  ],
  ["numbers below 0", writeNpy(Float32Array.of(-1, 0, 0.5, 1), [2, 2]), "got numbers from -1 to 1"],
  ["±1 with silence", writeNpy(Int8Array.of(-1, 0, 1, 1), [2, 2]), "must hold two values, or brightness"],
  ["NaN", writeNpy(Float64Array.of(1, Number.NaN), [1, 2]), "must hold finite numbers, got NaN; numpy.nan_to_num(x)"],
  [
    "whole numbers that no double holds",
    writeNpy(BigInt64Array.of(2n ** 60n + 1n, 1n), [1, 2]),
    "p must hold whole numbers up to 2^53",
  ],
  ["one axis", writeNpy(Int8Array.of(1, -1), [2]), "a single pattern is x[None, :]"],
  ["labels of MNIST", idx(8, [3], [7, 2, 1]), "got 3; a single pattern"],
  ["five axes", writeNpy(new Int8Array(4), [1, 1, 1, 2, 2]), "x.reshape(len(x), -1)"],
  ["two colors", writeNpy(new Int8Array(8), [1, 2, 2, 2]), "[p × height × width × 3], got 1 × 2 × 2 × 2"],
  ["no patterns", writeNpy(new Int8Array(0), [0, 4]), "1 to 32767 patterns of at least 2 neurons, got 0 × 4"],
  ["one neuron", writeNpy(Int8Array.of(1, -1), [2, 1]), "of at least 2 neurons, got 2 × 1"],
  ["too many", writeNpy(new Int8Array(65536), [32768, 2]), "got 32768 × 2; save some of them"],
  [
    "a cut IDX file",
    idx(8, [2, 2, 2], [1, 2, 3]),
    "must hold 8 bytes of values for the 2 × 2 × 2 that its head says, got 3",
  ],
  ["a head alone", Uint8Array.of(0, 0, 8, 3, 0, 0), "ends within its head"],
  ["a picture", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), "got a JPEG picture; PNG files are read by readPictures"],
  ["MATLAB", text("MATLAB 5.0 MAT-file"), "got a MATLAB file"],
  ["words", text("a,b\nc,d"), 'line 2 has "d" where a number must be'],
  ["an empty cell", text("1,0\n,1"), "line 2 has an empty cell in column 1"],
  ["nothing", text(""), "a matrix must have numbers, got none"],
])("%s are refused, with how to convert them", (_, bytes, message) => {
  expect(() => readPatterns(bytes, "p")).toThrow(message);
  expect(() => readPatterns(bytes, "p")).toThrow(/^(?!.*undefined)/);
});

test("bytes changed and cut anywhere are patterns of ±1, or refused in a sentence that names the file", () => {
  const seeds = [
    writeNpy(SIGNS, [P, H, W]),
    writeNpy(
      Float32Array.from(SIGNS, (value) => 0.4 + 0.3 * value),
      [P, 12],
    ),
    idx(
      8,
      [P, H, W],
      [...SIGNS].map((value) => 100 + 50 * value),
    ),
    writeNpz({ p: { data: SIGNS, shape: [P, 12] } }),
    text("1,0,1\n0,0,1\n"),
    text(',a,b\n"x",1,0\ny,0,1\n'),
  ];
  const random = plainRandom(77);
  const below = (n: number) => Math.floor(n * random());
  for (let round = 0; round < 6000; round++) {
    let bytes = seeds[round % seeds.length].slice();
    for (let change = below(4); change >= 0; change--) {
      const at = below(bytes.length);
      const how = below(4);
      if (how === 0) bytes[at] = below(256);
      else if (how === 1) bytes[at] ^= 1 << below(8);
      else if (how === 2) bytes = bytes.slice(0, at + 1);
      else bytes = Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(below(bytes.length))]);
    }
    try {
      const { values, nPatterns, nNeurons, width, height } = readPatterns(bytes, "some file");
      expect(values.length).toBe(nPatterns * nNeurons);
      expect(width * height).toBe(nNeurons);
      expect(values.every((value) => value === 1 || value === -1)).toBe(true);
    } catch (error) {
      expect((error as Error).message).toContain("some file");
      expect(error instanceof RangeError || error instanceof TypeError).toBe(true);
    }
  }
});
