/** The frame of every figure: title that states the finding, caption, and exports. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { note } from "../shell/notes.ts";
import { linkTo } from "../state/address.ts";
import { type Cell, download, drawingOf, toCsv, toPng } from "./export.ts";

export interface FigureProps {
  /** Name of the room that the figure stands in: its state makes the link. */
  readonly room: string;
  /** Name of exported files, without ending. */
  readonly name: string;
  readonly title: ComponentChildren;
  readonly caption?: ComponentChildren;
  /** The exact command line that repeats the figure or its numbers in Node. */
  readonly command?: string | undefined;
  /** The file that the command reads, where it needs one. */
  readonly file?: { readonly name: string; readonly text: string } | undefined;
  /** The numbers of the figure, an object for each row of the table. */
  readonly csv?: (() => readonly Readonly<Record<string, Cell>>[]) | undefined;
  readonly children: ComponentChildren;
}

export function Figure({ room, name, title, caption, command, file, csv, children }: FigureProps) {
  const body = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [copied, setCopied] = useState<string>();

  const drawing = (): string => drawingOf(body.current!, heading.current!.textContent ?? "");
  const attempt = (work: () => Promise<void>) => () => {
    work().catch((error: Error) => note(`Export failed: ${error.message}`));
  };
  const saveSvg = attempt(async () => download(new Blob([drawing()], { type: "image/svg+xml" }), `${name}.svg`));
  const savePng = attempt(async () => download(await toPng(drawing()), `${name}.png`));
  const saveCsv = attempt(async () => download(new Blob([toCsv(csv!())], { type: "text/csv" }), `${name}.csv`));
  const saveFile = attempt(async () => download(new Blob([file!.text], { type: "application/json" }), file!.name));
  const copy = (what: string, text: string) =>
    attempt(async () => {
      await copyText(text);
      setCopied(what);
      setTimeout(() => setCopied(undefined), 1500);
    });

  return (
    <figure class="figure" data-figure={name}>
      <h2 ref={heading} class="figure-title">
        {title}
      </h2>
      <div ref={body} class="figure-body">
        {children}
      </div>
      <figcaption>
        {caption !== undefined && <p>{caption}</p>}
        {command !== undefined && <code class="command-line">{command}</code>}
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
          {file !== undefined && (
            <>
              <button type="button" class="quiet" onClick={saveFile}>
                {file.name}
              </button>
              <button type="button" class="quiet" onClick={copy("file", file.text)}>
                {copied === "file" ? "Copied" : `Copy ${file.name}`}
              </button>
            </>
          )}
          <button type="button" class="quiet" onClick={copy("link", linkTo(room))}>
            {copied === "link" ? "Copied" : "Copy link"}
          </button>
        </div>
      </figcaption>
    </figure>
  );
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
