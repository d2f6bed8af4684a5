/** The frame of every figure: title that states the finding, caption, and exports. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { note } from "../shell/notes.ts";
import { linkTo } from "../state/address.ts";
import { type Cell, download, svgText, toCsv, toPng } from "./export.ts";

export interface FigureProps {
  /** The room it stands in: its state makes the link. */
  readonly room: string;
  /** File name of exports, without ending. */
  readonly name: string;
  readonly title: ComponentChildren;
  readonly caption?: ComponentChildren;
  /** The exact command line that repeats the figure or its numbers in Node. */
  readonly command?: string | undefined;
  /** What is drawn, as SVG text or element; default: the first svg within the frame. PNG is made of it, or of the first canvas. */
  readonly svg?: () => string | SVGElement | Promise<string | SVGElement>;
  /** Its numbers: a row each. */
  readonly csv?: (() => readonly Readonly<Record<string, Cell>>[]) | undefined;
  readonly children: ComponentChildren;
}

export function Figure({ room, name, title, caption, command, svg, csv, children }: FigureProps) {
  const body = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState<string>();

  const drawing = async (): Promise<string | undefined> => {
    const given = svg ? await svg() : (body.current?.querySelector<SVGElement>("svg") ?? undefined);
    return given === undefined ? undefined : svgText(given);
  };
  const canvas = (): HTMLCanvasElement | null => body.current?.querySelector("canvas") ?? null;
  const attempt = (work: () => Promise<void>) => () => {
    work().catch((error: Error) => note(`Export failed: ${error.message}`));
  };
  const saveSvg = attempt(async () => {
    const text = (await drawing()) ?? canvasAsSvg(canvas());
    download(new Blob([text], { type: "image/svg+xml" }), `${name}.svg`);
  });
  const savePng = attempt(async () => {
    const text = await drawing();
    download(await toPng(text ?? canvas()!), `${name}.png`);
  });
  const saveCsv = attempt(async () => download(new Blob([toCsv(csv!())], { type: "text/csv" }), `${name}.csv`));
  const copy = (what: string, text: string) =>
    attempt(async () => {
      await copyText(text);
      setCopied(what);
      setTimeout(() => setCopied(undefined), 1500);
    });

  return (
    <figure class="figure" data-figure={name}>
      <h2 class="figure-title">{title}</h2>
      <div ref={body} class="figure-body">
        {children}
      </div>
      <figcaption>
        {caption !== undefined && <p>{caption}</p>}
        {command !== undefined && (
          // a region that scrolls must be reached by keyboard
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
          <output class="command command-line" tabIndex={0} aria-label="The same in Node">
            {command}
          </output>
        )}
        <div class="exports">
          <button type="button" class="quiet" onClick={saveSvg}>
            SVG
          </button>
          <button type="button" class="quiet" onClick={savePng}>
            PNG
          </button>
          {csv && (
            <button type="button" class="quiet" onClick={saveCsv}>
              CSV
            </button>
          )}
          {command !== undefined && (
            <button type="button" class="quiet" onClick={copy("command", command)}>
              {copied === "command" ? "Copied" : "Copy command"}
            </button>
          )}
          <button type="button" class="quiet" onClick={copy("link", linkTo(room))}>
            {copied === "link" ? "Copied" : "Copy link"}
          </button>
        </div>
      </figcaption>
    </figure>
  );
}

/** A canvas as an SVG document that holds its picture. */
function canvasAsSvg(canvas: HTMLCanvasElement | null): string {
  if (canvas === null) throw new Error("there is nothing drawn yet");
  const { width, height } = canvas;
  const image = `<image width="${width}" height="${height}" image-rendering="pixelated" href="${canvas.toDataURL()}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${image}</svg>`;
}

async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // pages served without TLS from another machine have no clipboard of the newer kind
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
