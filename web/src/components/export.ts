/** What is seen, as files. */

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
  "opacity",
  "font-family",
  "font-size",
  "font-style",
  "text-anchor",
];

/** A drawing as a document of its own, on paper, with the styles it has in the page. */
export function svgText(drawing: string | SVGElement): string {
  if (typeof drawing === "string") return drawing;
  const copy = drawing.cloneNode(true) as SVGElement;
  const originals = [drawing, ...drawing.querySelectorAll<SVGElement>("*")];
  [copy, ...copy.querySelectorAll<SVGElement>("*")].forEach((element, k) => {
    const style = getComputedStyle(originals[k]);
    for (const name of STYLED) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute("class");
  });
  const { width, height } = drawing.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const [x, y] = (drawing.getAttribute("viewBox") ?? "0 0").split(/[ ,]+/);
  for (const [name, value] of Object.entries({ x, y, width: "100%", height: "100%" })) paper.setAttribute(name, value);
  paper.setAttribute("fill", getComputedStyle(document.documentElement).getPropertyValue("--paper"));
  copy.prepend(paper);
  return new XMLSerializer().serializeToString(copy);
}

const PNG_SCALE = 2;

export async function toPng(source: string | HTMLCanvasElement): Promise<Blob> {
  const canvas = typeof source === "string" ? await drawn(source) : source;
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png");
  });
}

async function drawn(svg: string): Promise<HTMLCanvasElement> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = PNG_SCALE * image.naturalWidth;
    canvas.height = PNG_SCALE * image.naturalHeight;
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  } finally {
    URL.revokeObjectURL(url);
  }
}
