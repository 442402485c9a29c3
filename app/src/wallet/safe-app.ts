import SafeAppsSDK from "@safe-global/safe-apps-sdk";
import { getAddress, isHexString } from "ethers";

import { PolityError } from "@polity/sdk/errors";
import type { FoundWallet } from "./eip1193";

/** What is used of Safe's SDK. */
export interface SafeHost {
  safe: Pick<SafeAppsSDK["safe"], "getInfo">;
  txs: Pick<SafeAppsSDK["txs"], "send">;
}

/** Milliseconds in which a Safe around the page answers; nobody else does. */
const TIMEOUT = 5_000;
const NOT_THERE = { code: 4200 };

/**
 * The Safe whose page is around this one, as a wallet: what is sent goes to it, and its owners sign it there. What it says is
 * its word alone: the account is shown, and a transaction is told and tried here as for any wallet.
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
    provider: {
      async request({ method, params }) {
        switch (method) {
          case "eth_requestAccounts":
          case "eth_accounts":
            return [safe.address];
          case "eth_chainId":
            return `0x${safe.chainId.toString(16)}`;
          case "eth_sendTransaction": {
            const [{ to, data, value }] = params as [{ to: string; data: string; value?: string }];
            return send(host, { to: getAddress(to), data, value: BigInt(value ?? 0).toString() });
          }
          default:
            throw Object.assign(new PolityError(`the Safe does not answer ${method}`), NOT_THERE);
        }
      },
    },
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
