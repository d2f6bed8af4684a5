/** Pictures of the visitor's as patterns: decoded by the browser, binarised as the command line does it. */
import { binarize } from "../../../../src/io/binarize.ts"; // a page-safe module that no entry of the package has
import { SIDE } from "../pictures.ts";

/** Pictures are reduced so that their longer side has at most so many px. */
const MOST = 512;

/**
 * A PNG or JPEG file cut to a square, averaged to 28 × 28 and thresholded; dark is +1.
 *
 * @throws Error when the browser cannot read it.
 */
export async function readPicture(file: Blob): Promise<Int8Array> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error("must be a picture that this browser reads, such as PNG or JPEG");
  });
  const scale = Math.min(1, MOST / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(scale * bitmap.width));
  const height = Math.max(1, Math.round(scale * bitmap.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d")!;
  context.fillStyle = "white"; // what shows through transparent pixels
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const values = Float64Array.from({ length: width * height }, (_, i) => {
    return (0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]) / 255; // Rec. 601 luma
  });
  return binarize({ width, height, values }, SIDE, SIDE, "threshold");
}
