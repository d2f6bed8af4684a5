/** Reading PNG files of every color type and depth, and hostile ones. */
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPng } from "../../src/io/png.ts";
import { chunk, header, makePng, pngOf } from "../support/png.ts";

const FORMATS = [
  ...[1, 2, 4, 8, 16].map((depth) => ({ color: 0, depth })),
  ...[1, 2, 4, 8].map((depth) => ({ color: 3, depth })),
  ...[8, 16].flatMap((depth) => [2, 4, 6].map((color) => ({ color, depth }))),
];

describe.each([false, true])("interlaced: %s", (interlaced) => {
  test.each(FORMATS)("color type $color, $depth bits: brightness of every pixel", async ({ color, depth }) => {
    const [width, height] = [11, 9];
    const most = 2 ** depth - 1;
    const levels = Math.min(most, 15);
    const level = (x: number, y: number) => (3 * x + 5 * y) % (levels + 1);
    const bytes = makePng({
      width,
      height,
      color,
      depth,
      interlaced,
      sample: (x, y, channel) => {
        const isAlpha = (color === 4 && channel === 1) || (color === 6 && channel === 3);
        if (isAlpha) return most;
        return color === 3 ? level(x, y) : Math.round((level(x, y) / levels) * most);
      },
      ...(color === 3 && {
        palette: Array.from({ length: 3 * (levels + 1) }, (_, k) => Math.round((255 * Math.floor(k / 3)) / levels)),
      }),
    });
    const image = await readPng(bytes, "x.png");
    expect([image.width, image.height]).toEqual([width, height]);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) expect(image.values[y * width + x]).toBeCloseTo(level(x, y) / levels, 2);
    }
  });
});

test("colors by their luma, transparent pixels over white", async () => {
  const colors = [
    [255, 0, 0, 255],
    [0, 255, 0, 255],
    [0, 0, 255, 255],
    [0, 0, 0, 0],
    [0, 0, 0, 51],
  ];
  const sample = (x: number, _: number, channel: number) => colors[x][channel];
  const { values } = await readPng(makePng({ width: 5, height: 1, depth: 8, color: 6, sample }), "x.png");
  for (const [x, light] of [0.299, 0.587, 0.114, 1, 0.8].entries()) expect(values[x]).toBeCloseTo(light, 12);
});

describe("hostile files", () => {
  const pixels = (bytes: number) => chunk("IDAT", deflateSync(new Uint8Array(bytes)));
  const end = chunk("IEND", new Uint8Array(0));
  const file = (...chunks: Uint8Array[]) => pngOf([...chunks, end]);

  test.each([
    ["no PNG", Uint8Array.of(1, 2, 3), /must be a PNG file, got 3 bytes without its signature/],
    ["nothing", new Uint8Array(0), /must be a PNG file, got 0 bytes/],
    ["a signature alone", pngOf([]), /must be a whole PNG file, got 8 bytes that end within a chunk/],
    ["no header", file(pixels(4)), /must begin with a header of 13 bytes, got "IDAT"/],
    [
      "a huge size",
      file(chunk("IHDR", header(2 ** 31 - 1, 2 ** 31 - 1, 16, 6)), pixels(4)),
      /at most 33554432, got 2147483647 × 2147483647/,
    ],
    ["no pixels", file(chunk("IHDR", header(0, 4, 8, 0)), pixels(4)), /at least one pixel .* got 0 × 4/],
    [
      "an unknown depth",
      file(chunk("IHDR", header(2, 2, 3, 0)), pixels(4)),
      /color type and depth of PNG, got 0 and 3/,
    ],
    ["too few pixels", file(chunk("IHDR", header(9, 9, 8, 0)), pixels(4)), /must hold 90 bytes of pixels, got 4/],
    ["no data", file(chunk("IHDR", header(9, 9, 8, 0))), /must hold 90 bytes of pixels, got/],
    [
      "data that are no deflate stream",
      file(chunk("IHDR", header(9, 9, 8, 0)), chunk("IDAT", Uint8Array.of(1, 2, 3))),
      /must hold 90 bytes of pixels, got damaged ones/,
    ],
  ])("%s", async (_, bytes, message) => {
    await expect(readPng(bytes, "x.png")).rejects.toThrow(message);
    await expect(readPng(bytes, "x.png")).rejects.toThrow(RangeError);
  });

  test("a bomb of 64 MB in 64 kB unpacks no further than what the header declares", async () => {
    const bomb = file(chunk("IHDR", header(4, 4, 8, 0)), pixels(2 ** 26));
    const before = process.memoryUsage();
    await expect(readPng(bomb, "x.png")).rejects.toThrow(/must hold 20 bytes of pixels, got more/);
    const after = process.memoryUsage();
    expect(after.arrayBuffers + after.external - before.arrayBuffers - before.external).toBeLessThan(2 ** 24);
  });

  test("compressed chunks beside the pixels are not looked at", async () => {
    const profile = chunk(
      "iCCP",
      Buffer.concat([Buffer.from("x\0\0", "latin1"), deflateSync(new Uint8Array(2 ** 24))]),
    );
    const spec = { width: 2, height: 1, depth: 8, color: 0, sample: (x: number) => 255 * x };
    const { values } = await readPng(makePng({ ...spec, extra: [profile] }), "x.png");
    expect(Array.from(values)).toEqual([0, 1]);
  });

  test("every truncation and random damage gives a picture or a RangeError that names the file", async () => {
    const whole = makePng({
      width: 7,
      height: 5,
      depth: 8,
      color: 2,
      sample: (x, y, c) => (31 * x + 7 * y + 90 * c) % 256,
    });
    for (let length = 0; length < whole.length; length++) {
      await expect(readPng(whole.subarray(0, length), "cut.png")).rejects.toThrow(/cut\.png/);
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = whole.slice();
        damaged[at] ^= change;
        const outcome = await readPng(damaged, "bad.png").catch((error: unknown) => error);
        if (!(outcome instanceof Error)) return;
        expect(outcome).toBeInstanceOf(RangeError);
        expect(outcome.message).toContain("bad.png");
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
