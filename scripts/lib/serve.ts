import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import { PolityError } from "@polity/sdk/errors";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".xml": "application/atom+xml; charset=utf-8",
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
    const headers = {
      "content-type": type,
      "cache-control": cache,
      "x-content-type-options": "nosniff",
      // A Safe's page reads it before it opens the app.
      ...(name === "manifest.json" && { "access-control-allow-origin": "*" }),
    };
    const content = made ? Buffer.from(made()) : await readFile(file!);
    const [encoding, body] = await compressed(content, type, request.headers["accept-encoding"] ?? "");
    const etag = etagOf(body);
    const more = { ...headers, ...(isText(type) && { vary: "accept-encoding" }), etag };
    if (request.headers["if-none-match"]?.split(/, */).includes(etag)) {
      response.writeHead(304, more).end();
      return;
    }
    response.writeHead(200, {
      ...{ ...more, "content-length": body.length },
      ...(encoding !== undefined && { "content-encoding": encoding }),
    });
    response.end(request.method === "HEAD" ? undefined : body);
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

const isText = (type: string): boolean => /^text\/|json|svg|xml|javascript/.test(type);
const etagOf = (content: Buffer): string => `"${createHash("sha256").update(content).digest("base64url")}"`;

const packBrotli = promisify(brotliCompress);
const packGzip = promisify(gzip);
const PACKERS = {
  // The best that compresses a first load in some ten milliseconds.
  br: (content: Buffer) => packBrotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (content: Buffer) => packGzip(content),
} as const;
type Encoding = keyof typeof PACKERS;
const ENCODINGS = ["br", "gzip"] as const;
/** What is shorter gains nothing. */
const LEAST = 256;

/** Compressed files by their hash: each is compressed once for as long as the process lives. */
const packed = new Map<string, Promise<Buffer>>();
const MAX_PACKED = 500;

/** Compresses a text as the browser takes it. @returns Nothing and the content itself where it does not. */
async function compressed(
  content: Buffer,
  type: string,
  accepted: string,
): Promise<[encoding: Encoding | undefined, body: Buffer]> {
  const takes = new Map(
    accepted.split(",").map((each) => {
      const [name = "", ...parameters] = each.split(";").map((part) => part.trim().toLowerCase());
      return [name, !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))] as const;
    }),
  );
  const encoding = ENCODINGS.find((name) => takes.get(name) ?? takes.get("*") ?? false);
  if (encoding === undefined || !isText(type) || content.length < LEAST) return [undefined, content];
  const key = `${encoding} ${etagOf(content)}`;
  const known = packed.get(key) ?? PACKERS[encoding](content);
  if (packed.size >= MAX_PACKED) packed.clear();
  packed.set(key, known);
  return [encoding, await known];
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
