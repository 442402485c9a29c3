import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";

import { WebSocketServer } from "ws";

/** What a test needs of WalletConnect: a relay, and a wallet app that pairs through it. */

interface Request {
  id: number;
  method?: string;
  params: Record<string, unknown>;
}

/** One side of a line to the relay: what came over it, and how it is answered. */
export interface Line {
  receive(text: string): void;
  close(): void;
}

/**
 * Plays the relay of WalletConnect: it keeps what is published on a topic, and sends it to whoever listens there. The real
 * one does it for a project, and bounds how long it keeps what.
 */
export class PlayedRelay {
  readonly #kept = new Map<
    string,
    { message: string; publishedAt: number; attestation: string; tag?: unknown }[]
  >();
  readonly #listeners = new Set<{ topics: Set<string>; push: (topic: string, data: object) => void }>();
  #server: WebSocketServer | undefined;

  /** A line for whoever answers by `send`. */
  line(send: (text: string) => void): Line {
    const listener = {
      topics: new Set<string>(),
      push: (topic: string, data: object) =>
        send(
          JSON.stringify({
            ...{ id: Date.now() * 1000 + Math.floor(Math.random() * 1000), jsonrpc: "2.0" },
            ...{ method: "irn_subscription", params: { id: topic, data: { topic, ...data } } },
          }),
        ),
    };
    this.#listeners.add(listener);
    const listen = (topic: string) => {
      listener.topics.add(topic);
      for (const data of this.#kept.get(topic) ?? []) listener.push(topic, data);
      return topic;
    };
    const publish = (topic: string, message: string, tag: unknown) => {
      // Who vouches for a page's address is no matter of these tests: without a word, wallets ask nobody.
      const data = { message, publishedAt: Date.now(), attestation: "", ...(tag !== undefined && { tag }) };
      this.#kept.set(topic, [...(this.#kept.get(topic) ?? []), data]);
      for (const other of this.#listeners)
        if (other !== listener && other.topics.has(topic)) other.push(topic, data);
    };
    const answers: Record<string, (given: never) => unknown> = {
      irn_subscribe: ({ topic }: { topic: string }) => listen(topic),
      irn_batchSubscribe: ({ topics }: { topics: string[] }) => topics.map(listen),
      irn_unsubscribe: ({ topic }: { topic: string }) => listener.topics.delete(topic),
      irn_batchFetchMessages: ({ topics }: { topics: string[] }) => ({
        messages: topics.flatMap((topic) =>
          (this.#kept.get(topic) ?? []).map((data) => ({ topic, ...data })),
        ),
        hasMore: false,
      }),
      irn_publish: ({ topic, message, tag }: { topic: string; message: string; tag: unknown }) => {
        publish(topic, message, tag);
        return true;
      },
      wc_proposeSession: (given: { pairingTopic: string; sessionProposal: string }) => {
        listen(given.pairingTopic);
        publish(given.pairingTopic, given.sessionProposal, 1100);
        return true;
      },
      wc_approveSession: (given: {
        pairingTopic: string;
        sessionTopic: string;
        sessionProposalResponse: string;
        sessionSettlementRequest: string;
      }) => {
        listen(given.sessionTopic);
        publish(given.pairingTopic, given.sessionProposalResponse, 1101);
        publish(given.sessionTopic, given.sessionSettlementRequest, 1102);
        return true;
      },
    };
    return {
      receive: (text) => {
        const { id, method, params } = JSON.parse(text) as Request;
        // Without a method it confirms what was sent to it.
        if (method === undefined) return;
        const answer = answers[method];
        if (!answer) throw new Error(`the played relay does not know ${method}`);
        send(JSON.stringify({ id, jsonrpc: "2.0", result: answer(params as never) }));
      },
      close: () => void this.#listeners.delete(listener),
    };
  }

  /** Listens on this machine. @returns Where. */
  async start(): Promise<string> {
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    this.#server = server;
    server.on("connection", (socket) => {
      const line = this.line((text) => socket.send(text));
      socket.on("message", (data: Buffer) => line.receive(data.toString()));
      socket.on("close", () => line.close());
    });
    await new Promise((done) => server.once("listening", done));
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const client of this.#server?.clients ?? []) client.terminate();
    await new Promise((done) => (this.#server ? this.#server.close(done) : done(undefined)));
  }
}

interface Namespace {
  accounts: string[];
  chains?: string[];
  methods: string[];
  events: string[];
}
type Namespaces = Record<string, Namespace>;
interface Failure {
  code: number;
  message: string;
}

/** What is used of the library. */
interface Client {
  session: { length: number; getAll(): { topic: string; namespaces: Namespaces }[] };
  core: { heartbeat: { stop(): void }; relayer: { transportClose(): Promise<void> } };
  on(event: string, listener: (given: never) => void): void;
  pair(given: { uri: string }): Promise<unknown>;
  approve(given: { id: number; namespaces: Namespaces }): Promise<{ acknowledged(): Promise<unknown> }>;
  reject(given: { id: number; reason: Failure }): Promise<void>;
  update(given: { topic: string; namespaces: Namespaces }): Promise<{ acknowledged(): Promise<unknown> }>;
  emit(given: { topic: string; chainId: string; event: { name: string; data: unknown } }): Promise<void>;
  respond(given: { topic: string; response: object }): Promise<void>;
  disconnect(given: { topic: string; reason: Failure }): Promise<void>;
}
interface Proposal {
  id: number;
  params: { proposer: { metadata: { name: string; url: string } }; optionalNamespaces: Namespaces };
}
interface Question {
  id: number;
  topic: string;
  params: { request: { method: string; params: unknown }; chainId: string };
}

/** By its name alone: its types would bring those of a browser into every file of the repository. */
const LIBRARY = "@walletconnect/sign-client";

/** A wallet app: WalletConnect's own library, in whose place a person would hold a phone. */
export class WalletApp {
  /** What it was asked, in order, with the chain that each was for. */
  readonly requests: { method: string; chain: string; params: unknown[] }[] = [];
  /** What the last page that wanted to connect says of itself. */
  met: { name: string; url: string } | undefined;
  #refuses: Failure | undefined;

  private constructor(
    private readonly client: Client,
    private readonly accounts: string[],
    private readonly sign: (method: string, params: unknown[]) => Promise<unknown>,
  ) {}

  /**
   * @param accounts As CAIP-10 has them, the one that it shows first.
   * @param sign Does what the page asks, once the wallet's owner has agreed.
   */
  static async open(
    relayUrl: string,
    accounts: string[],
    sign: (method: string, params: unknown[]) => Promise<unknown> = () => Promise.resolve("0x"),
  ): Promise<WalletApp> {
    const { SignClient } = (await import(LIBRARY)) as {
      SignClient: { init(options: object): Promise<Client> };
    };
    const client = await SignClient.init({
      ...{ projectId: "0".repeat(32), relayUrl, logger: "silent", telemetryEnabled: false },
      // Several live in one process, each with sessions of its own.
      customStoragePrefix: randomUUID(),
      metadata: {
        ...{ name: "Wallet of the test", description: "Signs for tests", url: "https://wallet.example" },
        ...{ icons: [], redirect: { native: "testwallet://" } },
      },
    });
    const app = new WalletApp(client, accounts, sign);
    client.on("session_proposal", ({ id, params }: Proposal) => {
      app.met = params.proposer.metadata;
      void app.#meet(id, params.optionalNamespaces);
    });
    client.on("session_request", ({ id, topic, params }: Question) => void app.#answer(id, topic, params));
    return app;
  }

  /** Its owner scans the code, or follows the link. */
  async scan(uri: string): Promise<void> {
    await this.client.pair({ uri });
  }

  /** The next question is refused. */
  refuseNext(code = 5000, message = "User rejected."): void {
    this.#refuses = { code, message };
  }

  /** Its owner ends the connection there. */
  async disconnect(): Promise<void> {
    for (const { topic } of this.client.session.getAll())
      await this.client.disconnect({ topic, reason: { code: 6000, message: "User disconnected." } });
  }

  /** Its owner chooses another of the accounts that the page may see. */
  async show(account: string): Promise<void> {
    const [space, chain] = account.split(":");
    for (const { topic } of this.client.session.getAll()) {
      const event = { name: "accountsChanged", data: [account] };
      await this.client.emit({ topic, chainId: `${space}:${chain}`, event });
    }
  }

  /** Its owner takes accounts back, or gives others. */
  async update(accounts: string[]): Promise<void> {
    for (const { topic, namespaces } of this.client.session.getAll()) {
      const { acknowledged } = await this.client.update({
        topic,
        namespaces: { eip155: { ...namespaces.eip155!, accounts } },
      });
      await acknowledged();
    }
  }

  sessions(): number {
    return this.client.session.length;
  }

  async close(): Promise<void> {
    this.client.core.heartbeat.stop();
    await this.client.core.relayer.transportClose();
  }

  async #meet(id: number, wanted: Namespaces): Promise<void> {
    const reason = this.#refusal();
    if (reason) {
      await this.client.reject({ id, reason });
      return;
    }
    const { methods, events } = wanted.eip155!;
    const chains = [...new Set(this.accounts.map((account) => account.split(":").slice(0, 2).join(":")))];
    const { acknowledged } = await this.client.approve({
      id,
      namespaces: { eip155: { accounts: this.accounts, chains, methods, events } },
    });
    await acknowledged();
  }

  async #answer(id: number, topic: string, { request, chainId }: Question["params"]): Promise<void> {
    const params = request.params as unknown[];
    this.requests.push({ method: request.method, chain: chainId, params });
    const error = this.#refusal();
    const response = error
      ? { error }
      : await this.sign(request.method, params).then(
          (result) => ({ result }),
          (thrown: unknown) => ({ error: { code: -32_000, message: (thrown as Error).message } }),
        );
    await this.client.respond({ topic, response: { id, jsonrpc: "2.0", ...response } });
  }

  #refusal(): Failure | undefined {
    const refuses = this.#refuses;
    this.#refuses = undefined;
    return refuses;
  }
}
