import type { EIP1193Provider } from "hardhat/types";

import {
  Endpoint,
  isAskedOnce,
  type Requester,
  type RetryOptions,
  type RpcRequest,
} from "@polity/sdk/provider";

/** What Hardhat's HTTP provider sends a body with: by the network's headers, credentials, proxy and time limit. */
interface Sender {
  _fetchJsonRpcResponse(requests: unknown): Promise<unknown>;
}

interface Asked {
  request: RpcRequest;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

export interface Alone {
  /** Asks a single question, with patience. */
  alone: Requester;
  /** The patience for a batch. */
  retry: RetryOptions;
  /** Called when the network has answered a batch. */
  onAnswer: () => void;
}

/**
 * What is asked of a network at once goes out in one request, in parts where an endpoint takes no more, one by one where it
 * knows no batches: `dao status` asks 130 questions in a dozen rounds. What comes alone, and what must not be asked twice,
 * goes the way it always went.
 */
export function inBatches(provider: EIP1193Provider, { alone, retry, onAnswer }: Alone): Requester {
  const sender = provider as unknown as Sender;
  if (!("_fetchJsonRpcResponse" in provider)) return alone;
  const post = async (body: string) => {
    const answers = await sender._fetchJsonRpcResponse(JSON.parse(body));
    onAnswer();
    return { status: 200, statusText: "OK", text: JSON.stringify(answers) };
  };
  const endpoint = new Endpoint(post, retry);
  let waiting: Asked[] = [];

  const send = async () => {
    const batch = waiting;
    waiting = [];
    const [only, ...more] = batch;
    if (more.length === 0) return void alone(only!.request).then(only!.resolve, only!.reject);
    const payloads = batch.map(({ request }, id) => ({
      ...{ jsonrpc: "2.0" as const, id, params: [], ...request },
    }));
    try {
      for (const answer of await endpoint.ask(payloads)) {
        const { resolve, reject } = batch[answer.id]!;
        if ("error" in answer) reject(await refusalOf(answer.error));
        else resolve(answer.result);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };

  return (request) => {
    if (isAskedOnce(request.method)) return alone(request);
    return new Promise((resolve, reject) => {
      if (waiting.push({ request, resolve, reject }) === 1) setImmediate(() => void send());
    });
  };
}

/** As Hardhat's own provider throws it. */
async function refusalOf({ code, message, data }: { code: number; message?: string; data?: unknown }) {
  const { ProviderError } = await import("hardhat/internal/core/providers/errors");
  return Object.assign(new ProviderError(message ?? "", code), { data });
}
