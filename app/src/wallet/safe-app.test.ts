import { afterEach, describe, expect, it, vi } from "vitest";

import { ADA, TO } from "../../test/fakes";
import { isDeclined } from "./eip1193";
import { safeAppWallet, type SafeHost } from "./safe-app";

const HASH = `0x${"ab".repeat(32)}`;
const hostOf = (
  info: unknown,
  send: () => Promise<unknown> = () => Promise.resolve({ safeTxHash: HASH }),
) => {
  const sent = vi.fn(send);
  const host = { safe: { getInfo: () => Promise.resolve(info) }, txs: { send: sent } };
  return { host: host as unknown as SafeHost, sent };
};
const INFO = { safeAddress: ADA.toLowerCase(), chainId: 31_337, threshold: 2, owners: [] };
const call = {
  method: "eth_sendTransaction",
  params: [{ to: TO.toLowerCase(), data: "0x12", value: "0x5" }],
};

afterEach(() => vi.useRealTimers());

describe("The Safe around the page", () => {
  it("is a wallet of one account, to which transactions are handed over", async () => {
    const { host, sent } = hostOf(INFO);
    const { provider, handsOver } = (await safeAppWallet(host))!;
    expect(await provider.request({ method: "eth_accounts" })).toEqual([ADA]);
    expect(await provider.request({ method: "eth_chainId" })).toBe("0x7a69");
    expect(await provider.request(call)).toBe(HASH);
    expect(sent).toHaveBeenCalledWith({ txs: [{ to: TO, data: "0x12", value: "5" }] });
    expect(handsOver).toMatch(/^The Safe has it/);
    await expect(provider.request({ method: "eth_signTypedData_v4" })).rejects.toThrow(/does not answer/);
  });

  it("is not there where nobody answers, or answers something else", async () => {
    for (const info of [
      undefined,
      null,
      "safe",
      {},
      { ...INFO, safeAddress: "0x12" },
      { ...INFO, chainId: "1" },
    ]) {
      expect(await safeAppWallet(hostOf(info).host)).toBe(undefined);
    }
    vi.useFakeTimers();
    const silent = { safe: { getInfo: () => new Promise(() => undefined) }, txs: {} } as unknown as SafeHost;
    const found = safeAppWallet(silent);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await found).toBe(undefined);
  });

  it("refuses as other wallets do, and what it answers is checked", async () => {
    const answers: [() => Promise<unknown>, RegExp, boolean][] = [
      [() => Promise.reject(new Error("Transaction was rejected")), /rejected/, true],
      [() => Promise.reject(new Error("out of order")), /^the Safe did not take it: out of order$/, false],
      [() => Promise.resolve({ safeTxHash: "0x12" }), /did not say what became of it/, false],
      [() => Promise.resolve(null), /did not say what became of it/, false],
    ];
    for (const [answer, words, declined] of answers) {
      const { provider } = (await safeAppWallet(hostOf(INFO, answer).host))!;
      const error: unknown = await provider.request(call).catch((thrown: unknown) => thrown);
      expect((error as Error).message).toMatch(words);
      expect(isDeclined(error)).toBe(declined);
    }
  });
});
