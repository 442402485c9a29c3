import type { BrowserContext, Page } from "playwright-core";

import { PEOPLE, type PersonName } from "../../devnet/lively/people";

/** Sends a request to a node, and throws what it refuses. */
export type Rpc = (method: string, params?: unknown[]) => Promise<unknown>;

/** What the injected script hands to the page that asks. */
type Reply = { result: unknown } | { error: { code: number; message: string; data?: unknown } };

/** Error codes of EIP-1193. */
const CODES = { rejected: 4001, unauthorized: 4100, unrecognizedChain: 4902 };
const LOCAL_CHAIN = 31_337;
const BINDING = "__testWallet";

/**
 * A wallet that a page finds by EIP-6963. It signs through the node's unlocked accounts, and does what a test tells it to:
 * it rejects, it is on another chain, it changes the account.
 */
export class TestWallet {
  /** What the page asked of it, in order. */
  readonly requests: { method: string; params: readonly unknown[] }[] = [];
  #account: string;
  #chainId = LOCAL_CHAIN;
  #connected: boolean;
  #rejects = 0;
  #page?: Page;

  /**
   * @param account Who signs.
   * @param connected Whether the page was allowed to see the account before, as after a reload.
   */
  constructor(
    private readonly node: Rpc,
    account: PersonName,
    connected = false,
  ) {
    this.#account = PEOPLE[account];
    this.#connected = connected;
  }

  get address(): string {
    return this.#account;
  }

  /** Puts the wallet into every page of a context. To be called before a page is opened. */
  async install(context: BrowserContext): Promise<void> {
    await context.exposeBinding(BINDING, (_, method: string, params: unknown[]) =>
      this.#answer(method, params),
    );
    await context.addInitScript(inject, BINDING);
    context.on("page", (page) => (this.#page = page));
  }

  /** The next requests that need the person's consent are rejected: one, or as many as given. */
  rejectNext(count = 1): void {
    this.#rejects = count;
  }

  /** The person chooses another account. */
  async changeAccount(name: PersonName): Promise<void> {
    this.#account = PEOPLE[name];
    if (this.#connected) await this.#emit("accountsChanged", [this.#account]);
  }

  /** The person chooses another chain. */
  async changeChain(chainId: number): Promise<void> {
    this.#chainId = chainId;
    await this.#emit("chainChanged", `0x${chainId.toString(16)}`);
  }

  /** The person takes the page's permission back. */
  async disconnect(): Promise<void> {
    this.#connected = false;
    await this.#emit("accountsChanged", []);
  }

  async #emit(event: string, value: unknown): Promise<void> {
    await this.#page?.evaluate(
      ([name, detail]) => window.dispatchEvent(new CustomEvent(`test-wallet:${name}`, { detail })),
      [event, value] as const,
    );
  }

  async #answer(method: string, params: unknown[]): Promise<Reply> {
    this.requests.push({ method, params });
    try {
      return { result: await this.#do(method, params) };
    } catch (error) {
      const { code = -32_603, message, data } = error as { code?: number; message: string; data?: unknown };
      return { error: { code, message, data } };
    }
  }

  async #do(method: string, params: unknown[]): Promise<unknown> {
    switch (method) {
      case "eth_requestAccounts":
      case "wallet_requestPermissions":
        this.#consent();
        this.#connected = true;
        return method === "eth_requestAccounts" ? [this.#account] : [{ parentCapability: "eth_accounts" }];
      case "wallet_revokePermissions":
        this.#connected = false;
        return null;
      case "eth_accounts":
        return this.#connected ? [this.#account] : [];
      case "eth_chainId":
        return `0x${this.#chainId.toString(16)}`;
      case "net_version":
        return String(this.#chainId);
      case "wallet_switchEthereumChain":
        return this.#switchTo(Number((params[0] as { chainId: string }).chainId));
      case "wallet_addEthereumChain":
        this.#consent();
        return this.#switchTo(Number((params[0] as { chainId: string }).chainId));
      case "eth_sendTransaction":
      case "eth_signTypedData_v4":
      case "personal_sign": {
        this.#permit(params);
        this.#consent();
        if (this.#chainId !== LOCAL_CHAIN) throw new Error(`the wallet is on chain ${this.#chainId}`);
        return this.node(method, params);
      }
      default:
        return this.node(method, params);
    }
  }

  async #switchTo(chainId: number): Promise<null> {
    if (chainId !== LOCAL_CHAIN) {
      throw Object.assign(new Error("Unrecognized chain"), { code: CODES.unrecognizedChain });
    }
    this.#consent();
    await this.changeChain(chainId);
    return null;
  }

  /** A wallet signs for the account that it shows, and for no other. */
  #permit(params: unknown[]): void {
    const named = JSON.stringify(params).toLowerCase().includes(this.#account.toLowerCase());
    if (this.#connected && named) return;
    throw Object.assign(new Error("The requested account has not been authorized"), {
      code: CODES.unauthorized,
    });
  }

  #consent(): void {
    if (this.#rejects === 0) return;
    this.#rejects -= 1;
    throw Object.assign(new Error("User rejected the request."), { code: CODES.rejected });
  }
}

/** Runs in the page, before any of its scripts: an EIP-1193 provider, announced by EIP-6963. */
function inject(binding: string): void {
  const ask = (window as unknown as Record<string, (method: string, params: unknown[]) => Promise<Reply>>)[
    binding
  ]!;
  type Listener = (value: unknown) => void;
  const listeners = new Map<string, Set<Listener>>();
  for (const event of ["accountsChanged", "chainChanged"]) {
    window.addEventListener(`test-wallet:${event}`, (heard) => {
      for (const listener of listeners.get(event) ?? []) listener((heard as CustomEvent).detail);
    });
  }
  const provider = {
    async request({ method, params = [] }: { method: string; params?: unknown[] }) {
      const reply = await ask(method, params);
      if ("result" in reply) return reply.result;
      throw Object.assign(new Error(reply.error.message), reply.error);
    },
    on(event: string, listener: Listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
      return provider;
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener);
      return provider;
    },
  };
  const info = {
    uuid: "5f1a7a5e-9d0c-4a0b-8b5e-2f0b6a3c1d42",
    name: "Test wallet",
    icon: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'%3E%3Crect width='1' height='1'/%3E%3C/svg%3E",
    rdns: "test.polity.wallet",
  };
  const announce = () =>
    window.dispatchEvent(
      new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
    );
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
}
