import {
  JsonRpcProvider,
  makeError,
  Network as Chain,
  type JsonRpcPayload,
  type JsonRpcResult,
} from "ethers";

import type { Connection } from "./connection";

/** Seconds to wait before each new attempt; the last one again and again. */
const WAITS = [1, 2, 4, 8, 15];
/** A provider that answers so often that it cannot, cannot: a range of events is then asked for in smaller parts. */
const REFUSALS = 3;
const TIMEOUT = 60_000;

/**
 * Reads a chain over an endpoint that may come and go: while nothing answers, requests wait and are sent again, and
 * `connection` tells it. What the endpoint refuses, it throws as ethers does.
 */
export class SteadyProvider extends JsonRpcProvider {
  readonly #url: string;
  readonly #connection: Connection;
  readonly #ended = new AbortController();

  constructor(url: string, chainId: number, connection: Connection) {
    // An answer that is kept, be it for a moment, could be older than one to a question that came before.
    super(url, undefined, { staticNetwork: Chain.from(chainId), batchMaxCount: 50, cacheTimeout: -1 });
    this.#url = url;
    this.#connection = connection;
  }

  override async _send(payload: JsonRpcPayload | JsonRpcPayload[]): Promise<JsonRpcResult[]> {
    for (let attempt = 0, refusals = 0; ; attempt++) {
      const response = await this.#post(payload);
      if (this.#ended.signal.aborted) throw makeError("provider destroyed", "UNSUPPORTED_OPERATION");
      if (response?.ok) {
        this.#connection.found();
        const answer = response.body as JsonRpcResult | JsonRpcResult[];
        return Array.isArray(answer) ? answer : [answer];
      }
      if (response !== undefined) {
        const passing = response.status === 429 || response.status >= 500;
        if (!passing || ++refusals > REFUSALS) {
          throw makeError(`the RPC endpoint answered ${response.status}`, "SERVER_ERROR", {
            request: this.#url,
          });
        }
      }
      const wait = WAITS[Math.min(attempt, WAITS.length - 1)]!;
      if (response === undefined) this.#connection.lost(wait);
      await this.#connection.pause(wait, this.#ended.signal);
    }
  }

  override destroy(): void {
    this.#ended.abort();
    super.destroy();
  }

  /** The answer, or nothing when there was none. */
  async #post(
    payload: unknown,
  ): Promise<{ ok: true; body: unknown } | { ok: false; status: number } | undefined> {
    const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(TIMEOUT)]);
    const headers = { "content-type": "application/json" };
    try {
      const response = await fetch(this.#url, {
        method: "POST",
        headers,
        body: JSON.stringify(payload),
        signal,
        referrerPolicy: "no-referrer",
      });
      if (!response.ok) return { ok: false, status: response.status };
      return { ok: true, body: await response.json() };
    } catch {
      return undefined;
    }
  }
}
