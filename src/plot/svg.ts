/** Helpers on SVG elements that work in a browser and on a server's document alike. */
import { SUBSCRIPT_DROP, SUBSCRIPT_SCALE, splitSubscripts } from "./measure.ts";

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * A new SVG element with attributes.
 *
 * @param document    the document that will hold it.
 * @param name        such as "rect".
 * @param attributes  numbers are written with at most two decimals.
 */
export function svgElement(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElement {
  const element = document.createElementNS(SVG_NAMESPACE, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  }
  return element;
}

/** A `<text>` element in which `α_c` has a real subscript. */
export function svgText(
  document: Document,
  text: string,
  attributes: Readonly<Record<string, string | number>>,
): SVGElement {
  const element = svgElement(document, "text", attributes);
  element.textContent = text;
  setSubscripts(element);
  return element;
}

/**
 * Turns `x_c` in the text below an element into real subscripts.
 *
 * A smaller `tspan` is moved down and what follows it up again by `dy`, because `baseline-shift` is not drawn by every
 * browser. Texts marked `data-verbatim` (commands, file names) are left alone.
 */
export function setSubscripts(root: Element): void {
  const texts = root.tagName.toLowerCase() === "text" ? [root] : Array.from(root.querySelectorAll("text"));
  for (const text of texts) {
    if (text.hasAttribute("data-verbatim") || text.childElementCount > 0) continue;
    const parts = splitSubscripts(text.textContent ?? "");
    if (!parts.some((part) => part.isSubscript)) continue;
    const document = text.ownerDocument;
    text.textContent = "";
    let isLowered = false;
    for (const part of parts) {
      if (!part.isSubscript && !isLowered) {
        text.appendChild(document.createTextNode(part.text));
        continue;
      }
      // em of `dy` is that of the tspan itself.
      const attributes = part.isSubscript
        ? { "font-size": `${SUBSCRIPT_SCALE}em`, dy: `${(SUBSCRIPT_DROP / SUBSCRIPT_SCALE).toFixed(3)}em` }
        : { dy: `${-SUBSCRIPT_DROP}em` };
      const span = svgElement(document, "tspan", attributes);
      span.textContent = part.text;
      text.appendChild(span);
      isLowered = part.isSubscript;
    }
  }
}

/** Lines of text one below another, starting at a baseline. */
export interface TextBlock {
  readonly lines: readonly string[];
  readonly x: number;
  /** Baseline of the first line, px from the top. */
  readonly y: number;
  /** Distance between baselines, px. */
  readonly lineHeight: number;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Adds the lines of a block to an element, each as a `<text>` of its own. */
export function addTextBlock(parent: Element, block: TextBlock): void {
  block.lines.forEach((line, i) => {
    const attributes = { x: block.x, y: block.y + i * block.lineHeight, ...block.attributes };
    const text = svgElement(parent.ownerDocument, "text", attributes);
    text.textContent = line;
    setSubscripts(text);
    parent.appendChild(text);
  });
}
