import { once } from "node:events";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";

import { PolityError } from "@polity/sdk/errors";
import { wholeNumber } from "../core/command";

/**
 * Listens where an option says, `127.0.0.1:8402`; port 0 takes any that is free.
 * @returns Its address.
 */
export async function listenAt(server: Server, place: string): Promise<string> {
  const [host = "", port = ""] = place.split(":");
  const failed = once(server, "error").then(([cause]) => {
    throw new PolityError(`${place} cannot be listened on`, {
      hint: "choose another place with --listen",
      cause,
    });
  });
  server.listen(wholeNumber("listen", port, 0, 65_535), host);
  await Promise.race([once(server, "listening"), failed]);
  failed.catch(() => undefined);
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

/** An error whose words the client may read, with the status of the response. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

/** A request's body. @throws Refusal for more than `most` bytes. */
export function bodyOf(request: IncomingMessage, most: number): Promise<string> {
  const tooLong = new Refusal(413, `a request has ${most} bytes at the most`, { connection: "close" });
  if (Number(request.headers["content-length"] ?? 0) > most) return Promise.reject(tooLong);
  return bounded(request, most, tooLong);
}

/** A stream as text. @throws `tooLong` for more than `most` bytes: the rest is not read. */
export async function bounded(
  stream: AsyncIterable<unknown>,
  most: number,
  tooLong: Refusal,
): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > most) throw tooLong;
    parts.push(Buffer.from(part));
  }
  return Buffer.concat(parts).toString("utf8");
}

/**
 * Takes no more requests, and lets what is being answered end: after `most` milliseconds, as long as an answer may take, nobody
 * who asks or reads slowly holds it up any longer.
 */
export async function closeServer(server: Server, most: number): Promise<void> {
  const closed = once(server, "close");
  const late = setTimeout(() => server.closeAllConnections(), most);
  server.close();
  await closed;
  clearTimeout(late);
}
