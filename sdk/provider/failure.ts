import { isError, isHexString } from "ethers";

import { PolityError } from "../errors";

/**
 * What kind of failure it is, and so what helps:
 * - `refused`: the answer is no, and asked again it would be no again. A revert is one.
 * - `range`: too many blocks, logs or bytes at once; a smaller range may pass.
 * - `limited`: too many requests; later ones may pass.
 * - `behind`: the backend that answered does not have the block yet.
 * - `outage`: the server is ill, or it answers with something else.
 * - `unreachable`: nobody answers at all.
 */
export type FailureKind = "refused" | "range" | "limited" | "behind" | "outage" | "unreachable";

/** Why a request failed. */
export interface ProviderFailure {
  kind: FailureKind;
  /** The provider's own words, in one line of at most 300 characters. */
  words: string;
  /** Seconds that the provider asks to wait before the next request. */
  retryAfter?: number;
}

/** Kinds that may pass by themselves. */
const PASSING: readonly FailureKind[] = ["limited", "behind", "outage", "unreachable"];

/** Whether the same request may succeed later. */
export const isPassing = ({ kind }: ProviderFailure): boolean => PASSING.includes(kind);

/** Whether the chain itself refused a call: nothing that went wrong on the way to it. */
export function isRevert(error: unknown): boolean {
  return layersOf(error).some(
    (layer) =>
      isRevertData(layer.data) || layer.code === 3 || isReverted(layer) || REVERT.test(ownWords(layer)),
  );
}

/** Whether a contract refused a call, or has no such function: what was asked for does not exist. */
export const isRefused = (error: unknown): boolean =>
  isRevert(error) || (isError(error, "BAD_DATA") && (error.value === "0x" || isHexString(error.value)));

/** What a provider, a node or a wallet failed with, sorted. An error of our own is of the kind of its cause. */
export function failureOf(error: unknown): ProviderFailure {
  const layers = layersOf(error);
  const words = wordsOf(error);
  const told = retryAfterOf(layers, words);
  return { kind: kindOf(error, layers, words), words, ...(told !== undefined && { retryAfter: told }) };
}

/**
 * What the provider itself said: libraries and wallets wrap it in messages of their own, and put it in different places.
 * Addresses of servers lose their paths, in which there may be a key.
 */
export function wordsOf(error: unknown): string {
  const said = layersOf(error).map(saidBy).filter(Boolean);
  const words = said.filter((text) => !WRAPPING.test(text)).at(-1) ?? said.at(-1) ?? String(error);
  const line = (words.includes("<") ? words : words.trim().split("\n", 1)[0]!)
    .slice(0, 10_000)
    .replaceAll(/<(style|script|title)[^]*?<\/\1>|<[^>]*>/gi, " ")
    .replaceAll(/(\w+:\/\/)(?:[^\s/@]*@)?([^\s/?#"'<>]+)[^\s"'<>]*/g, "$1$2")
    .replaceAll(/\s+/g, " ")
    .trim()
    // Hardhat puts a number and words of its own before them.
    .replace(/^(HH\d+: )?(?:Invalid JSON-RPC response received: (?=\S))?/, "");
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

const LONGEST = 300;

type Layer = Record<string, unknown>;

/** The error, and all that is packed into it, from the outside to the inside; of ours only what made us throw it. */
function layersOf(error: unknown, depth = 0): Layer[] {
  if (typeof error !== "object" || error === null || depth > 6) return [];
  if (error instanceof PolityError && error.cause !== undefined) return layersOf(error.cause, depth + 1);
  const layer = error as Layer;
  const inner = [layer.info, layer.cause, layer.data, layer.originalError, layer.error];
  return [layer, ...inner.flatMap((each) => layersOf(each, depth + 1)), ...bodyOf(layer, depth)];
}

/** Servers answer a bad status with JSON-RPC, with a page or with a line of text. */
function bodyOf({ responseBody }: Layer, depth: number): Layer[] {
  if (typeof responseBody !== "string" || responseBody.trim() === "") return [];
  try {
    const body: unknown = JSON.parse(responseBody);
    return [body].flat().flatMap((each) => layersOf(each, depth + 1));
  } catch {
    return [{ message: responseBody }];
  }
}

function saidBy({ shortMessage, message, responseStatus, error, code }: Layer): string {
  const status = typeof responseStatus === "string" && `server response ${responseStatus}`;
  const texts = [shortMessage, message, status, error, code];
  return texts.find((text): text is string => typeof text === "string" && text.trim() !== "") ?? "";
}

/** Messages of libraries and wallets around what matters. */
const WRAPPING =
  /^(could not coalesce error|internal json-rpc error\.?|missing revert data|fetch failed|server response \d.*|missing response for request|unsupported operation)$/i;

const ownWords = (layer: Layer) => {
  const text = saidBy(layer);
  return WRAPPING.test(text) ? "" : text;
};

const REVERT =
  /revert|invalid opcode|invalid jump|stack (over|under)flow|out of gas|write protection|bad instruction|VM (execution|exception)/i;
const isRevertData = (data: unknown) => isHexString(data) && data.length >= 10;
/** A receipt says so, or a library that keeps to itself what the node said. */
const isReverted = ({ code, receipt, info }: Layer) =>
  code === "CALL_EXCEPTION" && ((receipt ?? null) !== null || info === undefined);

/** In whose way of speaking each is, is in the test. */
const AHEAD =
  /(beyond|past|greater than|after|above) (the )?(current )?(head|latest|last accepted|chain tip)/i;
const RANGE =
  /block range|(range|span|distance).{0,30}(large|wide|exceed|limit|max)|(max|limit|exceed|only|up to).{0,40}\brange|(more than|over) [\d,]+ (blocks|results|logs|events)|too many (blocks|logs|results|events)|(response|result|payload|entity).{0,20}(size|too (big|large)|exceed)|logs? (matched|response)|query (timeout|timed out|returned)|(limit(ed)?|max(imum)?|up to|exceeds?).{0,30}\b(blocks?|logs|results)\b(?! (gas|base))/i;
const LIMIT =
  /too many (requests|connections|calls)|\brate\b|throttl|compute units|\bquota|\bcredits?\b|throughput|requests? per|(requests?|daily|monthly|usage|plan).{0,20}(limit|exceed)|^limit exceeded|exceeded (its|your|the).{0,40}(limit|capacity)|capacity|slow down/i;
const BEHIND =
  /\bblocks?\b.{0,80}(not found|cannot be found|could not be found|not (yet )?(available|imported|synced))|(unknown|future) block|header not found|not (yet )?(fully )?synced|still syncing/i;
const OUTAGE =
  /time(d)?[ -]?out|deadline exceeded|internal (json-?rpc |server )?error|invalid json-rpc response|bad gateway|unavailable|gateway|overload|temporar|upstream|no (healthy )?(backend|peer|server)|backend is|try again|crashed|socket|connection (was )?(closed|lost|reset|terminated)|other side closed|unexpected (end|token)|missing response/i;
const UNREACHABLE =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|cannot connect|fetch failed|failed to fetch|load failed|networkerror|could not detect network/i;

function kindOf(error: unknown, layers: readonly Layer[], words: string): FailureKind {
  if (error instanceof PolityError && error.cause === undefined) return "refused";
  const codes = layers.map(({ code }) => code);
  const has = (...wanted: unknown[]) => wanted.some((code) => codes.includes(code));
  if (isRevert(error) || has("ACTION_REJECTED", 4001, 4100)) return "refused";

  const status = statusOf(layers);
  if (AHEAD.test(words)) return "behind";
  if (status === 413 || RANGE.test(words)) return "range";
  if (status === 429 || LIMIT.test(words)) return "limited";
  if (BEHIND.test(words)) return "behind";
  if (has(-32005, -32029)) return "limited";
  if (has("NETWORK_ERROR") || UNREACHABLE.test([words, ...codes].join(" "))) return "unreachable";
  // A key that is wrong, or not allowed, stays so.
  if (status === 401 || status === 403) return "refused";
  return status === 408 ||
    status >= 500 ||
    has("TIMEOUT", "ETIMEDOUT", "ECONNRESET", "EPIPE") ||
    OUTAGE.test(words)
    ? "outage"
    : "refused";
}

/** Of an HTTP answer; 0 when there was none. */
function statusOf(layers: readonly Layer[]): number {
  for (const { status, statusCode, responseStatus, response } of layers) {
    const { status: inner, statusCode: code } = (response ?? {}) as Layer;
    const found = [status, statusCode, inner, code, parseInt(String(responseStatus), 10)].find(
      (value) => typeof value === "number" && value >= 100 && value < 600,
    );
    if (typeof found === "number") return found;
  }
  return 0;
}

/** From a header, from what Infura adds to its error, or from the words. */
function retryAfterOf(layers: readonly Layer[], words: string): number | undefined {
  for (const { response, headers, rate, backoff_seconds: backoff } of layers) {
    const header = headerOf(response) ?? headerOf({ headers });
    if (header !== undefined) return header;
    const seconds = backoff ?? (rate as Layer | undefined)?.backoff_seconds;
    if (typeof seconds === "number" && seconds >= 0) return seconds;
  }
  const [, number, unit] =
    /(?:retry|try again|wait)(?: again)? (?:in |after |for )?(\d+(?:\.\d+)?) ?(ms|m|s)/i.exec(words) ?? [];
  if (number === undefined) return undefined;
  return Number(number) * { ms: 0.001, s: 1, m: 60 }[unit!.toLowerCase() as "ms" | "s" | "m"];
}

function headerOf(response: unknown): number | undefined {
  const { headers } = (response ?? {}) as { headers?: unknown };
  if (typeof headers !== "object" || headers === null) return undefined;
  const value: unknown =
    headers instanceof Headers ? headers.get("retry-after") : (headers as Layer)["retry-after"];
  return typeof value === "string" ? parseRetryAfter(value) : undefined;
}

/** Seconds that a `Retry-After` header asks for, in seconds or as a date; undefined for what is neither. */
export function parseRetryAfter(header: string | null, now = Date.now()): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const date = Date.parse(text);
  return text === "" || Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
