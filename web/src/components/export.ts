/** Makes files of what a figure shows: tables, pictures and texts. */

/** What a cell of a table may hold; null and undefined leave it empty. */
export type Cell = string | number | boolean | null | undefined;

/** A table with a header, one line a row; quotes where a cell needs them. */
export function toCsv(rows: readonly Readonly<Record<string, Cell>>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: Cell): string => {
    const text = value === null || value === undefined ? "" : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((line) => `${line.map(cell).join(",")}\n`)
    .join("");
}

/** Saves data as a file of this name on the visitor's device. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Properties that the page's style sheets give to charts: written into the file, which has none. */
const STYLED = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "paint-order",
  "opacity",
  "font-family",
  "font-size",
  "font-style",
  "text-anchor",
];

const SVG = "http://www.w3.org/2000/svg";
/** Room above a drawing for a title of one line, for each further line, and about the width of a letter, px. */
const HEAD = 40;
const TITLE_LINE = 24;
const TITLE_LETTER = 9.8;
const EDGE = 16;

/**
 * All that is drawn in a part of the page, charts and canvases at their places, as one document on paper with the styles that
 * they have there.
 *
 * @throws Error when nothing is drawn.
 */
export function drawingOf(body: Element, title: string): string {
  const parts = [...body.querySelectorAll<SVGSVGElement | HTMLCanvasElement>("svg, canvas")];
  if (parts.length === 0) throw new Error("there is nothing drawn yet");
  const left = body.getBoundingClientRect().left - EDGE;
  const width = body.clientWidth + 2 * EDGE;
  const lines = wrapped(title, Math.floor(body.clientWidth / TITLE_LETTER));
  const places = placesOf(
    parts.map((part) => part.getBoundingClientRect()),
    HEAD + (lines.length - 1) * TITLE_LINE,
  );
  const height = Math.max(...places.map(({ y, height }) => y + height)) + EDGE;
  const style = getComputedStyle(document.documentElement);
  const root = element("svg", { viewBox: `0 0 ${width} ${height}`, width, height });
  root.append(element("rect", { width, height, fill: style.getPropertyValue("--paper") }));
  lines.forEach((line, k) => {
    const head = element("text", {
      x: EDGE,
      y: 27 + k * TITLE_LINE,
      fill: style.getPropertyValue("--ink"),
      "font-size": 19,
    });
    head.setAttribute("font-family", style.fontFamily);
    head.textContent = line;
    root.append(head);
  });
  parts.forEach((part, k) => {
    const place = { ...places[k], x: places[k].x - left };
    if (part instanceof HTMLCanvasElement) {
      root.append(element("image", { ...place, href: part.toDataURL(), "image-rendering": "pixelated" }));
      return;
    }
    const copy = styledCopy(part);
    for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
    root.append(copy);
  });
  return new XMLSerializer().serializeToString(root);
}

/** Breaks a text into lines of at most `most` characters. */
function wrapped(text: string, most: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length <= most || lines.at(-1) === "") lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Where parts of the page go below the head: rows move up to each other where controls lay between them. */
function placesOf(boxes: readonly DOMRect[], head: number): { x: number; y: number; width: number; height: number }[] {
  let lowest = Math.min(...boxes.map(({ top }) => top));
  let shift = head - lowest;
  const shifts = new Map<DOMRect, number>();
  for (const box of [...boxes].sort((a, b) => a.top - b.top)) {
    shift -= Math.max(0, box.top - lowest - EDGE);
    lowest = Math.max(lowest, box.bottom);
    shifts.set(box, shift);
  }
  return boxes.map((box) => ({ x: box.left, y: box.top + shifts.get(box)!, width: box.width, height: box.height }));
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function styledCopy(drawing: SVGElement): SVGElement {
  const copy = drawing.cloneNode(true) as SVGElement;
  const originals = [drawing, ...drawing.querySelectorAll<SVGElement>("*")];
  [copy, ...copy.querySelectorAll<SVGElement>("*")].forEach((one, k) => {
    const style = getComputedStyle(originals[k]);
    for (const name of STYLED) one.setAttribute(name, style.getPropertyValue(name));
    one.removeAttribute("class");
  });
  return copy;
}

const PNG_SCALE = 2;

/** A PNG of an SVG's text, with two pixels for each px. */
export async function toPng(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = PNG_SCALE * image.naturalWidth;
    canvas.height = PNG_SCALE * image.naturalHeight;
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png");
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
