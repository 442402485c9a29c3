import canonicalize from "canonicalize";
import { isHexString, sha256, toUtf8Bytes } from "ethers";

import { PolityError } from "../errors";

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON as everybody writes the same value: RFC 8785.
 * @throws PolityError for what JSON cannot say: NaN, infinity, half a surrogate pair, undefined, bigints, circles.
 */
export function canonicalJson(value: Json): string {
  try {
    const text = canonicalize(value);
    if (text !== undefined) return text;
  } catch (cause) {
    throw new PolityError(`this is no JSON: ${(cause as Error).message}`, { cause });
  }
  throw new PolityError("this is no JSON: there is no value");
}

/**
 * The hash by which a content is named on the chain: sha256.
 * @param content Bytes as they are stored, or a text, which is stored as UTF-8.
 * @returns 32 bytes in hex.
 */
export const contentHash = (content: string | Uint8Array): string =>
  sha256(typeof content === "string" ? toUtf8Bytes(content) : content);

/** Where and how contents are read. */
export interface ContentOptions {
  /** Addresses that stand before an IPFS path, asked in turn; default DEFAULT_GATEWAYS. */
  gateways?: readonly string[];
  /** Reads a file of this machine; a browser has none. */
  readFile?: (path: string) => Promise<Uint8Array>;
  /**
   * Schemes that may be asked. Default ipfs and https alone: where a stranger has named the address, `http` and `file` reach
   * what only this machine can see.
   */
  schemes?: readonly Scheme[];
  /** The most bytes that are read; default 1 MiB. */
  maxBytes?: number;
  /** Milliseconds that one address has to answer in; default 10,000. */
  timeout?: number;
}

export type Scheme = "ipfs" | "https" | "http" | "file";

export const DEFAULT_GATEWAYS: readonly string[] = ["https://ipfs.io/ipfs/", "https://dweb.link/ipfs/"];

/**
 * Reads a content and checks that it is the one that is meant. What lies at an address can be changed by whoever serves it;
 * its hash cannot.
 * @param address `ipfs://<cid>/…`, `https://…`, `http://…` or `file:///…`.
 * @param hash sha256, 32 bytes in hex.
 * @throws PolityError for another content, one that is too large, a scheme that may not be asked, and what does not answer:
 *   of several gateways it names what each of them said.
 */
export async function readContent(
  address: string,
  hash: string,
  options: ContentOptions = {},
): Promise<Uint8Array> {
  if (!isHexString(hash, 32)) {
    throw new PolityError(`"${hash}" is no hash of a content`, { hint: "give the sha256, 32 bytes in hex" });
  }
  return readAccepted(address, (bytes, where) => checkContent(where, bytes, hash, options), options);
}

/**
 * Reads a content that something else than its sha256 tells from others.
 * @param accept Returns what was meant, and throws for anything else: of several gateways the next one is asked then.
 * @throws PolityError as {@link readContent} does, and what `accept` throws.
 */
export async function readAccepted<T>(
  address: string,
  accept: (bytes: Uint8Array, where: string) => T,
  options: ContentOptions = {},
): Promise<T> {
  const { schemes = SCHEMES, gateways = DEFAULT_GATEWAYS, readFile } = options;
  const scheme = /^([a-z]+):\/\//.exec(address)?.[1];
  if (!schemes.some((known) => known === scheme)) {
    throw new PolityError(`${address} is not asked for`, {
      hint: `addresses that begin with ${schemes.map((known) => `${known}://`).join(", ")} are`,
    });
  }
  if (scheme === "file") {
    if (!readFile) throw new PolityError(`${address} is a file, and files cannot be read here`);
    return accept(await readFile(decodeURIComponent(new URL(address).pathname)), address);
  }
  if (scheme !== "ipfs") return accept(await download(address, options), address);

  const path = address.slice("ipfs://".length);
  const refusals: string[] = [];
  for (const gateway of gateways) {
    const url = `${gateway.replace(/\/*$/, "/")}${path}`;
    try {
      return accept(await download(url, options), url);
    } catch (error) {
      refusals.push((error as Error).message);
    }
  }
  throw new PolityError(`${address} cannot be read: ${refusals.join("; ") || "no gateway is named"}`, {
    hint: "try again later, or name another gateway",
  });
}

/**
 * The bytes, once they are the content that is meant.
 * @param where What to call it in errors.
 * @throws PolityError for another content, and for one that is too large.
 */
export function checkContent(
  where: string,
  bytes: Uint8Array,
  hash: string,
  { maxBytes = MAX_BYTES }: Pick<ContentOptions, "maxBytes"> = {},
): Uint8Array {
  if (bytes.length > maxBytes) throw tooLarge(where, maxBytes);
  const found = contentHash(bytes);
  if (found === hash.toLowerCase()) return bytes;
  throw new PolityError(`what lies at ${where} is another content: its sha256 is ${found}, not ${hash}`, {
    hint: "do not trust it",
  });
}

const SCHEMES: readonly Scheme[] = ["ipfs", "https"];
const MAX_BYTES = 1 << 20;
const TIMEOUT = 10_000;

const tooLarge = (where: string, maxBytes: number) =>
  new PolityError(`${where} is larger than the ${maxBytes} bytes that are read`);

/** Reads no further than the bound, whatever the length that the answer claims. */
async function download(
  url: string,
  { maxBytes = MAX_BYTES, timeout = TIMEOUT, schemes = SCHEMES }: ContentOptions,
): Promise<Uint8Array> {
  try {
    const response = await follow(url, schemes, AbortSignal.timeout(timeout));
    if (!response.ok) throw new PolityError(`${url} answers ${response.status}`);
    return await readBody(response, url, maxBytes);
  } catch (cause) {
    if (cause instanceof PolityError) throw cause;
    const late = (cause as Error).name === "TimeoutError";
    throw new PolityError(
      `${url} ${late ? `does not answer within ${timeout / 1000} s` : "does not answer"}`,
      {
        cause,
      },
    );
  }
}

/**
 * The bytes of an answer, no further than the bound, whatever the length that the answer claims.
 * @param url What to call it in errors.
 * @throws PolityError for a longer one.
 */
export async function readBody(response: Response, url: string, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const reader = response.body?.getReader(); reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel();
      throw tooLarge(url, maxBytes);
    }
    parts.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const REDIRECTS = 5;

/** Gateways redirect; an address that may be asked must not lead to one that may not. */
async function follow(url: string, schemes: readonly Scheme[], signal: AbortSignal): Promise<Response> {
  let at = url;
  for (let i = 0; i <= REDIRECTS; i++) {
    const response = await fetch(at, { signal, credentials: "omit", redirect: "manual" });
    // A browser does not say where to, and keeps pages from what is not theirs by itself.
    if (response.type === "opaqueredirect") return fetch(at, { signal, credentials: "omit" });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    const next = new URL(location, at);
    if (!schemes.some((known) => `${known}:` === next.protocol))
      throw new PolityError(`${url} leads to ${next.href}, which is not asked for`);
    at = next.href;
  }
  throw new PolityError(`${url} leads on and on`);
}
