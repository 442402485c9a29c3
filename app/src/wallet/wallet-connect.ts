import type { SignClient } from "@walletconnect/sign-client";
import { getAddress, toQuantity } from "ethers";

import { PolityError } from "@polity/sdk/errors";
import type { Eip1193, FoundWallet, Pairing } from "./eip1193";

/** The page, as the wallet shows it to its owner, and the chain that it works on. */
export interface RemoteSite {
  projectId: string;
  chainId: number;
  name: string;
  /** Where the page is from. */
  origin: string;
}

type Client = Awaited<ReturnType<(typeof SignClient)["init"]>>;
type Session = ReturnType<Client["session"]["get"]>;
/** The library's own: where the relay is, and where sessions are kept. */
type Options = NonNullable<Parameters<(typeof SignClient)["init"]>[0]>;

/** What a wallet is asked for: the page uses nothing else. */
const METHODS = ["eth_sendTransaction", "eth_signTypedData_v4"];
const EVENTS = ["accountsChanged", "chainChanged"];
/** Milliseconds in which the relay has taken the offer: the library tries five times to reach it. */
const PATIENCE = 25_000;
/** Accounts of a wallet that are looked at. */
const MAX_ACCOUNTS = 100;
const GOODBYE = { code: 6000, message: "User disconnected." };

/**
 * A wallet on another device, by WalletConnect: page and wallet find each other through a relay, which cannot read what they
 * say. The library is loaded when its user asks for it, or has a wallet from the last visit.
 */
export function walletConnect(site: RemoteSite, options: Options = {}, patience = PATIENCE): FoundWallet {
  const provider = new RemoteWallet(site, options, patience);
  return { id: "walletConnect", name: "Wallet app, by WalletConnect", provider, pairing: provider.pairing };
}

/**
 * An EIP-1193 provider over a session. Each request names the network's chain, and the wallet answers for that chain
 * whichever it shows: there is nothing to switch.
 */
class RemoteWallet implements Eip1193 {
  readonly #chain: string;
  readonly #listeners = new Map<string, Set<(...args: never[]) => void>>();
  readonly #watchers = new Set<() => void>();
  #opening: Promise<Client> | undefined;
  #client: Client | undefined;
  #offer: string | undefined;
  #stop: () => void = () => undefined;
  /** What the wallet shows, in lower case, of the accounts that it has let the page see. */
  #shown: string | undefined;

  constructor(
    private readonly site: RemoteSite,
    private readonly options: Options,
    private readonly patience: number,
  ) {
    this.#chain = `eip155:${site.chainId}`;
  }

  readonly pairing: Pairing = {
    get: () => this.#offer,
    subscribe: (listener) => {
      this.#watchers.add(listener);
      return () => this.#watchers.delete(listener);
    },
    cancel: () => this.#stop(),
    app: () => linkOf(this.#session()?.peer.metadata.redirect),
  };

  on(event: string, listener: (...args: never[]) => void): void {
    this.#listeners.set(event, (this.#listeners.get(event) ?? new Set()).add(listener));
  }

  removeListener(event: string, listener: (...args: never[]) => void): void {
    this.#listeners.get(event)?.delete(listener);
  }

  async request({ method, params = [] }: Parameters<Eip1193["request"]>[0]): Promise<unknown> {
    if (method === "eth_chainId") return toQuantity(this.site.chainId);
    const client = await this.#open();
    switch (method) {
      case "eth_requestAccounts":
        if (!this.#session()) await this.#pair(client);
        return this.#accounts();
      case "eth_accounts":
        return this.#accounts();
      case "wallet_revokePermissions":
        return this.#letGo(client);
      default:
        return this.#ask(client, method, params);
    }
  }

  /** Sessions of earlier visits come with it. */
  #open(): Promise<Client> {
    this.#opening ??= this.#load().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #load(): Promise<Client> {
    const library = await import("@walletconnect/sign-client");
    const { projectId, name, origin } = this.site;
    const client = await library.SignClient.init({
      ...{ projectId, logger: "silent", telemetryEnabled: false },
      metadata: { name, description: `The governance of ${name}`, url: origin, icons: [] },
      ...this.options,
    });
    const tell = () => this.#tell();
    for (const event of ["session_delete", "session_expire", "session_update"] as const)
      client.on(event, tell);
    client.on("session_event", ({ topic, params: { event } }) => {
      if (event.name !== "accountsChanged" || topic !== this.#session()?.topic) return;
      const [first] = Array.isArray(event.data) ? (event.data as unknown[]) : [];
      this.#shown = String(first).split(":").at(-1)?.toLowerCase();
      tell();
    });
    return (this.#client = client);
  }

  #tell(): void {
    for (const listener of this.#listeners.get("accountsChanged") ?? []) listener(this.#accounts() as never);
  }

  /** The newest session that has an account on the network's chain. */
  #session(): Session | undefined {
    const now = Date.now() / 1000;
    return this.#client?.session
      .getAll()
      .filter((one) => one.expiry > now && this.#accountsOf(one).length > 0)
      .reduce<Session | undefined>((a, b) => (a && a.expiry > b.expiry ? a : b), undefined);
  }

  /** The one that the wallet shows is the first. */
  #accounts(): string[] {
    const session = this.#session();
    const all = session ? this.#accountsOf(session) : [];
    return [...new Set([...all.filter((account) => account.toLowerCase() === this.#shown), ...all])];
  }

  /** Those on the network's chain, out of texts of the wallet: `eip155:1:0x…`. */
  #accountsOf({ namespaces }: Session): string[] {
    return Object.values(namespaces)
      .flatMap(({ accounts }) => accounts)
      .slice(0, MAX_ACCOUNTS)
      .flatMap((account) => {
        const [space, chain, address = ""] = account.split(":");
        return `${space}:${chain}` === this.#chain && /^0x[0-9a-f]{40}$/i.test(address)
          ? [getAddress(address.toLowerCase())]
          : [];
      });
  }

  /** Shows the offer until a wallet has answered it. */
  async #pair(client: Client): Promise<void> {
    let isOver = false;
    const stopped = new Promise<never>((_, reject) => {
      this.#stop = () => reject(new PolityError("nobody waits for the wallet any more"));
    });
    const offering = client.connect({
      optionalNamespaces: { eip155: { chains: [this.#chain], methods: METHODS, events: EVENTS } },
    });
    const answering = offering.then(({ approval }) => approval());
    // A wallet that comes too late, or that is of no use here, is let go of.
    answering.then(
      (session) => {
        if (isOver || this.#accountsOf(session).length === 0) void end(client, session);
      },
      () => undefined,
    );
    try {
      const { uri } = await Promise.race([within(this.patience, offering), stopped]);
      this.#show(uri);
      const session = await Promise.race([answering, stopped]);
      if (this.#accountsOf(session).length === 0) throw this.#otherChain();
    } catch (error) {
      throw this.#explained(error);
    } finally {
      isOver = true;
      this.#stop = () => undefined;
      this.#show(undefined);
    }
  }

  #show(offer: string | undefined): void {
    this.#offer = offer;
    for (const tell of this.#watchers) tell();
  }

  async #ask(client: Client, method: string, params: unknown): Promise<unknown> {
    const session = this.#session();
    if (!session) throw Object.assign(new Error("no wallet is connected"), { code: 4100 });
    const granted = Object.values(session.namespaces).flatMap(({ methods }) => methods);
    if (!METHODS.includes(method) || !granted.includes(method)) {
      throw Object.assign(
        new PolityError(`the wallet app does not answer ${method}`, {
          hint: "connect another wallet for that",
        }),
        { code: 4200 },
      );
    }
    const { topic } = session;
    try {
      return await client.request({ topic, chainId: this.#chain, request: { method, params } });
    } catch (error) {
      throw this.#explained(error);
    }
  }

  async #letGo(client: Client): Promise<null> {
    for (let session = this.#session(); session; session = this.#session()) {
      await end(client, session);
      // Where the relay is away, the wallet learns of it later, and the page forgets it now.
      if (client.session.keys.includes(session.topic)) await client.session.delete(session.topic, GOODBYE);
    }
    return null;
  }

  /** In the codes of EIP-1193, or in words. */
  #explained(error: unknown): unknown {
    if (error instanceof PolityError) return error;
    const { code, message } = Object(error) as { code?: unknown; message?: unknown };
    const words = String(message ?? error).slice(0, 300);
    if (typeof code === "number" && code >= 5000 && code < 5100)
      return Object.assign(new Error(words), { code: 4001 });
    if (typeof code === "number" && code >= 5100 && code < 5200) return this.#otherChain(error);
    if (/expired/i.test(words)) {
      return new PolityError("nobody answered in the wallet app within five minutes", {
        hint: "look there whether something was sent; if it shows nothing, try again",
        cause: error,
      });
    }
    return /publish|socket|internet|relay/i.test(words) ? noRelay(error) : error;
  }

  #otherChain(cause?: unknown): PolityError {
    return new PolityError(`the wallet app gave no account on chain ${this.site.chainId}`, {
      hint: "add that network in the wallet, then connect again",
      cause,
    });
  }
}

/** Tells the wallet that the page is gone. */
const end = (client: Client, { topic }: Session): Promise<void> =>
  client.disconnect({ topic, reason: GOODBYE }).catch(() => undefined);

const noRelay = (cause?: unknown): PolityError =>
  new PolityError("the relay of WalletConnect does not answer", {
    hint: "look at your connection, then try again; if it stays so, this site's project may not be allowed there any more",
    cause,
  });

function within<T>(milliseconds: number, offering: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(noRelay()), milliseconds);
    const stop = () => clearTimeout(timer);
    offering
      .catch((error: unknown) => Promise.reject(noRelay(error)))
      .then(resolve, reject)
      .finally(stop);
  });
}

/**
 * Where the wallet says that it can be opened. It is a stranger's text: only a scheme that is an app's own, or https, becomes
 * a link.
 */
export function linkOf(redirect: { native?: string; universal?: string } | undefined): string | undefined {
  const ofBrowser = /^(?:javascript|data|blob|file|about|https?|wss?|ftp|view-source|filesystem):/i;
  const { native, universal } = redirect ?? {};
  if (native && /^[a-z][a-z0-9+.-]*:\/\/[^\s]*$/i.test(native) && !ofBrowser.test(native)) return native;
  return universal && /^https:\/\/[^\s]+$/.test(universal) ? universal : undefined;
}
