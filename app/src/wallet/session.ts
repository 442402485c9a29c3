import { getAddress } from "ethers";

import { explain, PolityError } from "@polity/sdk/errors";
import { explainMissing } from "../ui/missing";
import { readChain, switchChain, type ChainInfo } from "./chain";
import type { Discovery } from "./discover";
import { explainWallet, type Eip1193, type FoundWallet } from "./eip1193";

/** The wallet as the page knows it now. */
export interface WalletState {
  wallets: readonly FoundWallet[];
  status: "disconnected" | "connecting" | "connected";
  wallet?: FoundWallet;
  /** Checksummed. */
  account?: string;
  /** The chain that the wallet is on. */
  chainId?: number;
  /** What went wrong with the last thing that was asked. */
  error?: string;
}

type Listener = () => void;
/** Where the choice of a wallet is kept, between visits. */
export interface Memory {
  load(name: string): string | undefined;
  save(name: string, text: string | undefined): void;
}

const REMEMBERED = "wallet";

/**
 * The connection to a wallet: chosen once, taken up again silently at the next visit, and followed through changes of
 * account and chain. It asks the wallet for nothing but accounts and the chain.
 */
export class WalletSession {
  #state: WalletState;
  readonly #listeners = new Set<Listener>();
  #unfollow: Listener = () => undefined;
  /** Answers to questions of an earlier connection are not heard any more. */
  #turn = 0;

  constructor(
    private readonly discovery: Discovery,
    private readonly memory: Memory,
  ) {
    this.#state = { wallets: discovery.wallets(), status: "disconnected" };
  }

  readonly get = (): WalletState => this.#state;

  /** Begins to look for wallets, and takes up the one of the last visit. @returns What ends it. */
  start(): () => void {
    const update = () => {
      this.#set({ wallets: this.discovery.wallets() });
      void this.#resume();
    };
    const end = this.discovery.subscribe(update);
    update();
    return () => {
      end();
      this.#unfollow();
    };
  }

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Asks a wallet for its accounts: the wallet shows its window. */
  async connect(wallet: FoundWallet): Promise<void> {
    const turn = ++this.#turn;
    const before = this.#state;
    this.#set({ status: "connecting", wallet, account: undefined, error: undefined });
    try {
      // Whoever chooses a wallet on another device again means another device.
      if (wallet.pairing && before.account !== undefined && before.wallet === wallet) await revoke(wallet);
      await this.#take(wallet, "eth_requestAccounts", turn);
      if (turn === this.#turn && !this.#state.account) {
        throw new PolityError("the wallet gave no account", {
          hint: "choose one in the wallet, then try again",
        });
      }
      if (turn === this.#turn && wallet.handsOver === undefined) this.memory.save(REMEMBERED, wallet.id);
    } catch (error) {
      if (turn === this.#turn) this.#reset(sentence(error));
    }
  }

  /** Waits no longer for the wallet that was chosen. */
  cancel(): void {
    const { status, wallet } = this.#state;
    if (status !== "connecting") return;
    this.#turn++;
    this.#reset();
    wallet?.pairing?.cancel();
  }

  /** Forgets the wallet. Where the wallet can, its permission is given back too. */
  async disconnect(): Promise<void> {
    const { wallet } = this.#state;
    this.memory.save(REMEMBERED, undefined);
    this.#turn++;
    this.#reset();
    if (wallet) await revoke(wallet);
  }

  /** Asks the wallet to go to the network's chain, adding it where it is not known. */
  async switchTo(chain: ChainInfo): Promise<void> {
    const { wallet } = this.#state;
    if (!wallet) return;
    this.#set({ error: undefined });
    try {
      await switchChain(wallet.provider, chain);
      this.#set({ chainId: await readChain(wallet.provider) });
    } catch (error) {
      this.#set({ error: sentence(error) });
    }
  }

  async #resume(): Promise<void> {
    if (this.#state.status !== "disconnected") return;
    const id = this.memory.load(REMEMBERED);
    const wallet = this.#state.wallets.find((one) => one.id === id);
    if (!wallet) return;
    const turn = ++this.#turn;
    // Never a window that nobody asked for: eth_accounts answers without one.
    await this.#take(wallet, "eth_accounts", turn).catch(() => undefined);
  }

  async #take(wallet: FoundWallet, method: string, turn: number): Promise<void> {
    const accounts = await wallet.provider.request({ method });
    const chainId = await readChain(wallet.provider);
    if (turn !== this.#turn) return;
    const account = firstOf(accounts);
    if (!account) return;
    this.#follow(wallet.provider);
    this.#set({ status: "connected", wallet, account, chainId, error: undefined });
  }

  #follow(provider: Eip1193): void {
    this.#unfollow();
    const accounts = (list: unknown) => {
      const account = firstOf(list);
      // An empty list is a wallet that was locked, or that took its permission back.
      if (account) this.#set({ account });
      else this.#reset();
    };
    const chain = (id: unknown) => this.#set({ chainId: Number(id) });
    const events: [string, (value: never) => void][] = [
      ["accountsChanged", accounts],
      ["chainChanged", chain],
    ];
    for (const [name, listener] of events) provider.on?.(name, listener);
    this.#unfollow = () => {
      for (const [name, listener] of events) provider.removeListener?.(name, listener);
    };
  }

  #reset(error?: string): void {
    this.#unfollow();
    this.#unfollow = () => undefined;
    const { wallets } = this.#state;
    this.#state = { wallets, status: "disconnected", ...(error !== undefined && { error }) };
    this.#tell();
  }

  #set(change: Partial<WalletState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Few wallets have it (EIP-2255), and the page forgets the account in any case. */
const revoke = ({ provider }: FoundWallet): Promise<unknown> =>
  provider
    .request({ method: "wallet_revokePermissions", params: [{ eth_accounts: {} }] })
    .catch(() => undefined);

function firstOf(accounts: unknown): string | undefined {
  const [first] = Array.isArray(accounts) ? (accounts as unknown[]) : [];
  try {
    return typeof first === "string" ? getAddress(first) : undefined;
  } catch {
    return undefined;
  }
}

const sentence = (error: unknown) => {
  const told = explainWallet(explainMissing(error));
  return told instanceof Error
    ? explain(told)
    : String((told as { message?: unknown } | null)?.message ?? told);
};
