import {
  JsonRpcProvider,
  makeError,
  Network as Chain,
  type JsonRpcPayload,
  type JsonRpcResult,
} from "ethers";

import { Endpoint, type HttpAnswer, type Post } from "./endpoint";
import { pause, type RetryOptions } from "./patience";

/** Milliseconds until nobody is held to have answered. */
const TIMEOUT = 60_000;

export interface PatientProviderOptions {
  /** How patiently to ask again for what fails for now. */
  retry?: RetryOptions;
  /** How to reach the endpoint; default {@link postOver} its address. */
  post?: (url: string, body: string, signal: AbortSignal) => Promise<HttpAnswer>;
}

/**
 * A provider of ethers that gets along with public endpoints: it waits for limits and outages, and does without batches
 * where there is no such thing. What is refused, it throws as ethers does.
 */
export class PatientProvider extends JsonRpcProvider {
  readonly #ended = new AbortController();
  readonly #endpoint: Endpoint;

  constructor(url: string, chainId: number, { retry, post = postOver }: PatientProviderOptions = {}) {
    // An answer that is kept, be it for a moment, could be older than one to a question that came before.
    super(url, undefined, { staticNetwork: Chain.from(chainId), batchMaxCount: 50, cacheTimeout: -1 });
    const { signal } = this.#ended;
    const send: Post = (body) => post(url, body, signal);
    this.#endpoint = new Endpoint(send, { sleep: pause, ...retry, signal });
  }

  override async _send(payload: JsonRpcPayload | JsonRpcPayload[]): Promise<JsonRpcResult[]> {
    try {
      // Errors are among them, as ethers expects, though its type does not say so.
      return (await this.#endpoint.ask([payload].flat())) as JsonRpcResult[];
    } catch (error) {
      if (this.#ended.signal.aborted) throw makeError("provider destroyed", "UNSUPPORTED_OPERATION");
      throw error;
    }
  }

  override destroy(): void {
    this.#ended.abort();
    super.destroy();
  }
}

/** Posts JSON to an address, and reads the answer whatever its status. @throws when nobody answers. */
export async function postOver(url: string, body: string, signal?: AbortSignal): Promise<HttpAnswer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    signal: AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(TIMEOUT)]),
    referrerPolicy: "no-referrer",
  });
  return {
    status: response.status,
    statusText: response.statusText,
    text: await response.text(),
    retryAfter: response.headers.get("retry-after"),
  };
}
