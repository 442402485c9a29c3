import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, resolve, sep } from "node:path";

import { PolityError } from "@polity/sdk/errors";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

export interface ServeOptions {
  /** 0 takes any that is free. */
  port: number;
  /** Where on the host the files are: `/` or `/some/path/`. */
  base?: string;
  /** Contents that take the place of files, by name; asked for at each request. */
  generated?: Readonly<Record<string, () => string>>;
  /** Folders beside the files, by the name that they have there. */
  beside?: Readonly<Record<string, string>>;
}

export interface Site {
  url: string;
  stop(): Promise<void>;
}

/**
 * Serves a folder to this machine alone, as any host of static files does.
 * @throws PolityError when the port is taken.
 */
export async function serveFolder(
  folder: string,
  { port, base = "/", generated = {}, beside = {} }: ServeOptions,
): Promise<Site> {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request.url ?? "/");
    const name = path?.startsWith(base) ? path.slice(base.length) || "index.html" : undefined;
    const made = name !== undefined && Object.hasOwn(generated, name) ? generated[name] : undefined;
    const [first = "", ...rest] = (name ?? "").split("/");
    const other = rest.length > 0 && Object.hasOwn(beside, first) ? resolve(beside[first]!) : undefined;
    const [place, inside] = other === undefined ? [root, name] : [other, rest.join("/")];
    const file = inside === undefined ? undefined : join(place, inside);
    const found = file?.startsWith(place + sep) ? await stat(file).catch(() => undefined) : undefined;
    if (!made && !found?.isFile()) {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
      return;
    }
    const type = TYPES[extname(name!)] ?? "application/octet-stream";
    const cache = /^assets\//.test(name!) ? "max-age=31536000, immutable" : "no-cache";
    response.writeHead(200, {
      ...{ "content-type": type, "cache-control": cache },
      "x-content-type-options": "nosniff",
      // A Safe's page reads it before it opens the app.
      ...(name === "manifest.json" && { "access-control-allow-origin": "*" }),
    });
    if (made) response.end(made());
    else
      createReadStream(file!)
        .on("error", () => response.destroy())
        .pipe(response);
  }

  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", done);
  }).catch((cause: unknown) => {
    throw new PolityError(`port ${port} is taken`, {
      hint: "stop what listens there, or choose another with --port",
      cause,
    });
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}${base}`,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** The path of a request; undefined for what cannot be one. */
function pathOf(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0]!);
    return path.includes("\0") ? undefined : path;
  } catch {
    return undefined;
  }
}
