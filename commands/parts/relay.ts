import { createServer, type IncomingMessage, type Server } from "node:http";

import { explain, PolityError } from "@polity/sdk/errors";
import { formatCount } from "@polity/sdk/format";
import {
  feeFor,
  StepRefused,
  type Clock,
  type KeeperChain,
  type KeeperEvent,
  type Market,
  type Step,
  type World,
} from "@polity/sdk/keeper";
import type { Network } from "@polity/sdk/network";
import { failureOf, isPassing } from "@polity/sdk/provider";
import { explainFailure } from "@polity/sdk/reverts";
import { checkSigned, parseSigned, type SignedCall } from "@polity/sdk/votes/signed";
import { bodyOf, Refusal } from "./http";
import type { DailyGas } from "./relay-budget";
import { type Limiter, visitorOf } from "./relay-limits";

/** A signature of a contract may have 10,000 bytes: 20,000 digits, and what stands around them. */
const MAX_BODY = 32_768;
/** Requests that are checked or wait at the same time; more are asked to come back. */
const MAX_WAITING = 16;
/** The most gas of one request: a ballot of a key takes about 130,000, a contract's own check up to a few hundred thousand. */
const MAX_GAS = 1_000_000n;
/** Milliseconds that a request waits for its turn. */
const TURN = 120_000;
const CONNECTIONS = 256;

export interface RelayOptions {
  network: Network;
  /** The chain as the keeper sees it, with the account that pays. */
  chain: KeeperChain;
  budget: DailyGas;
  /** The most to pay for a unit of gas, in wei: the keeper's own limit. */
  maxFee: bigint;
  /** What a signer must have, in base units. */
  least: bigint;
  /** How much one signer is paid for. */
  perSigner: Limiter;
  /** Milliseconds. */
  now: () => number;
  say: (line: string) => void;
}

interface Entry extends Step {
  text: string;
  gas?: bigint;
  sent?: string;
  answer: Promise<string>;
  resolve: (hash: string) => void;
  reject: (refusal: Refusal) => void;
}

/**
 * Sends what others have signed, one after the other. It is a queue that a keeper works off: the keeper's nonce guard, fee limit
 * and replacement of what is stuck are the relay's, too.
 */
export class Relay {
  readonly #queue = new Map<string, Entry>();
  #asked = 0;
  #isOver = false;
  #wake = (): void => undefined;

  constructor(private readonly options: RelayOptions) {}

  /**
   * Checks what was signed, waits for its turn, and sends it.
   * @returns The transaction's hash, once a node has it.
   * @throws Refusal with the reason in one sentence.
   */
  async hand(text: string): Promise<string> {
    if (this.#isOver) throw new Refusal(503, "the relay stops");
    if (this.#asked >= MAX_WAITING)
      throw new Refusal(503, "the relay is busy: try again in a minute", { "retry-after": "60" });
    this.#asked++;
    try {
      const entry = this.#join(await this.#check(text), text);
      return await entry.answer;
    } finally {
      this.#asked--;
    }
  }

  /** The chain for the keeper: what is due is what was handed in. */
  keeperChain(): KeeperChain {
    const { chain, budget } = this.options;
    return {
      account: chain.account,
      chainId: chain.chainId,
      receipt: (hash) => chain.receipt(hash),
      read: () => this.#orLetGo(() => this.#read()),
      market: () => this.#orLetGo(() => this.#market()),
      simulate: async (step) => {
        const entry = this.#queue.get(step.key);
        // Found in its block in this very look, in which it was still due.
        if (!entry) throw new StepRefused(new PolityError("it was sent already"));
        const gas = await this.#orLetGo(() => this.#try(step as Step & Partial<SignedCall>));
        if (gas > MAX_GAS)
          throw new StepRefused(
            new PolityError(`it takes ${formatCount(gas)} gas, and the relay pays ${formatCount(MAX_GAS)}`),
          );
        // What is replaced has its part already.
        if (!entry.sent && budget.left() < gas)
          throw new StepRefused(
            new PolityError("the relay has spent what it spends in a day", {
              hint: "come back later, or send it yourself",
            }),
          );
        entry.gas = gas;
        return gas;
      },
      submit: (step, ...rest) => chain.submit(step, ...rest),
    };
  }

  /** Hears what the keeper does. */
  readonly heard = (event: KeeperEvent): void => {
    const { budget, say } = this.options;
    switch (event.event) {
      case "sent":
      case "replaced": {
        const entry = this.#queue.get(event.key);
        if (!entry) return;
        entry.sent = event.hash!;
        budget.reserve(event.key, entry.gas ?? MAX_GAS);
        entry.resolve(event.hash!);
        return;
      }
      case "done":
      case "elsewhere":
      case "reverted": {
        const hash = event.hash ?? "unknown";
        this.#queue.delete(event.key);
        budget.settle(event.key, event.gas);
        say(`${event.name}: ${event.event === "done" ? "sent" : "it failed in its block"}, tx ${hash}`);
        return;
      }
      case "failed":
        this.#refuse(event.key, new Refusal(422, explain(event.error)));
        return;
      case "waits":
      case "lost":
        say(`nothing can be sent now: ${event.reason}`);
        return;
      case "stopped":
        if (event.pending.length > 0)
          say(`on its way still: ${event.pending.map(({ hashes }) => hashes.at(-1)).join(", ")}`);
        return;
      default:
    }
  };

  /** Takes nothing any more, and lets go of what waits. */
  stop(): void {
    this.#isOver = true;
    this.#letGo("the relay stops");
  }

  /** Time for the keeper: a pause ends when something is handed in. */
  clock(sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>): Clock {
    return {
      now: () => Math.floor(this.options.now() / 1000),
      sleep: async (milliseconds, signal) => {
        const early = new AbortController();
        this.#wake = () => early.abort();
        if (this.#unsent().length > 0 && !this.#inFlight()) milliseconds = Math.min(milliseconds, 100);
        await sleep(milliseconds, AbortSignal.any([signal, early.signal])).catch(() => undefined);
      },
    };
  }

  async #check(text: string): Promise<SignedCall> {
    const { network, least } = this.options;
    const signed = orRefuse(() => parseSigned(text));
    try {
      return await checkSigned(network, signed, least);
    } catch (error) {
      if (isPassing(failureOf(error)))
        throw new Refusal(503, "the chain does not answer the relay: try again later", LATER);
      throw new Refusal(422, explain(await explainFailure(error)));
    }
  }

  /** Puts what is good into the queue. Who has handed in the same before gets the same answer. */
  #join(good: SignedCall, text: string): Entry {
    const { kind, signer, key } = good;
    const before = this.#queue.get(key);
    if (before?.text === text) return before;
    if (before) throw new Refusal(409, `another ${kind} of ${signer} is on its way`);
    if (this.#isOver) throw new Refusal(503, "the relay stops");
    // Only now: whoever could not sign for an account cannot use up what it is paid for.
    if (!this.options.perSigner.take(signer, this.options.now()))
      throw new Refusal(429, `the relay has sent enough for ${signer} for now`, { "retry-after": "3600" });
    let [resolve, reject]: [Entry["resolve"], Entry["reject"]] = [() => undefined, () => undefined];
    const answer = new Promise<string>((...both) => ([resolve, reject] = both));
    answer.catch(() => undefined);
    const entry: Entry = { ...good, name: `${kind} of ${signer}`, text, answer, resolve, reject };
    this.#queue.set(key, entry);
    setTimeout(() => {
      if (!entry.sent) this.#refuse(key, new Refusal(503, "its turn did not come: try again later", LATER));
    }, TURN).unref();
    this.#wake();
    return entry;
  }

  async #read(): Promise<World> {
    const world = await this.options.chain.read();
    // Somebody else uses the account, or the relay did before it was started anew.
    if (world.pending > world.mined && !this.#inFlight())
      this.#letGo("the relay waits for an earlier transaction: try again later");
    return { ...world, due: [...this.#queue.values()] };
  }

  async #market(): Promise<Market> {
    const market = await this.options.chain.market();
    if (!feeFor(market, this.options.maxFee))
      this.#letGo("gas costs more now than the relay pays: try again later");
    return market;
  }

  /** Nobody waits for a chain that does not answer. */
  async #orLetGo<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof StepRefused))
        this.#letGo("the chain does not answer the relay: try again later");
      throw error;
    }
  }

  #letGo(reason: string): void {
    for (const { key } of this.#unsent()) this.#refuse(key, new Refusal(503, reason, LATER));
  }

  /** Tries the call on the newest state. What the contract returns tells whether a ballot would count. */
  async #try(step: Step & Partial<SignedCall>): Promise<bigint> {
    const { chain, network } = this.options;
    const gas = await chain.simulate(step);
    if (step.returns === undefined) return gas;
    const provider = network.governor.runner!.provider!;
    const { to, data } = step.call;
    const returned = await provider.call({ from: chain.account, to, data });
    if (returned === step.returns) return gas;
    throw new StepRefused(new PolityError("the governor would not count it: it has been cast meanwhile"));
  }

  #refuse(key: string, refusal: Refusal): void {
    const entry = this.#queue.get(key);
    if (!entry) return;
    this.#queue.delete(key);
    entry.reject(refusal);
  }

  readonly #unsent = (): Entry[] => [...this.#queue.values()].filter(({ sent }) => sent === undefined);
  readonly #inFlight = (): boolean => this.#queue.size > this.#unsent().length;
}

function orRefuse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Refusal(422, explain(error));
  }
}

const LATER = { "retry-after": "60" };

export interface ServerOptions {
  relay: Pick<Relay, "hand">;
  /** How much one visitor may ask. */
  perVisitor: Limiter;
  /** Whether a proxy stands in front, which says who asks. */
  behindProxy: boolean;
  now: () => number;
  say: (line: string) => void;
}

/** The relay for browsers and programs: what was signed comes by POST, and the hash or the reason goes back. */
export function relayServer({ relay, perVisitor, behindProxy, now, say }: ServerOptions): Server {
  const answer = async (request: IncomingMessage): Promise<object> => {
    if (request.method !== "POST")
      throw new Refusal(405, "hand in by POST what was signed", { allow: "POST, OPTIONS" });
    if (!perVisitor.take(visitorOf(request, behindProxy), now()))
      throw new Refusal(429, "too many requests came from where you are", { "retry-after": "600" });
    return { transaction: await relay.hand(await bodyOf(request, MAX_BODY)) };
  };
  const server = createServer(
    { requestTimeout: 15_000, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
    (request, response) => {
      const reply = (status: number, body: object, headers: Record<string, string> = {}) =>
        response
          .writeHead(status, { "content-type": "application/json", ...OPEN, ...headers })
          .end(`${JSON.stringify(body)}\n`);
      if (request.method === "OPTIONS") return void response.writeHead(204, OPEN).end();
      answer(request).then(
        (body) => reply(200, body),
        (error: unknown) => {
          if (!(error instanceof Refusal)) say(`failed: ${explain(error)}`);
          const { status, message, headers } =
            error instanceof Refusal ? error : new Refusal(502, "the relay cannot do this now");
          // Whoever sends too much is not read to the end.
          if (!request.complete) response.once("finish", () => request.destroy());
          reply(status, { error: { message } }, headers);
        },
      );
    },
  );
  server.maxConnections = CONNECTIONS;
  server.keepAliveTimeout = 5_000;
  return server;
}

/** Pages of any host may ask: nothing here depends on who is logged in somewhere. */
const OPEN = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "POST",
  "access-control-allow-headers": "content-type",
  "access-control-max-age": "86400",
  "cache-control": "no-store",
};
