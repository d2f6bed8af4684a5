/** Figures as files, outside a browser: a document for them, the SVG text, the PNG. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface PngOptions {
  /** px; the height follows. 1600 fills a column of a paper at 300 dpi twice over. */
  readonly width?: number;
  /** TrueType files to draw with; the DejaVu Sans that travels with the package when absent. */
  readonly fontFiles?: readonly string[];
}

const DEFAULT_WIDTH = 1600;
const MAX_WIDTH = 20000; // 20000 × 14000 RGBA is 1.1 GB, about what the renderer can hold
const FONT_NAMES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"];

/** A document in which figures can be made on a server. */
export async function svgDocument(): Promise<Document> {
  const { parseHTML } = await import("linkedom");
  return parseHTML("<!doctype html><html><head></head><body></body></html>").document;
}

/** A figure as the text of an SVG file, with XML header and namespaces. */
export function toSvgText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return `<?xml version="1.0" encoding="UTF-8"?>\n${escapeControls(copy.outerHTML)}\n`;
}

/**
 * A picture of an SVG text. Fonts of the machine are never used, so the picture is the same everywhere.
 *
 * @param svgText  an SVG document.
 * @param options  see `PngOptions`.
 * @returns        the PNG file.
 * @throws RangeError when the width is out of range or a font file is missing.
 * @throws Error when the text is not an SVG document.
 */
export async function toPng(svgText: string, options: PngOptions = {}): Promise<Uint8Array> {
  const { width = DEFAULT_WIDTH, fontFiles = packagedFonts() } = options;
  if (!Number.isInteger(width) || width < 1 || width > MAX_WIDTH) {
    throw new RangeError(`toPng: width must be a whole number from 1 to ${MAX_WIDTH}, got ${width}`);
  }
  for (const file of fontFiles) {
    // The renderer would leave the text out without a word.
    if (!existsSync(file)) throw new RangeError(`toPng: fontFiles must be files that exist, got ${file}`);
  }
  const { Resvg } = await import("@resvg/resvg-js");
  const picture = new Resvg(svgText, {
    fitTo: { mode: "width", value: width },
    font: {
      loadSystemFonts: false,
      fontFiles: [...fontFiles],
      defaultFontFamily: "DejaVu Sans",
      sansSerifFamily: "DejaVu Sans",
    },
  });
  return new Uint8Array(picture.render().asPng());
}

/**
 * The DejaVu files beside the built package, or in a source tree those of the installed font package.
 *
 * @throws RangeError when neither is there.
 */
export function packagedFonts(): string[] {
  const places = ["./fonts/", "../fonts/", "../../node_modules/dejavu-fonts-ttf/ttf/"];
  for (const place of places) {
    const files = FONT_NAMES.map((name) => fileURLToPath(new URL(place + name, import.meta.url)));
    if (files.every((file) => existsSync(file))) return files;
  }
  throw new RangeError(`packagedFonts: ${FONT_NAMES.join(" and ")} must be in the package's fonts directory, got none`);
}

/** Characters that XML cannot hold at all, as a command line might contain them. */
function escapeControls(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\u{fffd}");
}
