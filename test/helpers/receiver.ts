import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a receiver answers; `hang` never does, `cut` ends the connection after it has read everything. */
type Answer = { status: number; headers?: Record<string, string> } | "hang" | "cut";
/** An answer, or what makes it once everything has arrived. */
type Reply = Answer | (() => Answer);

/** A real HTTP server that takes messages, and answers what a test says. */
export async function startReceiver(replies: Reply[] = []) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      received.push({
        ...{ path: request.url!, headers: request.headers },
        body: Buffer.concat(parts).toString("utf8"),
      });
      const next = replies.shift() ?? { status: 204 };
      const reply = typeof next === "function" ? next() : next;
      if (reply === "hang") return;
      if (reply === "cut") return void request.socket.destroy();
      response.writeHead(reply.status, reply.headers).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    received,
    replies,
    url: `http://127.0.0.1:${port}/secret-path-of-a-hook`,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
