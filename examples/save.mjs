// Writes a figure of an example as results/examples/<name>.svg and .png.
import { mkdirSync, writeFileSync } from "node:fs";
import { svgDocument, toPng, toSvgText } from "palimpsest/node";

export async function save(name, draw) {
  mkdirSync("results/examples", { recursive: true });
  const svg = toSvgText(draw(await svgDocument()));
  writeFileSync(`results/examples/${name}.svg`, svg);
  writeFileSync(`results/examples/${name}.png`, await toPng(svg));
  console.log(`results/examples/${name}.png`);
}
