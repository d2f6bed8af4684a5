/** The frame of every figure: a title that states the finding, a subtitle, the plot, the command that repeats it. */
import { balanceText, wrapText } from "./measure.ts";
import { FONT_FAMILY, INK, MUTED_INK, PAPER } from "./style.ts";
import { addTextBlock, svgElement } from "./svg.ts";

/** Width of the empty paper around everything in a figure, px. */
export const EDGE = 20;
const TITLE_SIZE = 18;
const SUBTITLE_SIZE = 13;
const CAPTION_SIZE = 10;

/** Options that every figure takes. */
export interface FigureOptions {
  /** The document that makes the elements; default the page's own. */
  readonly document?: Document;
  /** The command that repeats the figure, written in small type beneath it. */
  readonly command?: string;
}

/** The texts around a plot broken into lines, with the room they take. */
export interface Frame {
  /** Width of the whole figure, px. */
  readonly width: number;
  readonly title: readonly string[];
  readonly subtitle: readonly string[];
  readonly caption: readonly string[];
  /** Height of title and subtitle above the plot, px. */
  readonly headHeight: number;
  /** Height of the command beneath the plot, px. */
  readonly footHeight: number;
}

/**
 * An empty figure, and its texts in lines.
 *
 * @param caller  for messages.
 * @throws TypeError when there is no document.
 */
export function beginFigure(
  figure: FigureOptions & { readonly title: string; readonly subtitle: string; readonly width: number },
  caller = "figure",
): { readonly document: Document; readonly svg: SVGSVGElement; readonly frame: Frame } {
  const { document = globalThis.document, title, subtitle, command, width } = figure;
  if (document === undefined) {
    throw new TypeError(`${caller}: document must be given outside a browser, got undefined`);
  }
  const svg = svgElement(document, "svg") as unknown as SVGSVGElement;
  return { document, svg, frame: frameOf({ title, subtitle, command, width }) };
}

/** Breaks the texts of a figure into lines that fit its width, px. */
export function frameOf(figure: {
  readonly title: string;
  readonly subtitle: string;
  readonly command: string | undefined;
  readonly width: number;
}): Frame {
  const room = figure.width - 2 * EDGE;
  const title = balanceText(keepTogether(figure.title), room, TITLE_SIZE, true);
  const subtitle = wrapText(keepTogether(figure.subtitle), room, SUBTITLE_SIZE);
  const caption = figure.command === undefined ? [] : wrapText(figure.command, room, CAPTION_SIZE);
  return {
    width: figure.width,
    title,
    subtitle,
    caption,
    headHeight: EDGE + title.length * TITLE_SIZE * 1.3 + subtitle.length * SUBTITLE_SIZE * 1.4 + 14,
    footHeight: caption.length * CAPTION_SIZE * 1.4 + EDGE,
  };
}

/** Puts what Plot drew, `bodyHeight` px high, into the frame; returns the group that holds it. */
export function moveIntoFrame(svg: SVGSVGElement, frame: Frame, bodyHeight: number): Element {
  const document = svg.ownerDocument;
  styleRoot(svg);
  // Plot's tick labels inherit "middle"; every other text says where it is anchored.
  const body = svgElement(document, "g", {
    transform: `translate(0,${Math.round(frame.headHeight)})`,
    "text-anchor": "middle",
  });
  while (svg.firstChild !== null) body.appendChild(svg.firstChild);
  const { width } = frame;
  const height = Math.round(frame.headHeight + bodyHeight + frame.footHeight);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", frame.title.join(" "));
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.appendChild(svgElement(document, "rect", { width, height, fill: PAPER }));
  svg.appendChild(body);
  addTextBlock(svg, {
    lines: frame.title,
    x: EDGE,
    y: EDGE + TITLE_SIZE * 0.9,
    lineHeight: TITLE_SIZE * 1.3,
    attributes: { class: "title", "font-size": TITLE_SIZE, "font-weight": "bold", fill: INK },
  });
  addTextBlock(svg, {
    lines: frame.subtitle,
    x: EDGE,
    y: EDGE + frame.title.length * TITLE_SIZE * 1.3 + SUBTITLE_SIZE * 1.05,
    lineHeight: SUBTITLE_SIZE * 1.4,
    attributes: { class: "subtitle", "font-size": SUBTITLE_SIZE, fill: MUTED_INK },
  });
  addTextBlock(svg, {
    lines: frame.caption,
    x: EDGE,
    y: frame.headHeight + bodyHeight + CAPTION_SIZE * 1.2,
    lineHeight: CAPTION_SIZE * 1.4,
    attributes: { class: "command", "data-verbatim": "", "font-size": CAPTION_SIZE, fill: MUTED_INK },
  });
  return body;
}

/** Plot styles its root by a style sheet that only a browser understands; attributes say the same to everyone. */
function styleRoot(svg: SVGSVGElement): void {
  for (const sheet of Array.from(svg.querySelectorAll("style"))) sheet.remove();
  for (const name of ["class", "style", "text-anchor"]) svg.removeAttribute(name);
  svg.setAttribute("font-family", FONT_FAMILY);
  svg.setAttribute("font-size", "12");
  svg.setAttribute("fill", "currentColor");
  svg.setAttribute("color", INK);
}

/** No line ends within "N = 500", or between a number and its % or the symbol that stands for it. */
function keepTogether(text: string): string {
  return text.replaceAll(" = ", "\u{a0}=\u{a0}").replace(/ (?=[●■▲◆★])|(?<=\d) (?=%)/gu, "\u{a0}");
}
