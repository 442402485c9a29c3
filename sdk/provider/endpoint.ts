import type { JsonRpcError, JsonRpcPayload, JsonRpcResult } from "ethers";

import { failureOf, isPassing, parseRetryAfter, type ProviderFailure } from "./failure";
import { patiently, type RetryOptions } from "./patience";
import { isAskedOnce } from "./request";

/** What an endpoint answers over HTTP. */
export interface HttpAnswer {
  status: number;
  statusText: string;
  /** Its body, whatever it is. */
  text: string;
  /** Of the header `Retry-After`. */
  retryAfter?: string | null;
}

/** Sends a body to an endpoint. @throws when nobody answers. */
export type Post = (body: string) => Promise<HttpAnswer>;

export type JsonRpcAnswer = JsonRpcResult | JsonRpcError;

/** Requests in one batch, at most: what is allowed differs, and is learned. */
const BATCH = 50;
/** A batch that is refused goes on in parts of a quarter, down to single requests. */
const PARTS = 4;
/** Requests over HTTP that are under way at once: as many as a browser opens to one host. */
const PARALLEL = 6;

/**
 * Asks an endpoint by JSON-RPC, with patience for what fails for now, be it the whole answer or one of a batch. An endpoint
 * that knows no batches, or smaller ones only, is asked in parts, and after that from the beginning.
 */
export class Endpoint {
  #size = BATCH;
  #free = PARALLEL;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly post: Post,
    private readonly retry: RetryOptions = {},
  ) {}

  /**
   * The answers to some requests, in any order.
   * @throws What the endpoint says when it answers none of them.
   */
  async ask(payloads: readonly JsonRpcPayload[]): Promise<JsonRpcAnswer[]> {
    const once = payloads.filter(({ method }) => isAskedOnce(method));
    const others = payloads.filter(({ method }) => !isAskedOnce(method));
    const { retries = isPassing } = this.retry;
    const careful = {
      ...this.retry,
      retries: (failure: ProviderFailure) => failure.kind === "limited" && retries(failure),
    };
    const parts = [
      ...once.map((one) => this.#askAtOnce([one], careful)),
      ...partsOf(others, this.#size).map((part) => this.#askAtOnce(part)),
    ];
    return (await Promise.all(parts)).flat();
  }

  async #askAtOnce(
    payloads: readonly JsonRpcPayload[],
    { retries = isPassing, ...retry } = this.retry,
  ): Promise<JsonRpcAnswer[]> {
    const settled: JsonRpcAnswer[] = [];
    let [left, failing, attempt] = [payloads, [] as JsonRpcAnswer[], 0];
    const act = async () => {
      attempt += 1;
      failing = [];
      let answers: Answered[];
      try {
        answers = await this.#exchange(left);
      } catch (error) {
        if (left.length > 1 && mayBeTheBatch(failureOf(error), attempt)) return false;
        throw error;
      }
      const again = answers.filter(({ failure }) => failure && retries(failure));
      settled.push(...answers.filter((one) => !again.includes(one)).map(({ answer }) => answer));
      failing = again.map(({ answer }) => answer);
      const ids = failing.map(({ id }) => id);
      left = left.filter(({ id }) => ids.includes(id));
      if (again[0]?.error) throw again[0].error;
      return true;
    };
    const isWhole = await patiently(act, { ...retry, retries }).catch((error: unknown) => {
      // Each of those who asked gets the answer to the own question.
      if (failing.length > 0) return true;
      throw error;
    });
    if (isWhole) return [...settled, ...failing];

    const size = Math.ceil(left.length / PARTS);
    const parts = await Promise.all(partsOf(left, size).map((part) => this.#askAtOnce(part)));
    // They were answered: it was the batch that was not.
    this.#size = Math.min(this.#size, size);
    return [...settled, ...parts.flat()];
  }

  /** @throws unless every request has its answer. */
  async #exchange(payloads: readonly JsonRpcPayload[]): Promise<Answered[]> {
    const [only, ...more] = payloads as [JsonRpcPayload, ...JsonRpcPayload[]];
    // There are endpoints that refuse even a list of one.
    const http = await this.#inTurn(JSON.stringify(more.length > 0 ? payloads : only));
    const body = parse(http.text);
    const found = new Map(
      [body]
        .flat()
        .map(toAnswer)
        .map((one) => [one?.id, one]),
    );
    // The answer to a single request may come without its number.
    const lone = more.length === 0 ? toAnswer(body) : undefined;
    return payloads.map(({ id }) => {
      const answer = found.get(id) ?? (lone && "error" in lone ? { ...lone, id } : undefined);
      if (!answer) throw refusalOf(http, body);
      if (!("error" in answer)) return { answer };
      const error = Object.assign(new Error(), answer.error, headOf(http));
      return { answer, error, failure: failureOf(error) };
    });
  }

  async #inTurn(body: string): Promise<HttpAnswer> {
    if (this.#free === 0) await new Promise<void>((next) => this.#waiting.push(next));
    else this.#free -= 1;
    try {
      return await this.post(body);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}

function partsOf<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let i = 0; i < list.length; i += size) parts.push(list.slice(i, i + size));
  return parts;
}

interface Answered {
  answer: JsonRpcAnswer;
  error?: Error;
  failure?: ProviderFailure;
}

/** Whether the same requests may pass in smaller batches. Limits and outages may also pass by themselves: they are waited for. */
const mayBeTheBatch = ({ kind, words }: ProviderFailure, attempt: number): boolean =>
  kind === "refused" ||
  kind === "range" ||
  /batch/i.test(words) ||
  (kind === "outage" && attempt > 1) ||
  (kind === "limited" && attempt > 2);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** Some servers send both members, one of them null. */
function toAnswer(value: unknown): JsonRpcAnswer | undefined {
  if (!isObject(value)) return undefined;
  const { id, error, result } = value as { id: number; error?: JsonRpcError["error"]; result?: unknown };
  if (isObject(error)) return { id, error };
  return result === undefined ? undefined : { id, result };
}

/** An answer that answers nothing: with a bad status, a page in its place, or one error for all. */
function refusalOf(http: HttpAnswer, body: unknown): Error {
  const { status, statusText, text } = http;
  const isOk = status >= 200 && status < 300;
  const message = !isOk
    ? `server response ${status} ${statusText}`.trim()
    : body === undefined
      ? `invalid JSON-RPC response: ${text}`
      : "missing response for request";
  return Object.assign(new Error(message), {
    ...(isOk ? {} : { code: "SERVER_ERROR" }),
    // Said by whoever knows why; a page speaks only where the status says that something is wrong.
    ...((!isOk || isObject(body)) && { responseBody: text }),
    ...headOf(http),
  });
}

function headOf({ status, retryAfter }: HttpAnswer) {
  const seconds = parseRetryAfter(retryAfter ?? null);
  return {
    ...(status !== 200 && { status }),
    ...(seconds !== undefined && { backoff_seconds: seconds }),
  };
}
