import SafeAppsSDK from "@safe-global/safe-apps-sdk";
import { getAddress, isHexString } from "ethers";

import { PolityError } from "@polity/sdk/errors";
import type { FoundWallet } from "./eip1193";
import { safeProvider } from "./safe-provider";

/** What is used of Safe's SDK. */
export interface SafeHost {
  safe: Pick<SafeAppsSDK["safe"], "getInfo">;
  txs: Pick<SafeAppsSDK["txs"], "send">;
}

/** Milliseconds in which a Safe around the page answers; nobody else does. */
const TIMEOUT = 5_000;

/**
 * The Safe whose page is around this one, as a wallet: what is sent goes to it, and its owners sign it there. What it says is
 * its word alone: the account is shown, and a transaction is described and tried here, as
 * it is for every wallet.
 * @returns Nothing where nobody answers as a Safe does.
 */
export async function safeAppWallet(host: SafeHost = new SafeAppsSDK()): Promise<FoundWallet | undefined> {
  const info: unknown = await Promise.race([
    host.safe.getInfo().catch(() => undefined),
    new Promise<undefined>((done) => setTimeout(done, TIMEOUT, undefined)),
  ]);
  const safe = safeOf(info);
  if (!safe) return undefined;
  return {
    ...{ id: "global.safe", name: "The Safe around this page" },
    handsOver: "The Safe has it. It happens once enough of its owners have signed it there.",
    provider: safeProvider(safe, ({ to, data, value }) => send(host, { to, data, value: value.toString() })),
  };
}

async function send(
  host: SafeHost,
  transaction: { to: string; data: string; value: string },
): Promise<string> {
  let answer: unknown;
  try {
    answer = await host.txs.send({ txs: [transaction] });
  } catch (error) {
    const words = String((error as { message?: unknown }).message ?? error).slice(0, 300);
    if (/reject|cancel|denied/i.test(words)) throw Object.assign(new Error(words), { code: 4001 });
    throw new PolityError(`the Safe did not take it: ${words}`, { hint: "try again, or look in the Safe" });
  }
  const hash = (answer as { safeTxHash?: unknown } | null)?.safeTxHash;
  if (isHexString(hash, 32)) return hash;
  throw new PolityError("the Safe did not say what became of it", {
    hint: "look in the Safe before you try again",
  });
}

function safeOf(info: unknown): { address: string; chainId: number } | undefined {
  const { safeAddress, chainId } = Object(info) as { safeAddress?: unknown; chainId?: unknown };
  if (typeof safeAddress !== "string" || !Number.isSafeInteger(chainId) || Number(chainId) < 1)
    return undefined;
  try {
    return { address: getAddress(safeAddress), chainId: Number(chainId) };
  } catch {
    return undefined;
  }
}
