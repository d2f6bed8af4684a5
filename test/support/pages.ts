/** A static server of files and pages on this machine alone. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** What a careful page allows: nothing but its own scripts, and WebAssembly. */
export const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

export interface Pages {
  /** Where the pages are served: `http://127.0.0.1:port`. */
  readonly origin: string;
  /** Paths that were asked for and do not exist. */
  readonly missing: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves the files below `folder`, and `pages`, text of HTML by path.
 *
 * @param headers  of every answer; a strict content security policy unless given.
 */
export async function servePages(
  folder: string,
  pages: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = { "content-security-policy": STRICT },
): Promise<Pages> {
  const missing: string[] = [];
  const server = createServer(({ url }, response) => {
    const path = new URL(url ?? "/", "http://localhost").pathname;
    const file = join(folder, path);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (pages[path] !== undefined) {
      response.setHeader("content-type", TYPES[".html"]);
      response.end(pages[path]);
    } else if (existsSync(file) && statSync(file).isFile()) {
      response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
      response.end(readFileSync(file));
    } else {
      if (path !== "/favicon.ico") missing.push(path);
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    missing,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
