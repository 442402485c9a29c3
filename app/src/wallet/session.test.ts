// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";

import { ADA, BEN, memoryOf } from "../../test/fakes";
import type { Eip1193, FoundWallet } from "./eip1193";
import { WalletSession } from "./session";

const CHAIN = { chainId: 31_337, name: "Local", rpcUrl: "http://localhost" };

/** A wallet that does what a test tells it, and its session. */
function scene(memory = memoryOf()) {
  const asked: string[] = [];
  const listeners = new Map<string, (value: never) => void>();
  const answers: Record<string, unknown> = {
    eth_requestAccounts: [ADA.toLowerCase()],
    eth_accounts: [],
    eth_chainId: "0x1",
    wallet_switchEthereumChain: null,
    wallet_addEthereumChain: null,
    wallet_revokePermissions: null,
  };
  const provider: Eip1193 = {
    request: ({ method }) => {
      asked.push(method);
      const answer = answers[method];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    on: (event, listener) => listeners.set(event, listener),
    removeListener: (event) => listeners.delete(event),
  };
  const wallet: FoundWallet = { id: "io.test", name: "Test", provider };
  let wallets: FoundWallet[] = [];
  const heard: (() => void)[] = [];
  const session = new WalletSession(
    {
      wallets: () => wallets,
      add: () => undefined,
      subscribe: (listener) => (heard.push(listener), () => undefined),
    },
    memory,
  );
  const announce = () => {
    wallets = [wallet];
    heard.forEach((tell) => tell());
    return new Promise((next) => setTimeout(next));
  };
  const emit = (event: string, value: unknown) => listeners.get(event)?.(value as never);
  return { session, wallet, asked, answers, announce, emit, memory, listeners };
}

describe("The connection to a wallet", () => {
  it("is made when its user chooses, and remembered", async () => {
    const { session, wallet, memory, announce } = scene();
    session.start();
    await announce();
    expect(session.get()).toMatchObject({ status: "disconnected", wallets: [wallet] });
    await session.connect(wallet);
    expect(session.get()).toMatchObject({ status: "connected", account: ADA, chainId: 1 });
    expect(memory.texts).toEqual({ wallet: "io.test" });
  });

  it("is taken up at the next visit without a window, and only if the wallet still allows it", async () => {
    const { session, asked, answers, announce } = scene(memoryOf({ wallet: "io.test" }));
    answers.eth_accounts = [ADA];
    session.start();
    await announce();
    expect(session.get()).toMatchObject({ status: "connected", account: ADA });
    expect(asked).not.toContain("eth_requestAccounts");

    const locked = scene(memoryOf({ wallet: "io.test" }));
    locked.session.start();
    await locked.announce();
    expect(locked.session.get().status).toBe("disconnected");
    const stranger = scene(memoryOf({ wallet: "io.other" }));
    stranger.session.start();
    await stranger.announce();
    expect(stranger.asked).toEqual([]);
  });

  it("says in a sentence that the wallet declined, is busy, or gave no account", async () => {
    const refusals: [unknown, RegExp][] = [
      [Object.assign(new Error("no"), { code: 4001 }), /the wallet declined/],
      [Object.assign(new Error("no"), { code: -32002 }), /earlier question/],
      [[], /gave no account/],
      [["nonsense"], /gave no account/],
    ];
    for (const [answer, message] of refusals) {
      const { session, wallet, answers, memory } = scene();
      answers.eth_requestAccounts = answer;
      await session.connect(wallet);
      expect(session.get()).toMatchObject({
        status: "disconnected",
        error: expect.stringMatching(message) as string,
      });
      expect(memory.texts).toEqual({});
    }
  });

  it("follows the account and the chain, and ends when the wallet is locked", async () => {
    const { session, wallet, emit, listeners } = scene();
    await session.connect(wallet);
    emit("accountsChanged", [BEN.toLowerCase()]);
    emit("chainChanged", "0x7a69");
    expect(session.get()).toMatchObject({ account: BEN, chainId: 31_337 });
    emit("accountsChanged", []);
    expect(session.get().status).toBe("disconnected");
    expect(session.get().account).toBe(undefined);
    expect(listeners.size).toBe(0);
  });

  it("is forgotten when its user disconnects, also by a wallet that cannot take permissions back", async () => {
    const { session, wallet, memory, asked, answers } = scene();
    await session.connect(wallet);
    answers.wallet_revokePermissions = new Error("unknown method");
    await session.disconnect();
    expect(session.get()).toEqual({ wallets: [], status: "disconnected" });
    expect(memory.texts.wallet).toBe(undefined);
    expect(asked).toContain("wallet_revokePermissions");
  });

  it("does not come back by an answer that is late", async () => {
    const { session, wallet, answers } = scene();
    let answer: (accounts: string[]) => void = () => undefined;
    answers.eth_requestAccounts = new Promise((resolve) => {
      answer = resolve;
    });
    const connecting = session.connect(wallet);
    await session.disconnect();
    answer([ADA]);
    await connecting;
    expect(session.get().status).toBe("disconnected");
  });

  it("switches the chain, adds it where the wallet does not know it, and says what the wallet refused", async () => {
    const { session, wallet, asked, answers } = scene();
    await session.connect(wallet);
    answers.eth_chainId = "0x7a69";
    await session.switchTo(CHAIN);
    expect(session.get().chainId).toBe(31_337);
    expect(asked).not.toContain("wallet_addEthereumChain");

    const unknown = scene();
    await unknown.session.connect(unknown.wallet);
    // As some wallets wrap it.
    unknown.answers.wallet_switchEthereumChain = Object.assign(new Error("unknown"), {
      code: -32_603,
      data: { originalError: { code: 4902 } },
    });
    unknown.answers.eth_chainId = "0x7a69";
    await unknown.session.switchTo(CHAIN);
    expect(unknown.asked).toContain("wallet_addEthereumChain");
    expect(unknown.session.get()).toMatchObject({ chainId: 31_337, error: undefined });

    unknown.answers.wallet_addEthereumChain = Object.assign(new Error("no"), { code: 4001 });
    await unknown.session.switchTo(CHAIN);
    expect(unknown.session.get().error).toMatch(/the wallet declined/);
  });
});
