/** Pictures as patterns: brought to the size of the network, then every pixel becomes active (dark) or not (bright). */

/** A picture in grey: brightness from 0, black, to 1, white; row-major from the top left. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  /** Brightness of the pixels in rows from above, f64[height × width], 0 black to 1 white. */
  readonly values: Float64Array;
}

/** `threshold`: dark pixels, by the threshold of Otsu (1979); `dither`: error diffusion of Floyd & Steinberg (1976). */
export type Binarization = "threshold" | "dither";

/**
 * A picture as a row of ±1, +1 where it is dark.
 *
 * @returns  i8[height × width]
 */
export function binarize(image: GrayImage, width: number, height: number, how: Binarization): Int8Array {
  const resized = resize(image, width, height);
  return how === "dither" ? dither(resized) : darkerThan(resized.values, otsuThreshold(resized.values));
}

/**
 * The middle of a picture in another shape: cut to the new ratio of sides, then every new pixel is the mean over the area that it
 * covers.
 */
export function resize({ width, height, values }: GrayImage, newWidth: number, newHeight: number): GrayImage {
  const scale = Math.min(width / newWidth, height / newHeight);
  const columns = spans(newWidth, scale, (width - scale * newWidth) / 2, width);
  const rows = spans(newHeight, scale, (height - scale * newHeight) / 2, height);
  const out = new Float64Array(newWidth * newHeight);
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      let sum = 0;
      let area = 0;
      for (let v = row.first; v <= row.last; v++) {
        const tall = coverage(row, v);
        for (let u = column.first; u <= column.last; u++) {
          const part = tall * coverage(column, u);
          sum += part * values[v * width + u];
          area += part;
        }
      }
      out[y * newWidth + x] = sum / area;
    });
  });
  return { width: newWidth, height: newHeight, values: out };
}

/** What a new pixel covers of a row or column of old ones: from `start` to `end`, pixels `first` … `last`. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly last: number;
}

function spans(count: number, scale: number, offset: number, size: number): Span[] {
  return Array.from({ length: count }, (_, k) => {
    const start = offset + k * scale;
    const end = start + scale;
    const first = Math.min(size - 1, Math.floor(start));
    return { start, end, first, last: Math.max(first, Math.min(size - 1, Math.ceil(end) - 1)) };
  });
}

function coverage({ start, end, first, last }: Span, pixel: number): number {
  if (first === last) return end - start;
  return Math.min(end, pixel + 1) - Math.max(start, pixel);
}

const LEVELS = 256;

/**
 * The brightness that separates dark from bright pixels best: it maximises the variance between the two classes, over 256
 * levels — Otsu, IEEE Trans. SMC 9:62 (1979). A picture of one brightness has none: ½.
 */
export function otsuThreshold(values: Float64Array): number {
  const histogram = new Array<number>(LEVELS).fill(0);
  for (const value of values) histogram[Math.max(0, Math.min(LEVELS - 1, Math.floor(value * LEVELS)))]++;
  const total = histogram.reduce((sum, count, level) => sum + count * level, 0);
  let best = 0;
  let threshold = 0.5;
  let dark = 0;
  let darkSum = 0;
  for (let level = 0; level < LEVELS - 1; level++) {
    dark += histogram[level];
    darkSum += histogram[level] * level;
    const bright = values.length - dark;
    if (dark === 0 || bright === 0) continue;
    const between = dark * bright * (darkSum / dark - (total - darkSum) / bright) ** 2;
    if (between > best) {
      best = between;
      threshold = (level + 1) / LEVELS;
    }
  }
  return threshold;
}

function darkerThan(values: Float64Array, threshold: number): Int8Array {
  return Int8Array.from(values, (value) => (value < threshold ? 1 : -1));
}

/** Error diffusion from the top left, row by row: 7/16 to the right, 3, 5, 1 to the row below. */
function dither({ width, height, values }: GrayImage): Int8Array {
  const left = values.slice();
  const out = new Int8Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const bright = left[at] >= 0.5;
      out[at] = bright ? -1 : 1;
      const error = left[at] - (bright ? 1 : 0);
      if (x + 1 < width) left[at + 1] += (error * 7) / 16;
      if (y + 1 === height) continue;
      if (x > 0) left[at + width - 1] += (error * 3) / 16;
      left[at + width] += (error * 5) / 16;
      if (x + 1 < width) left[at + width + 1] += error / 16;
    }
  }
  return out;
}
