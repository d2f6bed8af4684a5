/** PNG files made by hand: any color type, depth and interlacing, filter 0. */
import { crc32, deflateSync } from "node:zlib";

const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** A picture to be written as PNG. */
export interface PngSpec {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** Kind of color: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  readonly color: number;
  readonly interlaced?: boolean;
  /** The sample `channel` of a pixel, in [0, 2^depth). */
  readonly sample: (x: number, y: number, channel: number) => number;
  readonly palette?: readonly number[];
  /** Further chunks that are written before the data. */
  readonly extra?: readonly Uint8Array[];
}

export function makePng(spec: PngSpec): Uint8Array {
  const { width, height, depth, color, interlaced = false, sample, palette, extra = [] } = spec;
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[color]!;
  const bytes: number[] = [];
  for (const [x0, y0, dx, dy] of interlaced ? PASSES : ([[0, 0, 1, 1]] as const)) {
    if (x0 >= width) continue;
    for (let y = y0; y < height; y += dy) {
      bytes.push(0);
      let bits = "";
      for (let x = x0; x < width; x += dx) {
        for (let k = 0; k < channels; k++) bits += sample(x, y, k).toString(2).padStart(depth, "0");
      }
      for (let at = 0; at < bits.length; at += 8) bytes.push(Number.parseInt(bits.slice(at, at + 8).padEnd(8, "0"), 2));
    }
  }
  return pngOf([
    chunk("IHDR", header(width, height, depth, color, interlaced)),
    ...(palette ? [chunk("PLTE", Uint8Array.from(palette))] : []),
    ...extra,
    chunk("IDAT", deflateSync(Uint8Array.from(bytes))),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

export function header(width: number, height: number, depth: number, color: number, interlaced = false): Uint8Array {
  const data = new DataView(new ArrayBuffer(13));
  data.setUint32(0, width);
  data.setUint32(4, height);
  for (const [k, value] of [depth, color, 0, 0, interlaced ? 1 : 0].entries()) data.setUint8(8 + k, value);
  return new Uint8Array(data.buffer);
}

export function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

export function pngOf(chunks: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...chunks]);
}
