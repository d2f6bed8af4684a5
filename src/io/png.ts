/**
 * PNG files of strangers. What a file declares is checked against a limit, and what its data unpack to against what it
 * declares, before the decoder sees it; so that a file costs a bounded part of memory whatever it says.
 */
import { inflateSync } from "node:zlib";
import type { GrayImage } from "./binarize.ts";

/** Most pixels of a file: 4 bytes each when decoded, with two more copies on the way. */
export const MOST_PIXELS = 2 ** 25;
/** Most bytes of a file: an uncompressed picture of that size, 16 bits and four channels. */
export const MOST_FILE_BYTES = 8 * MOST_PIXELS + 2 ** 16;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const HEADER_BYTES = 13;
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** Chunks that say what the pixels are. All others are left out: they can hold anything, compressed. */
const KEPT = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];
/** Adam7: column and row of the first pixel of a pass, and its steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * The picture in a PNG file as brightness, over white where it is transparent.
 *
 * @param bytes  the whole file: any color type, depth and interlacing.
 * @param name   what to call the file in a message.
 * @throws RangeError when the file is damaged or larger than 2²⁵ pixels.
 */
export async function readPng(bytes: Uint8Array, name: string): Promise<GrayImage> {
  const chunks = chunksOf(bytes, name);
  const { width, height } = checkHeader(chunks, name);
  const { PNG } = await import("pngjs");
  let decoded: { readonly width: number; readonly height: number; readonly data: Uint8Array };
  try {
    decoded = PNG.sync.read(joined(chunks.filter(({ type }) => KEPT.includes(type))));
  } catch (error) {
    throw new RangeError(`readPng: ${name} must be a PNG file, got one that is damaged (${(error as Error).message})`);
  }
  const { data } = decoded;
  const values = new Float64Array(width * height);
  for (let at = 0; at < values.length; at++) {
    const from = 4 * at;
    const light = 0.299 * data[from] + 0.587 * data[from + 1] + 0.114 * data[from + 2]; // Rec. 601 luma, of coded values
    const alpha = data[from + 3] / 255;
    values[at] = (light * alpha) / 255 + 1 - alpha;
  }
  return { width, height, values };
}

interface Chunk {
  readonly type: string;
  /** Length, type, data and checksum as they stand in the file. */
  readonly whole: Uint8Array;
  readonly data: Uint8Array;
}

/** The chunks up to IEND, each within the file. */
function chunksOf(bytes: Uint8Array, name: string): Chunk[] {
  if (bytes.length < SIGNATURE.length || SIGNATURE.some((byte, k) => bytes[k] !== byte)) {
    throw new RangeError(`readPng: ${name} must be a PNG file, got ${bytes.length} bytes without its signature`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; chunks.at(-1)?.type !== "IEND"; ) {
    if (at + 12 > bytes.length) throw truncated(name, bytes.length);
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw truncated(name, bytes.length);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push({ type, whole: bytes.subarray(at, end), data: bytes.subarray(at + 8, end - 4) });
    at = end;
  }
  return chunks;
}

function truncated(name: string, length: number): RangeError {
  return new RangeError(`readPng: ${name} must be a whole PNG file, got ${length} bytes that end within a chunk`);
}

/** Checks the size declared, and that the data unpack to no more than that takes. */
function checkHeader(chunks: readonly Chunk[], name: string): { readonly width: number; readonly height: number } {
  const header = chunks[0];
  if (header.type !== "IHDR" || header.data.length !== HEADER_BYTES) {
    throw new RangeError(
      `readPng: ${name} must begin with a header of ${HEADER_BYTES} bytes, got ${show(header.type)}`,
    );
  }
  const view = new DataView(header.data.buffer, header.data.byteOffset, HEADER_BYTES);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, color, , , interlaced] = header.data.subarray(8);
  if (width === 0 || height === 0 || width * height > MOST_PIXELS) {
    throw new RangeError(
      `readPng: ${name} must have at least one pixel and at most ${MOST_PIXELS}, got ${width} × ${height}`,
    );
  }
  if (!DEPTHS[color]?.includes(depth)) {
    throw new RangeError(`readPng: ${name} must have a color type and depth of PNG, got ${color} and ${depth}`);
  }
  const bits = CHANNELS[color] * depth;
  const passes = interlaced ? PASSES : ([[0, 0, 1, 1]] as const);
  let needed = 0;
  for (const [x, y, dx, dy] of passes) {
    const [columns, rows] = [Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)];
    if (columns > 0 && rows > 0) needed += rows * (1 + Math.ceil((columns * bits) / 8));
  }
  const packed = joinBytes(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data));
  let unpacked: number;
  try {
    unpacked = inflateSync(packed, { maxOutputLength: needed + 1 }).length;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const what = code === "ERR_BUFFER_TOO_LARGE" ? "more" : `damaged ones (${(error as Error).message})`;
    throw new RangeError(`readPng: ${name} must hold ${needed} bytes of pixels, got ${what}`);
  }
  if (unpacked !== needed) {
    throw new RangeError(`readPng: ${name} must hold ${needed} bytes of pixels, got ${unpacked}`);
  }
  return { width, height };
}

function joined(chunks: readonly Chunk[]): Uint8Array {
  // the decoder calls Buffer's methods
  return Buffer.from(joinBytes([Uint8Array.from(SIGNATURE), ...chunks.map(({ whole }) => whole)]));
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function show(type: string): string {
  return JSON.stringify(type.replaceAll(/[^\x20-\x7e]/g, "?"));
}
