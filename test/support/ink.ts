/** Where the ink of a figure's texts lies when it is rendered, and what is wrong with that. */
import { Resvg } from "@resvg/resvg-js";
import { packagedFonts } from "../../src/io/picture.ts";

/** The rectangle that ink covers, px. */
export interface Ink {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export const numberOf = (element: Element, name: string) => Number(element.getAttribute(name));

export const meets = (a: Ink, b: Ink) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

/** The ink of a text as the renderer draws it with the real fonts: no part of the layout code is used. */
export function inkOf(text: Element, svg: SVGSVGElement): Ink {
  const [width, height] = [numberOf(svg, "width"), numberOf(svg, "height")];
  let transform = "";
  for (let at = text.parentElement; at !== null && at.tagName !== "svg"; at = at.parentElement) {
    transform = `${at.getAttribute("transform") ?? ""} ${transform}`;
  }
  const anchor = text.closest("[text-anchor]")?.getAttribute("text-anchor") ?? "start";
  const alone = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans"><g transform="${transform}" text-anchor="${anchor}">${text.outerHTML}</g></svg>`;
  const box = new Resvg(alone, { font: { loadSystemFonts: false, fontFiles: packagedFonts() } }).getBBox();
  if (box === undefined) throw new Error(`nothing is drawn of ${text.outerHTML}`);
  return { x0: box.x, y0: box.y, x1: box.x + box.width, y1: box.y + box.height };
}

/** Names of what is wrong with a figure's texts: outside the frame, or upon each other. */
export function faultsOf(svg: SVGSVGElement): string[] {
  const [width, height] = [numberOf(svg, "width"), numberOf(svg, "height")];
  const texts = Array.from(svg.querySelectorAll("text")).map((text) => ({
    words: text.textContent ?? "",
    ink: inkOf(text, svg),
  }));
  const outside = texts
    .filter(({ ink }) => ink.x0 < 4 || ink.y0 < 4 || ink.x1 > width - 4 || ink.y1 > height - 4)
    .map(({ words, ink }) => `${words} leaves the frame: ${JSON.stringify(ink)}`);
  const touching = texts.flatMap((a, k) =>
    texts
      .slice(k + 1)
      .filter((b) => meets(a.ink, b.ink))
      .map((b) => `${a.words} and ${b.words} overlap`),
  );
  return [...outside, ...touching];
}
