/** XML as a sequence of elements, strictly: what is not well-formed is refused, and entities of a document's own are never expanded. */
import sax from "sax";
import { refusal } from "./words.ts";

/** What is done where elements begin and end; names are without their prefix. */
export interface Elements {
  begin(element: string, attributes: Readonly<Record<string, string>>): void;
  end(element: string, text: string): void;
}

const MOST_DEPTH = 256;

/** Whether a text is XML whose first element has this name. */
export function isXml(text: string | undefined, root: string): boolean {
  if (text === undefined || !/^\s*</.test(text)) return false;
  // head, remarks and document type come first
  const first = /<(?![?!])(?:\w+:)?(\w+)/.exec(text.slice(0, 65536).replace(/<!--[\s\S]*?-->/g, ""));
  return first?.[1].toLowerCase() === root;
}

/** Walks through the elements of a document. */
export function walkXml(name: string, text: string, elements: Elements, how: string): void {
  const parser = sax.parser(true, { position: true });
  const texts: string[] = [];
  const local = (tag: string): string => tag.slice(tag.indexOf(":") + 1);
  let isClosed = false;
  parser.onerror = (error) => {
    const [what, line] = error.message.split("\n");
    throw refusal(name, `must be well-formed XML: ${what}${line ? ` (${line})` : ""}`, how);
  };
  parser.onopentag = ({ name: tag, attributes }) => {
    if (texts.length === MOST_DEPTH) throw refusal(name, `must be nested at most ${MOST_DEPTH} deep, got more`, how);
    texts.push("");
    elements.begin(local(tag), attributes as Record<string, string>);
  };
  const add = (more: string): void => {
    if (texts.length > 0) texts[texts.length - 1] += more;
  };
  parser.ontext = add;
  parser.oncdata = add;
  parser.onclosetag = (tag) => {
    elements.end(local(tag), texts.pop() ?? "");
    isClosed = texts.length === 0;
  };
  parser.write(text).close();
  if (!isClosed) throw refusal(name, "must be well-formed XML, got no end of its first element", how);
}
