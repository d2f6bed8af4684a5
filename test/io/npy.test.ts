/** Files of NumPy arrays keep every bit, type and shape, and their alignment. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type NpyData, readNpy, readNpyWords, writeNpy } from "../../src/io/npy.ts";
import { readNpz, writeNpz } from "../../src/io/npz.ts";

const directory = mkdtempSync(join(tmpdir(), "palimpsest-npy-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;
if (!hasNumpy) console.log("npy: the checks against NumPy are left out, because python3 with numpy is not installed");

function python(program: string): string {
  const run = spawnSync("python3", ["-c", `import numpy as np\n${program}`], { cwd: directory, encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout.trim();
}

/** An .npy file with any header and values, as an attacker or a broken disk would make it. */
function craft(header: string, values: Uint8Array = new Uint8Array(0), version: readonly [number, number] = [1, 0]) {
  const text = new TextEncoder().encode(header);
  const length =
    version[0] === 1
      ? [text.length & 255, text.length >> 8]
      : [text.length & 255, (text.length >> 8) & 255, (text.length >> 16) & 255, text.length >>> 24];
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, ...version, ...length, ...text, ...values]);
}

/** Doubles as bytes, all NaN alike. */
const comparable = (data: NpyData) =>
  new Uint8Array(Float64Array.from(data as Float32Array, (x) => (Number.isNaN(x) ? Number.NaN : x)).buffer);

const dict = (descr: string, shape: string, fortran = "False") =>
  `{'descr': ${descr}, 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;

const samples: Record<string, NpyData> = {
  "|i1": Int8Array.of(-128, -1, 0, 127, 1, 2),
  "|u1": Uint8Array.of(0, 255, 1, 2, 3, 4),
  "<i2": Int16Array.of(-32768, 32767, 0, 1, 2, 3),
  "<u2": Uint16Array.of(0, 65535, 1, 2, 3, 4),
  "<i4": Int32Array.of(-(2 ** 31), 2 ** 31 - 1, 0, 1, 2, 3),
  "<u4": Uint32Array.of(0, 2 ** 32 - 1, 1, 2, 3, 4),
  "<i8": BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n, 0n, 1n, 2n, 3n),
  "<u8": BigUint64Array.of(0n, 2n ** 64n - 1n, 1n, 2n, 3n, 4n),
  "<f4": Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, -0, 1.5, -2, 3),
  "<f8": Float64Array.of(Number.NaN, Number.NEGATIVE_INFINITY, -0, 0.1, 5e-324, 1.7976931348623157e308),
};

describe("npy round trip", () => {
  for (const [dtype, data] of Object.entries(samples)) {
    it(`keeps every bit of ${dtype}`, () => {
      const array = readNpy(writeNpy(data, [2, 3]), "a.npy");
      expect(array.dtype).toBe(dtype);
      expect(array.shape).toEqual([2, 3]);
      expect(array.data.constructor).toBe(data.constructor);
      expect(new Uint8Array(array.data.buffer)).toEqual(new Uint8Array(data.buffer));
    });
  }

  it("keeps any doubles of any shape", () => {
    const axes = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 });
    fc.assert(
      fc.property(axes, fc.infiniteStream(fc.double()), (shape, stream) => {
        const length = shape.reduce((product, axis) => product * axis, 1);
        const data = Float64Array.from({ length }, () => stream.next().value);
        const array = readNpy(writeNpy(data, shape), "a.npy");
        expect(array.shape).toEqual(shape);
        expect(new BigUint64Array(array.data.buffer as ArrayBuffer)).toEqual(new BigUint64Array(data.buffer));
      }),
    );
  });

  it("reads values that lie unaligned in a larger buffer, and a view is written without its surroundings", () => {
    const whole = Float64Array.of(9, 1, 2, 3, 9);
    const file = writeNpy(whole.subarray(1, 4), [3]);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(Array.from(readNpy(shifted.subarray(3), "a.npy").data as Float64Array)).toEqual([1, 2, 3]);
  });

  it("begins the values at a multiple of 64 bytes, as NumPy does", () => {
    const axes = Array.from({ length: 40 }, (_, i) => i);
    for (const n of axes) expect(writeNpy(new Int8Array(0), [0, ...axes.slice(0, n)]).length % 64).toBe(0);
  });

  it("reads Fortran order of three axes into C order", () => {
    const shape = [2, 3, 4];
    const fortran = new Int16Array(24);
    for (let i = 0; i < 2; i++)
      for (let j = 0; j < 3; j++) for (let k = 0; k < 4; k++) fortran[i + 2 * j + 6 * k] = 100 * i + 10 * j + k;
    const array = readNpy(craft(dict("'<i2'", "(2, 3, 4)", "True"), new Uint8Array(fortran.buffer)), "a.npy");
    expect(array.shape).toEqual(shape);
    expect(Array.from(array.data as Int16Array).slice(0, 9)).toEqual([0, 1, 2, 3, 10, 11, 12, 13, 20]);
    expect(array.data[23]).toBe(123);
  });
});

describe.skipIf(!hasNumpy)("npy and npz with NumPy", () => {
  it("numpy.load reads every dtype we write, and we read what numpy.save writes back", () => {
    for (const [dtype, data] of Object.entries(samples)) {
      writeFileSync(join(directory, "ours.npy"), writeNpy(data, [2, 3]));
      expect(python("a = np.load('ours.npy'); np.save('theirs.npy', a); print(a.dtype.str, a.shape)")).toBe(
        `${dtype} (2, 3)`,
      );
      const back = readNpy(readFileSync(join(directory, "theirs.npy")), "theirs.npy");
      expect(back.dtype).toBe(dtype);
      expect(new Uint8Array(back.data.buffer)).toEqual(new Uint8Array(data.buffer));
    }
  });

  it("reads bools, scalars, empty arrays, Fortran order and version 2.0 as NumPy writes them", () => {
    python(
      [
        "np.save('bool.npy', np.array([True, False, True]))",
        "np.save('scalar.npy', np.float64(2.5))",
        "np.save('empty.npy', np.zeros((0, 7), np.int8))",
        "np.save('fortran.npy', np.asfortranarray(np.arange(12, dtype=np.float32).reshape(3, 4)))",
        "f = open('v2.npy', 'wb'); np.lib.format.write_array(f, np.arange(3, dtype=np.int32), version=(2, 0)); f.close()",
      ].join("\n"),
    );
    const read = (file: string) => readNpy(readFileSync(join(directory, file)), file);
    expect(read("bool.npy")).toEqual({ dtype: "|b1", shape: [3], data: Uint8Array.of(1, 0, 1) });
    expect(read("scalar.npy")).toEqual({ dtype: "<f8", shape: [], data: Float64Array.of(2.5) });
    expect(read("empty.npy")).toEqual({ dtype: "|i1", shape: [0, 7], data: new Int8Array(0) });
    expect(read("fortran.npy").data).toEqual(Float32Array.from({ length: 12 }, (_, i) => i));
    expect(read("v2.npy").data).toEqual(Int32Array.of(0, 1, 2));
  });

  it("reads big-endian arrays of every type, in C and Fortran order", () => {
    for (const [dtype, data] of Object.entries(samples)) {
      if (dtype.startsWith("|")) continue;
      writeFileSync(join(directory, "little.npy"), writeNpy(data, [2, 3]));
      python(
        `a = np.load('little.npy'); np.save('big.npy', a.astype('>${dtype.slice(1)}')); np.save('turned.npy', np.asfortranarray(a).astype('>${dtype.slice(1)}'))`,
      );
      for (const file of ["big.npy", "turned.npy"]) {
        const back = readNpy(readFileSync(join(directory, file)), file);
        expect(back.dtype).toBe(dtype);
        expect(back.shape).toEqual([2, 3]);
        expect(back.data).toEqual(data);
      }
    }
  });

  it("reads every float16 as the float32 of its value", () => {
    python(
      "a = np.arange(65536, dtype=np.uint16).view(np.float16); np.save('half.npy', a); np.save('swapped.npy', a.astype('>f2')); np.save('wide.npy', a.astype(np.float32))",
    );
    const wide = readNpy(readFileSync(join(directory, "wide.npy")), "wide.npy");
    for (const file of ["half.npy", "swapped.npy"]) {
      const { dtype, data } = readNpy(readFileSync(join(directory, file)), file);
      expect(dtype).toBe("<f4");
      expect(Buffer.compare(Buffer.from(comparable(data)), Buffer.from(comparable(wide.data)))).toBe(0);
    }
  });

  it("reads words as numpy.save writes them", () => {
    python(
      "np.save('bytes.npy', np.array(b'csr')); np.save('names.npy', np.array(['ADAL', 'β', ''])); np.save('big.npy', np.array(['ab']).astype('>U2'))",
    );
    const words = (file: string) => readNpyWords(readFileSync(join(directory, file)), file);
    expect(words("bytes.npy")).toEqual(["csr"]);
    expect(words("names.npy")).toEqual(["ADAL", "β", ""]);
    expect(words("big.npy")).toEqual(["ab"]);
    expect(() => words("fortran.npy")).toThrow(/must hold strings/);
  });

  it("npz goes both ways, compressed too", () => {
    const weights = Float64Array.from({ length: 1000 }, (_, i) => Math.floor(i / 100));
    writeFileSync(
      join(directory, "ours.npz"),
      writeNpz({ weights: { data: weights, shape: [10, 100] }, indptr: { data: Int32Array.of(0, 2), shape: [2] } }),
    );
    python(
      "z = np.load('ours.npz'); np.savez('plain.npz', **z); np.savez_compressed('packed.npz', **z); assert z['weights'].shape == (10, 100)",
    );
    for (const file of ["plain.npz", "packed.npz"]) {
      const arrays = readNpz(readFileSync(join(directory, file)), file);
      expect(Object.keys(arrays).sort()).toEqual(["indptr", "weights"]);
      expect(arrays.weights).toEqual({ dtype: "<f8", shape: [10, 100], data: weights });
    }
  });

  it("refuses what NumPy can write and we cannot hold, naming the dtype", () => {
    const files: Record<string, [string, RegExp]> = {
      object: ["np.array([{}, []], dtype=object)", /Python objects/],
      text: ["np.array(['ab'])", /strings/],
      complex: ["np.array([1j])", /complex/],
      structured: ["np.zeros(2, dtype=[('a', '<f8'), ('b', '<i4')])", /structured dtype/],
      long: ["np.zeros(2, np.longdouble)", /f16.*astype\("float64"\)/],
    };
    for (const [name, [expression, message]] of Object.entries(files)) {
      python(`np.save('${name}.npy', ${expression}, allow_pickle=True)`);
      const read = () => readNpy(readFileSync(join(directory, `${name}.npy`)), `${name}.npy`);
      expect(read, name).toThrow(TypeError);
      expect(read, name).toThrow(message);
      expect(read, name).toThrow(`readNpy: ${name}.npy must`);
    }
  });
});

describe("npy from a stranger", () => {
  const good = writeNpy(Float64Array.of(1, 2, 3), [3]);
  const cases: Record<string, [Uint8Array, RegExp]> = {
    "an empty file": [new Uint8Array(0), /empty file/],
    "another kind of file": [new TextEncoder().encode('{"a": 1, "b": 2}'), /got 7b 22 61/],
    "a file cut in the magic": [good.subarray(0, 4), /4 bytes in all/],
    "an unknown version": [craft(dict("'<f8'", "(0,)"), undefined, [9, 0]), /version 1, 2 or 3, got 9\.0/],
    "a header length beyond the file": [good.subarray(0, 40), /118 bytes of header it announces, got 30/],
    "a header length of 4 GiB": [
      Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 255, 255, 255, 255, 123),
      /4294967295 bytes of header/,
    ],
    "a megabyte of header": [craft(dict("'<f8'", "(0,)").padEnd(1e6), undefined, [2, 0]), /at most 65536 bytes/],
    "no dict": [craft("hello"), /got "hello"/],
    "a missing key": [craft("{'descr': '<f8', 'shape': (0,)}"), /no fortran_order/],
    "a key twice": [craft("{'descr': '<f8', 'descr': '<f4'}"), /descr twice/],
    "an unknown key": [craft("{'descr': '<f8', 'extra': 1}"), /extra/],
    "code instead of a value": [craft("{'descr': __import__('os'), }"), /__import__/],
    "a negative axis": [craft(dict("'<f8'", "(-1,)")), /whole numbers from 0/],
    "a fractional axis": [craft(dict("'<f8'", "(1.5,)")), /whole numbers from 0/],
    "an axis of 10^30": [craft(dict("'|i1'", `(${"1".padEnd(31, "0")},)`)), /whole numbers from 0/],
    "a shape that overflows": [craft(dict("'|i1'", "(4294967296, 4294967296)")), /fits in memory/],
    "a shape far larger than the file": [craft(dict("'<f8'", "(1000000000,)")), /8000000000 bytes.*got 0/],
    "one byte too few": [good.subarray(0, good.length - 1), /24 bytes of values for shape \(3,\) of <f8, got 23/],
    "one byte too many": [Uint8Array.from([...good, 0]), /24 bytes.*got 25/],
    "a dtype named like a method": [craft(dict("'constructor'", "(0,)")), /"constructor"/],
    "65 axes": [craft(dict("'|i1'", `(${"1, ".repeat(65)})`)), /at most 64 axes, got 65/],
  };
  for (const [what, [bytes, message]] of Object.entries(cases)) {
    it(`refuses ${what}`, () => {
      const read = () => readNpy(bytes, "x.npy");
      expect(read).toThrow(message);
      expect(read).toThrow(/^readNpy: x\.npy must/);
    });
  }

  it("answers any damage of a few bytes with an array or a clear error", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (hits) => {
        const bytes = good.slice();
        for (const [at, value] of hits) bytes[at] = value;
        try {
          readNpy(bytes, "x.npy");
        } catch (error) {
          expect(error instanceof RangeError || error instanceof TypeError).toBe(true);
          expect((error as Error).message).toMatch(/^readNpy: x\.npy must/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps a long message short", () => {
    const bytes = craft(`{'descr': '${"x".repeat(50000)}', 'fortran_order': False, 'shape': (1,)}`);
    expect(() => readNpy(bytes, "x.npy")).toThrow(/^.{1,300}$/s);
  });

  it("writes only what NumPy has, and only shapes that fit", () => {
    expect(() => writeNpy(new Uint8ClampedArray(2) as unknown as NpyData, [2])).toThrow(/Uint8ClampedArray/);
    expect(() => writeNpy([1, 2] as unknown as NpyData, [2])).toThrow(TypeError);
    expect(() => writeNpy(new Int8Array(6), [2, 4])).toThrow(/shape \(2, 4\).*got 8 for 6/);
    expect(() => writeNpy(new Int8Array(1), [-1, -1])).toThrow(RangeError);
  });
});

describe("npz", () => {
  const entries = {
    indices: { data: Int32Array.of(3, 1, 4, 1), shape: [4] },
    values: { data: Float64Array.of(0.5, Number.NaN), shape: [2, 1] },
  };
  const archive = writeNpz(entries);

  it("gives back what was written, and the same bytes for the same arrays", () => {
    const arrays = readNpz(archive, "c.npz");
    expect(Object.keys(arrays)).toEqual(["indices", "values"]);
    expect(arrays.indices).toEqual({ dtype: "<i4", ...entries.indices });
    expect(arrays.values).toEqual({ dtype: "<f8", ...entries.values });
    expect(writeNpz(entries)).toEqual(archive);
    expect(readNpz(writeNpz({}), "none.npz")).toEqual({});
  });

  it("reads only the members asked for and names those there are", () => {
    expect(Object.keys(readNpz(archive, "c.npz", { members: ["values"] }))).toEqual(["values"]);
    expect(() => readNpz(archive, "c.npz", { members: ["weights"] })).toThrow(/"weights", got indices, values/);
  });

  it("sums the declared sizes before it inflates anything", () => {
    expect(() => readNpz(archive, "c.npz", { limitBytes: 100 })).toThrow(/at most 100 bytes once inflated, got 288/);
    // A member that claims 3 GiB in a 500-byte file: refused by the default limit, without taking the 3 GiB.
    const bomb = archive.slice();
    const view = new DataView(bomb.buffer);
    const directoryStart = view.getUint32(bomb.length - 6, true);
    view.setUint32(directoryStart + 24, 3 * 2 ** 30, true);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => readNpz(bomb, "bomb.npz")).toThrow(/at most 1073741824 bytes/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
  });

  it("does not let a deflate stream outgrow its declared size", async () => {
    const { zipSync } = await import("fflate");
    const honest = zipSync({ "a.npy": writeNpy(new Uint8Array(1 << 22), [1 << 22]) }, { level: 9 });
    const view = new DataView(honest.buffer, honest.byteOffset);
    const directoryStart = view.getUint32(honest.length - 6, true);
    view.setUint32(directoryStart + 24, 200, true);
    expect(() => readNpz(honest, "lie.npz")).toThrow(/CRC-32/);
  });

  it("finds every single damaged byte that matters", () => {
    const whole = JSON.stringify(readNpz(archive, "c.npz"));
    const read = (bytes: Uint8Array) => {
      try {
        return JSON.stringify(readNpz(bytes, "x.npz"));
      } catch (error) {
        return error as Error;
      }
    };
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = archive.slice();
        bytes[at] ^= flip;
        const result = read(bytes);
        if (typeof result === "string") {
          expect(result).toBe(whole); // a date, a version, an attribute
        } else {
          expect(result instanceof RangeError || result instanceof TypeError).toBe(true);
          expect(result.message).toMatch(/^read(Npz|Npy): x\.npz/);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("refuses every truncation", () => {
    for (let length = 0; length < archive.length; length++) {
      expect(() => readNpz(archive.subarray(0, length), "x.npz")).toThrow(/^readNpz: x\.npz must/);
    }
  });

  it("does not take a member named __proto__ for the prototype", () => {
    const arrays = readNpz(writeNpz({ ["__proto__"]: entries.indices }), "x.npz");
    expect(Object.keys(arrays)).toEqual(["__proto__"]);
    expect(({} as { shape?: unknown }).shape).toBeUndefined();
  });

  it("refuses names that are paths", () => {
    expect(() => writeNpz({ "../x": entries.indices })).toThrow(/without slashes, got "\.\.\/x"/);
  });
});
