/** A figure of `palimpsest/plot` as an image: the styles within it stay within it, whatever the page's policy. */
import { useEffect, useState } from "preact/hooks";

/**
 * Makes a figure: `async (document) => (await import("./plates.ts")).name(result, document)`, where the room's plates.ts imports
 * from `palimpsest/plot` by name no more than it draws, for that library is large.
 */
export type Draw = (document: Document) => Promise<SVGElement>;

/** The SVG text of a figure: for `Figure`'s `svg`. Drawn in a document without a window, where no policy forbids inline styles. */
export async function plateText(draw: Draw): Promise<string> {
  return new XMLSerializer().serializeToString(await draw(document.implementation.createHTMLDocument("")));
}

/** Shows a figure as a picture, and draws it again whenever `of` is another object. */
export function Plate({ of, draw, alt }: { readonly of: unknown; readonly draw: Draw; readonly alt: string }) {
  const [url, setUrl] = useState<string>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isStale = false;
    plateText(draw).then(
      (text) => {
        if (isStale) return;
        setUrl(URL.createObjectURL(new Blob([text], { type: "image/svg+xml" })));
        setProblem(undefined);
      },
      (error: Error) => setProblem(error.message),
    );
    return () => {
      isStale = true;
    };
  }, [of]);
  useEffect(() => () => URL.revokeObjectURL(url ?? ""), [url]);
  if (problem !== undefined) return <p role="alert">{problem}</p>;
  return <div class="plate-frame">{url && <img class="plate" src={url} alt={alt} />}</div>;
}
