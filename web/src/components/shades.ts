/** Functions of the plane as pictures, a pixel a node of their grid. */
import type { PlaneGrid } from "../../../src/dynamics/page.ts";
import { channels, type InkName, type inks } from "./ink.ts";

/**
 * The address of a picture of a grid.
 *
 * @param depthOf  the part of the hue in the color of a value, in [0, 1]: the rest is paper.
 */
export function pictureOf(
  { columns, rows, values }: Pick<PlaneGrid, "columns" | "rows" | "values">,
  depthOf: (value: number) => number,
  hue: InkName,
  ink: (typeof inks)["value"],
): string {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [columns, rows];
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(columns, rows);
  const [light, deep] = [channels(ink("paper-raised")), channels(ink(hue))];
  values.forEach((value, n) => {
    const depth = depthOf(value);
    // rows of the grid go up, those of a picture down
    const to = 4 * ((rows - 1 - Math.floor(n / columns)) * columns + (n % columns));
    for (let c = 0; c < 3; c++) image.data[to + c] = light[c] + depth * (deep[c] - light[c]);
    image.data[to + 3] = 255;
  });
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
