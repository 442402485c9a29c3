import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { JsonRpcProvider, type TransactionRequest } from "ethers";

import { installSafe } from "../../deploy/safe";
import { startAnvil } from "../../scripts/lib/anvil";
import { withMargin } from "../../sdk/transaction";

/** Sepolia's. */
const CHAIN_ID = 11_155_111;

/** The accounts of a chain that keeps its own time, with the margin that the SDK and the deployment leave. */
export class ChainProvider extends JsonRpcProvider {
  constructor(url: string, pollingInterval?: number) {
    super(url, undefined, {
      cacheTimeout: -1,
      ...(pollingInterval === undefined ? {} : { polling: true, pollingInterval }),
    });
  }

  override async estimateGas(transaction: TransactionRequest): Promise<bigint> {
    return withMargin(await super.estimateGas(transaction));
  }
}

export interface Sepolia {
  url: string;
  provider: JsonRpcProvider;
  stop(): void;
}

/** A chain in a process of its own, that passes for Sepolia. */
export async function startSepolia(...options: string[]): Promise<Sepolia> {
  const { url, stop: end } = await startAnvil(0, "--chain-id", String(CHAIN_ID), ...options);
  const provider = new ChainProvider(url, 50);
  // Sepolia has Safe's contracts; here an account of the chain brings them, not the deployer.
  await installSafe(await provider.getSigner(9), CHAIN_ID);
  const stop = () => {
    provider.destroy();
    end();
  };
  return { url, provider, stop };
}

/** What becomes of a call on its way: it goes through, is lost or refused before the node, or its answer is lost. */
export type Fate = "pass" | "lose the call" | "lose the answer" | "too many requests" | "bad gateway";

export interface Proxy {
  url: string;
  /** How many requests came in, each with a call or several. */
  readonly posts: number;
  /** Waits until the chain has answered every call that was passed on. */
  settled(): Promise<unknown>;
  stop(): void;
}

/** An unreliable line to a chain: `decide` is asked for every call, and the worst of a batch befalls all of it. */
export async function startProxy(
  target: string,
  decide: (method: string, count: number) => Fate | Promise<Fate>,
): Promise<Proxy> {
  const counts = new Map<string, number>();
  let posts = 0;
  const open = new Set<Promise<void>>();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    posts += 1;
    let fate: Fate = "pass";
    for (const { method } of [JSON.parse(body) as { method: string } | { method: string }[]].flat()) {
      const count = (counts.get(method) ?? 0) + 1;
      counts.set(method, count);
      const own = await decide(method, count);
      if (own !== "pass") fate = own;
    }
    if (fate === "lose the call") return void request.socket.destroy();
    if (fate === "too many requests")
      return void response.writeHead(429, { "retry-after": "0" }).end("slow down");
    if (fate === "bad gateway")
      return void response.writeHead(502).end("<html><h1>502 Bad Gateway</h1></html>");
    const headers = { "content-type": "application/json" };
    const passed = await fetch(target, { method: "POST", body, headers });
    const text = await passed.text();
    if (fate === "lose the answer") return void request.socket.destroy();
    response.writeHead(passed.status, headers).end(text);
  };
  const server = createServer((request, response) => {
    const answered = answer(request, response)
      .catch(() => void request.socket.destroy())
      .finally(() => open.delete(answered));
    open.add(answered);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get posts() {
      return posts;
    },
    settled: () => Promise.all(open),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
