/** A web server of one folder for this machine alone. */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { UsageError } from "./exit.ts";

const HOST = "127.0.0.1";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** The policy that the page states itself too: its own scripts and styles, WebAssembly, and no connection. */
export const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; worker-src 'self'; " +
  "connect-src 'none'; base-uri 'none'; form-action 'none'";

/** A folder that is being served, until it is closed. */
export interface ServedPage {
  /** http://127.0.0.1:port/, what to open in a browser. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves the files of a folder, index.html for the folder itself.
 *
 * @param port  0 takes a free one.
 * @throws UsageError when the folder has no page, or the port is in use or not allowed.
 */
export async function servePage(folder: string, port: number): Promise<ServedPage> {
  if (!existsSync(join(folder, "index.html")))
    throw new UsageError(`lab: no page in ${folder}: npm run build makes it`);
  const server = createServer((request, response) => answer(folder, request, response));
  await listen(server, port);
  return {
    address: `http://${HOST}:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reasons: Readonly<Record<string, string>> = {
        EADDRINUSE: "is in use: choose another, or 0 for a free one",
        EACCES: "needs more rights than this user has: choose one above 1023",
      };
      const reason = reasons[error.code ?? ""];
      reject(reason === undefined ? error : new UsageError(`--port: ${port} ${reason}`));
    });
    server.listen(port, HOST, resolve);
  });
}

function answer(folder: string, { method, url = "/" }: IncomingMessage, response: ServerResponse): void {
  if (method !== "GET" && method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const path = fileOf(folder, url);
  if (path === undefined) {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("There is no such page.\n");
    return;
  }
  response.writeHead(200, {
    "content-type": TYPES[extname(path)] ?? "application/octet-stream",
    "content-length": statSync(path).size,
    // names of assets change with their content
    "cache-control": path.includes("assets") ? "max-age=31536000, immutable" : "no-cache",
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
  if (method === "HEAD") response.end();
  else createReadStream(path).pipe(response);
}

/** The file that an address names, if it lies in the folder: every part of the path is a plain name. */
function fileOf(folder: string, url: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(url.replace(/[?#].*$/, ""));
  } catch {
    return undefined;
  }
  const parts = path.split("/").slice(1);
  if (parts.at(-1) === "") parts[parts.length - 1] = "index.html";
  if (!parts.every((part) => /^[\w-]+(\.[\w-]+)*$/.test(part))) return undefined;
  const file = join(folder, ...parts);
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}
