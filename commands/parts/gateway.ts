import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";

import { writeAtOnce } from "../../deploy/files";
import { explain, PolityError } from "@polity/sdk/errors";
import {
  ANSWERS,
  ASKS,
  boundedRequest,
  type Cashier,
  PAYS,
  priceOf,
  usedTokens,
  type Account,
} from "@polity/sdk/usage";
import { bodyOf, bounded, Refusal } from "./http";

/** What is forwarded, and whether the answer is text of a bounded length. */
const PATHS: Readonly<Record<string, boolean>> = {
  "/v1/chat/completions": true,
  "/v1/completions": true,
  "/v1/embeddings": false,
};
const MAX_REQUEST = 2 ** 20;
const MAX_ANSWER = 8 * 2 ** 20;
/** Milliseconds that an answer may take. */
export const TIMEOUT = 120_000;

export interface Serving {
  cashier: Cashier;
  /** The model's server, up to `/v1`; and what it wants as its key. */
  upstream: string;
  key?: string | undefined;
  /** Of a thousand tokens, in base units. */
  price: bigint;
  /** Of one answer. */
  maxTokens: number;
  /** Whether the network has stopped sales. */
  paused: () => Promise<boolean>;
  /** Who paid how much for how many tokens: never what was asked or answered. */
  say: (line: string) => void;
}

/** Sells requests to a server of OpenAI's kind by x402. What is asked and answered passes through, and is kept nowhere. */
export function gatewayServer(serving: Serving): Server {
  return createServer({ requestTimeout: TIMEOUT, headersTimeout: 10_000 }, (request, response) => {
    const reply = (status: number, body: string, headers: Record<string, string> = {}) =>
      response.writeHead(status, { "content-type": "application/json", ...headers, ...EXPOSED }).end(body);
    answer(serving, request, response).then(
      ([body, headers]) => reply(200, body, headers),
      (error: unknown) => {
        const refusal =
          error instanceof Refusal ? error : new Refusal(502, "the gateway cannot serve this now");
        if (!(error instanceof Refusal)) serving.say(`failed: ${explain(error)}`);
        reply(refusal.status, JSON.stringify({ error: { message: refusal.message } }), refusal.headers);
      },
    );
  });
}

const EXPOSED = { "access-control-expose-headers": `${ASKS},${ANSWERS}` };

async function answer(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<[body: string, headers: Record<string, string>]> {
  const { cashier, price, maxTokens, paused, say } = serving;
  const path = (request.url ?? "").split("?", 1)[0]!;
  if (request.method === "GET" && path === "/v1/models") return [await ask(serving, path), {}];
  const isText = PATHS[path];
  if (isText === undefined || request.method !== "POST")
    throw new Refusal(404, `this gateway answers POST to ${Object.keys(PATHS).join(", ")}`);
  const text = await bodyOf(request, MAX_REQUEST);
  const bounded = refusedAs(400, () => boundedRequest(text, isText ? maxTokens : 0));
  if (await paused())
    throw new Refusal(503, "the network has stopped sales: try again when it has resumed them");
  const amount = priceOf(bounded.tokens, price);
  const url = `http://${request.headers.host ?? "gateway"}${path}`;
  const payment = request.headers[PAYS.toLowerCase()];
  if (typeof payment !== "string")
    throw new Refusal(402, "this request is paid for by x402", { [ASKS]: cashier.ask(amount, url) });
  const sale = await cashier.take(payment, amount, url);
  if ("refused" in sale) throw new Refusal(402, sale.refused, { [ASKS]: sale.header });
  let isSold = false;
  try {
    const body = await ask(serving, path, JSON.stringify(bounded.body));
    const used = usedTokens(JSON.parse(body));
    if (used === undefined) throw new Refusal(502, "the model's server does not say what the request took");
    // Whoever has hung up is charged as well: the answer was made.
    isSold = true;
    const paid = await sale.charge(priceOf(used, price));
    say(`${sale.payer} has used ${used} tokens${response.destroyed ? ", and hung up" : ""}`);
    return [body, { [ANSWERS]: paid }];
  } finally {
    if (!isSold) sale.release();
  }
}

/** Asks the model's server, and reads what it answers up to a bound. */
async function ask({ upstream, key }: Serving, path: string, body?: string): Promise<string> {
  const headers = { "content-type": "application/json", ...(key && { authorization: `Bearer ${key}` }) };
  const response = await fetch(upstream + path.slice("/v1".length), {
    ...{ headers, redirect: "error", signal: AbortSignal.timeout(TIMEOUT) },
    ...(body !== undefined && { method: "POST", body }),
  }).catch(() => {
    throw new Refusal(502, "the model's server does not answer");
  });
  if (!response.ok) throw new Refusal(502, `the model's server answers ${response.status}`);
  return bounded(
    (response.body ?? []) as AsyncIterable<unknown>,
    MAX_ANSWER,
    new Refusal(502, "the model's server answers too much"),
  );
}

function refusedAs<T>(status: number, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof PolityError ? new Refusal(status, explain(error)) : error;
  }
}

/** Accounts of channels as files of a folder, each written in one step: a death loses no voucher that was served. */
export function accountsIn(folder: string): Cashier["accounts"] {
  mkdirSync(folder, { recursive: true });
  const fileOf = (id: string) => join(folder, `${id}.json`);
  const read = (file: string): Account => {
    try {
      const { channel, voucher, charged } = JSON.parse(readFileSync(file, "utf8")) as {
        channel: Account["channel"];
        voucher: Omit<Account["voucher"], "ceiling"> & { ceiling: string };
        charged: string;
      };
      return { channel, voucher: { ...voucher, ceiling: BigInt(voucher.ceiling) }, charged: BigInt(charged) };
    } catch (cause) {
      throw new PolityError(`${file} holds no voucher`, {
        hint: "restore it from a copy: what it was worth is not claimed without it",
        cause,
      });
    }
  };
  const known = new Map<string, Account>(
    readdirSync(folder)
      .filter((name) => /^0x[0-9a-f]{64}\.json$/.test(name))
      .map((name) => [name.slice(0, -".json".length), read(join(folder, name))]),
  );
  return {
    get: (id) => Promise.resolve(known.get(id)),
    all: () => Promise.resolve([...known.values()]),
    set: (id, account) => {
      writeAtOnce(
        fileOf(id),
        JSON.stringify(account, (_, one: unknown) => (typeof one === "bigint" ? String(one) : one)),
      );
      known.set(id, account);
      return Promise.resolve();
    },
  };
}
